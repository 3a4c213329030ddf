"""When a form comes without its guard: nothing that was typed is lost, it only has to be sent once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

#: More fields than any form here has.
MOST_FIELDS = 60


def again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer the same form again with a fresh token. The visitor decides; another site can't press the button."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    context = {"addresses": {"nl": "/", "en": "/en/"}, "action": request.path, "fields": fields[:MOST_FIELDS]}
    response = render(request, "resend.html", context, status=403)
    add_never_cache_headers(response)
    return response
