"""The result, from a draft or a private code; comparing two, and sharing one."""

from __future__ import annotations

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selftest import cookie, joincode, privatecode, store
from selftest.answers import Draft, Month
from selftest.drawing import overlay, plot
from selftest.privatecode import CodeError
from selftest.result import Result, result
from selftest.result import compare as compare_results
from selftest.shared import Shared, read_shared, shared_query
from selftest.views.page import enough, items_of, show, to
from techniques.addresses import absolute, in_each_language
from techniques.store import library

#: So much of what was typed as a code is shown again: a code with a link around it, and no book.
MOST_TYPED = 200


@require_safe
def own_result(request: HttpRequest, language: str) -> HttpResponse:
    """The result of the answers on this device."""
    found = cookie.find(request)
    items = items_of(found.draft)
    draft = found.draft or cookie.new_draft(items)
    mine = result(items, library(), draft.answers)
    if mine is None:
        return show(request, "too_few", "self-test-result", found=found, **enough(items, draft.answers))
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
    code_link = absolute(reverse(f"{language}:self-test-code")) + f"#{code}"
    numbers = [each.number for each in shown.tries]
    share = reverse(f"{language}:self-test-shared") + "?" + shared_query(Shared(shown.region.mean, tuple(numbers)))
    instrument = store.instrument()
    addresses = in_each_language(name)
    if from_code:
        # The other language is a page that nobody has sent a code to yet: its link brings the code along.
        addresses = {each: f"{address}#{code}" for each, address in addresses.items()}
    return show(
        request,
        "result",
        name,
        addresses=addresses,
        found=found,
        result=shown,
        chosen=wording_of(shown.chosen_place),
        place=wording_of(shown.place),
        plot=plot(shown),
        shrunk=shown.region.covariance.determinant < shown.alone.covariance.determinant,
        tries=[(library().number(each.number), each) for each in shown.tries],
        reached=[library().number(number) for number in shown.reached_for],
        questions=[(instrument.wording.questions[p], library().pitfalls[p]) for p in shown.questions],  # type: ignore[index]
        code=privatecode.grouped(code),
        plain_code=code,
        code_link=code_link,
        qr=segno.make(code_link, error="m").svg_inline(border=0, omitsize=True),
        share_link=absolute(share),
        from_code=from_code,
        other_draft=from_code and found.draft is not None and found.draft.answers != shown.answers,
        month=month,
        invited=joincode.canonical(request.COOKIES.get(cookie.INVITED, "")),
        plan_query="&".join(f"t={number}" for number in numbers),
    )


def wording_of(place: str) -> Any:
    """What the result says of a place on the map."""
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
    if request.method != "POST":
        return show(request, "code", "self-test-code", typed="", wrong=False)
    try:
        shown, month = _read_code(request.POST.get("code", ""))
    except CodeError:
        return _wrong_code(request)
    return _result_page(request, language, "self-test-code", shown, month, cookie.find(request), from_code=True)


def _wrong_code(request: HttpRequest) -> HttpResponse:
    """Say so, and keep what was typed."""
    return show(request, "code", "self-test-code", typed=request.POST.get("code", "")[:MOST_TYPED], wrong=True)


@require_POST
def resume(request: HttpRequest, language: str) -> HttpResponse:
    """Put the answers of a code on this device, and go on to a part."""
    try:
        shown, month = _read_code(request.POST.get("code", ""))
    except CodeError:
        return _wrong_code(request)
    part = request.POST.get("part", "")
    response = (
        to(language, f"self-test-{part}", 1) if part in ("usage", "balance") else to(language, "self-test-result")
    )
    return cookie.keep(request, response, Draft(cookie.new_seed(), month, shown.answers))


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, language: str) -> HttpResponse:
    """Two results of one person on one grid."""
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in ("earlier", "later")}
    wrong: list[str] = []
    both: list[tuple[Result, Month]] = []
    for name in typed if request.method == "POST" else ():
        try:
            both.append(_read_code(typed[name]))
        except CodeError:
            wrong.append(name)
    if len(both) < 2:
        found = cookie.find(request)
        mine = found.draft and result(items_of(found.draft), library(), found.draft.answers)
        if mine and found.draft and not typed["later"]:
            typed["later"] = privatecode.encode(mine.answers, found.draft.month)
        return show(request, "compare", "self-test-compare", found=found, typed=typed, wrong=wrong, both=None)
    (before, then), (after, now) = sorted(both, key=lambda each: each[1])
    compared = compare_results(store.instrument().versions[after.answers.version], before, after)
    return show(
        request,
        "compare",
        "self-test-compare",
        typed=typed,
        wrong=[],
        both=[(each, month, wording_of(each.chosen_place)) for each, month in ((before, then), (after, now))],
        compared=compared,
        plot=overlay(before, after),
    )


@require_safe
def shared(request: HttpRequest, language: str) -> HttpResponse:
    """What somebody shared: a place and three techniques, without the answers behind them."""
    given = read_shared(request.GET, {t.number for t in library().techniques})
    if given is None:
        raise Http404("no place")
    return show(
        request,
        "shared",
        "self-test-shared",
        shared=given,
        place=wording_of(given.key),
        techniques=[library().number(number) for number in given.numbers],
    )
