"""The site in the colours, the stillness and the contrast that a visitor asks their device for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, page_of_each_kind
from tests.browser.test_layout import OPEN, open_measured
from tests.integration.conftest import ROOTS

OpenPage = Callable[..., Page]
NL = ROOTS["nl"]


def looks(page: Page, selector: str) -> bytes:
    """A part of the page as the eye sees it."""
    return page.locator(selector).first.screenshot()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_forced_colours_leave_a_line_around_every_control_and_nothing_moves_when_less_motion_is_asked(
    open_page: OpenPage, site: str, language: str
) -> None:
    page = open_measured(open_page, site, language, DESK if language == "nl" else PHONE)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found = []
    for address in page_of_each_kind(language):
        page.goto(address)
        page.evaluate(OPEN)
        found += [f"{address}: no line around {each}" for each in page.evaluate("measure.borderless()")]
        found += [f"{address}: {each}" for each in page.evaluate("measure.moving()")]
    assert found == []


def test_the_measure_of_motion_sees_motion_where_it_is_welcome(open_page: OpenPage, site: str) -> None:
    page = open_measured(open_page, site, "nl", DESK)
    page.emulate_media(reduced_motion="no-preference")
    page.goto("/")
    assert page.evaluate("measure.moving()") != []


def test_forced_colours_keep_places_apart(open_page: OpenPage) -> None:
    page = open_page("/", forced_colors="active")
    border = page.locator("table .cell").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
    page.set_viewport_size({"width": PHONE, "height": 844})
    border = page.locator(".map__cells a").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"


@pytest.mark.parametrize("colours", ["active", "none"])
def test_what_is_chosen_looks_different_without_its_colour(open_page: OpenPage, colours: str) -> None:
    # Without colours at all: grey stands for whoever tells no hues apart.
    options = {"forced_colors": "active"} if colours == "active" else {}
    page = open_page(f"{NL['situation']}1/", **options)
    if colours == "none":
        page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    before = looks(page, ".option")
    page.locator("#most-a").evaluate("e => { e.closest('.choice').querySelector('input').click() }")
    page.evaluate("document.activeElement.blur()")
    assert looks(page, ".option") != before
    page.goto(f"{NL['usage']}1/")
    before = looks(page, ".mark")
    page.locator(".mark input").first.check(force=True)
    page.evaluate("document.activeElement.blur()")
    assert looks(page, ".mark") != before
    page.goto("/technieken/")
    page.locator("summary", has_text="Filter").click()
    before = looks(page, ".toggle")
    page.locator(".toggle input").first.check()
    page.evaluate("document.activeElement.blur()")
    assert looks(page, ".toggle") != before
    here = page.locator('.site-nav [aria-current="page"]')
    elsewhere = page.locator(".site-nav a:not([aria-current])").first
    line = "e => { const s = getComputedStyle(e); return [s.borderBottomColor, s.textDecorationLine].join() }"
    assert here.evaluate(line) != elsewhere.evaluate(line)


def test_places_on_the_map_are_told_by_word_and_by_position_too(open_page: OpenPage) -> None:
    page = open_page("/technieken/stiltes-laten-vallen/")
    expect(page.get_by_text("Verbinding midden, uitdaging hoog")).to_be_visible()
    page.goto("/technieken/?verbinding=laag")
    expect(page.get_by_role("columnheader", name="Verbinding laag")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Uitdaging hoog")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_makes_lines_and_soft_words_as_strong_as_the_text(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme)
    colours = """() => ["soft", "line", "edge", "text"].map(name => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = `var(--color-${name})`;
      return getComputedStyle(probe).color;
    })"""
    assert len(set(page.evaluate(colours))) == 4
    page.emulate_media(contrast="more")
    assert len(set(page.evaluate(colours))) == 1


def luminance(rgb: list[int]) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_stand_out_three_to_one(open_page: OpenPage, site: str, scheme: str) -> None:
    page = open_measured(open_page, site, "nl", DESK)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found, kinds = [], set()
    for address in ("/", "/technieken/", "/nu/", NL["situation"] + "1/", NL["usage"] + "1/", NL["code"], NL["plan"]):
        page.goto(address)
        page.evaluate(OPEN)
        for name, edge, beside in page.evaluate("measure.edges()"):
            kinds.add(name)
            light, dark = sorted((luminance(edge), luminance(beside)), reverse=True)
            if (light + 0.05) / (dark + 0.05) < 3:
                found.append(f"{address}: {name}: {edge} on {beside}")
    assert found == []
    assert {"search", "toggle", "option", "button"} <= kinds


def test_nothing_waits_for_a_pointer_that_hovers_or_drags(open_page: OpenPage) -> None:
    page = open_page("/technieken/stiltes-laten-vallen/", width=PHONE, has_touch=True)
    shown = page.locator("body").aria_snapshot()
    page.locator("h1").hover()
    for selector in ("q", ".tech", ".term", ".section__link"):
        page.locator(selector).first.hover()
        assert page.locator("body").aria_snapshot() == shown, f"hovering over {selector} shows something"
    assert page.locator("[draggable=true]").count() == 0
