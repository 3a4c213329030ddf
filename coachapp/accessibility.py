"""The accessibility statement, made from the table in docs/accessibility.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from techniques import store
from techniques.addresses import in_each_language
from techniques.linking import Linker

TABLE = Path(settings.BASE_DIR) / "docs" / "accessibility.md"
VERDICTS = ("met", "does not apply", "not met", "not known")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A success criterion of WCAG: its number, names by language, level, whether the site meets it, how, and tests."""

    number: str
    name: dict[str, str]
    level: str
    verdict: str
    how: str
    tested: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What the table says: the status by the Dutch model, from A to E; when it was drawn up; each criterion."""

    status: str
    drawn_up: date
    criteria: tuple[Criterion, ...]

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(each.verdict == "met" for each in self.criteria)

    @property
    def aside(self) -> int:
        """How many do not apply."""
        return sum(each.verdict == "does not apply" for each in self.criteria)

    @property
    def open(self) -> tuple[Criterion, ...]:
        """The criteria that are not met, or not known."""
        return tuple(each for each in self.criteria if each.verdict in VERDICTS[2:])


def read(text: str) -> Statement:
    """The statement in a text as docs/accessibility.md. Raises ValueError where that lacks a line or a verdict."""
    status, drawn_up = re.search(r"^Status: ([A-E])$", text, re.M), re.search(r"^Drawn up: (\S+)$", text, re.M)
    when = parse_date(drawn_up[1]) if drawn_up else None
    if not status or not when:
        raise ValueError(
            "a line `Status: ` with a letter from A to E, and a line `Drawn up: ` with a date, are expected"
        )
    criteria = []
    for row in re.findall(r"^\| (\d+\.\d+\.\d+) \| (.*) \|$", text, re.M):
        english, dutch, level, verdict, how, tested = row[1].split(" | ")
        if verdict not in VERDICTS:
            raise ValueError(f"{row[0]}: {verdict!r}; expected one of {', '.join(VERDICTS)}")
        criteria.append(Criterion(row[0], {"nl": dutch, "en": english}, level, verdict, how, tested))
    return Statement(status[1], when, tuple(criteria))


@require_safe
def statement(request: HttpRequest, language: str) -> HttpResponse:
    """The statement, in the form that Dutch public bodies use."""
    library = store.library()
    context = {
        "addresses": in_each_language("accessibility"),
        "page": library.pages["accessibility"],
        "statement": read(TABLE.read_text(encoding="utf-8")),
        "contact": settings.ACCESSIBILITY_CONTACT,
        "address": settings.ACCESSIBILITY_CONTACT.removeprefix("mailto:").removeprefix("tel:"),
        "site": settings.SITE_URL,
        "library": library,
        "linker": Linker(library.terms, language),
    }
    return render(request, "accessibility.html", context)
