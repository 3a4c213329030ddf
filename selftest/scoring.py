"""The score: from choices to a region on the grid, with what is and is not certain about it.

Every formula stands on the technical manual's page in the same order. All values are on the grid's two axes,
connection (c) and challenge (u), from -1 to +1. Nothing here knows of items, pages or languages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Vector = tuple[float, float]

#: Fewer answers give no placement: in all, and of either kind of item.
MIN_SITUATIONS, MIN_OF_KIND = 12, 5
#: Fewer techniques answered leave the usage out.
MIN_USAGE = 18
#: Fewer of its four statements answered leave a pitfall unjudged.
MIN_STATEMENTS = 3

#: 80 % of a bivariate normal lies within this squared distance (chi-square, 2 degrees of freedom).
WITHIN_80 = 3.22
#: The grid's nine cells are cut here, on both axes.
CUT = 1 / 3
#: Weight and variance of the prior that keeps few or equal answers from looking certain.
PRIOR_WEIGHT, PRIOR_VARIANCE = 6, 0.5
#: A coefficient of usage counts as the end of an axis from here.
FULL_USAGE = 1.5


@dataclass(frozen=True, slots=True)
class Symmetric:
    """A symmetric 2 by 2 matrix: variance of c, covariance, variance of u."""

    cc: float
    cu: float
    uu: float

    def __add__(self, other: Symmetric) -> Symmetric:
        return Symmetric(self.cc + other.cc, self.cu + other.cu, self.uu + other.uu)

    def __mul__(self, factor: float) -> Symmetric:
        return Symmetric(self.cc * factor, self.cu * factor, self.uu * factor)

    @property
    def determinant(self) -> float:
        """Positive for every covariance matrix that this module makes."""
        return self.cc * self.uu - self.cu * self.cu

    def distance(self, to: Vector) -> float:
        """The quadratic form toᵀ M⁻¹ to: squared distance in standard deviations."""
        c, u = to
        return (self.uu * c * c - 2 * self.cu * c * u + self.cc * u * u) / self.determinant

    @property
    def axes(self) -> tuple[float, float, float]:
        """Standard deviations along the principal axes, the greater first, and the angle of the first in radians."""
        middle, half = (self.cc + self.uu) / 2, math.hypot((self.cc - self.uu) / 2, self.cu)
        angle = math.atan2(2 * self.cu, self.cc - self.uu) / 2
        return math.sqrt(middle + half), math.sqrt(max(middle - half, 0.0)), angle


IDENTITY = Symmetric(1.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A place and how sure it is: the middle of a region and its covariance."""

    mean: Vector
    covariance: Symmetric

    @property
    def no_clear_direction(self) -> bool:
        """Whether the middle of the grid lies within the region."""
        return self.covariance.distance(self.mean) <= WITHIN_80


# -- A: situations -------------------------------------------------------------------------------


def choice(most: Vector, least: Vector) -> Vector:
    """Value of one answered situation: half the way from what is least to what is most like me."""
    return (most[0] - least[0]) / 2, (most[1] - least[1]) / 2


def enough_situations(answered: Mapping[str, int]) -> bool:
    """Whether a place can be given, from the number answered of each kind of item."""
    return sum(answered.values()) >= MIN_SITUATIONS and min(answered.values()) >= MIN_OF_KIND


def from_choices(choices: Sequence[Vector]) -> Estimate:
    """Mean of the choices, with the covariance of that mean. Needs at least two choices."""
    n = len(choices)
    mean = _mean([c for c, _ in choices]), _mean([u for _, u in choices])
    return Estimate(mean, smoothed(_covariance(choices, mean), n) * (1 / n))


def smoothed(covariance: Symmetric, n: int) -> Symmetric:
    """A sample's covariance, drawn towards the prior by its weight: (6·½·I + (n-1)·Cov) / (n+5)."""
    return (IDENTITY * (PRIOR_WEIGHT * PRIOR_VARIANCE) + covariance * (n - 1)) * (1 / (n + PRIOR_WEIGHT - 1))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _covariance(points: Sequence[Vector], mean: Vector) -> Symmetric:
    away = [(c - mean[0], u - mean[1]) for c, u in points]
    last = len(points) - 1
    return Symmetric(
        math.fsum(c * c for c, _ in away) / last,
        math.fsum(c * u for c, u in away) / last,
        math.fsum(u * u for _, u in away) / last,
    )


