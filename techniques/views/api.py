"""The JSON API: open to every page, read-only, with errors that a program can read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from techniques import ownlist, store
from techniques.addresses import absolute, page_of, short_of
from techniques.exports import api, openapi
from techniques.exports.links import Links
from techniques.fields import Language

METHODS = "GET, HEAD, OPTIONS"
#: Seconds that an answer may be kept without asking again.
FRESH = 300
NOTHING = f"Nothing has this address. {api.ROOT} says what there is."

GetResponse = Callable[[HttpRequest], HttpResponse]


def links() -> Links:
    """Where this site's things are."""
    return Links(
        settings.SITE_URL,
        page=lambda kind, thing, language: absolute(page_of(kind, thing, language)),
        short=lambda kind, thing: absolute(short_of(kind, thing)),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    return _answer(request, api.index(links()))


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return _answer(request, openapi.document(links(), store.library()))


@require_safe
def things(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """Everything of a kind, the map or the vocabulary."""
    library = store.library()
    if language not in list(Language) or kind not in (*api.MODELS, "map", "vocabulary"):
        return problem(HTTPStatus.NOT_FOUND, NOTHING)
    if kind == "techniques":
        return _techniques(request, language)
    if kind == "map":
        return _answer(request, api.the_map(links(), library, language), language)
    if kind == "vocabulary":
        return _answer(request, api.vocabulary(links(), library, language), language)
    return _answer(request, api.things(links(), kind, library.kinds()[kind].items(), language), language)


def _techniques(request: HttpRequest, language: str) -> HttpResponse:
    """All techniques, or the ones that are asked for."""
    library, asked = store.library(), request.GET
    found = library.techniques
    if "t" in asked:
        if not all(
            re.fullmatch(openapi.LIST, value) and len(value) <= ownlist.MAX_LENGTH for value in asked.getlist("t")
        ):
            return problem(HTTPStatus.BAD_REQUEST, "t: expected numbers with commas between them")
        found = ownlist.parse(library, dict(asked.lists())).techniques
    try:
        fitting = api.narrowed(library, found, dict(asked.lists()))
    except ValueError as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    named = [(str(technique.number), technique) for technique in fitting]
    return _answer(request, api.things(links(), "techniques", named, language), language)


@require_safe
def thing(request: HttpRequest, language: str, kind: str, key: str) -> HttpResponse:
    """One thing."""
    found = store.library().kinds().get(kind, {}).get(key)
    if language not in list(Language) or found is None:
        return problem(HTTPStatus.NOT_FOUND, NOTHING)
    return _answer(request, api.thing(links(), kind, key, found, language), language)


def _answer(request: HttpRequest, data: dict[str, Any], language: str = "en") -> HttpResponse:
    """Data as JSON, or that the asker has it already."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(text).hexdigest()[:20]}"'
    response = HttpResponse(text, content_type="application/json", headers={"ETag": etag, "Content-Language": language})
    patch_cache_control(response, public=True, max_age=FRESH)
    return get_conditional_response(request, etag=etag, response=response) or response


def problem(status: int, detail: str) -> HttpResponse:
    """What went wrong, as RFC 9457 has it."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    return HttpResponse(
        json.dumps(told, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers={"Content-Language": "en"},
    )


def for_programs(get_response: GetResponse) -> GetResponse:
    """Middleware that lets every page read what is under the API's address, and tells errors as programs read them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            del response.headers["Content-Type"]
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method in ("GET", "HEAD"):
            response = get_response(request)
            if response.status_code >= 400 and not response.headers["Content-Type"].endswith("json"):
                response = problem(response.status_code, HTTPStatus(response.status_code).description)
        else:
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {METHODS}.")
        if response.status_code in (204, 405):
            response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return middleware
