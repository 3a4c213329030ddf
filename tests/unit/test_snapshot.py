"""A group's snapshot: what it shows from how many people, and what it never shows."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selftest.answers import UNKNOWN, Answers
from selftest.result import Result, result
from selftest.snapshot import Contribution, Count, Kind, Snapshot, Users, contribution, from_text, snapshot, to_text
from techniques.library import Library
from tests.handmade import boldest, items, safest

Group = list[Contribution]


def at(connection: float, challenge: float, usage: str = "") -> Contribution:
    return Contribution(round(20 * connection), round(20 * challenge), usage)


def people(count: int, connection: float = 0.0, challenge: float = 0.0, usage: str = "") -> Group:
    return [at(connection, challenge, usage)] * count


CONTRIBUTIONS = st.builds(
    Contribution,
    connection=st.integers(-20, 20),
    challenge=st.integers(-20, 20),
    usage=st.one_of(st.just(""), st.text("012-", min_size=26, max_size=26)),
)
GROUPS = st.lists(CONTRIBUTIONS, max_size=16)


# -- how much is shown -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(5))
def test_below_five_nothing_shows(count: int) -> None:
    assert snapshot(people(count, 1, 1, "2" * 26)) == Snapshot(Kind.NOTHING, "", {}, {})


@pytest.mark.parametrize("count", [5, 6, 7])
def test_from_five_the_middle_shows_as_a_place_only(count: int) -> None:
    group = [*people(count - 1, 0.9, 0.9), at(-0.9, 0.9, "2" * 26)]
    assert snapshot(group) == Snapshot(Kind.MIDDLE, "high-high", {}, {})


def test_from_eight_the_map_shows_in_bands() -> None:
    group = [*people(5, 0.9, 0.9), *people(3, -0.9, 0.9), *people(2)]
    taken = snapshot(group)
    assert (taken.kind, taken.middle) == (Kind.MAP, "")
    assert len(taken.counts) == 9
    assert {place: count for place, count in taken.counts.items() if count is not Count.FEW} == {
        "high-high": Count.MANY,
        "low-high": Count.SOME,
    }


@pytest.mark.parametrize(("count", "band"), [(0, "0-2"), (1, "0-2"), (2, "0-2"), (3, "3-4"), (4, "3-4"), (5, "5+")])
def test_a_band_tells_no_exact_number(count: int, band: str) -> None:
    assert snapshot([*people(count, 0.9, 0.9), *people(4), *people(4, -0.9)]).counts["high-high"] == band


@pytest.mark.parametrize(
    ("alike", "others", "kind"), [(8, 0, Kind.MIDDLE), (8, 2, Kind.MAP), (9, 2, Kind.MIDDLE), (12, 3, Kind.MAP)]
)
def test_with_more_than_four_fifths_in_one_place_only_the_middle_shows(alike: int, others: int, kind: Kind) -> None:
    assert snapshot([*people(alike, 0.9, 0.9), *people(others)]).kind is kind


@pytest.mark.parametrize(("twentieths", "place"), [(6, "mid-mid"), (7, "high-mid"), (-6, "mid-mid"), (-7, "low-mid")])
def test_places_are_cut_at_a_third(twentieths: int, place: str) -> None:
    assert Contribution(twentieths, 0, "").place == place


@pytest.mark.parametrize("more", [1, 2, 4])
def test_how_many_people_took_part_is_nowhere(more: int) -> None:
    group = [*people(6, 0.9, 0.9), *people(4)]
    assert to_text(snapshot([*group, *people(more, 0.9, 0.9)])) == to_text(snapshot(group))


# -- usage ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bands", "users"),
    [
        ("00000000", Users.FEW),
        ("22000000", Users.FEW),
        ("22200000", Users.SOME),  # 3 of 8 is more than a third
        ("11111000", Users.FEW),  # five halves
        ("11111100", Users.SOME),
        ("22222000", Users.SOME),
        ("22222200", Users.MOST),
        ("222200", None),
        ("2222222", None),
        ("222222220", Users.MOST),
        ("222222222222000000", Users.SOME),  # exactly two thirds
        ("222222000000000000", Users.SOME),  # exactly a third
    ],
)
def test_often_counts_as_one_and_sometimes_as_a_half(bands: str, users: Users | None) -> None:
    group = [
        at(0.9 if i % 2 else -0.9, 0, (bands[i] if i < len(bands) else "-") + "0" * 25)
        for i in range(max(8, len(bands)))
    ]
    assert snapshot(group).users.get(1) == users


def test_who_left_part_b_out_counts_for_the_map_alone() -> None:
    group = [*people(8, 0.9, 0, "2" * 26), *people(8, -0.9, 0)]
    assert set(snapshot(group).users.values()) == {Users.MOST}
    assert snapshot(group[1:]).users == {}


# -- for any group ------------------------------------------------------------------------------------------


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_joining_does_not_matter(group: Group, rng: random.Random) -> None:
    mixed = list(group)
    rng.shuffle(mixed)
    assert to_text(snapshot(mixed)) == to_text(snapshot(group))


@given(GROUPS)
def test_a_snapshot_survives_being_kept(group: Group) -> None:
    taken = snapshot(group)
    assert from_text(to_text(taken)) == taken
    assert len(to_text(taken)) <= 2000


@given(GROUPS, CONTRIBUTIONS)
def test_one_more_person_moves_one_place_by_one_band_at_most(group: Group, newcomer: Contribution) -> None:
    before, after = snapshot(group), snapshot([*group, newcomer])
    if before.kind is after.kind is Kind.MAP:
        changed = [place for place in before.counts if before.counts[place] != after.counts[place]]
        assert changed in ([], [newcomer.place])
    if after.kind is Kind.NOTHING:
        assert before == after


# -- what one person sends -------------------------------------------------------------------------------------


def worked_out(library: Library, answers: Answers) -> Result:
    found = result(items(), library, answers)
    assert found
    return found


def test_a_position_is_sent_in_steps_of_a_twentieth(library: Library) -> None:
    found = worked_out(library, safest(items()))
    sent = contribution(found, items())
    for exact, rounded in zip(found.region.mean, sent.position, strict=True):
        assert abs(exact - rounded) <= 0.025 + 1e-12
        assert abs(20 * rounded - round(20 * rounded)) < 1e-9
    assert sent.usage == ""


def test_usage_is_sent_in_three_bands(library: Library) -> None:
    answers = boldest(items()).with_usage(
        {i: (None, UNKNOWN, 0, 1, 2, 3, 4)[i % 7] if i < 7 else i % 5 for i in range(26)}
    )
    sent = contribution(worked_out(library, answers), items())
    assert sent.usage[:7] == "-000122"
    assert len(sent.usage) == 26
    assert set(sent.usage) <= set("012-")


def test_a_part_b_that_does_not_count_is_not_sent(library: Library) -> None:
    few = boldest(items()).with_usage({i: i % 5 for i in range(17)})
    equal = boldest(items()).with_usage(dict.fromkeys(range(26), 3))
    assert contribution(worked_out(library, few), items()).usage == ""
    assert contribution(worked_out(library, equal), items()).usage == ""
