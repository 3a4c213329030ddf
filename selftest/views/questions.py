"""The start, the questions of all three parts, and the review: everything that fills the draft."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selftest import cookie, joincode
from selftest.answers import Answers, Choice, Draft, shuffled
from selftest.instrument import OPTIONS, Items
from selftest.views.page import enough, items_of, show, to
from techniques.store import library

#: Techniques and statements on one page of parts B and C, at most.
PER_PAGE = {"usage": 5, "balance": 4}


@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """What it is, what it is not, how long, privacy; and where one was."""
    found = cookie.find(request)
    items = items_of(found.draft)
    answers = found.draft.answers if found.draft else None
    open_ones = [i + 1 for i, s in enumerate(answers.situations) if s is None] if answers else []
    return show(
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
        return to(language, "self-test")
    # On a shared device the next person goes on with the same group.
    code = joincode.canonical(request.POST.get("group", ""))
    start = reverse(f"{language}:self-test") + "?erased"
    address = reverse(f"{language}:self-test-group-page", args=[code]) if code else start
    return cookie.erase(request, HttpResponseRedirect(address))


# -- part A: a situation on each page -------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One situation: what is most and what is least like me."""
    found = cookie.find(request)
    items = items_of(found.draft)
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
    if found.draft is None and number > 1 and going == "next":
        # Their earlier answers did not come along: say so, and keep this one.
        response = _situation_page(request, number, cookie.Found(draft), items, draft.seed, missing=True)
    else:
        response = _after(language, number, len(items.situations), going, "review" in request.POST)
    if draft.answers.started:
        return cookie.keep(request, response, draft)
    return cookie.erase(request, response) if found.lost else response


def _wrong_with(most: str, least: str) -> str:
    if not (most and least):
        return "both" if not (most or least) else "least" if most else "most"
    return "same" if most == least else ""


def _after(language: str, number: int, last: int, going: str, reviewing: bool) -> HttpResponse:
    if reviewing or (number == last and going != "back"):
        return to(language, "self-test-review")
    if going == "back":
        return to(language, "self-test-situation", number - 1) if number > 1 else to(language, "self-test")
    return to(language, "self-test-situation", number + 1)


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
    return show(
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
    items = items_of(found.draft)
    answers = found.draft.answers if found.draft else cookie.new_draft(items).answers
    rows = []
    for i, (each, chosen) in enumerate(zip(items.situations, answers.situations, strict=True)):
        texts = {option.id: option.text for option in each.options}
        rows.append((i + 1, each, (texts[chosen.most], texts[chosen.least]) if chosen else None))  # type: ignore[index]
    return show(request, "review", "self-test-review", found=found, rows=rows, **enough(items, answers))


# -- parts B and C: a few on each page ------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def ratings(request: HttpRequest, language: str, part: str, page: int) -> HttpResponse:
    """A page of part B (how often) or part C (how true)."""
    found = cookie.find(request)
    items = items_of(found.draft)
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
    return show(
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
        return to(language, f"self-test-{part}", page - 1) if page > 1 else to(language, "self-test-result")
    return to(language, f"self-test-{part}", page + 1) if page < pages else to(language, "self-test-result")
