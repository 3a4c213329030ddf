"""What a group of people shows of itself: one snapshot, coarse enough that no person can be seen in it.

A contribution is all that one person sends. A snapshot is worked out once from all of them, whatever order they
came in, and says only what these rules allow; the counts behind it are not in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selftest.answers import UNKNOWN
from selftest.instrument import Items
from selftest.result import Result, Usage, name_of
from selftest.scoring import Vector, cell
from techniques.matrix import PLACES

#: Techniques are numbered 1 to 26.
TECHNIQUES = 26
#: A position is sent in steps of 1/20, so from -20 to 20 on both axes.
STEPS = 20
#: From so many people a middle is shown, and from so many the map and the usage.
MIDDLE_FROM, MAP_FROM = 5, 8
#: With a greater share of them in one place, the middle is shown and not the map: 4 of 5.
SHARE = (4, 5)


class Band(StrEnum):
    """How often one person uses a technique, in the last ten talks."""

    SELDOM = "0"
    SOMETIMES = "1"
    OFTEN = "2"
    UNANSWERED = "-"


#: The band of each frequency: never, 1-2, 3-5, 6-8 and 9-10 times; and of not knowing a technique.
_BANDS: Mapping[int | None, Band] = {
    None: Band.UNANSWERED,
    UNKNOWN: Band.SELDOM,
    0: Band.SELDOM,
    1: Band.SELDOM,
    2: Band.SOMETIMES,
    3: Band.OFTEN,
    4: Band.OFTEN,
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one person sends: a position in twentieths, and a character for each technique, by number.

    `usage` holds a Band for techniques 1 to 26; it is empty for who left part B out, or whose
    part B does not count.
    """

    connection: int
    challenge: int
    usage: str

    @property
    def position(self) -> Vector:
        """From -1 to 1 on both axes."""
        return self.connection / STEPS, self.challenge / STEPS

    @property
    def place(self) -> str:
        """The place on the map."""
        return name_of(cell(self.position))

    def using(self, band: Band) -> tuple[int, ...]:
        """Numbers of the techniques in a band."""
        return tuple(number for number, each in enumerate(self.usage, 1) if each == band)


def contribution(result: Result, items: Items) -> Contribution:
    """What somebody with this result, from answers to these items, would send."""
    connection, challenge = (round(STEPS * value) for value in result.region.mean)
    given = dict(zip(items.techniques, result.answers.usage, strict=True))
    usage = ""
    if result.usage is Usage.COUNTED:
        frequencies = [given.get(number) for number in range(1, TECHNIQUES + 1)]
        usage = "".join(_BANDS[each] for each in frequencies)
    return Contribution(connection, challenge, usage)


class Kind(StrEnum):
    """How much a snapshot shows."""

    NOTHING = "nothing"
    MIDDLE = "middle"
    MAP = "map"


class Count(StrEnum):
    """How many people's middle lies in a place."""

    FEW = "0-2"
    SOME = "3-4"
    MANY = "5+"


class Users(StrEnum):
    """How many of a group use a technique; somebody who uses it sometimes counts half."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A group as it stood at closing.

    `middle` is the place of the mean with MIDDLE, else empty. `counts` holds all nine places and `users` the
    techniques that enough people answered for; both are empty unless the kind is MAP.
    """

    kind: Kind
    middle: str
    counts: Mapping[str, Count]
    users: Mapping[int, Users]

    def with_users(self, users: Users) -> tuple[int, ...]:
        """Numbers of the techniques that so many use."""
        return tuple(number for number, each in self.users.items() if each is users)


def snapshot(contributions: Collection[Contribution]) -> Snapshot:
    """The snapshot of a group. It is the same in whatever order people came."""
    people = len(contributions)
    if people < MIDDLE_FROM:
        return Snapshot(Kind.NOTHING, "", {}, {})
    held = Counter(each.place for each in contributions)
    most, whole = SHARE
    if people < MAP_FROM or whole * max(held.values()) > most * people:
        connection = sum(each.connection for each in contributions) / (STEPS * people)
        challenge = sum(each.challenge for each in contributions) / (STEPS * people)
        return Snapshot(Kind.MIDDLE, name_of(cell((connection, challenge))), {}, {})
    return Snapshot(Kind.MAP, "", {place: _count(held[place]) for place in PLACES}, _users(contributions))


def _count(people: int) -> Count:
    if people < 3:
        return Count.FEW
    return Count.SOME if people < 5 else Count.MANY


def _users(contributions: Iterable[Contribution]) -> dict[int, Users]:
    answers: dict[int, list[int]] = {}
    for each in contributions:
        for number, band in enumerate(each.usage, 1):
            if band != Band.UNANSWERED:
                answers.setdefault(number, []).append(int(band))
    return {number: _share(given) for number, given in sorted(answers.items()) if len(given) >= MAP_FROM}


def _share(bands: Sequence[int]) -> Users:
    """Often counts as one and sometimes as a half: under a third is few, over two thirds is most."""
    whole = 2 * len(bands)
    if 3 * sum(bands) < whole:
        return Users.FEW
    return Users.MOST if 3 * sum(bands) > 2 * whole else Users.SOME


def to_text(taken: Snapshot) -> str:
    """A snapshot as one line, the same for equal snapshots."""
    return json.dumps([taken.kind, taken.middle, dict(taken.counts), {str(n): u for n, u in taken.users.items()}])


def from_text(line: str) -> Snapshot:
    """The snapshot of a line. Raises ValueError for a line that `to_text` would not write."""
    kind, middle, counts, users = json.loads(line)
    return Snapshot(
        Kind(kind),
        middle,
        {place: Count(count) for place, count in counts.items()},
        {int(number): Users(each) for number, each in users.items()},
    )
