"""The score gives what a careful person finds with pencil and paper. Fractions are worked out beside each example."""

from __future__ import annotations

import math
from random import Random
from statistics import NormalDist, correlation, covariance, linear_regression, mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selftest import scoring
from selftest.scoring import Estimate, Symmetric, Vector

SAFEST = [(1.0, -1.0)] * 8 + [(1.0, 0.0)] * 8
BOLDEST = [(-1.0, 1.0)] * 8 + [(0.0, 1.0)] * 8
BOTH_HIGH = [(1.0, 1.0)] * 8 + [(1.0, 0.0)] * 4 + [(0.0, 1.0)] * 4
CONNECTION_ONLY = [(1.0, 0.0)] * 16

# n = 16, so n·(n+5) = 336; the numerator is 3 plus the sum of squares about the mean.
GOLDEN = {
    "all safest": (SAFEST, (1, -1 / 2), (3, 0, 3 + 4)),
    "all boldest": (BOLDEST, (-1 / 2, 1), (3 + 4, 0, 3)),
    "both high": (BOTH_HIGH, (3 / 4, 3 / 4), (3 + 3, -1, 3 + 3)),
    "connection only": (CONNECTION_ONLY, (1, 0), (3, 0, 3)),
    "most and least swapped": ([(-c, -u) for c, u in BOTH_HIGH], (-3 / 4, -3 / 4), (3 + 3, -1, 3 + 3)),
    "in two opposite corners by turns": ([(1.0, 1.0), (-1.0, -1.0)] * 8, (0, 0), (3 + 16, 16, 3 + 16)),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_choices(name: str) -> None:
    choices, place, numerators = GOLDEN[name]
    found = scoring.from_choices(choices)
    assert found.mean == pytest.approx(place)
    s = found.covariance
    assert (s.cc, s.cu, s.uu) == pytest.approx(tuple(n / 336 for n in numerators))


def test_all_safest_has_a_clear_direction_and_opposite_corners_have_none() -> None:
    # 1/(3/336) + (1/4)/(7/336) = 112 + 12.
    safest = scoring.from_choices(SAFEST)
    assert safest.covariance.distance(safest.mean) == pytest.approx(124)
    assert not safest.no_clear_direction
    assert scoring.from_choices(GOLDEN["in two opposite corners by turns"][0]).no_clear_direction


def test_twelve_answered_is_enough_and_eleven_is_not() -> None:
    assert scoring.enough_situations({"corner": 7, "edge": 5})
    assert not scoring.enough_situations({"corner": 6, "edge": 5})
    assert not scoring.enough_situations({"corner": 8, "edge": 4}), "five of either kind"


def test_random_by_seed_agrees_with_the_standard_library() -> None:
    random = Random(4)
    choices = [(random.choice((-1, -0.5, 0, 0.5, 1)), random.choice((-1, -0.5, 0, 0.5, 1))) for _ in range(14)]
    found = scoring.from_choices(choices)
    cs, us = [c for c, _ in choices], [u for _, u in choices]
    assert found.mean == pytest.approx((mean(cs), mean(us)))
    assert found.covariance.cu == pytest.approx(13 * covariance(cs, us) / (14 * 19))
    assert found.covariance.uu == pytest.approx((3 + 13 * covariance(us, us)) / (14 * 19))


vectors = st.tuples(*[st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0])] * 2)
choices = st.lists(vectors, min_size=12, max_size=16)


@given(choices)
def test_swapping_most_and_least_turns_the_sign(given_choices: list[Vector]) -> None:
    found = scoring.from_choices(given_choices)
    turned = scoring.from_choices([(-c, -u) for c, u in given_choices])
    assert turned.mean == pytest.approx((-found.mean[0], -found.mean[1]))
    assert turned.covariance.uu == pytest.approx(found.covariance.uu)


@given(choices, st.randoms(use_true_random=False))
def test_the_order_of_the_situations_changes_nothing(given_choices: list[Vector], random: Random) -> None:
    shuffled = given_choices.copy()
    random.shuffle(shuffled)
    one, other = scoring.from_choices(given_choices), scoring.from_choices(shuffled)
    assert one.mean == pytest.approx(other.mean)
    assert one.covariance.determinant == pytest.approx(other.covariance.determinant)


@given(choices, st.lists(st.tuples(vectors, st.integers(0, 4)), max_size=26))
def test_the_regions_matrix_is_always_positive_definite(
    given_choices: list[Vector], used: list[tuple[Vector, int]]
) -> None:
    region = scoring.combined(scoring.from_choices(given_choices), scoring.from_usage(used))
    assert region.covariance.cc > 0
    assert region.covariance.determinant > 0
    assert sum(scoring.cell_probabilities(region).values()) == pytest.approx(1, abs=1e-6)


