"""Pages of the self-test. Answers come from the visitor's own cookie or code; nothing is stored here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selftest import calendarfile, cookie, manual_page, plan, privatecode, store
from selftest.answers import Answers, Choice, Draft, Month, shuffled
from selftest.drawing import overlay, plot
from selftest.instrument import OPTIONS, Items
from selftest.privatecode import CodeError
from selftest.result import Result, answered, result
from selftest.result import compare as compare_results
from selftest.shared import Shared, read_shared, shared_query
from techniques.store import library
from techniques.views import in_each_language

#: Techniques and statements on one page of parts B and C, at most.
PER_PAGE = {"usage": 5, "balance": 4}


def _page(request: HttpRequest, template: str, name: str, *args: object, **context: Any) -> HttpResponse:
    """Render a page of the self-test; `name` and `args` give its address in each language."""
    found: cookie.Found = context.setdefault("found", cookie.find(request))
    context |= {
        "addresses": in_each_language(name, *args),
        "library": library(),
        "wording": store.instrument().wording,
        "erasable": found.lost or (found.draft is not None and found.draft.answers.started),
    }
    return render(request, f"selftest/{template}.html", context)


def _to(language: str, name: str, *args: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"{language}:{name}", args=args))


def _items(draft: Draft | None) -> Items:
    """The items that a draft answers; without one, those of today."""
    instrument = store.instrument()
    return instrument.versions[draft.answers.version] if draft else instrument.current


# -- the start -----------------------------------------------------------------------------------


@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """What it is, what it is not, how long, privacy; and where one was."""
    found = cookie.find(request)
    items = _items(found.draft)
    answers = found.draft.answers if found.draft else None
    open_ones = [i + 1 for i, s in enumerate(answers.situations) if s is None] if answers else []
    return _page(
        request,
        "start",
        "self-test",
        found=found,
        erased="erased" in request.GET,
        started=answers is not None and answers.started,
        count=len(items.situations) - len(open_ones),
        total=len(items.situations),
        next=open_ones[0] if open_ones else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, language: str) -> HttpResponse:
    """Take the answers off this device, at once. Only a form does that; a link leads to the start."""
    if request.method != "POST":
        return _to(language, "self-test")
    return cookie.erase(HttpResponseRedirect(reverse(f"{language}:self-test") + "?erased"))


# -- part A: a situation on each page -------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One situation: what is most and what is least like me."""
    found = cookie.find(request)
    items = _items(found.draft)
    if not 1 <= number <= len(items.situations):
        raise Http404(number)
    if request.method == "POST":
        return _answer_situation(request, language, number, found, items)
    return _situation_page(request, number, found, items, seed=cookie.new_seed())


def _answer_situation(
    request: HttpRequest, language: str, number: int, found: cookie.Found, items: Items
) -> HttpResponse:
    seed = request.POST.get("seed", "")
    draft = found.draft or cookie.new_draft(items, seed if re.fullmatch("[a-z0-9]{4,12}", seed) else "")
    if request.POST.get("version") != str(items.version):
        return _situation_page(request, number, found, items, draft.seed, error="version")
    most, least = (v if v in OPTIONS else "" for v in (request.POST.get(name, "") for name in ("most", "least")))
    going = request.POST.get("go", "next")
    error = "" if going == "skip" else _wrong_with(most, least)
    if error and (going == "next" or (going == "back" and error == "same")):
        return _situation_page(request, number, found, items, draft.seed, most, least, error)
    if not error and going != "skip":
        answers = draft.answers.with_situation(number - 1, Choice(most, least))
        draft = Draft(draft.seed, cookie.this_month(), answers)
    if found.lost or (found.draft is None and number > 1 and going == "next"):
        # Their earlier answers did not come along: say so, and keep this one.
        kept = cookie.Found(draft)
        response = _situation_page(request, number, kept, items, draft.seed, missing=True)
    else:
        response = _after(language, number, len(items.situations), going, "review" in request.POST)
    return cookie.keep(request, response, draft) if draft.answers.started else response


