"""The instrument: the items of the self-test, the wording of its results, and what the manual tells about it.

These classes are the contract of `content/selftest/`. A set of items never changes once it is published: a
private code of years ago must bring the same result back. A better set is a new version beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from techniques.fields import (
    Frozen,
    Gist,
    Identifier,
    Language,
    Level,
    Number,
    Plain,
    PointTitle,
    Sentence20,
    Sentence25,
    ShortTitle,
    Text,
    Title,
    Words,
    words_in,
)
from techniques.kinds import Point, Section
from techniques.library import Library

#: Connection and challenge, each -1, 0 or +1 where it is a rating and anything between where it is a mean.
Value = tuple[float, float]

OPTIONS = ("a", "b", "c", "d")
OptionId = Literal["a", "b", "c", "d"]


class ItemKind(StrEnum):
    """Where the four options of an item stand: in the corners of the grid, or in the middle of its edges."""

    CORNER = "corner"
    EDGE = "edge"


class CallsFor(StrEnum):
    """What the moment asks of a leader first."""

    CHALLENGE = "challenge"
    SAFETY = "safety"


class Option(Frozen):
    """Something that a decent team leader might do, and where that stands."""

    id: OptionId
    connection: Level
    challenge: Level
    text: Text[Annotated[Plain, Words(6, 18)]]

    @property
    def value(self) -> tuple[int, int]:
        """(c, u), each -1, 0 or +1."""
        return self.connection.step, self.challenge.step


class Situation(Frozen):
    """A brief incident on the shop floor with four things to do."""

    id: Identifier
    kind: ItemKind
    calls_for: CallsFor
    title: Text[ShortTitle]
    text: Text[Annotated[Plain, Words(12, 45)]]
    options: Annotated[tuple[Option, ...], Field(min_length=4, max_length=4)]

    def value(self, option: str) -> tuple[int, int]:
        """(c, u) of the option with this id. Raises KeyError for an id that is not here."""
        return {o.id: o.value for o in self.options}[option]  # type: ignore[index]


class Statement(Frozen):
    """A sentence about oneself; agreeing means the pitfall, or its opposite where it is reversed."""

    id: Identifier
    pitfall: Literal["own-safety", "own-challenge"]
    reversed: bool
    text: Text[Annotated[Plain, Words(5, 18)]]


FiveLabels = Annotated[tuple[Text[ShortTitle], ...], Field(min_length=5, max_length=5)]


class Items(Frozen):
    """A version of the items. Published once, then kept as it is."""

    version: Annotated[Number, Field(ge=1, le=31)]
    published: Annotated[Plain, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
    change: Text[Annotated[Plain, Words(4, 60)]]
    situations: Annotated[tuple[Situation, ...], Field(min_length=16, max_length=16)]
    techniques: Annotated[tuple[Number, ...], Field(min_length=18, max_length=26)]
    frequency: FiveLabels
    unknown: Text[ShortTitle]
    statements: Annotated[tuple[Statement, ...], Field(min_length=8, max_length=8)]
    agreement: FiveLabels


class Reading(Frozen):
    """What one reader made of every option, without the key: `c u` of options a to d by situation, each -1, 0 or 1."""

    reader: Text[Annotated[Plain, Words(3, 40)]]
    values: dict[Identifier, dict[OptionId, Annotated[Plain, StringConstraints(pattern=r"^(-1|0|1) (-1|0|1)$")]]]


class Readings(Frozen):
    """Independent readings of a version's options."""

    version: Number
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)]


class PlaceWording(Frozen):
    """What the result says when the middle of the region is in a place."""

    connection: Level
    challenge: Level
    often: Text[Annotated[Plain, Words(5, 40)]]
    seldom: Text[Annotated[Plain, Words(4, 40)]]

    @property
    def key(self) -> str:
        """Connection first: `mid-high`."""
        return f"{self.connection}-{self.challenge}"


class Direction(StrEnum):
    """Where a technique to try leads, seen from the middle of the region."""

    MORE_CONNECTION = "more-connection"
    MORE_CHALLENGE = "more-challenge"
    MORE_OF_BOTH = "more-of-both"
    NEAR = "near"


