"""Techniques as a table for a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

from techniques.exports.links import Links
from techniques.kinds import Technique
from techniques.library import Library
from techniques.ownlist import Chosen, OwnList

#: What Excel takes for the end of a cell: where a comma stands in numbers, it is a semicolon.
DELIMITERS = {"nl": ";", "en": ","}

_HEADERS = {
    "nl": {
        "number": "nummer",
        "title": "techniek",
        "short": "korte titel",
        "connection": "verbinding",
        "connection_step": "verbinding (-1 tot 1)",
        "challenge": "uitdaging",
        "challenge_step": "uitdaging (-1 tot 1)",
        "difficulty": "niveau",
        "goals": "doelen",
        "gist": "kern",
        "say": "zinnen om te zeggen",
        "short_link": "korte link",
        "page": "pagina",
        "position": "plek in de lijst",
        "note": "notitie",
    },
    "en": {
        "number": "number",
        "title": "technique",
        "short": "short title",
        "connection": "connection",
        "connection_step": "connection (-1 to 1)",
        "challenge": "challenge",
        "challenge_step": "challenge (-1 to 1)",
        "difficulty": "difficulty",
        "goals": "goals",
        "gist": "gist",
        "say": "sentences to say",
        "short_link": "short link",
        "page": "page",
        "position": "place in the list",
        "note": "note",
    },
}
#: Cells that start so, a spreadsheet reads as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = dict[str, str | int]


def table(links: Links, library: Library, chosen: OwnList | None, language: str) -> bytes:
    """One row for each of the chosen techniques, or for all, with a row of names above: UTF-8 with a mark, which Excel needs, and CRLF (RFC 4180).

    Cells end as Excel expects in the country of the language: semicolons in the Netherlands, commas in Britain. What
    was chosen has its place in the list and its maker's note as well.
    """
    headers = _headers(library, language, chosen is not None)
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITERS[language], quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(headers.values())
    for position, each in enumerate(chosen.chosen if chosen else map(Chosen, library.techniques), 1):
        row = _row(links, library, each.technique, language) | {"position": position, "note": each.note}
        writer.writerow([_harmless(row[name]) for name in headers])
    return text.getvalue().encode("utf-8-sig")


def _headers(library: Library, language: str, is_list: bool) -> dict[str, str]:
    """Name of each column, in order; settings after difficulty."""
    fixed = _HEADERS[language]
    settings = {str(setting): word.name[language] for setting, word in library.vocabulary.settings.items()}
    before = ("number", "title", "short", "connection", "connection_step", "challenge", "challenge_step", "difficulty")
    after = ("goals", "gist", "say", "short_link", "page")
    first, last = (("position",), ("note",)) if is_list else ((), ())
    named = {name: fixed[name] for name in (*first, *before)}
    return {**named, **settings, **{name: fixed[name] for name in (*last, *after)}}


def _row(links: Links, library: Library, technique: Technique, language: str) -> Row:
    words = library.vocabulary
    return {
        "number": technique.number,
        "title": technique.title[language],
        "short": technique.short_title[language],
        "connection": words.levels[technique.connection].name[language],
        "connection_step": technique.connection.step,
        "challenge": words.levels[technique.challenge].name[language],
        "challenge_step": technique.challenge.step,
        "difficulty": words.difficulties[technique.difficulty].name[language],
        **{setting: words.fits[getattr(technique.settings, setting)][language] for setting in words.settings},
        "goals": "\n".join(library.goals[goal].title[language] for goal in technique.goals),
        "gist": technique.gist[language],
        "say": "\n".join(f"{say.moment[language]}: ‘{say.words[language]}’" for say in technique.say),
        "short_link": links.short("techniques", technique),
        "page": links.page("techniques", technique, language),
    }


def _harmless(value: str | int) -> str | int:
    """A cell that no spreadsheet runs, as OWASP advises against CSV injection: an apostrophe before a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
