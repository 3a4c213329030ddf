"""When a form could not be taken in: nothing that was typed is lost, it only has to be sent once more."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from techniques.attempts import WINDOW

#: More fields than any form here has.
MOST_FIELDS = 60
#: Seconds after which to try again, when the database cannot be reached.
PATIENCE = 10
#: Faults of ours, not of a database that is busy or gone.
_OURS = (DataError, IntegrityError, ProgrammingError)

log = logging.getLogger(__name__)


def again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its guard: offer it again with a fresh token, unless it came from another site."""
    return _page(request, 403, _typed(request) if _from_here(request) else [])


def again_later(request: HttpRequest) -> HttpResponse:
    """Too many forms from one address: offer this one again, for later."""
    response = _page(request, 429, _typed(request), later=True)
    response.headers["Retry-After"] = str(WINDOW)
    return response


class WhenTheDatabaseIsGone:
    """Middleware: a page that needs the database, and cannot reach it, says so and offers the form again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DatabaseError | InterfaceError) or isinstance(exception, _OURS):
            return None
        log.error("The database cannot be reached: %s", exception)
        response = _page(request, 503, _typed(request), unreachable=True)
        response.headers["Retry-After"] = str(PATIENCE)
        return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value)) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]


def _page(request: HttpRequest, status: int, fields: list[tuple[str, str]], **said: bool) -> HttpResponse:
    context = {
        "action": request.path,
        "fields": fields[:MOST_FIELDS],
        **said,
    }
    response = render(request, "resend.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form stood on a page of ours; one that says nothing is believed."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and origin in (None, f"{request.scheme}://{request.get_host()}")