class Familiarity(StrEnum):
    """What the visitor said about a technique."""

    UNASKED = "unasked"
    UNKNOWN = "unknown"
    NEVER = "never"
    SELDOM = "seldom"
    OFTEN = "often"


class Question(Frozen):
    """A signal about the own balance, put as a question."""

    title: Text[Title]
    text: Text[Annotated[Plain, Words(15, 90)]]


class Wording(Frozen):
    """How the self-test introduces itself and words its results."""

    title: Text[Title]
    gist: Text[Gist]
    intro: Annotated[tuple[Section, ...], Field(min_length=3, max_length=8)]
    places: Annotated[tuple[PlaceWording, ...], Field(min_length=9, max_length=9)]
    no_direction: Text[Annotated[Plain, Words(10, 60)]]
    another_day: Text[Annotated[Plain, Words(5, 40)]]
    differs: Text[Annotated[Plain, Words(10, 60)]]
    directions: dict[Direction, Text[Sentence20]]
    familiarity: dict[Familiarity, Text[Sentence20]]
    questions: dict[Literal["own-safety", "own-challenge"], Question]
    limits: Annotated[tuple[Text[Sentence25], ...], Field(min_length=3, max_length=7)]
    look_along: Text[Annotated[Plain, Words(10, 60)]]
    no_change: Text[Annotated[Plain, Words(10, 60)]]
    plan: Text[Annotated[Plain, Words(10, 90)]]


Paragraph = Text[Annotated[Plain, Words(5, 60)]]


class GroupWording(Frozen):
    """What is said about groups: to who takes part, to who leads one, and beside a snapshot."""

    title: Text[Title]
    gist: Text[Gist]
    promises: Annotated[tuple[Point, ...], Field(min_length=3, max_length=8)]
    opening: Annotated[tuple[Point, ...], Field(min_length=3, max_length=8)]
    kinds: dict[Literal["map", "middle", "nothing"], Paragraph]
    users: dict[Literal["most", "some", "few"], Text[PointTitle]]
    bands: dict[Literal["often", "sometimes", "seldom", "unanswered"], Text[PointTitle]]
    reading: Annotated[tuple[Point, ...], Field(min_length=1, max_length=8)]
    reading_numbers: Annotated[tuple[Point, ...], Field(min_length=1, max_length=8)]
    not_for: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=8)]
    next: Paragraph


class Criterion(Frozen):
    """One of the seven criteria by which COTAN reviews a test, and where this test stands."""

    title: Text[PointTitle]
    examined: Literal["yes", "in-part", "not-yet"]
    text: Text[Annotated[Plain, Words(5, 110)]]


class Manual(Frozen):
    """What the technical manual says beside the key, the formulas and the figures."""

    title: Text[Title]
    gist: Text[Gist]
    purpose: Annotated[tuple[Point, ...], Field(min_length=1, max_length=6)]
    readings: Text[Annotated[Plain, Words(10, 110)]]
    assumptions: Annotated[tuple[Text[Annotated[Plain, Words(4, 45)]], ...], Field(min_length=3, max_length=14)]
    expected: Text[Annotated[Plain, Words(10, 220)]]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=7, max_length=7)]
    not_known: Annotated[tuple[Point, ...], Field(min_length=3, max_length=8)]
    allowed: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=8)]
    forbidden: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=8)]


Figure = Annotated[Plain, StringConstraints(pattern=r"^0\.\d\d$|^1\.00$")]


class SimulatedRow(Frozen):
    """What one run of the simulation found: a part of the test with items of a quality."""

    items: Literal["typical", "good"]
    parts: Literal["A", "A and B"]
    correlation: Figure
    exact_cell: Figure
    within_one_step: Figure
    holds_long_run: Figure
    holds_truth: Figure


class Simulation(Frozen):
    """The committed output of `manage.py selftest simulate`."""

    version: Number
    people: Number
    seed: Number
    rows: Annotated[tuple[SimulatedRow, ...], Field(min_length=4, max_length=4)]


