"""The result as a drawing: geometry in a box of 300 by 300, connection to the right and challenge up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from selftest.result import Result, Usage
from selftest.scoring import WITHIN_80, Estimate, Vector
from techniques.matrix import PLACES, corner

#: From the middle of the box to its edge.
HALF = 150
#: Squared distances within which 50 and 20 % lie: the contour steps inside the region.
STEPS = (1.386, 0.446)
#: Faintest and strongest fill of a place, and that of all where none is likelier.
FAINT, STRONG, PLAIN = 0.1, 0.85, 0.25


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Centre, half axes and rotation in degrees, clockwise as SVG counts."""

    x: str
    y: str
    rx: str
    ry: str
    angle: str


@dataclass(frozen=True, slots=True)
class Field:
    """A place's square and how strongly it is filled."""

    place: str
    x: int
    y: int
    opacity: str
    likely: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A region with its contour steps, the places behind it and the choices it was made from.

    `alone` is the region of part A, where part B has changed it.
    """

    fields: tuple[Field, ...]
    alone: Ellipse | None
    outer: Ellipse
    inner: tuple[Ellipse, ...]
    dots: tuple[tuple[str, str], ...]


def plot(result: Result) -> Plot:
    """The drawing of a result."""
    return Plot(
        fields=_fields(result),
        alone=ellipse(result.alone, WITHIN_80) if result.usage is Usage.COUNTED else None,
        outer=ellipse(result.region, WITHIN_80),
        inner=tuple(ellipse(result.region, step) for step in STEPS),
        dots=tuple((_number(x), _number(y)) for x, y in _apart([point(each) for each in result.choices])),
    )


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two regions on one grid."""

    fields: tuple[Field, ...]
    before: Ellipse
    after: Ellipse


def overlay(before: Result, after: Result) -> Overlay:
    """The drawing of a comparison, of part A alone: that is what two tests have in common."""
    fields = tuple(Field(each.place, *corner(each.place), _number(PLAIN), False) for each in after.cells)
    return Overlay(fields, ellipse(before.alone, WITHIN_80), ellipse(after.alone, WITHIN_80))


@dataclass(frozen=True, slots=True)
class Spot:
    """One position on the grid, and the square that it lies in."""

    fields: tuple[Field, ...]
    x: str
    y: str


def spot(position: Vector, place: str) -> Spot:
    """The drawing of what is sent to a group."""
    fields = tuple(
        Field(each, *corner(each), _number(STRONG if each == place else FAINT), each == place) for each in PLACES
    )
    return Spot(fields, *map(_number, point(position)))


def point(place: Vector) -> Vector:
    """A place on the grid as x and y in the box."""
    return HALF + HALF * place[0], HALF - HALF * place[1]


def ellipse(estimate: Estimate, squared: float) -> Ellipse:
    """The line at a squared distance from the middle of a region."""
    first, second, angle = estimate.covariance.axes
    x, y = point(estimate.mean)
    reach = HALF * math.sqrt(squared)
    return Ellipse(*map(_number, (x, y, reach * first, reach * second, -math.degrees(angle))))


def _fields(result: Result) -> tuple[Field, ...]:
    likely = {each.place for each in result.likely}
    most = max(each.probability for each in result.cells)
    return tuple(
        Field(
            each.place,
            *corner(each.place),
            _number(max(FAINT, STRONG * each.probability / most) if each.place in likely else FAINT),
            each.place in likely,
        )
        for each in result.cells
    )


def _apart(points: Sequence[Vector]) -> list[Vector]:
    """Points that coincide, spread in a small spiral so that each can be seen, folded back at the box's edge."""
    placed: list[Vector] = []
    for i, (x, y) in enumerate(points):
        before = points[:i].count((x, y))
        reach, turn = 7.5 * math.sqrt(before), 2.4 * before
        placed.append((_folded(x + reach * math.cos(turn)), _folded(y + reach * math.sin(turn))))
    return placed


def _folded(value: float, edge: float = 6.0) -> float:
    last = 2 * HALF - edge
    return 2 * edge - value if value < edge else 2 * last - value if value > last else value


def _number(value: float) -> str:
    """Short, and the same in every language's interface."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