def _wrong_with(most: str, least: str) -> str:
    if not (most and least):
        return "both" if not (most or least) else "least" if most else "most"
    return "same" if most == least else ""


def _after(language: str, number: int, last: int, going: str, reviewing: bool) -> HttpResponse:
    if reviewing or (number == last and going != "back"):
        return _to(language, "self-test-review")
    if going == "back":
        return _to(language, "self-test-situation", number - 1) if number > 1 else _to(language, "self-test")
    return _to(language, "self-test-situation", number + 1)


def _situation_page(
    request: HttpRequest,
    number: int,
    found: cookie.Found,
    items: Items,
    seed: str,
    most: str = "",
    least: str = "",
    error: str = "",
    missing: bool = False,
) -> HttpResponse:
    draft = found.draft
    given = draft.answers.situations[number - 1] if draft else None
    if given and not error:
        most, least = given.most, given.least
    asked = items.situations[number - 1]
    by_id = {option.id: option for option in asked.options}
    order = shuffled(list(by_id), draft.seed if draft else seed, asked.id)
    return _page(
        request,
        "situation",
        "self-test-situation",
        number,
        found=found,
        situation=asked,
        options=[(letter, by_id[each]) for letter, each in zip("ABCD", order, strict=True)],  # type: ignore[index]
        number=number,
        total=len(items.situations),
        version=items.version,
        seed=draft.seed if draft else seed,
        most=most,
        least=least,
        error=error,
        missing=missing or found.lost,
        review="review" in request.GET or "review" in request.POST,
        pegs=[s is not None for s in draft.answers.situations] if draft else [False] * len(items.situations),
    )


@require_safe
def review(request: HttpRequest, language: str) -> HttpResponse:
    """All choices once more, before the result."""
    found = cookie.find(request)
    items = _items(found.draft)
    answers = found.draft.answers if found.draft else cookie.new_draft(items).answers
    rows = []
    for i, (each, chosen) in enumerate(zip(items.situations, answers.situations, strict=True)):
        texts = {option.id: option.text for option in each.options}
        rows.append((i + 1, each, (texts[chosen.most], texts[chosen.least]) if chosen else None))  # type: ignore[index]
    return _page(request, "review", "self-test-review", found=found, rows=rows, **_enough(items, answers))


def _enough(items: Items, answers: Answers) -> dict[str, Any]:
    """Whether there is enough for a place, and what is still open."""
    return {
        "enough": result(items, library(), answers) is not None,
        "count": sum(answered(items, answers).values()),
        "total": len(items.situations),
        "open": [i + 1 for i, each in enumerate(answers.situations) if each is None],
    }


