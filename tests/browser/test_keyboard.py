"""Everything works with the keyboard alone, in the order that the eye goes, and focus is always in sight."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from techniques.library import Library
from tests.browser.conftest import DESK, PHONE, page_of_each_kind
from tests.browser.test_layout import open_measured
from tests.integration.conftest import ROOTS

OpenPage = Callable[..., Page]


def walk(page: Page) -> list[dict[str, Any]]:
    """Where the Tab key leads, from the top of the page until it leaves at the end."""
    stops: list[dict[str, Any]] = []
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate("measure.focus()")
        if stop is None:
            return stops
        if not stops or stop["place"] != stops[-1]["place"]:  # a date is one control with three stops
            stops.append(stop)
    pytest.fail(f"the Tab key never leaves {page.url}")


def wrong(stops: list[dict[str, Any]]) -> list[str]:
    """Stops without a ring, out of sight or covered; and steps back up that do not begin another column."""
    found = [f"{stop['name']}: {each}" for stop in stops for each in stop["wrong"]]
    for before, after in itertools.pairwise(stops):
        if after["bottom"] <= before["top"] + 1 and after["left"] < before["left"] + before["box"]["width"] - 1:
            found.append(f"from {before['name']} back up to {after['name']}")
    return found


@pytest.mark.parametrize(("language", "width"), [("nl", DESK), ("en", PHONE)])
def test_tab_reaches_every_control_in_order_and_in_sight_and_leaves_the_page(
    open_page: OpenPage, site: str, language: str, width: int
) -> None:
    page = open_measured(open_page, site, language, width)
    found = []
    for address in page_of_each_kind(language)[language == "en" :: 2]:  # the kinds take turns
        page.goto(address)
        expected = page.evaluate("measure.stops()")
        stops = walk(page)
        found += [f"{address}: {each}" for each in wrong(stops)]
        if sorted(stop["name"] for stop in stops) != sorted(expected):
            found.append(f"{address}: {set(expected) ^ {stop['name'] for stop in stops}}")
    assert found == []


@pytest.mark.parametrize(("address", "scheme"), [("/", "light"), ("/technieken/", "dark")])
def test_focus_changes_what_the_eye_sees_on_every_kind_of_control(
    open_page: OpenPage, site: str, address: str, scheme: str
) -> None:
    page = open_measured(open_page, site, "nl", DESK)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    seen = set()
    for each in (address, "/technieken/stiltes-laten-vallen/", f"{ROOTS['nl']['situation']}1/"):
        page.goto(each)
        for _ in range(100):
            page.keyboard.press("Tab")
            stop = page.evaluate("measure.focus()")
            if stop is None:
                break
            if stop["dress"] in seen:
                continue
            seen.add(stop["dress"])
            box = stop["box"]
            around = {
                "x": max(0, box["x"] - 8),
                "y": max(0, box["y"] - 8),
                "width": box["width"] + 16,
                "height": box["height"] + 16,
            }
            focused = page.screenshot(clip=around)  # type: ignore[arg-type]
            page.evaluate("document.activeElement.dataset.here = ''; document.activeElement.blur()")
            assert page.screenshot(clip=around) != focused, stop["name"]  # type: ignore[arg-type]
            page.evaluate("document.querySelector('[data-here]').focus({ focusVisible: true })")
            page.evaluate("delete document.activeElement.dataset.here")
    assert len(seen) > 15


def test_the_skip_link_comes_first_and_leads_past_the_header(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Nu een gesprek").first).to_be_focused()


def test_filters_and_search_answer_the_keyboard_and_focus_stays(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("boos")
    expect(page.get_by_role("region", name="Technieken").locator(".hit").first).to_contain_text("Boos worden")
    expect(page.get_by_role("searchbox")).to_be_focused()
    told = page.get_by_role("status").filter(has_text="gevonden")
    expect(told).to_have_text(re.compile(r"^[1-9]\d? gevonden$"))
    with page.expect_response(re.compile("q=boos")):  # leaving a field that was changed asks once more
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Filter")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.get_by_role("checkbox").first
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("q=boos"))
    expect(page).to_have_url(re.compile("situatie="))
    expect(first).to_be_focused()
    page.get_by_role("link", name="Wis alles").focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text("26 gevonden")


def test_goals_open_and_close_and_lead_on(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    goal = page.get_by_role("link", name="Iets moet nu stoppen")
    expect(goal).to_be_visible()
    page.keyboard.press("Space")
    expect(goal).to_be_hidden()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(goal).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Iets moet nu stoppen")


def test_the_map_leads_to_a_place_and_back(open_page: OpenPage) -> None:
    page = open_page("/", width=PHONE)
    page.get_by_role("link", name="Verbinding midden, uitdaging hoog: 5 technieken").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    place = page.get_by_role("region", name="Verbinding midden, uitdaging hoog")
    back = place.get_by_role("link", name="Terug naar de kaart")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(
        page.get_by_role("navigation", name="Ga naar een plek op de kaart").get_by_role("link").first
    ).to_be_focused()


def test_a_term_opens_its_meaning_and_escape_leads_back_to_the_word(open_page: OpenPage, library: Library) -> None:
    page = open_page("/technieken/verandertaal-uitlokken/")
    word = page.locator('[popovertarget="term-change-talk"]')
    meaning = page.locator("#term-change-talk")
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_contain_text(library.terms["change-talk"].meaning.nl)
    page.keyboard.press("Tab")
    expect(meaning.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


def test_links_to_sections_sharing_pager_language_and_colours_work_by_key(open_page: OpenPage) -> None:
    page = open_page("/technieken/luisteren/", permissions=["clipboard-read", "clipboard-write"])
    copied = page.get_by_role("status").filter(has_text="Link gekopieerd")
    page.get_by_role("link", name="Link naar ‘Zo doe je het’").focus()
    page.keyboard.press("Enter")
    expect(copied).to_be_visible()
    page.get_by_role("button", name="Kopieer link").focus()
    page.keyboard.press("Enter")
    expect(copied).to_be_visible()
    page.get_by_role("radio", name="Zoals mijn toestel").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Donker")).to_be_checked()
    page.get_by_role("navigation", name="Technieken op nummer").get_by_role("link").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Iets van jezelf laten zien")
    page.get_by_role("link", name="EN, English").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/techniques/self-disclosure/"))


def test_no_key_alone_does_anything_outside_a_field(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    before = page.locator("body").aria_snapshot()
    page.locator("body").click(position={"x": 1, "y": 1})
    for key in "abcdefghijklmnopqrstuvwxyz0123456789/?.,-+":
        page.keyboard.press(key)
    assert page.url.endswith("/technieken/")
    assert page.locator("body").aria_snapshot() == before


def test_focus_and_choices_never_lead_to_another_page(open_page: OpenPage, site: str) -> None:
    page = open_measured(open_page, site, "nl", DESK)
    opened: list[str] = []
    page.context.on("page", lambda other: opened.append(other.url))
    for address in ("/", f"{ROOTS['nl']['situation']}1/", f"{ROOTS['nl']['plan']}?t=19", "/technieken/luisteren/"):
        page.goto(address)
        here = page.url
        for control in page.locator("main :is(a[href], button, summary, input):visible, footer input:visible").all():
            control.focus()
            assert page.url == here
        for choice in page.locator("input:is([type=radio], [type=checkbox]):visible").all():
            choice.check(force=True)
            assert page.url == here
    assert opened == []
