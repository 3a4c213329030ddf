"""Big mode: larger text and targets, for gloves and tired eyes, on every kind of page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

OpenPage = Callable[..., Page]

#: Chosen before, as a visitor finds it on the next page.
BIG = "localStorage.size = 'big';"
LIST = "localStorage.list = '19,3,12';"
ADDRESSES = {
    "home": "/",
    "techniques": "/technieken/",
    "what was found": "/technieken/?q=boos",
    "a technique": "/technieken/ontlokken-aanbieden-ontlokken/",
    "in English": "/en/techniques/questions-that-challenge/",
    "moments": "/nu/",
    "a moment": "/nu/schreeuwen/",
    "a goal": "/doelen/nu-stoppen/",
    "a conversation": "/kerngesprekken/verzuim/",
    "a pitfall": "/valkuilen/haastige-spoed/",
    "guides": "/handreikingen/",
    "a guide": "/handreikingen/van-controle-naar-verbinding/",
    "terms": "/begrippen/",
    "the method": "/methode/",
    "start of the self-test": "/zelftest/",
    "a question": "/zelftest/situatie/1/",
    "how often": "/zelftest/gebruik/1/",
    "own list": "/lijst/",
    "a list passed on": "/lijst/?t=3,7,99",
    "not found": "/technieken/onzin/",
}


def again(page: Page, *scripts: str) -> Page:
    """The open page once more, with all that is folded opened."""
    for script in scripts:
        page.context.add_init_script(script)
    page.reload()
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    return page


def big(page: Page) -> Page:
    """The open page once more, in big mode."""
    again(page, LIST, BIG)
    expect(page.locator("html")).to_have_attribute("data-size", "big")
    return page


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_every_target_is_56_px_in_both_directions(open_page: OpenPage, address: str) -> None:
    page = big(open_page(address, width=PHONE))
    # A word in a sentence is left out. A field within a label is as large as its label.
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button:not(.term), summary, label, input, select, textarea')]
            .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.matches('label *'))
            .filter(e => !e.matches('label[for]'))
            .filter(e => getComputedStyle(e).display !== 'inline' || e.parentElement.innerText === e.innerText)
            .map(e => [e.textContent.trim().slice(0, 30) || e.ariaLabel, e.className, e.getBoundingClientRect()])
            .filter(([, , r]) => r.height < 55.5 || r.width < 55.5)
            .map(([text, name, r]) => `${text} (${name}): ${r.width.toFixed(1)} by ${r.height.toFixed(1)}`)"""
    )
    assert small == []


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_nothing_scrolls_sideways_at_320_px(open_page: OpenPage, address: str) -> None:
    page = big(open_page(address, width=320))
    beyond = page.evaluate(
        """() => document.documentElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > 320.5).map(e => `${e.tagName}.${e.className}`)"""
    )
    assert beyond == []


#: Texts with their size; those of the map are drawn with it. The answers of a question come in any order.
#: The header stays as low as it was: its name keeps its size, and the language that is open needs no link on a phone.
SIZES = """() => [...document.querySelectorAll('body :not(svg *, .brand, .lang [aria-current])')]
    .filter(e => e.checkVisibility())
    .filter(e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || e.matches('input'))
    .map(e => [e.textContent.trim().slice(0, 30), parseFloat(getComputedStyle(e).fontSize)]).sort()"""


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_every_text_is_a_fifth_larger(open_page: OpenPage, address: str) -> None:
    page = again(open_page(address, width=PHONE), LIST)
    before = page.evaluate(SIZES)
    after = big(page).evaluate(SIZES)
    assert [text for text, _ in before] == [text for text, _ in after]
    assert [text for (text, old), (_, new) in zip(before, after, strict=True) if new < 1.2 * old] == []


def test_print_stays_as_it_was(open_page: OpenPage) -> None:
    page = again(open_page("/technieken/luisteren/", width=DESK))
    page.emulate_media(media="print")
    before = page.evaluate(SIZES), page.evaluate("document.body.offsetHeight")
    big(page)
    assert (page.evaluate(SIZES), page.evaluate("document.body.offsetHeight")) == before
