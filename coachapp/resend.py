"""When a form comes without its guard: nothing that was typed is lost, it only has to be sent once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

#: More fields than any form here has.
MOST_FIELDS = 60


def again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer the same form again with a fresh token, unless it came from another site."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    context = {
        "addresses": {"nl": "/", "en": "/en/"},
        "action": request.path,
        "fields": fields[:MOST_FIELDS] if _from_here(request) else [],
    }
    response = render(request, "resend.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form stood on a page of ours; one that says nothing is believed."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and origin in (None, f"{request.scheme}://{request.get_host()}")
