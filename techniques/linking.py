"""Terms of the glossary in running text: the first use on a page offers its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from techniques.kinds import Term


class Linker:
    """Finds terms in the texts of one page, each term once. Make a new one for every page."""

    def __init__(self, terms: Mapping[str, Term], language: str) -> None:
        self._terms = terms
        self._name_of = {form.casefold(): name for name, term in terms.items() for form in term.forms[language]}
        forms = sorted(self._name_of, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)
        self._used: list[str] = []

    @property
    def used(self) -> list[tuple[str, Term]]:
        """Terms found so far, in order of their first use."""
        return [(name, self._terms[name]) for name in self._used]

    def pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The text in pieces, each with the name of the term that it is the first use of, or None."""
        start = 0
        for match in self._pattern.finditer(text):
            name = self._name_of[match.group().casefold()]
            if name in self._used:
                continue
            self._used.append(name)
            if match.start() > start:
                yield text[start : match.start()], None
            yield match.group(), name
            start = match.end()
        if start < len(text):
            yield text[start:], None
