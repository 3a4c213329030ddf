"""The simulation behind the design: how well would this test find a style that we know, under stated assumptions?

Made-up people with a known style answer made-up items; the test scores them as it scores a visitor. What comes
out is what the design can do if the assumptions hold. It says nothing about real people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from selftest.scoring import WITHIN_80, Estimate, Vector, cell, choice, combined, from_choices, from_usage

Options = Sequence[Vector]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the items work, in standard deviations.

    `pull`: what an option attracts or repels beside its place, the same for everybody who gets that set of
    items. `image`: how far people's picture of themselves, from which they answer, lies from their style, on
    each axis.
    """

    name: str
    pull: float
    image: float


QUALITIES = (Quality("typical", 1.0, 0.6), Quality("good", 0.5, 0.4))

#: Weight of the squared distance to an option, against chance of standard deviation 1.28 (Gumbel).
WEIGHT = 1.0
#: So many people answer the same set of items; then come fresh ones of the same quality.
PEOPLE_PER_SET = 20
#: Reported use: middle of the scale, effect of place, standard deviations of saying yes and of chance.
USE_MIDDLE, USE_EFFECT, USE_YES, USE_CHANCE = 2.0, 1.0, 0.6, 1.0
#: Asked for frequencies, people see themselves half as far off, with a blur of its own.
USE_IMAGE, USE_BLUR = 0.5, 0.3
#: Long run: so many tests of the same person, each with fresh items.
LONG_RUN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """What was found, with items of a quality and from which parts of the test.

    `correlation` of estimated and true place, mean of both axes. Then shares of people: whose estimate lies in
    the true cell; in the true cell or one that touches it; whose region holds the place that many tests of the
    same person would give; whose region holds the true place.
    """

    items: str
    parts: str
    correlation: float
    exact_cell: float
    within_one_step: float
    holds_long_run: float
    holds_truth: float


@dataclass(frozen=True, slots=True)
class _Person:
    style: Vector
    image: Vector
    yes: float


def simulate(situations: Sequence[Options], techniques: Sequence[Vector], people: int, seed: int) -> tuple[Row, ...]:
    """Run it: the values of each situation's options, the places of the techniques, how many people."""
    rows: list[Row] = []
    for quality in QUALITIES:
        random = Random(f"{seed}/{quality.name}")  # noqa: S311  # no secret: a repeatable experiment
        styles: list[Vector] = []
        tests: list[list[tuple[Estimate, Estimate]]] = []
        for i in range(people):
            if i % PEOPLE_PER_SET == 0:
                sets = [_pulls(random, situations, quality) for _ in range(LONG_RUN)]
            person = _person(random, quality)
            styles.append(person.style)
            tests.append([_test(random, person, situations, pulls, techniques) for pulls in sets])
        rows += [
            _row(quality.name, parts, styles, [[test[which] for test in of_one] for of_one in tests])
            for which, parts in enumerate(("A", "A and B"))
        ]
    return tuple(rows)


def _person(random: Random, quality: Quality) -> _Person:
    """Every style is equally likely."""
    style = random.uniform(-1, 1), random.uniform(-1, 1)
    return _Person(style, (random.gauss(0, quality.image), random.gauss(0, quality.image)), random.gauss(0, USE_YES))


def _pulls(random: Random, situations: Sequence[Options], quality: Quality) -> list[list[float]]:
    return [[random.gauss(0, quality.pull) for _ in options] for options in situations]


def _test(
    random: Random,
    person: _Person,
    situations: Sequence[Options],
    pulls: Sequence[Sequence[float]],
    techniques: Sequence[Vector],
) -> tuple[Estimate, Estimate]:
    """The result of one person's test: from A alone, and from A and B."""
    seen = person.style[0] + person.image[0], person.style[1] + person.image[1]
    alone = from_choices([_choose(random, seen, o, pull) for o, pull in zip(situations, pulls, strict=True)])
    return alone, combined(alone, from_usage(_report(random, person, techniques)))


def _choose(random: Random, seen: Vector, options: Options, pulls: Sequence[float]) -> Vector:
    """Most is the option that fits best, least the one that fits worst."""

    def fit(option: Vector, pull: float) -> float:
        squared = (seen[0] - option[0]) ** 2 + (seen[1] - option[1]) ** 2
        return pull - WEIGHT * squared - math.log(-math.log(random.random() or 1e-12))

    ranked = sorted((fit(option, pull), option) for option, pull in zip(options, pulls, strict=True))
    return choice(ranked[-1][1], ranked[0][1])


def _report(random: Random, person: _Person, techniques: Sequence[Vector]) -> list[tuple[Vector, int]]:
    """How often somebody says to use each technique, 0 to 4."""
    c, u = (s + USE_IMAGE * i + random.gauss(0, USE_BLUR) for s, i in zip(person.style, person.image, strict=True))
    reported = []
    for place in techniques:
        often = USE_MIDDLE + person.yes + USE_EFFECT * (c * place[0] + u * place[1])
        reported.append((place, max(0, min(4, round(often + random.gauss(0, USE_CHANCE))))))
    return reported


def _row(items: str, parts: str, styles: Sequence[Vector], tests: Sequence[Sequence[Estimate]]) -> Row:
    first = [of_one[0] for of_one in tests]
    long_run = [_middle([test.mean for test in of_one[1:]]) for of_one in tests]
    apart = [_cells_apart(style, test.mean) for style, test in zip(styles, first, strict=True)]
    axes = [_correlation([s[axis] for s in styles], [e.mean[axis] for e in first]) for axis in (0, 1)]
    return Row(
        items,
        parts,
        sum(axes) / 2,
        apart.count(0) / len(apart),
        sum(each <= 1 for each in apart) / len(apart),
        _held(first, long_run),
        _held(first, styles),
    )


def _cells_apart(one: Vector, other: Vector) -> int:
    """Steps between their cells, a diagonal one counting once."""
    return max(abs(a - b) for a, b in zip(cell(one), cell(other), strict=True))


def _held(estimates: Sequence[Estimate], places: Sequence[Vector]) -> float:
    """Share of the regions that hold the place."""
    held = [
        e.covariance.distance((place[0] - e.mean[0], place[1] - e.mean[1])) <= WITHIN_80
        for e, place in zip(estimates, places, strict=True)
    ]
    return sum(held) / len(held)


def _middle(places: Sequence[Vector]) -> Vector:
    return math.fsum(c for c, _ in places) / len(places), math.fsum(u for _, u in places) / len(places)


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Pearson's; 0 where either does not vary."""
    mx, my = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    xy = math.fsum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    spread = math.fsum((x - mx) ** 2 for x in xs) * math.fsum((y - my) ** 2 for y in ys)
    return xy / math.sqrt(spread) if spread > 0 else 0.0