# -- parts B and C: a few on each page ------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def ratings(request: HttpRequest, language: str, part: str, page: int) -> HttpResponse:
    """A page of part B (how often) or part C (how true)."""
    found = cookie.find(request)
    items = _items(found.draft)
    every: tuple[Any, ...] = items.techniques if part == "usage" else items.statements
    pages = -(-len(every) // PER_PAGE[part])
    if not 1 <= page <= pages:
        raise Http404(page)
    indices = range((page - 1) * len(every) // pages, page * len(every) // pages)
    wrong_version = request.method == "POST" and request.POST.get("version") != str(items.version)
    if request.method == "POST" and not wrong_version:
        draft = found.draft or cookie.new_draft(items)
        answers = _with_ratings(draft.answers, part, request, indices)
        month = draft.month if answers == draft.answers else cookie.this_month()
        draft = Draft(draft.seed, month, answers)
        response = _after_ratings(language, part, page, pages, request.POST.get("go", "next"))
        return cookie.keep(request, response, draft) if draft.answers.started else response
    answers = found.draft.answers if found.draft else cookie.new_draft(items).answers
    given = answers.usage if part == "usage" else answers.statements
    labels = items.frequency if part == "usage" else items.agreement
    options = [*((str(value), label) for value, label in enumerate(labels))]
    if part == "usage":
        options.append(("-1", items.unknown))
    asked = [(i, library().number(every[i]) if part == "usage" else every[i], str(given[i])) for i in indices]
    return _page(
        request,
        "ratings",
        f"self-test-{part}",
        page,
        found=found,
        part=part,
        asked=asked,
        options=options,
        page=page,
        pages=pages,
        done=range(page),
        left=range(pages - page),
        version=items.version,
        wrong_version=wrong_version,
        no_situations=all(each is None for each in answers.situations),
    )


def _with_ratings(answers: Answers, part: str, request: HttpRequest, indices: range) -> Answers:
    allowed = {str(value): value for value in range(-1 if part == "usage" else 0, 5)}
    typed = {i: allowed.get(request.POST.get(f"answer-{i}", "")) for i in indices}
    given: dict[int, int | None] = {i: value for i, value in typed.items() if value is not None}
    return answers.with_usage(given) if part == "usage" else answers.with_statements(given)


def _after_ratings(language: str, part: str, page: int, pages: int, going: str) -> HttpResponse:
    if going == "back":
        return _to(language, f"self-test-{part}", page - 1) if page > 1 else _to(language, "self-test-result")
    return _to(language, f"self-test-{part}", page + 1) if page < pages else _to(language, "self-test-result")


# -- the result ----------------------------------------------------------------------------------


@require_safe
def own_result(request: HttpRequest, language: str) -> HttpResponse:
    """The result of the answers on this device."""
    found = cookie.find(request)
    items = _items(found.draft)
    draft = found.draft or cookie.new_draft(items)
    mine = result(items, library(), draft.answers)
    if mine is None:
        return _page(request, "too_few", "self-test-result", found=found, **_enough(items, draft.answers))
    return _result_page(request, language, "self-test-result", mine, draft.month, found)


def _result_page(
    request: HttpRequest,
    language: str,
    name: str,
    shown: Result,
    month: Month,
    found: cookie.Found,
    from_code: bool = False,
) -> HttpResponse:
    code = privatecode.encode(shown.answers, month)
    code_link = request.build_absolute_uri(reverse(f"{language}:self-test-code")) + f"#{code}"
    numbers = [each.number for each in shown.tries]
    share = reverse(f"{language}:self-test-shared") + "?" + shared_query(Shared(shown.region.mean, tuple(numbers)))
    instrument = store.instrument()
    return _page(
        request,
        "result",
        name,
        found=found,
        result=shown,
        chosen=_wording_of(shown.chosen_place),
        place=_wording_of(shown.place),
        plot=plot(shown),
        shrunk=shown.region.covariance.determinant < shown.alone.covariance.determinant,
        tries=[(library().number(each.number), each) for each in shown.tries],
        reached=[library().number(number) for number in shown.reached_for],
        questions=[(instrument.wording.questions[p], library().pitfalls[p]) for p in shown.questions],  # type: ignore[index]
        code=privatecode.grouped(code),
        plain_code=code,
        code_link=code_link,
        qr=segno.make(code_link, error="m").svg_inline(border=0, omitsize=True),
        share_link=request.build_absolute_uri(share),
        from_code=from_code,
        other_draft=from_code and found.draft is not None and found.draft.answers != shown.answers,
        month=month,
        plan_query="&".join(f"t={number}" for number in numbers),
    )


def _wording_of(place: str) -> Any:
    return next(each for each in store.instrument().wording.places if each.key == place)


def _read_code(text: str) -> tuple[Result, Month]:
    """The result that a code holds. Raises CodeError when it is no code, or holds too few answers."""
    answers, month = privatecode.decode(text, store.shapes())
    shown = result(store.instrument().versions[answers.version], library(), answers)
    if shown is None:
        raise CodeError("too few answers")
    return shown, month


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, language: str) -> HttpResponse:
    """Enter a private code; see its result."""
    typed = request.POST.get("code", "")
    if request.method == "POST":
        try:
            shown, month = _read_code(typed)
        except CodeError:
            return _page(request, "code", "self-test-code", typed=typed[:200], wrong=True)
        return _result_page(request, language, "self-test-code", shown, month, cookie.find(request), from_code=True)
    return _page(request, "code", "self-test-code", typed="", wrong=False)


@require_POST
def resume(request: HttpRequest, language: str) -> HttpResponse:
    """Put the answers of a code on this device, and go on to a part."""
    try:
        shown, month = _read_code(request.POST.get("code", ""))
    except CodeError:
        return _page(request, "code", "self-test-code", typed=request.POST.get("code", "")[:200], wrong=True)
    part = request.POST.get("part", "")
    response = _to(language, f"self-test-{part}", 1) if part in PER_PAGE else _to(language, "self-test-result")
    return cookie.keep(request, response, Draft(cookie.new_seed(), month, shown.answers))


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, language: str) -> HttpResponse:
    """Two results of one person on one grid."""
    typed = {name: request.POST.get(name, "")[:200] for name in ("earlier", "later")}
    wrong: list[str] = []
    both: list[tuple[Result, Month]] = []
    for name in typed if request.method == "POST" else ():
        try:
            both.append(_read_code(typed[name]))
        except CodeError:
            wrong.append(name)
    if len(both) < 2:
        found = cookie.find(request)
        mine = found.draft and result(_items(found.draft), library(), found.draft.answers)
        if mine and found.draft and not typed["later"]:
            typed["later"] = privatecode.encode(mine.answers, found.draft.month)
        return _page(request, "compare", "self-test-compare", found=found, typed=typed, wrong=wrong, both=None)
    (before, then), (after, now) = sorted(both, key=lambda each: each[1])
    compared = compare_results(store.instrument().versions[after.answers.version], before, after)
    return _page(
        request,
        "compare",
        "self-test-compare",
        typed=typed,
        wrong=[],
        both=[(each, month, _wording_of(each.chosen_place)) for each, month in ((before, then), (after, now))],
        compared=compared,
        plot=overlay(before, after),
    )