@given(choices)
def test_more_answers_never_widen_the_expected_region(given_choices: list[Vector]) -> None:
    """With the same covariance of the choices, every answer more makes the region smaller in every direction."""
    spread = scoring.from_choices(given_choices).covariance
    for n in range(12, 16):
        fewer, more = (scoring.smoothed(spread, k) * (1 / k) for k in (n, n + 1))
        for direction in ((1, 0), (0, 1), (1, 1), (1, -1)):
            assert more.distance(direction) > fewer.distance(direction)


# -- usage -----------------------------------------------------------------------------------------

GRID = [(c, u) for c in (-1, 0, 1) for u in (-1, 0, 1)]


def test_usage_by_hand() -> None:
    # f = 2 + c + u fits exactly: b = (1, 1), RSS = 0, s² = 6/21, and the sum of squares of c over 18 places is 12.
    found = scoring.from_usage([((c, u), 2 + c + u) for c, u in GRID * 2])
    assert found is not None
    assert found.mean == pytest.approx((2 / 3, 2 / 3))
    assert found.covariance.cc == pytest.approx(6 / 21 / 12 / 2.25)
    assert found.covariance.cu == pytest.approx(0)


def test_usage_agrees_with_simple_regression_where_the_axes_are_uncorrelated() -> None:
    random = Random(7)
    used = [(place, random.randint(0, 4)) for place in GRID * 2]
    found = scoring.from_usage(used)
    assert found is not None
    fs = [f for _, f in used]
    for axis in (0, 1):
        slope = linear_regression([p[axis] for p, _ in used], fs).slope
        assert found.mean[axis] == pytest.approx(slope / 1.5)


def test_a_constant_added_to_all_usage_changes_nothing() -> None:
    # 1 + c·c + u keeps room for one more at the top of the scale.
    lower = [((c, u), 1 + c * c + u) for c, u in GRID * 2]
    higher = [(place, f + 1) for place, f in lower]
    assert scoring.from_usage(lower) == scoring.from_usage(higher)


@pytest.mark.parametrize(
    "used",
    [
        [((c, u), 4) for c, u in GRID * 2],
        [((c, u), 0) for c, u in GRID * 2],
        [((c, u), abs(c)) for c, u in (GRID * 2)[:17]],
        [((c, 0), abs(c)) for c, _ in GRID * 2],
    ],
    ids=["usage all four", "usage all never", "seventeen answered", "places on one line"],
)
def test_usage_that_says_nothing_is_left_out(used: list[tuple[Vector, int]]) -> None:
    assert scoring.from_usage(used) is None


def test_usage_is_cut_off_at_the_end_of_the_axis() -> None:
    found = scoring.from_usage([((c, u), 4 if c > 0 else 0) for c, u in GRID * 2])
    assert found is not None
    # The slope is 2, and 2/1.5 is more than 1.
    assert found.mean == pytest.approx((1, 0))


def test_choices_count_twice_and_usage_once() -> None:
    choices = Estimate((0.6, -0.3), Symmetric(0.04, 0, 0.04))
    usage = Estimate((0.0, 0.6), Symmetric(0.09, 0.01, 0.09))
    both = scoring.combined(choices, usage)
    assert both.mean == pytest.approx((0.4, 0))
    assert both.covariance.cc == pytest.approx((4 * 0.04 + 0.09) / 9)
    assert both.covariance.cu == pytest.approx(0.01 / 9)
    # Apart by 0.9 on challenge, where twice the error of the difference is 2·√0.13 = 0.72.
    assert scoring.reports_differently(choices, usage)
    assert not scoring.reports_differently(choices, Estimate((0.0, 0.3), usage.covariance))


# -- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "cell"),
    [((0.34, -0.34), (1, -1)), ((0.33, -0.33), (0, 0)), ((1 / 3, -1), (1, -1)), ((0, 0), (0, 0))],
)
def test_cells_are_cut_at_a_third(place: Vector, cell: tuple[int, int]) -> None:
    assert scoring.cell(place) == cell


def test_probabilities_without_correlation_are_products() -> None:
    found = scoring.cell_probabilities(Estimate((0.2, -0.4), Symmetric(0.04, 0, 0.09)))
    c, u = NormalDist(0.2, 0.2), NormalDist(-0.4, 0.3)
    assert found[1, -1] == pytest.approx((1 - c.cdf(1 / 3)) * u.cdf(-1 / 3), abs=1e-7)
    assert found[0, 0] == pytest.approx((c.cdf(1 / 3) - c.cdf(-1 / 3)) * (u.cdf(1 / 3) - u.cdf(-1 / 3)), abs=1e-7)


