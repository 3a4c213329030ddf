"""Big mode: larger text and targets, for gloves and tired eyes, on every kind of page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

OpenPage = Callable[..., Page]

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


#: A word in a sentence is left out. A field within a label is as large as its label.
SMALL = """() => [...document.querySelectorAll('a, button:not(.term), summary, label, input, select, textarea')]
    .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.matches('label *, label[for]'))
    .filter(e => getComputedStyle(e).display !== 'inline' || e.parentElement.innerText === e.innerText)
    .map(e => [e.textContent.trim().slice(0, 30) || e.ariaLabel, e.className, e.getBoundingClientRect()])
    .filter(([, , r]) => r.height < 55.5 || r.width < 55.5)
    .map(([text, name, r]) => `${text} (${name}): ${r.width.toFixed(1)} by ${r.height.toFixed(1)}`)"""
BEYOND = """() => document.documentElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > 320.5).map(e => `${e.tagName}.${e.className}`)"""
#: Texts with their size; those of the map are drawn with it.
#: The header stays as low as it was: its name keeps its size, and the language that is open needs no link on a phone.
SIZES = """() => [...document.querySelectorAll('body :not(svg *, .brand, .lang [aria-current])')]
    .filter(e => e.checkVisibility())
    .filter(e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || e.matches('input'))
    .map(e => [e.textContent.trim().slice(0, 30), parseFloat(getComputedStyle(e).fontSize)])"""


@pytest.mark.parametrize("turn", [0, 1], ids=["one half", "other half"])
def test_every_kind_of_page_has_larger_text_and_targets_of_56_px_and_fits_320_px(
    open_page: OpenPage, turn: int
) -> None:
    page = open_page("/", width=PHONE)
    page.evaluate("localStorage.list = '19,3,12'")
    found = list[str]()
    for name, address in list(ADDRESSES.items())[turn::2]:
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.goto(address)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        before = page.evaluate(SIZES)
        switch = page.locator("[name=size]")
        switch.check()
        after = page.evaluate(SIZES)
        assert [text for text, _ in before] == [text for text, _ in after], name
        texts = zip(before, after, strict=True)
        found += [f"{name}: text: {text}" for (text, old), (_, new) in texts if new < 1.2 * old]
        found += [f"{name}: target: {each}" for each in page.evaluate(SMALL)]
        page.set_viewport_size({"width": 320, "height": 844})
        found += [f"{name}: beyond 320 px: {each}" for each in page.evaluate(BEYOND)]
        switch.uncheck()
    assert found == []


def test_the_switch_is_remembered_and_taken_back(open_page: OpenPage) -> None:
    page = open_page("/", width=PHONE)
    page.get_by_role("checkbox", name="Groot").check()
    page.goto("/en/techniques/humour/")
    expect(page.get_by_role("checkbox", name="Large")).to_be_checked()
    expect(page.locator("html")).to_have_attribute("data-size", "big")
    page.get_by_role("checkbox", name="Large").uncheck()
    assert page.evaluate("localStorage.length") == 0


def test_print_stays_as_it_was(open_page: OpenPage) -> None:
    page = open_page("/technieken/luisteren/", width=DESK)
    page.emulate_media(media="print")
    before = page.evaluate(SIZES), page.evaluate("document.body.offsetHeight")
    page.emulate_media(media="screen")
    page.get_by_role("checkbox", name="Groot").check()
    page.emulate_media(media="print")
    assert (page.evaluate(SIZES), page.evaluate("document.body.offsetHeight")) == before
