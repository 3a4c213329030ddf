"""A list of techniques in somebody's own order, as an address carries it: `?t=3,7,12&title=Week 1&n7=Try this`.

The visitor's own list never reaches us: it stays on the device. Only an address that is passed on comes here. Anything
may stand in it. What names no technique, or names one again, is left out and said; over-long input is cut. Title and
notes are one line of plain text each, by strangers: to be shown as text and as theirs, and nothing else.

A form that makes such a list sends what is ticked (`t=3&t=7`), the order so far (`order=7,3`) and one move
(`move=7-up`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from techniques.kinds import Technique
from techniques.library import Library

#: Longest list that is looked at, in characters: half as long again as one with every technique.
MAX_LENGTH = 100
#: Longest title and longest note, in characters: what has room on a card.
MAX_TITLE, MAX_NOTE = 60, 100

_NUMBER = re.compile(r"[0-9]{1,3}")
_NOTE = re.compile(r"n([1-9][0-9]{0,2})")
_MOVE = re.compile(r"([0-9]{1,3})-(up|down|out)")
#: Kinds of signs that no text needs: controls, halves of signs, signs of nobody or for lines, and those that turn a
#: line around or can't be seen; and two signs that no XML file may hold.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_NO_SIGNS = "\ufffe\uffff"
#: Most marks on one letter: more grow over the lines above.
_MARKS = 3

#: The values of an address by name: `dict(request.GET.lists())`.
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What was left out: a number that is not there, one that came before, a note on a technique that is not in the
    list, or the end of a list, title or note that is too long."""

    kind: Literal["unknown", "double", "stray", "cut", "cut-title", "cut-note"]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A technique of a list, and what its maker says of it: nothing, or a line."""

    technique: Technique
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnList:
    """Techniques in the order of the list with their notes, its title (empty if none), and what was left out."""

    chosen: tuple[Chosen, ...]
    title: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def techniques(self) -> tuple[Technique, ...]:
        """The techniques alone, in order."""
        return tuple(each.technique for each in self.chosen)

    @property
    def without_notes(self) -> OwnList:
        """The same list, shorter to write: its title stays."""
        return replace(self, chosen=tuple(Chosen(each.technique) for each in self.chosen))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the techniques, in order."""
        return tuple(technique.number for technique in self.techniques)

    @property
    def has_words(self) -> bool:
        """Whether its maker wrote a title or a note."""
        return bool(self.title) or any(each.note for each in self.chosen)

    @property
    def left_out(self) -> tuple[Remark, ...]:
        """Remarks on what is missing, without those on words that were cut."""
        return tuple(remark for remark in self.remarks if remark.kind not in ("cut-title", "cut-note"))

    @property
    def too_long(self) -> bool:
        """Whether its title or a note was cut."""
        return self.left_out != self.remarks

    @property
    def query(self) -> str:
        """The list as an address carries it, from the question mark; the same list is always written the same."""
        pairs = [("t", ",".join(map(str, self.numbers)))]
        if self.title:
            pairs.append(("title", self.title))
        pairs += [(f"n{each.technique.number}", each.note) for each in self.chosen if each.note]
        return f"?{urlencode(pairs, safe=',')}"


def parse(library: Library, given: Given) -> OwnList:
    """Read a list. Never fails."""
    remarks: dict[Remark, None] = {}  # each once
    found: dict[int, Technique] = {}
    text = _seen(",".join(given.get("t", ())))
    whole = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH].rpartition(",")[0]
    for value in filter(None, (part.strip() for part in whole.split(","))):
        technique = library.number(int(value)) if _NUMBER.fullmatch(value) else None
        if technique is None:
            remarks[Remark("unknown", value)] = None
        elif technique.number in found:
            remarks[Remark("double", str(technique.number))] = None
        else:
            found[technique.number] = technique
    if whole != text:
        remarks[Remark("cut")] = None
    title = line(given, "title")
    if len(title) > MAX_TITLE:
        title, remarks[Remark("cut-title")] = title[:MAX_TITLE].rstrip(), None
    notes: dict[int, str] = {}
    for name in given:
        if not (match := _NOTE.fullmatch(name)):
            continue
        number = int(match[1])
        note = line(given, name)
        if note and number not in found:
            remarks[Remark("stray", str(number))] = None
        elif len(note) > MAX_NOTE:
            notes[number], remarks[Remark("cut-note", str(number))] = note[:MAX_NOTE].rstrip(), None
        elif note:
            notes[number] = note
    chosen = tuple(Chosen(technique, notes.get(number, "")) for number, technique in found.items())
    return OwnList(chosen, title, tuple(remarks))


def line(given: Given, name: str) -> str:
    """A value as one line of plain text, as long as it is; empty if it is not there."""
    values = given.get(name, ())
    kept, marks = list[str](), 0
    for sign in " ".join(_seen(unicodedata.normalize("NFC", values[0])).split()) if values else "":
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= _MARKS:
            kept.append(sign)
    return "".join(kept)


def _seen(text: str) -> str:
    """A text with a space for each sign that can't be seen."""
    return "".join(" " if unicodedata.category(sign) in _UNSEEN or sign in _NO_SIGNS else sign for sign in text)


Step = Literal["up", "down", "out"]


@dataclass(frozen=True, slots=True)
class Move:
    """A technique that goes one place up or down, or out of the list."""

    number: int
    step: Step


@dataclass(frozen=True, slots=True)
class Made:
    """A list as a form makes it, the move that was done, and the one that is next to hand: the same once more, or,
    after one that went out, that of what took its place."""

    own: OwnList
    move: Move | None = None
    hand: Move | None = None


def arrange(library: Library, given: Given) -> Made:
    """What is ticked, in the order so far, with what was ticked later at the end; and one move. Never fails."""
    own = parse(library, given)
    order = parse(library, {"t": given.get("order", ())}).numbers
    place = {number: at for at, number in enumerate(order)}
    own = replace(own, chosen=tuple(sorted(own.chosen, key=lambda each: place.get(each.technique.number, len(place)))))
    numbers = own.numbers
    match = _MOVE.fullmatch((given.get("move") or ("",))[0])
    if not match or int(match[1]) not in numbers:
        return Made(own)
    move = Move(int(match[1]), match[2])  # type: ignore[arg-type]  # the pattern knows these steps
    after = moved(numbers, move)
    hand: Move | None = move
    if move.step == "out":
        hand = Move(after[min(numbers.index(move.number), len(after) - 1)], "out") if after else None
    by_number = {each.technique.number: each for each in own.chosen}
    return Made(replace(own, chosen=tuple(by_number[number] for number in after)), move, hand)


def moved(numbers: Sequence[int], move: Move) -> tuple[int, ...]:
    """An order after a move of one that is in it. The first goes no higher, the last no lower."""
    at = numbers.index(move.number)
    others = [number for number in numbers if number != move.number]
    if move.step != "out":
        others.insert(max(0, at - 1) if move.step == "up" else at + 1, move.number)
    return tuple(others)