def test_probabilities_with_correlation_agree_with_drawing_lots() -> None:
    estimate = Estimate((0.3, 0.1), Symmetric(0.09, 0.05, 0.06))
    random = Random(1)
    slope, rest = 0.05 / 0.3, math.sqrt(0.06 - 0.05**2 / 0.09)
    drawn: dict[tuple[int, int], int] = {}
    for _ in range(40_000):
        z = random.gauss(0, 1)
        cell = scoring.cell((0.3 + 0.3 * z, 0.1 + slope * z + rest * random.gauss(0, 1)))
        drawn[cell] = drawn.get(cell, 0) + 1
    for cell, probability in scoring.cell_probabilities(estimate).items():
        assert drawn.get(cell, 0) / 40_000 == pytest.approx(probability, abs=0.01)


def test_likely_cells_hold_80_percent_and_no_more_than_needed() -> None:
    probabilities = {(0, 0): 0.5, (1, 0): 0.25, (0, 1): 0.1, (1, 1): 0.1, (-1, 0): 0.05}
    assert scoring.likely_cells(probabilities) == ((0, 0), (1, 0), (0, 1))


def test_equally_likely_cells_go_by_their_place() -> None:
    # The same on both axes, so left-middle and middle-low are equally likely; integration leaves a trace of 1e-8.
    found = scoring.cell_probabilities(Estimate((-0.15625, -0.15625), Symmetric(0.05, 0.01, 0.05)))
    assert found[-1, 0] == pytest.approx(found[0, -1], abs=1e-6)
    order = scoring.likely_cells(found, together=1)
    assert order.index((-1, 0)) < order.index((0, -1))


def test_axes_of_an_ellipse() -> None:
    # Variance 4 along the diagonal, 1 across it.
    first, second, angle = Symmetric(2.5, 1.5, 2.5).axes
    assert (first, second, math.degrees(angle)) == pytest.approx((2, 1, 45))


# -- the own balance, and the rest -------------------------------------------------------------------


def test_balance_by_hand() -> None:
    # a: four ones and four zeros, smoothed (3+2)/13; m: four ones, smoothed 3/9.
    found = scoring.balance([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 1])
    assert found is not None
    assert found.strength == pytest.approx(0.75)
    assert found.error**2 == pytest.approx((5 / 13 / 8 + 3 / 9 / 4) / 4)
    assert found.signal


def test_balance_needs_statements_and_strength() -> None:
    assert scoring.balance([1] * 8, [1, 1]) is None
    weak = scoring.balance([0] * 8, [1, 0, 0.5, 0])
    assert weak is not None
    assert not weak.signal


@pytest.mark.parametrize(
    ("most", "least", "safety", "challenge"),
    [
        ((1, -1), (-1, 1), 1, -1),
        ((-1, 1), (1, -1), -1, 1),
        ((1, 1), (-1, -1), -1, 0),
        ((0, 1), (0, -1), -1, 1),
        ((1, 0), (-1, 0), 0, 0),
    ],
)
def test_leanings(most: Vector, least: Vector, safety: int, challenge: int) -> None:
    assert scoring.leans_to_safety(most, least) == safety
    assert scoring.leans_to_challenge(most, least) == challenge


def test_reached_for_is_often_and_more_than_ones_own_mean() -> None:
    assert scoring.reached_for({1: 4, 2: 3, 3: 0, 4: 2}) == (1, 2)
    assert scoring.reached_for({1: 3, 2: 3, 3: 3}) == ()
    assert scoring.reached_for({1: 4, 2: 4, 3: 3}) == (1, 2)


def test_change_by_hand() -> None:
    before, after = [(0.0, 0.0)] * 16, [(0.5, 0.1)] * 16
    # No spread: s² = 3/21, error √(3/21/16) = 0.0945; 0.5 is 5.3 of those, 0.1 only 1.06.
    assert scoring.changed(before, after) == pytest.approx((0.5, 0.0))
    assert scoring.changed([], []) == (0.0, 0.0)


def test_correlation_of_axes_is_that_of_the_choices() -> None:
    cs, us = [1, 0.5, 0, -1, 0.5] * 3, [1, 0, 0, -0.5, 1] * 3
    s = scoring.smoothed(scoring._covariance(list(zip(cs, us, strict=True)), (mean(cs), mean(us))), 10**9)
    assert s.cu / math.sqrt(s.cc * s.uu) == pytest.approx(correlation(cs, us))
