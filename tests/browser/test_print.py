"""Every page on paper: black on white, unfolded, without what only a screen can do, and with addresses to type."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, page_of_each_kind
from tests.browser.test_layout import open_measured
from tests.integration.conftest import ROOTS

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_paper_is_black_on_white_whole_and_without_controls(open_page: OpenPage, site: str, language: str) -> None:
    page = open_measured(open_page, site, language, 700)
    found = []
    for address in page_of_each_kind(language)[language == "en" :: 2]:  # the kinds take turns
        page.goto(address)
        page.emulate_media(media="print", color_scheme="dark")
        for look in ("screenOnly", "folded", "coloured", "loose"):
            found += [f"{address}: {look}: {each}" for each in page.evaluate(f"measure.{look}()")]
        page.emulate_media(media="screen")
    assert not found, "\n".join(found)


def test_a_dark_theme_of_ones_own_prints_black_on_white_too(open_page: OpenPage, site: str) -> None:
    page = open_measured(open_page, site, "nl", DESK)
    page.goto("/technieken/stiltes-laten-vallen/")
    page.get_by_role("radio", name="Donker").check()
    page.emulate_media(media="print")
    assert page.evaluate("measure.coloured()") == []


def address_after(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e, '::after').content")).strip('"')


def test_links_in_lists_show_where_they_lead_and_techniques_their_short_link(open_page: OpenPage) -> None:
    page = open_page("/technieken/stiltes-laten-vallen/")
    page.emulate_media(media="print")
    assert re.fullmatch(r"/t/\d+", address_after(page, ".relations .tech"))
    assert address_after(page, ".index a").startswith("/doelen/")
    assert address_after(page, ".words dt a").startswith("/begrippen/#")
    expect(page.get_by_role("link", name="/t/19")).to_be_visible()
    page.goto("/")
    page.emulate_media(media="print")
    assert address_after(page, ".cell__list a") == "none", "cells of the map are full"
    assert address_after(page, ".goal__cases a") == "/doelen/nu-stoppen/"


def test_print_shows_the_map_as_a_table_and_the_goals_unfolded(open_page: OpenPage) -> None:
    page = open_page("/", width=700)
    page.emulate_media(media="print")
    expect(page.locator("table.matrix")).to_be_visible()
    expect(page.locator(".matrix-narrow")).to_be_hidden()
    expect(page.get_by_text("Iets moet nu stoppen")).to_be_visible()


def pages_of(page: Page) -> int:
    """How many sheets of paper a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 2),
        ("/nu/schreeuwen/", 1),
        ("/nu/", 1),
        ("/en/goals/atmosphere/", 2),
        (ROOTS["nl"]["situation"] + "1/", 1),
    ],
)
def test_a_page_takes_no_more_paper_than_it_needs(open_page: OpenPage, address: str, most: int) -> None:
    page = open_page(address, width=DESK)
    assert page.locator("h1").count() == 1
    assert 1 <= pages_of(page) <= most


def test_the_list_to_take_along_prints_on_one_sheet(open_page: OpenPage) -> None:
    page = open_page("/kerngesprekken/verzuim/")
    page.evaluate("document.documentElement.dataset.printing = 'checklist'")
    page.emulate_media(media="print")
    expect(page.locator(".checklist li").first).to_be_visible()
    expect(page.locator(".phase").first).to_be_hidden()
    assert pages_of(page) == 1
