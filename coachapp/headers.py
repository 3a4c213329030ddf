"""The headers of every answer: Django's, and through it those of the Edition, whose pages Django renders."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Two years, in seconds: once seen over https, a browser asks for nothing else.
_ALWAYS_ENCRYPTED = {"Strict-Transport-Security": "max-age=63072000"}

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    **(_ALWAYS_ENCRYPTED if settings.ENCRYPTED else {}),
}

GetResponse = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: GetResponse) -> GetResponse:
    """Middleware that sets the same static headers on every answer, but for those that the answer brings itself.

    Only what is there for other sites brings any: pages to frame, pictures to show, data to fetch.

    What says nothing of keeping is asked for again each time: pages and the files that they need then belong
    together, and with an ETag that costs next to nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return middleware
