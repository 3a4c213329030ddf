"""What the visitor's own browser keeps, in cookies that no script can read.

The draft, signed, for seven days; the group that one was invited to, as long; and for each group that one opened
or joined, what is needed to close it or to withdraw, until the group is over.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from selftest import store
from selftest.answers import Draft, Month, empty, parse_draft
from selftest.instrument import Items
from selftest.privatecode import Shape

DAYS = 7
INVITED = "invited"
#: Browsers hold a cookie with this name to one host and to encrypted connections.
HOST = "__Host-"
#: Of a group: what closes it, and the receipt of what one sent to it.
CLOSES, SENT = "closes", "sent"
NAME, SALT, SECONDS = "selftest", "selftest.draft", DAYS * 24 * 3600


@dataclass(frozen=True, slots=True)
class Found:
    """What a browser brought: a draft, or none; `lost` when it brought one that is expired, forged or unknown."""

    draft: Draft | None
    lost: bool = False


def find(request: HttpRequest) -> Found:
    """The draft of this browser."""
    if NAME not in request.COOKIES:
        return Found(None)
    try:
        draft = parse_draft(request.get_signed_cookie(NAME, salt=SALT, max_age=SECONDS) or "")
    except (BadSignature, ValueError):
        return Found(None, lost=True)
    items = store.instrument().versions.get(draft.answers.version)
    return Found(draft) if items and _fits(draft, items) else Found(None, lost=True)


def _fits(draft: Draft, items: Items) -> bool:
    answers = draft.answers
    return Shape(len(answers.situations), len(answers.usage), len(answers.statements)) == store.shape(items)


def new_seed() -> str:
    """A seed for the order of the options in a new attempt."""
    return secrets.token_hex(4)


def this_month() -> Month:
    """The month that it is for the visitor."""
    today = timezone.localdate()
    return Month(today.year, today.month)


def new_draft(items: Items, seed: str = "") -> Draft:
    """No answers yet."""
    shape = store.shape(items)
    return Draft(
        seed or new_seed(), this_month(), empty(items.version, shape.situations, shape.usage, shape.statements)
    )


def keep(request: HttpRequest, response: HttpResponse, draft: Draft) -> HttpResponse:
    """Give the browser the draft to keep, seven days from now."""
    response.set_signed_cookie(
        NAME, str(draft), salt=SALT, max_age=SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def erase(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Take everything of who took the test here away, at once. What leads a group stays with its leader."""
    sent = [name for name in request.COOKIES if name.removeprefix(HOST).startswith(f"{SENT}-")]
    take(request, response, NAME, INVITED, *sent)
    return response


# -- groups -----------------------------------------------------------------------------------------


def name_for(request: HttpRequest, kind: str, code: str) -> str:
    """Name of a group's cookie."""
    return f"{HOST if request.is_secure() else ''}{kind}-{code}"


def give(request: HttpRequest, response: HttpResponse, name: str, value: str, days: int) -> None:
    """Give the browser something to keep."""
    seconds = days * 24 * 3600
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure())


def take(request: HttpRequest, response: HttpResponse, *names: str) -> None:
    """Take away what a browser no longer needs."""
    for name in names:
        if name in request.COOKIES:
            response.set_cookie(name, "", max_age=0, httponly=True, samesite="Lax", secure=request.is_secure())
