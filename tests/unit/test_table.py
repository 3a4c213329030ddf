"""The table opens in a spreadsheet as its reader expects, and runs nothing."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from techniques.exports.table import table
from techniques.fields import Language
from techniques.library import Library
from techniques.ownlist import parse
from tests.unit.links import LINKS


def read(content: bytes, language: str) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only with this mark"
    text = StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter={"nl": ";", "en": ","}[language], strict=True))


def test_a_dutch_row_says_what_the_technique_is(tiny_library: Library) -> None:
    rows = read(table(LINKS, tiny_library, None, "nl"), "nl")
    assert [row["nummer"] for row in rows] == ["1", "2", "3", "4"]
    assert rows[2] == {
        "nummer": "3",
        "techniek": "Boos",
        "korte titel": "Boos",
        "verbinding": "laag",
        "verbinding (-1 tot 1)": "-1",
        "uitdaging": "hoog",
        "uitdaging (-1 tot 1)": "1",
        "niveau": "eerste-stappen",
        "een-op-een": "fits",
        "groep": "not",
        "werkvloer": "with-care",
        "doelen": "Rust",
        "kern": "Kern van boos.",
        "zinnen om te zeggen": "Moment 1: ‘Zin 1 van boos.’\nMoment 2: ‘Zin 2 van boos.’\nMoment 3: ‘Zin 3 van boos.’",
        "korte link": "https://site.example/t/3",
        "pagina": "https://site.example/nl/boos",
    }


def test_an_english_table_has_commas_and_english_words(tiny_library: Library) -> None:
    row = read(table(LINKS, tiny_library, None, "en"), "en")[1]
    assert (row["technique"], row["goals"], row["difficulty"]) == ("Asking", "Push", "practised")
    assert row["page"] == "https://site.example/en/asking"


@pytest.mark.parametrize("language", Language)
def test_every_line_ends_as_the_standard_has_it(tiny_library: Library, language: Language) -> None:
    lines = table(LINKS, tiny_library, None, language).decode().split("\r\n")
    assert len(lines) == 1 + len(tiny_library.techniques) + 1
    assert lines[-1] == ""


def test_a_list_has_its_order_and_its_notes(tiny_library: Library) -> None:
    own = parse(tiny_library, {"t": ["3,1"], "n1": ['Zeg "dag"; en dan, rustig']})
    rows = read(table(LINKS, tiny_library, own, "nl"), "nl")
    told = [(row["plek in de lijst"], row["nummer"], row["notitie"]) for row in rows]
    assert told == [("1", "3", ""), ("2", "1", 'Zeg "dag"; en dan, rustig')]


@pytest.mark.parametrize(
    "note", ["=1+1", "+31612345678", "-2", "@SUM(A1)", "=HYPERLINK(A1)", "＝1+1", "\t=1", "=cmd|' /C calc'!A0"]
)
def test_nothing_that_a_stranger_wrote_is_a_formula(tiny_library: Library, note: str) -> None:
    own = parse(tiny_library, {"t": ["3"], "n3": [note]})
    row = read(table(LINKS, tiny_library, own, "nl"), "nl")[0]
    assert row["notitie"] == f"'{note.strip()}"
    assert row["verbinding (-1 tot 1)"] == "-1", "numbers of ours are numbers"
