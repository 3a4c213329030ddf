"""Everything under the self-test's addresses is one visitor's own: no cache keeps it, no search engine lists it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from selftest.urls import ROOT

GetResponse = Callable[[HttpRequest], HttpResponse]

ROOTS = (f"/{ROOT['nl']}", f"/en/{ROOT['en']}", "/g")


def private_pages(get_response: GetResponse) -> GetResponse:
    """Middleware that marks every answer there, pages that are not there and forwards too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if any(request.path_info == root or request.path_info.startswith(f"{root}/") for root in ROOTS):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return middleware
