"""A group for who takes part: see what would be sent, send it, withdraw it, and the snapshot in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from selftest import cookie, groups, joincode, privatecode, store
from selftest.answers import Answers, Month
from selftest.drawing import spot
from selftest.models import Entry, Group
from selftest.privatecode import CodeError
from selftest.result import result
from selftest.snapshot import STEPS, Band, Contribution, Kind, Snapshot, Users, contribution
from selftest.views.guard import SENT, count, exceeded, look_up, of_group, too_many
from selftest.views.page import by_htmx, show, to
from selftest.views.results import MOST_TYPED, wording_of
from techniques.addresses import absolute
from techniques.fields import Difficulty
from techniques.kinds import Technique
from techniques.matrix import COLUMNS, ROWS
from techniques.store import library

#: Techniques suggested for the next session, at most.
SUGGESTED = 3
_BANDS = (Band.OFTEN, Band.SOMETIMES, Band.SELDOM, Band.UNANSWERED)
#: An entry's mark does not depend on the month that a private code also holds.
_NO_MONTH = Month(privatecode.FIRST_YEAR, 1)


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody would send, and the private code that it comes from."""

    code: str
    answers: Answers
    sent: Contribution

    def mark(self, group: Group) -> str:
        """The mark of the answers in a group."""
        return groups.mark(group, privatecode.encode(self.answers, _NO_MONTH))


def _from_code(typed: str) -> Mine:
    """What the private code would send. Raises CodeError when it is no code, or has too few answers."""
    answers, month = privatecode.decode(typed, store.shapes())
    items = store.instrument().versions[answers.version]
    mine = result(items, library(), answers)
    if mine is None:
        raise CodeError("too few answers")
    return Mine(privatecode.encode(answers, month), answers, contribution(mine, items))


def _code_here(request: HttpRequest) -> str:
    """The private code of the answers on this device, empty without any."""
    draft = cookie.find(request).draft
    return privatecode.encode(draft.answers, draft.month) if draft else ""


def _from_draft(request: HttpRequest) -> Mine | None:
    try:
        return _from_code(_code_here(request))
    except CodeError:
        return None


def _sent_from_here(request: HttpRequest, group: Group) -> Entry | None:
    """What this browser sent, while it is in the group."""
    return groups.entry(group, request.COOKIES.get(cookie.name_for(request, cookie.SENT, group.code), ""))


# -- the way in ------------------------------------------------------------------------------------------


@require_safe
def short_link(request: HttpRequest, code: str = "") -> HttpResponse:
    """`/g/7K4MQ2XT9B`: to the group, in the visitor's language."""
    language = get_language_from_request(request).split("-")[0]
    response = to(language, "self-test-group-page", code) if code else to(language, "self-test-group")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, language: str) -> HttpResponse:
    """Type a join code. From a result the private code comes along, and what would be sent shows at once."""
    if request.method != "POST":
        return show(request, "groups/enter", "self-test-group", typed="", wrong=False, private="")
    typed, private = (request.POST.get(name, "")[:MOST_TYPED] for name in ("group", "private"))
    group = look_up(request, joincode.canonical(typed), typed, private, status=200)
    if not isinstance(group, Group):
        return group
    if not private or group.closed:
        return to(language, "self-test-group-page", group.code)
    return _show_or_send(request, language, group)


