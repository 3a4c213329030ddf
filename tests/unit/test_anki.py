"""The deck is what somebody learns from: opened as Anki opens it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from techniques.exports.anki import MOMENTS, deck
from techniques.kinds import Technique
from techniques.library import Library
from techniques.ownlist import OwnList, parse
from tests.unit.links import LINKS

#: A day, in seconds since 1970.
TODAY = 1_800_000_000

Note = dict[str, str]


@contextmanager
def opened(packed: bytes) -> Iterator[sqlite3.Connection]:
    """The collection in a deck's file."""
    with ZipFile(BytesIO(packed)) as archive, closing(sqlite3.connect(":memory:")) as collection:
        assert json.loads(archive.read("media")) == {}
        collection.deserialize(archive.read("collection.anki2"))
        yield collection


def notes(packed: bytes) -> list[Note]:
    """The notes in the order in which they are learned, by name of field."""
    with opened(packed) as collection:
        (models,) = collection.execute("SELECT models FROM col").fetchone()
        (model,) = [each for each in json.loads(models).values() if each["name"].startswith("Coachkompas")]
        rows = collection.execute(
            "SELECT guid, flds FROM notes n JOIN cards c ON c.nid = n.id GROUP BY n.id ORDER BY due"
        )
        names = [field["name"] for field in model["flds"]]
        return [{"guid": guid, **dict(zip(names, fields.split("\x1f"), strict=True))} for guid, fields in rows]


def names_of_decks(packed: bytes) -> set[str]:
    with opened(packed) as collection:
        decks: dict[str, Any] = json.loads(collection.execute("SELECT decks FROM col").fetchone()[0])
    return {each["name"] for each in decks.values()} - {"Default"}


def chosen(library: Library, **query: str) -> OwnList:
    return parse(library, {name: [value] for name, value in query.items()})


def test_each_technique_has_a_card_for_each_moment_and_one_for_itself(tiny_library: Library) -> None:
    packed = deck(LINKS, tiny_library, None, "nl", TODAY)
    assert [note["Title"] for note in notes(packed)] == ["1. Horen", "2. Vragen", "3. Boos", "4. Knikken"]
    with opened(packed) as collection:
        cards = collection.execute("SELECT nid, group_concat(ord) FROM cards GROUP BY nid").fetchall()
    assert [ords for _, ords in cards] == [f"0,1,2,{MOMENTS}"] * 4, "no card for a moment that is not there"


def test_a_card_asks_for_the_moment_and_answers_with_the_sentence_and_the_place(tiny_library: Library) -> None:
    note = notes(deck(LINKS, tiny_library, None, "en", TODAY))[2]
    assert note["Moment 2"] == "Moment 2"
    assert note["Words 2"] == '<p class="words">Line 2 of angry.</p>'
    assert (note["Place"], note["Place in words"]) == ("low-high", "connection low, challenge high")
    assert note["Steps"].count("<li>") == 3
    assert note["Page"] == "https://site.example/en/angry"


def test_a_card_marks_the_place_where_the_map_has_it(tiny_library: Library) -> None:
    with opened(deck(LINKS, tiny_library, None, "nl", TODAY)) as collection:
        (models,) = collection.execute("SELECT models FROM col").fetchone()
    (css,) = [each["css"] for each in json.loads(models).values() if each["name"] == "Coachkompas"]
    for place, cell in {"low-high": 1, "high-high": 3, "mid-mid": 5, "low-low": 7, "high-low": 9}.items():
        assert f".map.{place} i:nth-child({cell}) " in css


def test_the_longest_technique_has_a_card_for_each_of_its_sentences() -> None:
    (most,) = [bound.max_length for bound in Technique.model_fields["say"].metadata if hasattr(bound, "max_length")]
    assert most == MOMENTS


def test_a_list_is_a_deck_of_its_own_in_its_order_with_its_notes(tiny_library: Library) -> None:
    packed = deck(LINKS, tiny_library, chosen(tiny_library, t="3,1", title="Week 1", n1="Probeer dit"), "nl", TODAY)
    assert names_of_decks(packed) == {"Coachkompas::Week 1"}
    assert [(note["Title"], note["Note"]) for note in notes(packed)] == [("3. Boos", ""), ("1. Horen", "Probeer dit")]


def test_what_a_stranger_wrote_is_text_and_nothing_that_anki_runs(tiny_library: Library) -> None:
    own = chosen(tiny_library, t="3", title="A::B <b>", n3="<img src=x onerror=alert(1)>[sound:x.mp3][latex]{{Page}}")
    packed = deck(LINKS, tiny_library, own, "nl", TODAY)
    (note,) = notes(packed)
    assert note["Note"] == "&lt;img src=x onerror=alert(1)&gt;&#91;sound:x.mp3]&#91;latex]{{Page}}"
    assert names_of_decks(packed) == {"Coachkompas::A:B <b>"}, "a name is shown as text; colons open no other deck"


def test_who_imports_again_keeps_what_was_learned(tiny_library: Library) -> None:
    whole = {note["Title"]: note["guid"] for note in notes(deck(LINKS, tiny_library, None, "nl", TODAY))}
    own = notes(deck(LINKS, tiny_library, chosen(tiny_library, t="3"), "nl", TODAY + 86400))
    assert [note["guid"] for note in own] == [whole["3. Boos"]]
    english = {note["guid"] for note in notes(deck(LINKS, tiny_library, None, "en", TODAY))}
    assert not english & set(whole.values()), "the other language is learned by itself"
    assert names_of_decks(deck(LINKS, tiny_library, None, "en", TODAY)) == {"Coachkompas in English"}


def test_the_same_deck_of_the_same_day_is_the_same_bytes(tiny_library: Library) -> None:
    assert deck(LINKS, tiny_library, None, "nl", TODAY) == deck(LINKS, tiny_library, None, "nl", TODAY)
    assert deck(LINKS, tiny_library, None, "nl", TODAY) != deck(LINKS, tiny_library, None, "nl", TODAY + 86400)
