"""The practice plan: one to three techniques, an if-then sentence for each, a reminder every week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: At most so many techniques, characters in half a sentence, and weeks.
MOST, MAX_LENGTH, WEEKS = 3, 200, 6
#: How far ahead a plan may start, in days.
MAX_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Intention:
    """An if-then sentence for a technique: the moment, and what one says or does in it."""

    number: int
    moment: str
    action: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Intentions, taken up in turn, a week each, from a first day on."""

    intentions: tuple[Intention, ...]
    first_day: date


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day and the intention to think of."""

    day: date
    intention: Intention


def reminders(plan: Plan) -> tuple[Reminder, ...]:
    """One a week for six weeks, the intentions in turn."""
    return tuple(
        Reminder(plan.first_day + timedelta(weeks=week), plan.intentions[week % len(plan.intentions)])
        for week in range(WEEKS)
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: `missing`, `too-long`, `none`, `too-many`, `not-a-day` or `too-far`."""

    field: str
    what: str


def read(typed: Mapping[str, str], chosen: Sequence[int], today: date) -> tuple[Plan | None, list[Problem]]:
    """The plan that somebody typed: `moment-19`, `action-19` for each chosen number, and `day`.

    The plan is None where there are problems.
    """
    problems = []
    if not chosen:
        problems.append(Problem("technique", "none"))
    if len(chosen) > MOST:
        problems.append(Problem("technique", "too-many"))
    intentions = []
    for number in chosen[:MOST]:
        halves = [_plain(typed.get(f"{half}-{number}", "")) for half in ("moment", "action")]
        for half, text in zip(("moment", "action"), halves, strict=True):
            if not text:
                problems.append(Problem(f"{half}-{number}", "missing"))
            elif len(text) > MAX_LENGTH:
                problems.append(Problem(f"{half}-{number}", "too-long"))
        intentions.append(Intention(number, *halves))
    first = day(typed.get("day", ""))
    if first is None:
        problems.append(Problem("day", "not-a-day"))
    elif not today <= first <= today + timedelta(days=MAX_AHEAD):
        problems.append(Problem("day", "too-far"))
    if problems or first is None:
        return None, problems
    return Plan(tuple(intentions), first), []


def _plain(text: str) -> str:
    """Without control characters, which no calendar wants."""
    return "".join(char for char in text.replace("\r\n", "\n") if char == "\n" or char.isprintable()).strip()


def day(text: str) -> date | None:
    """The day that somebody typed, as 2026-11-23; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
