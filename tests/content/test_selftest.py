"""The published items, and the figures of the technical manual."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from selftest.instrument import Instrument
from selftest.loader import load
from selftest.manual_page import agreements, beside_the_design, kappa, worked_example
from selftest.simulation import simulate
from techniques.library import Library
from tests.conftest import CONTENT


@pytest.fixture(scope="session")
def instrument(library: Library) -> Instrument:
    return load(CONTENT, library)


def test_no_letter_gives_a_place_away(instrument: Instrument) -> None:
    """Every place stands twice under every letter, so a habit of choosing `a` leads nowhere."""
    for letter in range(4):
        values = [s.options[letter].value for s in instrument.current.situations]
        assert all(values.count(value) == 2 for value in values)


def test_no_two_alike_follow_each_other(instrument: Instrument) -> None:
    kinds = [(s.kind, s.calls_for) for s in instrument.current.situations]
    assert all(one != other for one, other in pairwise(kinds))


def test_a_small_seeded_run_agrees_with_the_committed_simulation(library: Library, instrument: Instrument) -> None:
    items, committed = instrument.current, instrument.simulation
    places = [(t.connection.step, t.challenge.step) for t in library.techniques]
    values = [[o.value for o in s.options] for s in items.situations]
    people = 240
    assert simulate(values, places, 20, seed=3) == simulate(values, places, 20, seed=3)
    for row, told in zip(simulate(values, places, people, seed=2), committed.rows, strict=True):
        assert (row.items, row.parts) == (told.items, told.parts)
        for name in ("correlation", "exact_cell", "within_one_step", "holds_long_run", "holds_truth"):
            share = float(getattr(told, name))
            # Four standard errors of a share in the small run; twenty people share a set of items, hence twice.
            allowed = 8 * math.sqrt(max(share * (1 - share), 0.02) / people)
            assert getattr(row, name) == pytest.approx(share, abs=allowed), name


def test_the_simulation_has_the_order_that_the_design_counted_on(instrument: Instrument) -> None:
    for row, figures in beside_the_design(instrument.simulation):
        for found, more in figures:
            assert abs(more) <= 0.03, (row.items, row.parts, found)


def test_readers_without_the_key_find_its_values(instrument: Instrument) -> None:
    for agreement in agreements(instrument):
        assert agreement.options == 64
        assert agreement.same >= 0.85 * 64, agreement
        assert agreement.kappa > 0.8


def test_kappa_by_hand() -> None:
    assert kappa([(1, 1), (0, 0), (-1, -1)]) == 1
    # Observed (0+0+4+4)/4 = 2; by chance, from margins of half +1 and half -1: 4·½ = 2. No better than chance.
    assert kappa([(1, 1), (-1, -1), (1, -1), (-1, 1)]) == 0


def test_worked_example_is_worked_out_by_the_code(library: Library, instrument: Instrument) -> None:
    example = worked_example(instrument.current, library)
    assert len(example.choices) == 15
    n = 15
    choices = sum(v[0] for *_, v in example.choices) / n
    assert example.result.alone.mean[0] == pytest.approx(choices)
    assert example.result.reported is not None
    assert example.result.region.mean[0] == pytest.approx((2 * choices + example.result.reported.mean[0]) / 3)
