"""What a screen reader is told of the main pages: landmarks, headings, controls and their states, as written down.

`TREES=write pytest tests/browser/test_trees.py` writes them anew. Then read them, aloud, as somebody who sees nothing.
Words that come from the content are left out (…), so that editing a text changes no tree.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coachapp import content
from techniques.library import Library, texts
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_selftest import bring
from tests.conftest import CONTENT
from tests.integration.conftest import GROUP, ROOTS

OpenPage = Callable[..., Page]

TREES = Path(__file__).with_name("trees")
#: Roles that tell where one is and what one can do; running text and lists are left out.
TOLD = {
    "alert", "article", "banner", "button", "cell", "checkbox", "columnheader", "complementary", "contentinfo",
    "form", "group", "heading", "img", "link", "main", "navigation", "radio", "region", "rowheader", "search",
    "searchbox", "status", "table", "textbox",
}  # fmt: skip
#: A line of Playwright's tree: role, name, states, and what stands directly in it.
LINE = re.compile(
    r"""- '?(?P<role>[a-z]+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<states>(?: \[[^\]]*\])*)'?(?:: (?P<text>.*))?"""
)
NL, EN = ROOTS["nl"], ROOTS["en"]
#: Name of the tree: address and width.
PAGES = {
    "home-narrow.nl": ("/", PHONE),
    "home.en": ("/en/", DESK),
    "techniques-filtered.nl": ("/technieken/?verbinding=laag", DESK),
    "technique.en": ("/en/techniques/silences/", PHONE),
    "moment.nl": ("/nu/schreeuwen/", PHONE),
    "conversation.en": ("/en/key-conversations/absence/", DESK),
    "self-test-question.nl": (f"{NL['situation']}1/", PHONE),
    "self-test-result.en": (EN["result"], DESK),
    "group.nl": (NL["group"] + GROUP["nl"]["open"], PHONE),
}


@pytest.fixture(scope="module")
def told_by_content(library: Library) -> re.Pattern[str]:
    """What the content's files say, longest first, as whole words; terms only where they are all that is said."""
    kinds = library.kinds()
    terms = {form for term in library.terms.values() for language in ("nl", "en") for form in term.forms[language]}
    terms |= {term.title[language] for term in library.terms.values() for language in ("nl", "en")}
    _, instrument = content.load(CONTENT)
    things = [thing for kind in kinds if kind != "terms" for thing in kinds[kind].values()]
    said = {
        text
        for thing in [*things, *(each for _, each in content.texts_of(instrument))]
        for language in ("nl", "en")
        for path, text in texts(thing, language)
        if len(text) > 3 and not {"slug", "aliases", "name"}.intersection(path)
    }
    pieces = "|".join(re.escape(text) for text in sorted(said, key=len, reverse=True))
    alone = "|".join(re.escape(text) for text in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{pieces})(?!\w)|^(?i:{alone})$")


def tree(page: Page, told_by_content: re.Pattern[str]) -> str:
    """The page's tree without running text; what repeats is told once."""
    lines = list(_told(page.locator("body").aria_snapshot().splitlines(), told_by_content))
    return "".join(f"{line}\n" for i, line in enumerate(lines) if i == 0 or line != lines[i - 1])


def _told(lines: list[str], told_by_content: re.Pattern[str]) -> Iterator[str]:
    within: list[tuple[int, bool]] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while within and within[-1][0] >= indent:
            within.pop()
        quoted = line.lstrip().startswith("- '")
        match = LINE.match(line.strip().replace("''", "'") if quoted else line.strip())
        told = match is not None and match["role"] in TOLD
        if match and told:
            name = told_by_content.sub("…", match["name"] or (match["text"] or "" if match["role"] == "group" else ""))
            name = re.sub(r"…(?:[ ,.:‘’“”]*…)+", "…", re.sub(r"\d+", "#", name))
            named = f' "{name[:80]}"' if name else ""
            states = "".join(f" [{state}]" for state in re.findall(r"\[(\w+(?:=\w+)?)\]", match["states"]))
            yield f"{'  ' * sum(each for _, each in within)}- {match['role']}{named}{states}"
        within.append((indent, told))


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_reader_is_told_what_is_written_down(
    open_page: OpenPage, site: str, told_by_content: re.Pattern[str], name: str
) -> None:
    address, width = PAGES[name]
    page = open_page(NL[""], width=width)
    if "result" in name:
        bring(page.context, site)
    page.goto(address)
    found = tree(page, told_by_content)
    file = TREES / f"{name}.yaml"
    if os.environ.get("TREES") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8"), "read what has changed; TREES=write writes it down"
