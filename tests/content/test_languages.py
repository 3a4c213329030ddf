"""A voice that reads a page aloud is told of every word in the other language (WCAG 3.1.2)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from coachapp import edition
from techniques.library import Library, leaves
from techniques.reading import misspelt, spelling_available, word_list
from tests.conftest import CONTENT
from tests.integration.conftest import bring, client, full_draft, self_test_addresses

__all__ = ["client"]  # a fixture

#: Of these the words are read aloud.
SPOKEN = ("aria-label", "placeholder", "alt", "title")
EMPTY = {"br", "hr", "img", "input", "link", "meta"}
OTHER = {"nl": "en", "en": "nl"}
#: A word of one case: letters that are spelled (UWV) and codes are of no language.
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Parts(HTMLParser):
    """The texts of a page, each with the language that a screen reader is told."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, str]] = [("", "")]
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.within[-1][1]
        if "formula" in (given.get("class") or "").split() or tag in ("script", "style") or "readonly" in given:
            language = ""  # what stands in a field to be copied is code
        self.texts += [(language, given[name] or "") for name in SPOKEN if name in given]
        if tag not in EMPTY:
            self.within.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Parts of drawings: nothing in them is read."""

    def handle_endtag(self, tag: str) -> None:
        while len(self.within) > 1 and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((self.within[-1][1], data))


@pytest.mark.skipif(not all(map(spelling_available, OTHER)), reason="needs hunspell with nl_NL and en_GB")
def test_every_word_of_the_other_language_says_so(client: Client, library: Library) -> None:
    bring(client, str(full_draft()))
    said: dict[tuple[str, str], str] = {}
    for address in [*edition.addresses(), *self_test_addresses()]:
        if address.endswith("/") or "?" in address:
            page = Parts()
            page.feed(client.get(address).content.decode())
            said |= {(language, text): address for language, text in page.texts if language and text.strip()}
    assert {language for language, _ in said} == set(OTHER)
    words = {
        text: [w for w in WORD.findall(re.sub(r"\S+(?:://|@)\S+", "", text.replace("’", "'"))) if w != w.upper()]
        for _, text in said
    }
    every = " ".join({word for found in words.values() for word in found})
    unknown = {language: set(misspelt(every, language)) for language in OTHER}
    names = {name.casefold() for name in word_list(CONTENT / "words" / "names.txt")}
    for things in library.kinds().values():
        for thing in things.values():
            names |= {str(value).casefold() for path, value in leaves(thing) if path[-1] == "name" and len(path) > 2}
    found = {
        f"{address}: {language}: {word}: {' '.join(text.split())[:80]}"
        for (language, text), address in said.items()
        for word in words[text]
        if word in unknown[language] and word not in unknown[OTHER[language]] and word.casefold() not in names
    }
    assert not found, "\n".join(sorted(found))