@require_http_methods(["GET", "HEAD", "POST"])
@of_group
def group_page(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    """Everything about a group that its people see at its address, from the invitation to the snapshot."""
    if group.closed:
        return _refused(request, group) if request.method == "POST" else _snapshot_page(request, group)
    if request.method == "POST":
        return _show_or_send(request, language, group)
    if by_htmx(request):  # a page that waits for the snapshot: not yet
        return HttpResponse(status=204)
    mine, sent = _from_draft(request), _sent_from_here(request, group)
    if sent:
        other = mine if mine and mine.mark(group) != sent.mark else None
        context = {"group": group, "mine": mine, "other": other}
        return show(request, "groups/joined", "self-test-group-page", group.code, **context)
    if mine:
        return _offer(request, group, mine)
    return _invitation(request, group)


def _invitation(request: HttpRequest, group: Group, typed: str = "", wrong: bool = False) -> HttpResponse:
    """For who has no result here yet. The browser remembers the group until there is one."""
    context = {"group": group, "typed": typed, "wrong": wrong}
    response = show(request, "groups/invited", "self-test-group-page", group.code, **context)
    cookie.give(request, response, cookie.INVITED, group.code, cookie.DAYS)
    return response


# -- sending -----------------------------------------------------------------------------------------------


def _show_or_send(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    typed = request.POST.get("private", "")[:MOST_TYPED]
    try:
        mine = _from_code(typed)
    except CodeError:
        return _invitation(request, group, typed, wrong=True)
    going = request.POST.get("go", "")
    if going == "no":
        response = to(language, "self-test-result" if _from_draft(request) else "self-test")
        _forget_invitation(request, response, group)
        return response
    if going not in ("send", "instead"):
        return _offer(request, group, mine)
    if "agreed" not in request.POST:
        return _offer(request, group, mine, wrong=True)
    if exceeded(request, SENT):
        return too_many(request)
    count(request, SENT)
    try:
        instead_of = _sent_from_here(request, group) if going == "instead" else None
        receipt = groups.join(group, mine.sent, mine.mark(group), instead_of)
    except groups.GroupClosedError:
        return _refused(request, group)
    response = to(language, "self-test-group-page", group.code)
    cookie.give(request, response, cookie.name_for(request, cookie.SENT, group.code), receipt, groups.OPEN_FOR.days)
    _forget_invitation(request, response, group)
    return response


def _forget_invitation(request: HttpRequest, response: HttpResponse, group: Group) -> None:
    if request.COOKIES.get(cookie.INVITED) == group.code:
        cookie.take(request, response, cookie.INVITED)


def _offer(request: HttpRequest, group: Group, mine: Mine, wrong: bool = False) -> HttpResponse:
    """Exactly what would be sent, and the question whether to send it."""
    sent, earlier = mine.sent, _sent_from_here(request, group)
    return show(
        request,
        "groups/offer",
        "self-test-group-page",
        group.code,
        group=group,
        mine=mine,
        own=mine.code == _code_here(request),
        step=1 / STEPS,
        place=wording_of(sent.place),
        plot=spot(sent.position, sent.place),
        bands=[(band.name.lower(), _techniques(sent.using(band))) for band in _BANDS],
        earlier=earlier is not None and earlier.mark != mine.mark(group),
        wrong=wrong,
    )


def _techniques(numbers: tuple[int, ...]) -> list[Technique]:
    found = [library().number(number) for number in numbers]
    return [technique for technique in found if technique]


def _refused(request: HttpRequest, group: Group) -> HttpResponse:
    """Too late: the group is closed, and nothing was changed."""
    response = show(request, "groups/refused", "self-test-group-page", group.code, group=group)
    response.status_code = 409
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_group
def withdraw(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    """Take what one sent out of an open group: from the same browser, or with the private code.

    The answer is the same whether or not it was there, so nobody can find out that way who takes part.
    """
    if group.closed:
        return _refused(request, group)
    typed = request.POST.get("private", "")[:MOST_TYPED]
    here = _sent_from_here(request, group)
    mark = here.mark if here else ""
    wrong = False
    if request.method == "POST" and typed:
        try:
            mark = _from_code(typed).mark(group)
        except CodeError:
            wrong = True
    # A second click finds its entry gone already; the browser still brings the receipt.
    again = cookie.name_for(request, cookie.SENT, group.code) in request.COOKIES and not typed
    if request.method != "POST" or wrong or not (mark or again):
        context = {"group": group, "typed": typed, "wrong": wrong or request.method == "POST", "here": bool(here)}
        return show(request, "groups/withdraw", "self-test-group-withdraw", group.code, **context)
    if exceeded(request, SENT):
        return too_many(request)
    count(request, SENT)
    try:
        groups.withdraw(group, mark)
    except groups.GroupClosedError:
        return _refused(request, group)
    response = show(request, "groups/withdrawn", "self-test-group-withdraw", group.code, group=group)
    if again or (here and mark == here.mark):
        cookie.take(request, response, cookie.name_for(request, cookie.SENT, group.code))
    return response


# -- the snapshot ---------------------------------------------------------------------------------------


def _snapshot_page(request: HttpRequest, group: Group) -> HttpResponse:
    """The same for everybody and for always: nothing on it depends on who asks, or when."""
    if by_htmx(request):
        return HttpResponseClientRefresh()
    taken = groups.taken(group)
    suggested = _suggested(_techniques(taken.with_users(Users.FEW)))
    response = show(
        request,
        "groups/snapshot",
        "self-test-group-page",
        group.code,
        group=group,
        taken=taken,
        rows=_rows(taken),
        columns=COLUMNS,
        users=[(users, _techniques(taken.with_users(users))) for users in (Users.MOST, Users.SOME, Users.FEW)],
        suggested=suggested,
        link=absolute(request.path),
        plan_query="&".join(f"t={technique.number}" for technique in suggested),
        erasable=False,
    )
    names = [cookie.name_for(request, kind, group.code) for kind in (cookie.CLOSES, cookie.SENT)]
    cookie.take(request, response, *names)
    _forget_invitation(request, response, group)
    return response


def _rows(taken: Snapshot) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The nine places as the map has them: what is said of each, empty where nothing is."""

    def said(place: str) -> str:
        return "middle" if taken.kind is Kind.MIDDLE and place == taken.middle else str(taken.counts.get(place, ""))

    return [
        (challenge, [(place, said(place)) for place in (f"{connection}-{challenge}" for connection in COLUMNS)])
        for challenge in ROWS
    ]


def _suggested(few: list[Technique]) -> list[Technique]:
    """Of the techniques that few use: first steps before what takes practice, one from each place."""
    chosen: dict[str, Technique] = {}
    for technique in sorted(few, key=lambda t: (t.difficulty is not Difficulty.FIRST_STEPS, t.number)):
        chosen.setdefault(technique.place, technique)
    return list(chosen.values())[:SUGGESTED]


@require_safe
@of_group
def image(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    """The snapshot's map as a picture for a slide."""
    if not group.closed:
        raise Http404("not closed")
    taken = groups.taken(group)
    context = {"group": group, "kind": taken.kind, "rows": _rows(taken), "columns": COLUMNS, "library": library()}
    return render(request, "selftest/groups/snapshot.svg", context, content_type="image/svg+xml")
