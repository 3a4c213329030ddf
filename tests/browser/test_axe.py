"""axe finds nothing on any page, with all rules: the Dutch in the light, the English in the dark.

Both languages share templates and colours, so the pages take turns: one in Dutch, the next in English. `AXE=all`
looks at every page in both. A page of each kind is looked at on a wide screen too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from techniques.library import Library
from tests.browser.conftest import DESK, PHONE
from tests.integration.conftest import addresses
from tests.integration.test_nu import FRAMES, MORE

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = {"nl": "light", "en": "dark"}
LOOKS = {
    "desk-dark": (DESK, "dark"),
    "desk-light": (DESK, "light"),
}
SOME = [
    "/",
    "/kerngesprekken/verzuim/",
    "/methode/",
    "/technieken/?verbinding=hoog",
    "/en/techniques/getting-angry/",
]


#: What decides the colours of each text on a page: elements and classes, places and states, from the text outwards.
DRESSES = """() => {
  const dress = element => [element.tagName, ...["class", "data-cell", "data-said", "aria-current", "aria-invalid",
    "open", "hidden", "disabled"].map(name => element.getAttribute(name))].join("|");
  const texts = [...document.querySelectorAll("main, main *, header *, footer *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
      || element.matches("input, textarea"));
  const dresses = texts.map(element => {
    let all = innerWidth;
    for (let each = element; each; each = each.parentElement) all += dress(each) + ">";
    return all;
  });
  return [...new Set(dresses)];
}"""


def findings(page: Page, rules: list[str], seen: set[str] | None = None) -> list[str]:
    """What axe finds on the open page, each with its place.

    Measuring contrast takes most of the time. With `seen` it is left out where every text is dressed like one that
    was measured before.
    """
    options: dict[str, Any] = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    if seen is not None:
        dresses = set(page.evaluate(DRESSES))
        options["rules"] = {"color-contrast": {"enabled": not dresses <= seen}}
        seen |= dresses
    violations = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [f"{page.url}: {found['id']}: {node['target']}" for found in violations for node in found["nodes"]]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("part", ["techniques", "all else"])
def test_axe_finds_nothing_on_any_page(
    open_page: Callable[..., Page], library: Library, part: str, language: str
) -> None:
    every = [
        address
        for address in [*addresses(library), *MORE, *FRAMES]
        if address.startswith("/en/") == (language == "en")
        and address.startswith(("/technieken/", "/en/techniques/")) == (part == "techniques")
    ]
    if os.environ.get("AXE") != "all":
        every = every[language == "en" :: 2]
    page = open_page(every[0], width=PHONE, color_scheme=SCHEMES[language])
    page.context.add_init_script(path=AXE)
    found, seen = list[str](), set[str]()
    for address in every:
        page.goto(address)
        found += findings(page, TAGS, seen)
    assert found == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", SOME)
def test_axe_finds_nothing_on_a_wide_screen(open_page: Callable[..., Page], address: str, look: str) -> None:
    width, scheme = LOOKS[look]
    page = open_page(address, width=width, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    page.reload()
    for summary in page.locator("summary").all():
        summary.click()
    assert findings(page, TAGS) == []