@dataclass(frozen=True, slots=True)
class Instrument:
    """Everything that the self-test says, complete and checked. Made by `selftest.loader.load`."""

    versions: Mapping[int, Items]
    readings: Mapping[int, Readings]
    wording: Wording
    group: GroupWording
    manual: Manual
    simulation: Simulation

    @property
    def current(self) -> Items:
        """The items that a new visitor gets."""
        return self.versions[max(self.versions)]


# -- lint: what types cannot say -----------------------------------------------------------------

#: The values that each kind of item offers, every one of them once. They sum to (0, 0), and so do their products.
VALUES: Mapping[ItemKind, frozenset[tuple[int, int]]] = {
    ItemKind.CORNER: frozenset({(-1, -1), (-1, 1), (1, -1), (1, 1)}),
    ItemKind.EDGE: frozenset({(-1, 0), (1, 0), (0, -1), (0, 1)}),
}

#: The longest option has at most so many times the words of the shortest.
MAX_RATIO = 1.5

Fault = tuple[tuple[str | int, ...], str]


def faults(items: Items, library: Library) -> Iterator[Fault]:
    """What is wrong with a set of items as a measuring instrument, with the field where."""
    yield from _balance(items)
    names = _technique_names(library)
    for i, situation in enumerate(items.situations):
        yield from _situation(("situations", i), situation, names)
    for name, ids in (
        ("situations", [s.id for s in items.situations]),
        ("statements", [s.id for s in items.statements]),
    ):
        yield from (((name, i, "id"), f"'{each}' stands here twice") for i, each in enumerate(ids) if each in ids[:i])
    for pitfall in ("own-safety", "own-challenge"):
        turned = sorted(s.reversed for s in items.statements if s.pitfall == pitfall)
        if turned != [False, False, True, True]:
            yield ("statements",), f"{pitfall} has {len(turned)} statements, {sum(turned)} reversed; expected 4 and 2"
    known = [library.number(number) for number in items.techniques]
    if len(set(items.techniques)) < len(items.techniques):
        yield ("techniques",), "a number stands here twice; expected each once"
    if None not in known and not _rank_3([t.rating for t in known if t]):
        yield ("techniques",), "their places lie on one line; expected techniques that spread over both axes"


def _balance(items: Items) -> Iterator[Fault]:
    for kind in ItemKind:
        for calls_for in CallsFor:
            count = sum((s.kind, s.calls_for) == (kind, calls_for) for s in items.situations)
            if count != 4:
                yield ("situations",), f"{count} {kind} items that call for {calls_for}; expected 4"


def _situation(path: tuple[str | int, ...], situation: Situation, names: Mapping[str, list[str]]) -> Iterator[Fault]:
    options = situation.options
    if tuple(o.id for o in options) != OPTIONS:
        yield (*path, "options"), "expected the options a, b, c and d in that order"
    if {o.value for o in options} != VALUES[situation.kind]:
        expected = " ".join(f"({c:+d}, {u:+d})" for c, u in sorted(VALUES[situation.kind]))
        yield (*path, "options"), f"expected the values of a {situation.kind} item, each once: {expected}"
    for language in Language:
        lengths = [words_in(o.text[language]) for o in options]
        if max(lengths) > MAX_RATIO * min(lengths):
            yield (
                (*path, "options"),
                f"options of {min(lengths)} to {max(lengths)} words in {language}; "
                f"expected the longest at most {MAX_RATIO} times the shortest",
            )
        for i, option in enumerate(options):
            for name in names[language]:
                if re.search(rf"\b{re.escape(name)}\b", option.text[language].casefold()):
                    yield (*path, "options", i, "text", language), f"names the technique '{name}'; expected plain words"


def _technique_names(library: Library) -> dict[str, list[str]]:
    return {
        language: sorted({text[language].casefold() for t in library.techniques for text in (t.title, t.short_title)})
        for language in Language
    }


def _rank_3(places: list[tuple[int, int]]) -> bool:
    """Whether the matrix with rows (1, c, u) has rank 3: three places span a triangle."""
    if not places:
        return False
    (c0, u0), *others = places
    steps = [(c - c0, u - u0) for c, u in others]
    return any(a[0] * b[1] != a[1] * b[0] for i, a in enumerate(steps) for b in steps[:i])
