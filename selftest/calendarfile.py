"""The practice plan as a calendar file, with a reminder every week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from selftest.plan import WEEKS, Plan
from techniques.library import Library

_WORDS = {
    "nl": {"title": "Oefen", "if": "Als dit gebeurt", "then": "dan zeg of doe ik", "product": "Oefenplan"},
    "en": {"title": "Practise", "if": "If this happens", "then": "then I say or do", "product": "Practice plan"},
}
#: Any fixed one will do.
_SPACE = UUID("6d1f0c1e-5a53-4b0e-9c36-6f0c6f1e2b26")


def calendar_file(plan: Plan, library: Library, language: str, links: Mapping[int, str], now: datetime) -> bytes:
    """An event of a whole day for each intention, each week another, six weeks long.

    `links` are the techniques' addresses by number; `now` stamps the events. The same plan has the same events,
    so that taking it along twice doubles nothing.
    """
    from icalendar import Alarm, Calendar, Event  # large, and seldom needed

    words = _WORDS[language]
    calendar = Calendar()
    calendar.add("prodid", f"-//Coachkompas//{words['product']}//{language.upper()}")
    calendar.add("version", "2.0")
    count = len(plan.intentions)
    for i, intention in enumerate(plan.intentions):
        technique = library.number(intention.number)
        assert technique
        first = plan.first_day + timedelta(weeks=i)
        event = Event()
        event.add("uid", f"{uuid5(_SPACE, f'{first} {intention}')}@coachkompas")
        event.add("dtstamp", now)
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        event.add("rrule", {"freq": "weekly", "interval": count, "count": len(range(i, WEEKS, count))})
        event.add("summary", f"{words['title']}: {technique.title[language]}")
        sentence = f"{words['if']}: {intention.moment}\n{words['then']}: {intention.action}"
        event.add("description", f"{sentence}\n{links[technique.number]}")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", technique.title[language])
        # Eight in the morning of a whole day.
        alarm.add("trigger", timedelta(hours=8))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
