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

#: Columns that only a list has.
_OF_A_LIST = ("position", "note")
#: Every column in order, with its name in each language; those of settings are named by the vocabulary.
_COLUMNS: dict[str, dict[str, str]] = {
    "position": {"nl": "plek in de lijst", "en": "place in the list"},
    "number": {"nl": "nummer", "en": "number"},
    "title": {"nl": "techniek", "en": "technique"},
    "note": {"nl": "notitie", "en": "note"},
    "short": {"nl": "korte titel", "en": "short title"},
    "connection": {"nl": "verbinding", "en": "connection"},
    "connection_step": {"nl": "verbinding (-1 tot 1)", "en": "connection (-1 to 1)"},
    "challenge": {"nl": "uitdaging", "en": "challenge"},
    "challenge_step": {"nl": "uitdaging (-1 tot 1)", "en": "challenge (-1 to 1)"},
    "difficulty": {"nl": "niveau", "en": "difficulty"},
    "one_to_one": {},
    "group": {},
    "floor": {},
    "goals": {"nl": "doelen", "en": "goals"},
    "gist": {"nl": "kern", "en": "gist"},
    "say": {"nl": "zinnen om te zeggen", "en": "sentences to say"},
    "short_link": {"nl": "korte link", "en": "short link"},
    "page": {"nl": "pagina", "en": "page"},
}
#: Cells that start so, a spreadsheet reads as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = dict[str, str | int]


def table(links: Links, library: Library, chosen: OwnList | None, language: str) -> bytes:
    """One row for each of the chosen techniques, or for all, with a row of names above.

    UTF-8 with a mark, without which Excel takes it for something else, and lines that end as RFC 4180 has it.

    Cells end as Excel expects in the country of the language: semicolons in the Netherlands, commas in Britain. What
    was chosen has its place in the list and its maker's note as well.
    """
    columns = [column for column in _COLUMNS if chosen or column not in _OF_A_LIST]
    settings = {str(setting): word.name[language] for setting, word in library.vocabulary.settings.items()}
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITERS[language], quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(_COLUMNS[column].get(language) or settings[column] for column in columns)
    for position, each in enumerate(chosen.chosen if chosen else map(Chosen, library.techniques), 1):
        row = _row(links, library, each.technique, language) | {"position": position, "note": each.note}
        writer.writerow(_harmless(row[column]) for column in columns)
    return text.getvalue().encode("utf-8-sig")


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
