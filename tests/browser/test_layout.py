"""Every page keeps its words whole: narrow, enlarged, with wide spacing; and what is tapped is large enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, MEASURE, PHONE, every_page, page_of_each_kind
from tests.browser.test_selftest import bring
from tests.integration.conftest import ROOTS

OpenPage = Callable[..., Page]

OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
UNHARMED = "[...measure.sideways(), ...measure.cut()]"
#: What WCAG 1.4.12 asks a page to bear.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
LARGE = "document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%'"
#: How the page is looked at: width and height, and what is done to it first.
LOOKS: dict[str, tuple[int, int, str]] = {
    "at 400 %": (320, 256, OPEN),
    "at 400 % with wide spacing": (320, 256, SPACED),
    "with text at 200 %": (DESK, 844, LARGE),
}


def open_measured(open_page: OpenPage, site: str, language: str, width: int) -> Page:
    """A page of somebody who has filled in the self-test, with the measures at hand on every page that follows."""
    page = open_page(ROOTS[language][""], width=width)
    page.context.add_init_script(path=MEASURE)
    bring(page.context, site)
    return page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_scrolls_sideways_or_cuts_off_words_at_400_percent_or_with_wide_spacing_or_large_text(
    open_page: OpenPage, site: str, language: str
) -> None:
    page = open_measured(open_page, site, language, 320)
    found = []
    for number, address in enumerate(every_page(language)):
        page.goto(address)
        for look, (width, height, change) in LOOKS.items():
            if look != "at 400 %" and list(LOOKS).index(look) != 1 + (number + (language == "en")) % 2:
                continue  # both languages share templates, so here they take turns
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(change)
            found += [f"{address} {look}: {each}" for each in page.evaluate(UNHARMED)]
    assert found == []


def test_the_measures_see_words_that_are_cut_off_hidden_or_covered(open_page: OpenPage, site: str) -> None:
    page = open_measured(open_page, site, "nl", 320)
    page.goto("/methode/")
    for harm, seen in {
        ".lead { block-size: 1em; overflow: hidden }": "cut off",
        ".lead { min-inline-size: 30rem }": "wide in 320",
        ".lead { margin-block-start: -2rem }": "lies over",
        ".lead { margin-inline-start: -2rem }": "off the screen",
    }.items():
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", harm
        )
        assert any(seen in each for each in page.evaluate(UNHARMED)), harm


@pytest.mark.parametrize("language", ["nl", "en"])
def test_targets_are_44_px_on_a_phone(open_page: OpenPage, site: str, language: str) -> None:
    page = open_measured(open_page, site, language, PHONE)
    found = []
    for address in page_of_each_kind(language):
        page.goto(address)
        page.evaluate(OPEN)
        found += [f"{address}: {each}" for each in page.evaluate("measure.small(44)")]
    assert found == []
