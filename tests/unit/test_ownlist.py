"""A list with a title and notes, as an address and a form carry it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from techniques.library import Library
from techniques.ownlist import MAX_LENGTH, MAX_NOTE, MAX_TITLE, Given, Made, Move, Remark, arrange, line, moved, parse

#: Texts with every sign there is, halves included, and those that make trouble more often.
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("\0\n\u202e\u200b\ud800\uffff\u0301 <&'\"%é😀")), max_size=150
)
NAMES = st.from_regex(r"n[0-9]{1,3}", fullmatch=True)


def asked(query: str) -> Given:
    """What an address asks, as Django reads it."""
    return parse_qs(query.removeprefix("?"), keep_blank_values=True)


def read(library: Library, query: str) -> tuple[list[tuple[int, str]], str]:
    """Numbers with their notes, and the title."""
    found = parse(library, asked(query))
    return [(each.technique.number, each.note) for each in found.chosen], found.title


def made(library: Library, query: str) -> Made:
    return arrange(library, asked(query))


@given(TEXTS, TEXTS, st.dictionaries(NAMES, TEXTS, max_size=5))
@example("1", "e" + "\u0301" * 50, {"n1": "\u202eevil\u200b", "n2": "x"})
def test_no_list_is_too_strange(tiny_library: Library, text: str, title: str, notes: dict[str, str]) -> None:
    found = parse(tiny_library, {"t": [text], "title": [title], **{name: [note] for name, note in notes.items()}})
    assert len(set(found.techniques)) == len(found.techniques)
    assert len(found.title) <= MAX_TITLE
    assert all(len(each.note) <= MAX_NOTE for each in found.chosen)
    assert sum(len(remark.value) for remark in found.remarks) <= MAX_LENGTH + 3 * len(notes)
    assert parse(tiny_library, asked(found.query)) == replace(found, remarks=()), "a list of ours is read as it is"


def test_title_and_notes_come_with_their_techniques(tiny_library: Library) -> None:
    query = "?t=3,1&title=Week+1&n1=Kijk+%26+luister"
    assert read(tiny_library, query) == ([(3, ""), (1, "Kijk & luister")], "Week 1")
    assert parse(tiny_library, asked(query)).query == query


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  twee \t woorden\r\n", "twee woorden"),
        ("een\0twee", "een twee"),
        ("\u202eom\u202c keren \u2066en\u2069", "om keren en"),
        ("on\u200bzicht\u00adbaar\ufeff", "on zicht baar"),
        ("\ud83d half", "half"),
        ("\U000e0041\ue000\uffff", ""),
        ("cafe\u0301", "café"),
        ("z" + "\u0332" * 50 + "!", "z" + "\u0332" * 3 + "!"),
        ("שלום, 你好, नमस्ते 👍🏽", "שלום, 你好, नमस्ते 👍🏽"),
        ("<b>vet</b> & 'zo'", "<b>vet</b> & 'zo'"),
    ],
)
def test_a_note_is_one_line_that_can_be_seen(tiny_library: Library, typed: str, kept: str) -> None:
    assert parse(tiny_library, {"t": ["1"], "n1": [typed]}).chosen[0].note == kept


@pytest.mark.parametrize("over", [0, 1, 10_000])
def test_what_is_too_long_is_cut_and_said(tiny_library: Library, over: int) -> None:
    found = parse(tiny_library, {"t": ["2"], "title": ["é" * (60 + over)], "n2": ["😀" * (100 + over)]})
    assert (found.title, found.chosen[0].note) == ("é" * 60, "😀" * 100)
    assert found.remarks == ((Remark("cut-title"), Remark("cut-note", "2")) if over else ())
    assert found.too_long == bool(over)
    assert len(line({"title": ["é" * (60 + over)]}, "title")) == 60 + over, "a form gives back all that was typed"


def test_a_note_on_what_is_not_in_the_list_is_left_out_and_said(tiny_library: Library) -> None:
    found = parse(tiny_library, asked("?t=1&n2=weg&n01=ook&n3=&n99999=te+lang"))
    assert found.remarks == (Remark("stray", "2"),)
    assert read(tiny_library, "?t=01&n01=met+een+nul") == ([(1, "")], "")


def test_the_list_without_notes_keeps_its_title(tiny_library: Library) -> None:
    found = parse(tiny_library, asked("?t=3,1&title=Week+1&n1=x"))
    assert found.without_notes.query == "?t=3,1&title=Week+1"
    assert (found.has_words, parse(tiny_library, asked("?t=3")).has_words) == (True, False)


# -- what a form sends ----------------------------------------------------------------------------------


def test_what_is_ticked_keeps_its_order_and_what_is_new_comes_last(tiny_library: Library) -> None:
    assert made(tiny_library, "t=1&t=2&t=3&t=4&order=4,2").own.numbers == (4, 2, 1, 3)
    assert made(tiny_library, "t=3,1").own.numbers == (3, 1), "a list from an address comes in its own order"
    assert made(tiny_library, "t=1&t=2&order=4,2,x,1").own.numbers == (2, 1), "what is not ticked is gone"


@pytest.mark.parametrize(
    ("move", "after", "hand"),
    [
        ("4-up", (1, 4, 3, 2), Move(4, "up")),
        ("4-down", (1, 3, 2, 4), Move(4, "down")),
        ("1-up", (1, 3, 4, 2), Move(1, "up")),
        ("2-down", (1, 3, 4, 2), Move(2, "down")),
        ("3-out", (1, 4, 2), Move(4, "out")),
        ("2-out", (1, 3, 4), Move(4, "out")),
    ],
)
def test_a_move_does_what_it_says_and_the_next_is_at_hand(
    tiny_library: Library, move: str, after: tuple[int, ...], hand: Move
) -> None:
    found = made(tiny_library, f"t=1&t=2&t=3&t=4&order=1,3,4,2&n4=blijft&move={move}")
    assert (found.own.numbers, found.hand) == (after, hand)
    assert {each.technique.number: each.note for each in found.own.chosen}[4] == "blijft"


def test_the_last_one_out_leaves_nothing_at_hand(tiny_library: Library) -> None:
    found = made(tiny_library, "t=1&title=Week&move=1-out")
    assert (found.own.numbers, found.own.title, found.move, found.hand) == ((), "Week", Move(1, "out"), None)


@pytest.mark.parametrize("move", ["", "7", "2-up", "99-up", "1-left", "1-up-up", "-1-up", "1-UP", "\0"])
def test_a_move_of_nothing_moves_nothing(tiny_library: Library, move: str) -> None:
    found = arrange(tiny_library, {"t": ["1,3"], "move": [move]})
    assert (found.own.numbers, found.move) == ((1, 3), None)


@given(st.lists(st.integers(1, 9), min_size=1, unique=True), st.data())
def test_up_and_down_undo_each_other_within_a_list(numbers: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(numbers) - 1))
    down = moved(numbers, Move(numbers[at], "down"))
    assert sorted(down) == sorted(numbers)
    if at < len(numbers) - 1:
        assert moved(down, Move(numbers[at], "up")) == tuple(numbers)
    else:
        assert down == tuple(numbers)


@given(TEXTS, TEXTS, TEXTS)
def test_no_form_is_too_strange(tiny_library: Library, ticked: str, order: str, move: str) -> None:
    found = arrange(tiny_library, {"t": ["1", ticked], "order": [order], "move": [move]})
    assert set(found.own.numbers) <= {1, 2, 3, 4}
    assert len(set(found.own.numbers)) == len(found.own.numbers)
