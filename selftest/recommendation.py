"""What to try next: three techniques a step towards more connection and more challenge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from selftest.scoring import Estimate, Vector

#: Both axes at least this high is where the method's balance lies.
TARGET = 2 / 3
#: No more than one cell's width at a time.
STEP = 2 / 3
#: How fast a technique's worth falls with its distance from the aim: 2 · 0.75².
REACH = 1.125
HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A technique: its number, its place, and how often it is used (0 to 4, None where not known)."""

    number: int
    place: Vector
    frequency: int | None = None


def aim(position: Vector) -> Vector:
    """One step from a position towards the target; the position itself where the target is reached."""
    away = tuple(max(TARGET, p) - p for p in position)
    distance = math.hypot(*away)
    if distance == 0:
        return position
    step = min(STEP, distance) / distance
    return position[0] + step * away[0], position[1] + step * away[1]


def worth(candidate: Candidate, estimate: Estimate) -> float:
    """How much there is to gain, from 0 to 1: near the aim, and not yet much used.

    The mean over nine positions within the region, so that one's uncertainty counts as well.
    """
    first, second, angle = estimate.covariance.axes
    (c, u), (cos, sin) = estimate.mean, (math.cos(angle), math.sin(angle))
    nearness = 0.0
    for i, weight_i in ((-1, 0.25), (0, 0.5), (1, 0.25)):
        for j, weight_j in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            here = c + i * first * cos - j * second * sin, u + i * first * sin + j * second * cos
            towards = aim(here)
            squared = (candidate.place[0] - towards[0]) ** 2 + (candidate.place[1] - towards[1]) ** 2
            nearness += weight_i * weight_j * math.exp(-squared / REACH)
    return (1 - (candidate.frequency or 0) / 4) * nearness


def recommend(
    candidates: Sequence[Candidate],
    estimate: Estimate,
    *,
    too_safe: bool = False,
    too_challenging: bool = False,
) -> tuple[int, ...]:
    """Numbers of the three techniques worth most, at most one of each place, best first.

    With the signal `too_safe` one of them is high on challenge; with `too_challenging` all are high on
    connection. Equal ones go by number.
    """
    ranked = sorted(candidates, key=lambda each: (-round(worth(each, estimate), 12), each.number))
    if too_challenging:
        ranked = [each for each in ranked if each.place[0] > 0]
    chosen = _one_of_each_place(ranked)[:HOW_MANY]
    if too_safe and not any(each.place[1] > 0 for each in chosen):
        bold = [each for each in ranked if each.place[1] > 0]
        chosen = [*chosen[: HOW_MANY - 1], *bold[:1]]
    return tuple(each.number for each in chosen)


def _one_of_each_place(ranked: Sequence[Candidate]) -> list[Candidate]:
    best: dict[Vector, Candidate] = {}
    for each in ranked:
        best.setdefault(each.place, each)
    return list(best.values())