def _smoothed_variance(values: Sequence[float]) -> float:
    n, mean = len(values), _mean(values)
    return (PRIOR_WEIGHT * PRIOR_VARIANCE + math.fsum((v - mean) ** 2 for v in values)) / (n + PRIOR_WEIGHT - 1)


# -- B: what you use -----------------------------------------------------------------------------


def from_usage(used: Sequence[tuple[Vector, int]]) -> Estimate | None:
    """Where the techniques stand that somebody uses: least squares of frequency on place.

    `used` holds place and frequency (0 to 4) of each answered technique. The intercept takes up a habit of
    saying often to everything. None where the answers say nothing about a place: fewer than 18, all equal, or
    places on one line.
    """
    m = len(used)
    if m < MIN_USAGE or len({frequency for _, frequency in used}) == 1:
        return None
    middle = _mean([c for (c, _), _ in used]), _mean([u for (_, u), _ in used])
    level = _mean([f for _, f in used])
    away = [(c - middle[0], u - middle[1], f - level) for (c, u), f in used]
    # With an intercept, the part of (DᵀD)⁻¹ for (c, u) is the inverse of the sums of squares about the mean.
    squares = Symmetric(
        math.fsum(c * c for c, _, _ in away),
        math.fsum(c * u for c, u, _ in away),
        math.fsum(u * u for _, u, _ in away),
    )
    if squares.determinant < 1e-9:
        return None
    inverse = Symmetric(squares.uu, -squares.cu, squares.cc) * (1 / squares.determinant)
    with_c, with_u = math.fsum(c * f for c, _, f in away), math.fsum(u * f for _, u, f in away)
    slope_c = inverse.cc * with_c + inverse.cu * with_u
    slope_u = inverse.cu * with_c + inverse.uu * with_u
    rest = math.fsum((f - slope_c * c - slope_u * u) ** 2 for c, u, f in away)
    variance = (rest + 6) / (m + 3)
    return Estimate(
        (_clip(slope_c / FULL_USAGE), _clip(slope_u / FULL_USAGE)),
        inverse * (variance / FULL_USAGE**2),
    )


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


def combined(choices: Estimate, usage: Estimate | None) -> Estimate:
    """The place: choices count twice, what somebody reports to use counts once."""
    if usage is None:
        return choices
    (sc, su), (uc, uu) = choices.mean, usage.mean
    return Estimate(
        ((2 * sc + uc) / 3, (2 * su + uu) / 3),
        (choices.covariance * 4 + usage.covariance) * (1 / 9),
    )


def reports_differently(choices: Estimate, usage: Estimate) -> bool:
    """Whether report and choices are more than two standard errors of their difference apart, on either axis."""
    s, r = choices.covariance, usage.covariance
    apart = (choices.mean[0] - usage.mean[0], choices.mean[1] - usage.mean[1])
    return abs(apart[0]) > 2 * math.sqrt(s.cc + r.cc) or abs(apart[1]) > 2 * math.sqrt(s.uu + r.uu)


# -- the nine cells ------------------------------------------------------------------------------

Cell = tuple[int, int]
_EDGES = {-1: (-math.inf, -CUT), 0: (-CUT, CUT), 1: (CUT, math.inf)}


def cell(place: Vector) -> Cell:
    """The cell that a place lies in, as steps (-1, 0, +1) on both axes."""
    c, u = (0 if abs(v) < CUT else int(math.copysign(1, v)) for v in place)
    return c, u


