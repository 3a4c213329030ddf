"""What the technical manual works out: an example by the code itself, and how far readers agree with the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selftest import scoring
from selftest.answers import Choice, empty
from selftest.instrument import Instrument, Items, Reading, SimulatedRow, Simulation
from selftest.result import Result, result
from techniques.fields import Text
from techniques.library import Library

#: The ratings: low, mid and high.
_STEPS = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up visitor, from answers to result.

    A choice is the situation's number, the key's letters of most and least, and the value.
    """

    choices: tuple[tuple[int, str, str, scoring.Vector], ...]
    result: Result


def worked_example(items: Items, library: Library) -> Example:
    """Somebody who mostly seeks contact: the option with most connection, and against it the one with least.

    Every third situation is answered the other way up, towards challenge; the last one is skipped. Of the
    techniques, those high on challenge are used less: frequency 2 minus the step on challenge, plus that on
    connection where both are high.
    """
    answers = empty(items.version, len(items.situations), len(items.techniques), len(items.statements))
    for i, situation in enumerate(items.situations[:-1]):
        key = (lambda o: (o.value[1], o.value[0])) if i % 3 == 2 else (lambda o: (o.value[0], -o.value[1]))
        ranked = sorted(situation.options, key=key)
        answers = answers.with_situation(i, Choice(ranked[-1].id, ranked[0].id))
    places = {t.number: t.rating for t in library.techniques}
    used = {i: 2 - places[n][1] + (places[n] == (1, 1)) for i, n in enumerate(items.techniques)}
    made = result(items, library, answers.with_usage(used))
    assert made
    assert made.reported
    rows = [
        (i + 1, chosen.most, chosen.least, value)
        for i, (chosen, value) in enumerate(zip(answers.situations, made.choices, strict=False))
        if chosen
    ]
    return Example(tuple(rows), made)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a reader agrees with the key on one axis, over all options.

    `same` is a number out of `options`, `different` names the rest (`4c` is option c of situation 4). `kappa` is
    Cohen's, with quadratic weights: 1 for full agreement, 0 for chance.
    """

    reader: Text[str]
    axis: str
    same: int
    kappa: float
    options: int
    different: tuple[str, ...]


def agreements(instrument: Instrument) -> tuple[Agreement, ...]:
    """Of every reader of the current version with its key, on both axes."""
    items = instrument.current
    readings = instrument.readings.get(items.version)
    return tuple(
        _agreement(items, reading, axis) for reading in (readings.readings if readings else ()) for axis in (0, 1)
    )


def _agreement(items: Items, reading: Reading, axis: int) -> Agreement:
    pairs = [
        (option.value[axis], int(reading.values[situation.id][option.id].split()[axis]))
        for situation in items.situations
        for option in situation.options
    ]
    names = [f"{i + 1}{o.id}" for i, situation in enumerate(items.situations) for o in situation.options]
    different = tuple(name for name, (key, read) in zip(names, pairs, strict=True) if key != read)
    return Agreement(
        reading.reader,
        ("connection", "challenge")[axis],
        len(pairs) - len(different),
        kappa(pairs),
        len(pairs),
        different,
    )


def kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968) of ratings -1, 0 and 1."""
    n = len(pairs)
    seen = sum((a - b) ** 2 for a, b in pairs) / n
    by_chance = sum(
        (a - b) ** 2 * sum(x == a for x, _ in pairs) * sum(y == b for _, y in pairs) for a in _STEPS for b in _STEPS
    ) / (n * n)
    return 1 - seen / by_chance if by_chance else 1.0


#: What the design counted on: correlation, share in the true cell, share at most one cell away.
DESIGNED = {
    ("typical", "A"): (0.69, 0.33, 0.91),
    ("typical", "A and B"): (0.74, 0.37, 0.93),
    ("good", "A"): (0.81, 0.44, 0.97),
    ("good", "A and B"): (0.86, 0.49, 0.98),
}


def beside_the_design(simulation: Simulation) -> list[tuple[SimulatedRow, list[tuple[float, float]]]]:
    """Each row of the simulation with its first three figures, and how much more or less than designed each is."""
    compared = []
    for row in simulation.rows:
        figures = [float(row.correlation), float(row.exact_cell), float(row.within_one_step)]
        designed = DESIGNED[row.items, row.parts]
        compared.append((row, [(found, found - told) for found, told in zip(figures, designed, strict=True)]))
    return compared
