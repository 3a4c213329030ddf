"""What stands before every page of a group: the group must exist, and guessing is bounded."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from selftest import cookie, groups
from selftest.models import Group
from selftest.views.page import show
from techniques.attempts import WINDOW, Attempts

#: From one address in ten minutes: wrong codes and links, groups opened, results sent or withdrawn. A full training
#: room shares an address, and mistypes.
WRONG, OPENED, SENT = Attempts(60), Attempts(30), Attempts(60)

GroupView = Callable[[HttpRequest, str, Group], HttpResponse]


def of_group(view: GroupView) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """A view that gets the group of the code in its address, or never runs."""

    @wraps(view)
    def wrapper(request: HttpRequest, language: str, code: str) -> HttpResponse:
        found = look_up(request, code)
        return view(request, language, found) if isinstance(found, Group) else found

    return wrapper


def look_up(
    request: HttpRequest, code: str, typed: str = "", private: str = "", status: int = 404
) -> Group | HttpResponse:
    """The group with a code, or the page that says that there is none. `private` is a private code to hold on to."""
    if exceeded(request, WRONG) and not _belongs(request, code):
        return too_many(request)
    # Pictures that another site's page asks for would use up a whole room's attempts: they are told nothing.
    planted = request.headers.get("Sec-Fetch-Site") == "cross-site" and (
        request.headers.get("Sec-Fetch-Dest", "document") != "document"
    )
    group = groups.find(code) if code and not planted else None
    if group is None:
        if not planted:
            count(request, WRONG)
        context = {"typed": typed or code, "wrong": True, "private": private}
        response = show(request, "groups/enter", "self-test-group", **context)
        response.status_code = status
        return response
    return group


def _belongs(request: HttpRequest, code: str) -> bool:
    """Whether this browser opened or joined the group: then it guesses nothing."""
    keys = {
        kind: request.COOKIES.get(cookie.name_for(request, kind, code), "") for kind in (cookie.CLOSES, cookie.SENT)
    }
    group = groups.find(code) if any(keys.values()) else None
    return group is not None and (
        groups.opens_with(group, keys[cookie.CLOSES]) or groups.entry(group, keys[cookie.SENT]) is not None
    )


def exceeded(request: HttpRequest, bound: Attempts) -> bool:
    """Whether this visitor used up a bound."""
    return bound.exceeded(request.META["REMOTE_ADDR"])


def count(request: HttpRequest, bound: Attempts) -> None:
    """Count one attempt of this visitor."""
    bound.count(request.META["REMOTE_ADDR"])


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask for patience."""
    response = show(request, "groups/too_many", "self-test-group", minutes=WINDOW // 60)
    response.status_code = 429
    response.headers["Retry-After"] = str(WINDOW)
    return response