def cell_probabilities(estimate: Estimate) -> dict[Cell, float]:
    """Probability of each of the nine cells, outer ones open-ended. They sum to 1."""
    (mc, mu), s = estimate.mean, estimate.covariance
    sd_c = math.sqrt(s.cc)
    slope, sd_rest = s.cu / sd_c, math.sqrt(s.uu - s.cu * s.cu / s.cc)
    found: dict[Cell, float] = {}
    for column, (low, high) in _EDGES.items():
        points = _simpson(max((low - mc) / sd_c, -9.0), min((high - mc) / sd_c, 9.0))
        for row, (bottom, top) in _EDGES.items():
            found[column, row] = math.fsum(
                weight
                * math.exp(-z * z / 2)
                / math.sqrt(2 * math.pi)
                * (_phi((top - mu - slope * z) / sd_rest) - _phi((bottom - mu - slope * z) / sd_rest))
                for z, weight in points
            )
    return found


def _phi(z: float) -> float:
    """Standard normal distribution function."""
    return (1 + math.erf(z / math.sqrt(2))) / 2


def _simpson(low: float, high: float, panels: int = 120) -> list[tuple[float, float]]:
    """Points and weights of Simpson's rule; none where the interval is empty."""
    if high <= low:
        return []
    width = (high - low) / panels
    return [(low + i * width, width / 3 * (1 if i in (0, panels) else 4 if i % 2 else 2)) for i in range(panels + 1)]


def likely_cells(probabilities: Mapping[Cell, float], together: float = 0.8) -> tuple[Cell, ...]:
    """The cells that hold at least `together`, most probable first; equal ones by their place."""
    kept: list[Cell] = []
    total = 0.0
    for here, probability in sorted(probabilities.items(), key=lambda item: (-round(item[1], 6), item[0])):
        if total >= together:
            break
        kept.append(here)
        total += probability
    return tuple(kept)


# -- C: your own balance -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Balance:
    """How far choices and statements point to a pitfall of one's own balance, from -1 to 1."""

    strength: float
    error: float

    @property
    def signal(self) -> bool:
        """Strong enough, and unlikely to be chance."""
        return self.strength >= 0.25 and self.strength - 1.28 * self.error > 0


def balance(leanings: Sequence[float], agreements: Sequence[float]) -> Balance | None:
    """Half from choices (-1, 0 or 1 each), half from statements (-1 to 1, reversed ones turned).

    None with fewer than three statements answered, or no choice in the moments that count.
    """
    if len(agreements) < MIN_STATEMENTS or not leanings:
        return None
    strength = (_mean(leanings) + _mean(agreements)) / 2
    squared = _smoothed_variance(leanings) / len(leanings) + _smoothed_variance(agreements) / len(agreements)
    return Balance(strength, math.sqrt(squared / 4))


def leans_to_safety(most: Vector, least: Vector) -> int:
    """In a moment that calls for challenge: +1 for taking it away, -1 for rejecting to take it away."""
    return int(most[1] < 0) - int(least[1] < 0)


def leans_to_challenge(most: Vector, least: Vector) -> int:
    """In a moment that calls for safety: +1 for challenging without connection, -1 for rejecting that."""
    return int(most[1] > 0 and most[0] <= 0) - int(least[1] > 0 and least[0] <= 0)


# -- what you reach for, and retakes --------------------------------------------------------------


def reached_for(frequencies: Mapping[int, int]) -> tuple[int, ...]:
    """Numbers of the techniques used often (3 or 4) and more than one's own mean. Empty when all are equal."""
    if not frequencies:
        return ()
    mean = _mean(list(frequencies.values()))
    return tuple(sorted(number for number, f in frequencies.items() if f >= 3 and f > mean))


def changed(before: Iterable[Vector], after: Iterable[Vector]) -> Vector:
    """Change on each axis over items answered both times, 0 where it is no more than chance may bring."""
    pairs = list(zip(before, after, strict=True))
    differences = [(a[0] - b[0], a[1] - b[1]) for b, a in pairs]
    if len(differences) < 2:
        return 0.0, 0.0
    c, u = (_change([d[axis] for d in differences]) for axis in (0, 1))
    return c, u


def _change(differences: Sequence[float]) -> float:
    mean = _mean(differences)
    error = math.sqrt(_smoothed_variance(differences) / len(differences))
    return mean if abs(mean) / error > 1.75 else 0.0
