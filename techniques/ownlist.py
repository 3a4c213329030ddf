"""A list of techniques in somebody's own order, as an address carries it: `?t=3,7,12&title=Week 1&n7=Try this`.

The visitor's own list never reaches us: it stays on the device. Only an address that is passed on comes here. Anything
may stand in it. What names no technique, or names one again, is left out and said; over-long input is cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from techniques.kinds import Technique
from techniques.library import Library

#: Longest list that is looked at, in characters: half as long again as one with every technique.
MAX_LENGTH = 100
#: Longest title and longest note, in characters: what has room on a card.
MAX_TITLE, MAX_NOTE = 60, 100

_NUMBER = re.compile(r"[0-9]{1,3}")
_NOTE = re.compile(r"n([0-9]{1,3})")
#: What no text needs: controls, and signs that turn a line around or can't be seen.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]+")

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
    def query(self) -> str:
        """The list as an address carries it, from the question mark; the same list is always written the same."""
        pairs = [("t", ",".join(str(each.technique.number) for each in self.chosen))]
        if self.title:
            pairs.append(("title", self.title))
        pairs += [(f"n{each.technique.number}", each.note) for each in self.chosen if each.note]
        return f"?{urlencode(pairs, safe=',')}"


def parse(library: Library, given: Given) -> OwnList:
    """Read a list. Never fails."""
    remarks: dict[Remark, None] = {}  # each once
    found: dict[int, Technique] = {}
    text = ",".join(given.get("t", ()))
    whole = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH].rpartition(",")[0]
    for value in filter(None, (part.strip() for part in whole.replace("\0", " ").split(","))):
        technique = library.number(int(value)) if _NUMBER.fullmatch(value) else None
        if technique is None:
            remarks[Remark("unknown", value)] = None
        elif technique.number in found:
            remarks[Remark("double", str(technique.number))] = None
        else:
            found[technique.number] = technique
    if whole != text:
        remarks[Remark("cut")] = None
    title = _line(given, "title", MAX_TITLE)
    if len(title) > MAX_TITLE:
        title, remarks[Remark("cut-title")] = title[:MAX_TITLE].rstrip(), None
    notes: dict[int, str] = {}
    for name in given:
        if not (match := _NOTE.fullmatch(name)):
            continue
        number = int(match[1])
        note = _line(given, name, MAX_NOTE)
        if note and number not in found:
            remarks[Remark("stray", str(number))] = None
        elif len(note) > MAX_NOTE:
            notes[number], remarks[Remark("cut-note", str(number))] = note[:MAX_NOTE].rstrip(), None
        elif note:
            notes[number] = note
    chosen = tuple(Chosen(technique, notes.get(number, "")) for number, technique in found.items())
    return OwnList(chosen, title, tuple(remarks))


def _line(given: Given, name: str, most: int) -> str:
    """A value as one line of plain text, at most one character longer than wanted."""
    values = given.get(name, ())
    line = " ".join(_UNSEEN.sub(" ", values[0]).split()) if values else ""
    return line[: most + 1]
