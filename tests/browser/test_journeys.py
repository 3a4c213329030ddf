"""What the three users do: find a sentence, filter, share, by touch, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from techniques.library import Library
from tests.browser.conftest import PHONE

OpenPage = Callable[..., Page]


def test_two_taps_from_home_to_a_sentence_to_say(open_page: OpenPage, library: Library) -> None:
    page = open_page("/", width=PHONE, has_touch=True)
    page.get_by_text("Nu iets laten stoppen of beginnen").tap()
    page.get_by_role("link", name="Iets moet nu stoppen").tap()
    sentence = library.goals["short-stop"].techniques[0].words.nl
    expect(page.locator("q", has_text=sentence)).to_be_in_viewport()


def test_map_leads_to_a_group_and_a_technique_opens_with_its_sentence(open_page: OpenPage, library: Library) -> None:
    page = open_page("/", width=PHONE, has_touch=True)
    expect(page.locator("table.matrix")).to_be_hidden()
    page.get_by_role("link", name="Verbinding midden, uitdaging hoog: 5 technieken").tap()
    group = page.get_by_role("region", name="Verbinding midden, uitdaging hoog")
    expect(group).to_be_in_viewport()
    group.get_by_role("link", name="19 Stiltes laten vallen").tap()
    technique = library.number(19)
    assert technique is not None
    expect(page.get_by_text(technique.say[0].words.nl)).to_be_in_viewport()


def test_map_is_a_table_on_a_wide_screen(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator(".matrix-narrow")).to_be_hidden()
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("rowheader")).to_have_count(3)
    expect(table.get_by_role("cell").filter(has=page.get_by_role("link", name="23 Boos worden"))).to_have_count(1)


def test_filters_work_in_place_and_keep_the_address(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("group", name="Verbinding").get_by_label("laag").check()
    expect(page.get_by_role("status").filter(has_text="1 gevonden")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/technieken/\?verbinding=laag$"))
    expect(page.get_by_role("group", name="Verbinding").get_by_label("laag")).to_be_focused()
    expect(page.get_by_role("link", name="EN, English")).to_have_attribute("href", "/en/techniques/?connection=low")
    page.get_by_role("link", name="Wis alles").click()
    expect(page.get_by_role("status").filter(has_text="26 gevonden")).to_be_visible()


def test_search_works_while_typing(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    page.get_by_role("searchbox").fill("boos")
    expect(page.get_by_role("region", name="Technieken").locator(".hit").first).to_contain_text("Boos worden")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_every_search_result_has_room_for_its_words(open_page: OpenPage) -> None:
    page = open_page("/technieken/?q=doet+niks+met+mijn+advies", width=PHONE)
    widths = page.evaluate("[...document.querySelectorAll('.hit__title, .hit__why')].map(e => e.offsetWidth)")
    assert min(widths) > PHONE / 2


def test_filters_and_search_work_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/technieken/", java_script_enabled=False)
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("group", name="Verbinding").get_by_label("laag").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator("summary", has_text="Filter (1)")).to_be_visible()
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("searchbox").fill("zwijgen")
    page.get_by_role("group", name="Verbinding").get_by_label("laag").uncheck()
    page.get_by_role("button", name="Zoek").click()
    found = page.get_by_role("region", name="Technieken").locator(".hit")
    expect(found.first).to_contain_text("Stiltes laten vallen")


def test_a_page_without_scripts_offers_nothing_that_needs_them(open_page: OpenPage) -> None:
    page = open_page("/technieken/luisteren/", java_script_enabled=False)
    offered = [button.get_attribute("aria-label") for button in page.locator("button:visible:not(.term)").all()]
    assert offered == ["Zoek"]
    expect(page.get_by_role("radio", name="Donker")).to_be_hidden()


def test_heading_link_is_copied(open_page: OpenPage) -> None:
    page = open_page("/technieken/luisteren/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Link naar ‘Zo doe je het’").click()
    expect(page.get_by_role("status").filter(has_text="Link gekopieerd")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/technieken/luisteren/#stappen")
    assert page.url.endswith("#stappen")


def test_theme_is_chosen_and_remembered(open_page: OpenPage) -> None:
    page = open_page("/", color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("radio", name="Donker").check()
    dark = page.evaluate(background)
    assert dark != light
    page.goto("/en/techniques/humour/")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    assert page.evaluate(background) == dark
    page.get_by_role("radio", name="Like my device").check()
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(background) == light


CASES = {
    "someone shouts at a colleague": ("Iemand schreeuwt", "shouting"),
    "always late": ("te laat", "late-again"),
    "back after illness": ("terug na", "back-after-illness"),
    "wants to learn to weld": ("wil iets leren", "wants-to-learn"),
    "does nothing with my advice": ("advies", "ignores-advice"),
}


@pytest.mark.parametrize(("words", "name"), CASES.values(), ids=CASES)
def test_three_taps_from_what_is_going_on_to_the_sentence(
    open_page: OpenPage, library: Library, words: str, name: str
) -> None:
    page = open_page("/", width=PHONE, has_touch=True)
    page.get_by_role("link", name="Nu een gesprek").first.tap()
    page.locator(".moments a", has_text=re.compile(words, re.IGNORECASE)).first.tap()
    expect(page.locator("q", has_text=library.moments[name].say.nl)).to_be_in_viewport(ratio=1)


def test_a_term_shows_its_meaning_by_keyboard_and_by_touch_without_scripts(
    open_page: OpenPage, library: Library
) -> None:
    page = open_page("/technieken/verandertaal-uitlokken/", width=PHONE, has_touch=True, java_script_enabled=False)
    meaning = page.locator("#term-change-talk")
    expect(meaning).to_be_hidden()
    word = page.locator('[popovertarget="term-change-talk"]')
    word.tap()
    expect(meaning).to_contain_text(library.terms["change-talk"].meaning.nl)
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
