"""The result: everything that a visitor's answers say, worked out at once and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from selftest import scoring
from selftest.answers import UNKNOWN, Answers, Choice
from selftest.instrument import CallsFor, Direction, Familiarity, ItemKind, Items, Situation, Statement
from selftest.recommendation import Candidate, recommend
from selftest.scoring import Balance, Cell, Estimate, Vector
from techniques.fields import Level
from techniques.library import Library

_LEVELS = {level.step: level for level in Level}


class Usage(StrEnum):
    """What part B brought."""

    NOT_DONE = "not-done"
    TOO_FEW = "too-few"
    EQUAL = "equal"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Likely:
    """A place on the map and the probability (0 to 1) that the middle of one's style lies there."""

    place: str
    connection: Level
    challenge: Level
    probability: float

    @property
    def in_100(self) -> int:
        """The probability in whole hundredths."""
        return round(100 * self.probability)


@dataclass(frozen=True, slots=True)
class Try:
    """A technique to try, and the two halves of the reason."""

    number: int
    direction: Direction
    familiarity: Familiarity


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers say.

    `choices` are the answered situations' values, `alone` their estimate and `reported` that of part B. `judged`
    names the pitfalls of the own balance that enough statements were answered for, `questions` those to ask about.
    """

    answers: Answers
    choices: tuple[Vector, ...]
    alone: Estimate
    reported: Estimate | None
    region: Estimate
    usage: Usage
    reports_differently: bool
    cells: tuple[Likely, ...]
    likely: tuple[Likely, ...]
    reached_for: tuple[int, ...]
    tries: tuple[Try, ...]
    judged: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def place(self) -> str:
        """The place on the map in which the middle of the region lies."""
        return name_of(scoring.cell(self.region.mean))

    @property
    def chosen_place(self) -> str:
        """The place of the choices of part A alone: what can be said of situations."""
        return name_of(scoring.cell(self.alone.mean))

    @property
    def balance_asked(self) -> bool:
        """Whether any statement of part C is answered."""
        return any(each is not None for each in self.answers.statements)


def name_of(cell: Cell) -> str:
    """Name of a cell, connection first: `mid-high`."""
    return f"{_LEVELS[cell[0]]}-{_LEVELS[cell[1]]}"


def answered(items: Items, answers: Answers) -> dict[str, int]:
    """Number of situations answered, by kind of item."""
    count = dict.fromkeys(map(str, ItemKind), 0)
    for situation, _ in _chosen(items, answers):
        count[situation.kind] += 1
    return count


def result(items: Items, library: Library, answers: Answers) -> Result | None:
    """The result of answers to these items. None with too few situations answered for a place."""
    if not scoring.enough_situations(answered(items, answers)):
        return None
    choices = tuple(value(situation, chosen) for situation, chosen in _chosen(items, answers))
    alone = scoring.from_choices(choices)
    frequencies = {n: f for n, f in zip(items.techniques, answers.usage, strict=True) if f is not None and f >= 0}
    places = {t.number: t.rating for t in library.techniques}
    by_usage = scoring.from_usage([(places[n], f) for n, f in frequencies.items()])
    region = scoring.combined(alone, by_usage)
    probabilities = scoring.cell_probabilities(region)
    kept = scoring.likely_cells(probabilities)
    balances = _balances(items, answers)
    questions = tuple(pitfall for pitfall, balance in balances.items() if balance.signal)
    usage = _usage(answers, frequencies, by_usage)
    # The same answer to everything says nothing about a single technique either.
    told = {} if usage is Usage.EQUAL else frequencies
    chosen = recommend(
        [Candidate(n, places[n], told.get(n)) for n in items.techniques],
        region,
        too_safe="own-safety" in questions,
        too_challenging="own-challenge" in questions,
    )
    given = dict(zip(items.techniques, answers.usage, strict=True))
    return Result(
        answers=answers,
        choices=choices,
        alone=alone,
        reported=by_usage,
        region=region,
        usage=usage,
        reports_differently=by_usage is not None and scoring.reports_differently(alone, by_usage),
        cells=tuple(_likely(cell, probabilities) for cell in probabilities),
        likely=tuple(_likely(cell, probabilities) for cell in kept),
        reached_for=scoring.reached_for(frequencies),
        tries=tuple(Try(n, _direction(scoring.cell(region.mean), places[n]), _familiarity(given[n])) for n in chosen),
        judged=tuple(balances),
        questions=questions,
    )


def value(situation: Situation, chosen: Choice) -> Vector:
    """Value of one answered situation."""
    return scoring.choice(situation.value(chosen.most), situation.value(chosen.least))


def _chosen(items: Items, answers: Answers) -> list[tuple[Situation, Choice]]:
    return [(s, chosen) for s, chosen in zip(items.situations, answers.situations, strict=True) if chosen]


def _likely(cell: Cell, probabilities: Mapping[Cell, float]) -> Likely:
    return Likely(name_of(cell), _LEVELS[cell[0]], _LEVELS[cell[1]], probabilities[cell])


def _usage(answers: Answers, frequencies: Mapping[int, int], estimate: Estimate | None) -> Usage:
    if estimate is not None:
        return Usage.COUNTED
    if all(f is None for f in answers.usage):
        return Usage.NOT_DONE
    return Usage.TOO_FEW if len(frequencies) < scoring.MIN_USAGE else Usage.EQUAL


def _direction(here: Cell, place: Cell) -> Direction:
    """Seen from the cell in which the middle of the region lies."""
    more_connection, more_challenge = place[0] > here[0], place[1] > here[1]
    if more_connection and more_challenge:
        return Direction.MORE_OF_BOTH
    if more_connection:
        return Direction.MORE_CONNECTION
    return Direction.MORE_CHALLENGE if more_challenge else Direction.NEAR


def _familiarity(frequency: int | None) -> Familiarity:
    match frequency:
        case None:
            return Familiarity.UNASKED
        case _ if frequency == UNKNOWN:
            return Familiarity.UNKNOWN
        case 0:
            return Familiarity.NEVER
        case 1 | 2:
            return Familiarity.SELDOM
        case _:
            return Familiarity.OFTEN


# -- the own balance -----------------------------------------------------------------------------


def _balances(items: Items, answers: Answers) -> dict[str, Balance]:
    """How far the answers point to each pitfall of one's own balance, where there are enough of them."""
    leanings = {
        "own-safety": [
            scoring.leans_to_safety(situation.value(c.most), situation.value(c.least))
            for situation, c in _chosen(items, answers)
            if situation.calls_for is CallsFor.CHALLENGE
        ],
        "own-challenge": [
            scoring.leans_to_challenge(situation.value(c.most), situation.value(c.least))
            for situation, c in _chosen(items, answers)
            if situation.calls_for is CallsFor.SAFETY
        ],
    }
    found = {}
    for pitfall, leaning in leanings.items():
        agreements = [
            agreement(statement, given)
            for statement, given in zip(items.statements, answers.statements, strict=True)
            if statement.pitfall == pitfall and given is not None
        ]
        if balance := scoring.balance(leaning, agreements):
            found[pitfall] = balance
    return found


def agreement(statement: Statement, given: int) -> float:
    """An answer of 0 to 4 as -1 to 1, turned where the statement is reversed."""
    return (2 - given if statement.reversed else given - 2) / 2


# -- retakes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results of the same person: change on each axis, 0 where none is visible; None across versions."""

    before: Result
    after: Result
    change: Vector | None


def compare(items: Items, before: Result, after: Result) -> Comparison:
    """Compare two results; `items` are those of `after`. Different versions are never subtracted."""
    if before.answers.version != after.answers.version:
        return Comparison(before, after, None)
    pairs = [
        (value(situation, old), value(situation, new))
        for situation, old, new in zip(
            items.situations, before.answers.situations, after.answers.situations, strict=True
        )
        if old and new
    ]
    return Comparison(before, after, scoring.changed([old for old, _ in pairs], [new for _, new in pairs]))
