"""The practice plan and the share link: what was typed is read strictly, and comes back right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from icalendar import Calendar

from selftest.calendarfile import calendar_file
from selftest.plan import Intention, Plan, read, reminders
from selftest.shared import Shared, read_shared, shared_query
from techniques.library import Library

TODAY = date(2026, 11, 22)
TYPED = {"moment-19": "Als Sara zucht", "action-19": "Neem de tijd.", "day": "2026-11-23"}


def test_a_plan_is_read() -> None:
    plan, problems = read(TYPED, [19], TODAY)
    assert problems == []
    assert plan == Plan((Intention(19, "Als Sara zucht", "Neem de tijd."),), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("change", "chosen", "field", "what"),
    [
        ({}, [], "technique", "none"),
        ({}, [19, 1, 2, 3], "technique", "too-many"),
        ({"moment-19": "  "}, [19], "moment-19", "missing"),
        ({"action-19": "x" * 201}, [19], "action-19", "too-long"),
        ({"day": "morgen"}, [19], "day", "not-a-day"),
        ({"day": "2026-11-21"}, [19], "day", "too-far"),
        ({"day": "2028-01-01"}, [19], "day", "too-far"),
    ],
)
def test_what_is_wrong_is_told_by_field(change: dict[str, str], chosen: list[int], field: str, what: str) -> None:
    plan, problems = read({**TYPED, **change}, chosen, TODAY)
    assert plan is None
    assert (field, what) in [(p.field, p.what) for p in problems]


PLAN = Plan((Intention(19, "Als Sara zucht; of kijkt", "Neem de tijd,\nrustig."), Intention(2, "b", "c")), TODAY)


def test_reminders_come_every_week_in_turn() -> None:
    found = reminders(PLAN)
    assert [each.intention.number for each in found] == [19, 2, 19, 2, 19, 2]
    assert all(b.day - a.day == timedelta(weeks=1) for a, b in pairwise(found))


def test_the_calendar_file_has_an_event_for_each_reminder(library: Library) -> None:
    file = calendar_file(
        PLAN, library, "nl", {n: f"https://example.org/{n}" for n in (19, 2)}, datetime(2026, 11, 22, tzinfo=UTC)
    )
    events: list[Any] = list(Calendar.from_ical(file).walk("VEVENT"))
    assert [event["rrule"]["COUNT"] for event in events] == [[3], [3]]
    assert [event["rrule"]["INTERVAL"] for event in events] == [[2], [2]]
    assert events[0].decoded("dtstart") == TODAY
    assert "Als Sara zucht; of kijkt" in events[0]["description"]
    assert "https://example.org/19" in events[0]["description"]
    assert len(events[0].subcomponents) == 1, "an alarm"


def test_the_same_plan_has_the_same_events(library: Library) -> None:
    links = {19: "a", 2: "b"}
    once, again = (calendar_file(PLAN, library, "en", links, datetime(2026, 11, day, tzinfo=UTC)) for day in (22, 23))
    ids = [[event["uid"] for event in Calendar.from_ical(file).walk("VEVENT")] for file in (once, again)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_control_characters_are_left_out() -> None:
    plan, _ = read({**TYPED, "action-19": "Neem\x00 de\x01 tijd.\r\nRustig."}, [19], TODAY)
    assert plan is not None
    assert plan.intentions[0].action == "Neem de tijd.\nRustig."


def test_a_share_link_holds_a_rounded_place_and_three_numbers() -> None:
    query = shared_query(Shared((0.6712, -0.3349), (14, 19, 16)))
    assert query == "p=0.65_-0.35&t=14-19-16"
    fields = dict(each.split("=") for each in query.split("&"))
    assert read_shared(fields, range(1, 27)) == Shared((0.65, -0.35), (14, 19, 16))
    assert shared_query(Shared((-0.01, 1.0), ())) == "p=0.00_1.00&t="


@pytest.mark.parametrize("place", ["", "x", "0.5", "2.00_0.00", "nan_nan", "0.65_-0.35_1.00", "1e9_0.00"])
def test_no_place_is_no_share(place: str) -> None:
    assert read_shared({"p": place, "t": "14"}, range(1, 27)) is None


def test_unknown_and_double_techniques_are_left_out() -> None:
    found = read_shared({"p": "0.00_0.00", "t": "99-14-14-x-2-3-4"}, range(1, 27))
    assert found is not None
    assert found.numbers == (14, 2, 3)
