"""axe finds nothing on any page, in both languages: all rules on a phone in the light, contrast in the dark too.

A page of each kind gets all rules in every look.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from techniques.library import Library
from tests.browser.conftest import DESK, PHONE
from tests.integration.conftest import addresses
from tests.integration.test_nu import MORE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "phone-light": (PHONE, "light"),
    "desk-dark": (DESK, "dark"),
    "phone-dark": (PHONE, "dark"),
    "desk-light": (DESK, "light"),
}
SOME = [
    "/",
    "/kerngesprekken/verzuim/",
    "/methode/",
    "/technieken/?verbinding=hoog",
    "/technieken/boos-worden/",
    "/en/techniques/humour/",
]


def findings(page: Page, rules: list[str] = TAGS) -> list[str]:
    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{page.url}: {violation['id']}: {node['target']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def check_every(open_page: Callable[..., Page], library: Library, language: str, look: str, rules: list[str]) -> None:
    width, scheme = LOOKS[look]
    every = [a for a in [*addresses(library), *MORE] if a.startswith("/en/") == (language == "en")]
    page = open_page(every[0], width=width, color_scheme=scheme)
    found = findings(page, rules)
    for address in every[1:]:
        page.goto(address)
        found += findings(page, rules)
    assert found == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_on_any_page(open_page: Callable[..., Page], library: Library, language: str) -> None:
    check_every(open_page, library, language, "phone-light", TAGS)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_contrast_holds_on_every_page_in_the_dark(
    open_page: Callable[..., Page], library: Library, language: str
) -> None:
    check_every(open_page, library, language, "desk-dark", ["color-contrast"])


@pytest.mark.parametrize("look", ["phone-dark", "desk-light", "desk-dark"])
@pytest.mark.parametrize("address", SOME)
def test_axe_finds_nothing_in_the_other_looks(open_page: Callable[..., Page], address: str, look: str) -> None:
    width, scheme = LOOKS[look]
    page = open_page(address, width=width, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    assert findings(page) == []