@require_safe
def shared(request: HttpRequest, language: str) -> HttpResponse:
    """What somebody shared: a place and three techniques, without the answers behind them."""
    given = read_shared(request.GET, {t.number for t in library().techniques})
    if given is None:
        raise Http404("no place")
    return _page(
        request,
        "shared",
        "self-test-shared",
        shared=given,
        place=_wording_of(given.key),
        techniques=[library().number(number) for number in given.numbers],
    )


# -- the practice plan ----------------------------------------------------------------------------


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
    return _page(request, "plan", "self-test-plan", plan=made, reminders=reminders)


def _plan_form(request: HttpRequest, language: str, chosen: list[int], problems: list[plan.Problem]) -> HttpResponse:
    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = {problem.field: problem.what for problem in problems}
    rows = [_plan_row(request, language, number, wrong) for number in chosen[: plan.MOST]]
    return _page(
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
        t.number: request.build_absolute_uri(reverse(f"{language}:technique", args=[t.slug[language]]))
        for t in library().techniques
    }
    file = calendarfile.calendar_file(made, library(), language, links, timezone.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    name = reverse(f"{language}:self-test-calendar").rpartition("/")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# -- the technical manual --------------------------------------------------------------------------


@require_safe
def manual(request: HttpRequest, language: str) -> HttpResponse:
    """Key, formulas, a worked example, the simulation, and what is not known."""
    instrument = store.instrument()
    return _page(
        request,
        "manual",
        "self-test-manual",
        manual=instrument.manual,
        instrument=instrument,
        example=manual_page.worked_example(instrument.current, library()),
        agreements=manual_page.agreements(instrument),
        simulated=manual_page.beside_the_design(instrument.simulation),
    )
