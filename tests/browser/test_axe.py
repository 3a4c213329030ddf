"""axe finds nothing on any page: both languages, a phone in the light and a desk in the dark."""

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
SOME = ["/", "/technieken/?verbinding=hoog", "/technieken/boos-worden/", "/en/techniques/humour/"]


def findings(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": TAGS})
    return [
        f"{page.url}: {violation['id']}: {node['target']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("look", ["phone-light", "desk-dark"])
def test_axe_finds_nothing_on_any_page(open_page: Callable[..., Page], library: Library, look: str) -> None:
    width, scheme = LOOKS[look]
    every = [*addresses(library), *MORE]
    page = open_page(every[0], width=width, color_scheme=scheme)
    found = findings(page)
    for address in every[1:]:
        page.goto(address)
        found += findings(page)
    assert found == []


@pytest.mark.parametrize("look", ["phone-dark", "desk-light"])
@pytest.mark.parametrize("address", SOME)
def test_axe_finds_nothing_in_the_other_looks(open_page: Callable[..., Page], address: str, look: str) -> None:
    width, scheme = LOOKS[look]
    page = open_page(address, width=width, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    assert findings(page) == []
