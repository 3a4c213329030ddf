"""The practice plan: its form, the plan itself, and the calendar file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selftest import calendarfile, plan
from selftest.views.page import show
from techniques.addresses import absolute
from techniques.store import library


@require_http_methods(["GET", "HEAD", "POST"])
def practice_plan(request: HttpRequest, language: str) -> HttpResponse:
    """Choose one to three techniques, write an if-then sentence for each; then the plan, to print or take along."""
    if request.method != "POST":
        return _plan_form(request, language, _numbers(request.GET.getlist("t")), [])
    made, problems, chosen = _read_plan(request)
    if request.POST.get("go") == "choose":
        return _plan_form(request, language, chosen, [])
    if made is None:
        return _plan_form(request, language, chosen, problems)
    reminders = [(each.day, library().number(each.intention.number)) for each in plan.reminders(made)]
    return show(request, "plan", "self-test-plan", plan=made, reminders=reminders)


def _plan_form(request: HttpRequest, language: str, chosen: list[int], problems: list[plan.Problem]) -> HttpResponse:
    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = {problem.field: problem.what for problem in problems}
    rows = [_plan_row(request, language, number, wrong) for number in chosen[: plan.MOST]]
    return show(
        request,
        "plan_form",
        "self-test-plan",
        rows=rows,
        chosen=chosen[: plan.MOST],
        problems=problems,
        wrong=wrong,
        day=plan.day(request.POST.get("day", tomorrow.isoformat())),
        today=timezone.localdate().isoformat(),
        longest=plan.MAX_LENGTH,
    )


def _plan_row(request: HttpRequest, language: str, number: int, wrong: dict[str, str]) -> dict[str, Any]:
    """A technique of the form, with what was typed or else with a sentence of its own to begin with."""
    technique = library().number(number)
    assert technique
    said = technique.say[0]
    return {
        "technique": technique,
        "halves": [
            (half, request.POST.get(f"{half}-{number}", text[language]), wrong.get(f"{half}-{number}"))
            for half, text in (("moment", said.moment), ("action", said.words))
        ],
    }


def _read_plan(request: HttpRequest) -> tuple[plan.Plan | None, list[plan.Problem], list[int]]:
    chosen = _numbers(request.POST.getlist("t"))
    typed = {name: str(value) for name, value in request.POST.items()}
    made, problems = plan.read(typed, chosen, timezone.localdate())
    return made, problems, chosen


def _numbers(given: list[str]) -> list[int]:
    """Numbers of techniques that exist, each once."""
    known = {str(t.number): t.number for t in library().techniques}
    return list(dict.fromkeys(known[each] for each in given if each in known))


@require_POST
def calendar(request: HttpRequest, language: str) -> HttpResponse:
    """The plan as a calendar file."""
    made, problems, chosen = _read_plan(request)
    if made is None:
        return _plan_form(request, language, chosen, problems)
    links = {
        t.number: absolute(reverse(f"{language}:technique", args=[t.slug[language]])) for t in library().techniques
    }
    file = calendarfile.calendar_file(made, library(), language, links, timezone.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    name = reverse(f"{language}:self-test-calendar").rpartition("/")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
