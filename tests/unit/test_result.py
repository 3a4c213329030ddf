"""From answers to a result: what a visitor is told, on handmade items with the real techniques."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selftest.answers import UNKNOWN, Answers, Choice, Draft, Month, empty, parse_draft, shuffled
from selftest.drawing import HALF, ellipse, plot, point
from selftest.instrument import Direction, Familiarity, Items
from selftest.recommendation import Candidate, aim, recommend, worth
from selftest.result import Result, Usage, compare, result
from selftest.scoring import WITHIN_80, Estimate, Symmetric
from techniques.library import Library
from tests.handmade import answering, boldest, items, items_data, option, safest


@pytest.fixture(scope="module")
def made() -> Items:
    return items()


def place_of(found: Result | None) -> str:
    assert found is not None
    return found.place


def test_golden_places(made: Items, library: Library) -> None:
    assert place_of(result(made, library, safest(made))) == "high-low"
    assert place_of(result(made, library, boldest(made))) == "low-high"
    both_high = answering(made, ((1, 1), (-1, -1)), ((1, 0), (-1, 0)))
    assert place_of(result(made, library, both_high)) == "high-high"
    connection_only = answering(made, ((1, 1), (-1, 1)), ((1, 0), (-1, 0)))
    assert place_of(result(made, library, connection_only)) == "high-mid"


def test_twelve_answered_have_a_place_and_eleven_have_none(made: Items, library: Library) -> None:
    # The last ones skipped are edge items: four skipped leave four of them, one too few.
    assert result(made, library, safest(made, skip=3)) is not None
    assert result(made, library, safest(made, skip=4)) is None
    twelve = safest(made, skip=3).with_situation(0, None)
    assert result(made, library, twelve) is not None
    assert result(made, library, twelve.with_situation(1, None)) is None


def test_the_order_in_which_options_are_shown_changes_nothing(made: Items, library: Library) -> None:
    data = items_data()
    for situation in data["situations"]:
        # Another key behind the letters, and the same things chosen.
        for o, place in zip(situation["options"], [dict(p) for p in situation["options"]][::-1], strict=True):
            o["connection"], o["challenge"] = place["connection"], place["challenge"]
    other = Items.model_validate(data)
    one, two = result(made, library, safest(made)), result(other, library, safest(other))
    assert one is not None
    assert two is not None
    assert one.region == two.region


def with_usage(answers: Answers, made: Items, library: Library, more: int = 0) -> Answers:
    """Uses what is high on challenge: 1 low, 2 mid, 3 high; `more` on top of all."""
    steps = {t.number: t.challenge.step for t in library.techniques}
    return answers.with_usage({i: 2 + steps[n] + more - (more > 0) for i, n in enumerate(made.techniques)})


def test_usage_moves_the_place_and_shrinks_the_region(made: Items, library: Library) -> None:
    alone = result(made, library, safest(made))
    both = result(made, library, with_usage(safest(made), made, library))
    assert alone is not None
    assert both is not None
    assert both.usage is Usage.COUNTED
    assert both.region.mean[1] > alone.region.mean[1]
    assert both.region.covariance.determinant < alone.region.covariance.determinant
    assert both.reports_differently


def test_usage_all_four_does_not_count_and_nothing_stands_out(made: Items, library: Library) -> None:
    found = result(made, library, safest(made).with_usage(dict.fromkeys(range(26), 4)))
    assert found is not None
    assert found.usage is Usage.EQUAL
    assert found.region == found.alone
    assert found.reached_for == ()
    without = result(made, library, safest(made))
    assert without is not None
    assert [each.number for each in found.tries] == [each.number for each in without.tries]


def test_unknown_techniques_do_not_count_as_answers(made: Items, library: Library) -> None:
    given_answers = with_usage(safest(made), made, library).with_usage(dict.fromkeys(range(9), UNKNOWN))
    found = result(made, library, given_answers)
    assert found is not None
    assert found.usage is Usage.TOO_FEW


def endorsed(answers: Answers, made: Items, pitfall: str) -> Answers:
    """Agrees with every statement of one pitfall, and the other way round with the rest."""
    agree = {i: 4 if (s.pitfall == pitfall) != s.reversed else 0 for i, s in enumerate(made.statements)}
    return answers.with_statements(agree)


def test_safest_with_the_safety_statements_endorsed_is_asked_about_it(made: Items, library: Library) -> None:
    found = result(made, library, endorsed(safest(made), made, "own-safety"))
    assert found is not None
    assert found.questions == ("own-safety",)
    techniques = [library.number(each.number) for each in found.tries]
    assert any(t is not None and t.challenge == "high" for t in techniques)


def test_boldest_with_the_challenge_statements_endorsed_is_asked_about_it(made: Items, library: Library) -> None:
    found = result(made, library, endorsed(boldest(made), made, "own-challenge"))
    assert found is not None
    assert found.questions == ("own-challenge",)
    techniques = [library.number(each.number) for each in found.tries]
    assert all(t is not None and t.connection == "high" for t in techniques)


def test_no_question_without_the_statements(made: Items, library: Library) -> None:
    found = result(made, library, safest(made))
    assert found is not None
    assert found.questions == ()


def test_three_to_try_lead_on_and_stand_in_different_places(made: Items, library: Library) -> None:
    found = result(made, library, safest(made))
    assert found is not None
    techniques = [t for each in found.tries if (t := library.number(each.number))]
    assert len({t.place for t in techniques}) == 3
    assert {each.direction for each in found.tries} == {Direction.MORE_CHALLENGE}
    assert {each.familiarity for each in found.tries} == {Familiarity.UNASKED}


def test_what_is_used_a_lot_is_not_what_to_try(made: Items, library: Library) -> None:
    first = result(made, library, safest(made))
    assert first is not None
    used = safest(made).with_usage({n - 1: 4 for n in [each.number for each in first.tries]})
    found = result(made, library, used)
    assert found is not None
    assert {each.number for each in found.tries}.isdisjoint(each.number for each in first.tries)


# -- recommendation --------------------------------------------------------------------------------


def test_aim_by_hand() -> None:
    # Straight up from (1, -1/2): the target there is (1, 2/3), one step of 2/3 leads to 1/6.
    assert aim((1, -0.5)) == pytest.approx((1, 1 / 6))
    # From the middle along the diagonal; the distance to (2/3, 2/3) is 0.943, so all of a step.
    assert aim((0, 0)) == pytest.approx((2 / 3 / 2**0.5, 2 / 3 / 2**0.5))
    assert aim((0.8, 0.9)) == (0.8, 0.9)


def test_worth_by_hand() -> None:
    sure = Estimate((1, -0.5), Symmetric(1e-12, 0, 1e-12))
    # At (1, 0), 1/6 from the aim: exp(-(1/36)/1.125) = 0.9756; a quarter of it when used 3 of 4.
    assert worth(Candidate(1, (1, 0)), sure) == pytest.approx(0.97561, abs=1e-4)
    assert worth(Candidate(1, (1, 0), 3), sure) == pytest.approx(0.97561 / 4, abs=1e-4)


def test_ties_go_by_number_and_each_place_counts_once() -> None:
    sure = Estimate((0, 0), Symmetric(1e-12, 0, 1e-12))
    candidates = [Candidate(9, (1, 0)), Candidate(3, (1, 0)), Candidate(5, (0, 1)), Candidate(7, (1, 1))]
    # (1, 1) and the two beside it are as near to the aim, so numbers decide.
    assert recommend(candidates, sure) == (3, 5, 7)
    everything_used = [Candidate(c.number, c.place, 4) for c in candidates]
    assert recommend(everything_used, sure) == (3, 5, 7)


# -- retakes ---------------------------------------------------------------------------------------


def test_a_large_change_shows_and_none_does_not(made: Items, library: Library) -> None:
    before, after = (result(made, library, a) for a in (safest(made), boldest(made)))
    assert before is not None
    assert after is not None
    change = compare(made, before, after).change
    assert change is not None
    assert change[0] < 0 < change[1]
    assert compare(made, before, before).change == (0, 0)


def test_versions_are_never_subtracted(made: Items, library: Library) -> None:
    before = result(made, library, safest(made))
    assert before is not None
    newer = replace(before, answers=replace(before.answers, version=2))
    assert compare(made, before, newer).change is None


# -- drawing ---------------------------------------------------------------------------------------


def test_the_ellipse_is_drawn_where_the_region_lies() -> None:
    drawn = ellipse(Estimate((0.5, -0.5), Symmetric(0.04, 0, 0.01)), WITHIN_80)
    assert (float(drawn.x), float(drawn.y)) == point((0.5, -0.5)) == (225, 225)
    assert float(drawn.rx) == pytest.approx(HALF * 0.2 * WITHIN_80**0.5, abs=0.01)
    assert float(drawn.ry) == pytest.approx(HALF * 0.1 * WITHIN_80**0.5, abs=0.01)


def test_up_on_the_grid_is_up_on_the_page() -> None:
    # Connection and challenge rise together, so the ellipse turns against the clock.
    assert float(ellipse(Estimate((0, 0), Symmetric(0.02, 0.01, 0.02)), WITHIN_80).angle) == pytest.approx(-45)


def test_every_choice_can_be_seen(made: Items, library: Library) -> None:
    found = result(made, library, safest(made))
    assert found is not None
    drawn = plot(found)
    assert len(set(drawn.dots)) == 16
    assert all(0 <= float(x) <= 300 and 0 <= float(y) <= 300 for x, y in drawn.dots)
    assert [field.place for field in drawn.fields if field.likely] == [each.place for each in found.likely]


# -- the draft -------------------------------------------------------------------------------------

letters = st.permutations("abcd").map(lambda p: Choice(p[0], p[1]))
answers_of_any_kind = st.builds(
    Answers,
    st.integers(1, 31),
    st.lists(st.none() | letters, min_size=16, max_size=16).map(tuple),
    st.lists(st.sampled_from([None, UNKNOWN, 0, 1, 2, 3, 4]), min_size=26, max_size=26).map(tuple),
    st.lists(st.sampled_from([None, 0, 1, 2, 3, 4]), min_size=8, max_size=8).map(tuple),
)


@given(answers_of_any_kind)
def test_a_draft_is_read_back_as_it_was_written(given_answers: Answers) -> None:
    draft = Draft("k3f9", Month(2026, 11), given_answers)
    assert parse_draft(str(draft)) == draft


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1",
        "1.2026-11.k3f9.aa.0.0",
        "1.2026-11.k3f9.ab.5.0",
        "x.2026-11.k3f9.ab.0.0",
        "1.2026-11.K3F9.ab.0.0",
        "1.2026-11.k3f9.ab.0.0\n",
        "1.2026-11.k3f9.abc.0.0",
    ],
)
def test_anything_else_is_no_draft(line: str) -> None:
    with pytest.raises(ValueError, match=r"draft|both"):
        parse_draft(line)


def test_options_are_shuffled_the_same_for_one_attempt_and_otherwise_for_another() -> None:
    seeds = [f"{Random(i).getrandbits(32):08x}" for i in range(40)]
    orders = {tuple(shuffled("abcd", seed, "item-1")) for seed in seeds}
    assert len(orders) > 12
    assert shuffled("abcd", "k3f9", "item-1") == shuffled("abcd", "k3f9", "item-1")
    assert all(sorted(order) == list("abcd") for order in orders)


def test_answers_change_one_at_a_time(made: Items) -> None:
    start = empty(1, 16, 26, 8)
    assert not start.started
    first = start.with_situation(3, Choice("a", option(made.situations[3], (1, 1))))
    assert first.started
    assert [i for i, s in enumerate(first.situations) if s] == [3]
    assert first.with_usage({0: 4}).situations == first.situations
