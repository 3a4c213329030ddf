"""The language of an answer follows from its address: `/en/…` is English, all else is Dutch."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from techniques.fields import Language

GetResponse = Callable[[HttpRequest], HttpResponse]


def language_of(path: str) -> Language:
    """Language of the page at `path`."""
    return Language.EN if path == "/en" or path.startswith("/en/") else Language.NL


def from_address(get_response: GetResponse) -> GetResponse:
    """Middleware that speaks the language of the address, in the interface and in `Content-Language`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language.value):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language.value)
        return response

    return middleware
