"""What no page of ours asks for is refused, readably and before it costs anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from coachapp.headers import GetResponse
from coachapp.resend import again_later
from techniques.attempts import Attempts

METHODS = ("GET", "HEAD", "POST")
#: Most bytes of a form, of an address with its query, and of all headers together. No form of ours is near these.
MOST_BODY, MOST_ADDRESS, MOST_HEADERS = 64 * 1024, 8 * 1024, 32 * 1024
#: Forms from one address in ten minutes. A full training room shares an address, and the self-test has 26 pages.
POSTS = Attempts(2000)


def refusals(get_response: GetResponse) -> GetResponse:
    """Middleware that answers what is out of bounds, and gives a body to a refusal without one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if status := _refused(request):
            response = page(request, status)
        elif request.method == "POST" and POSTS.exceeded(request.META["REMOTE_ADDR"]):
            response = again_later(request)
        else:
            if request.method == "POST":
                POSTS.count(request.META["REMOTE_ADDR"])
            response = get_response(request)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", ", ".join(METHODS))
            if not response.content:
                response = page(request, 405)
            response.headers["Allow"] = allowed
        return response

    return middleware


def _refused(request: HttpRequest) -> int:
    """Status of the refusal, or 0."""
    meta = request.META
    if request.method not in METHODS:
        return 405
    if len(meta["PATH_INFO"]) + len(meta.get("QUERY_STRING", "")) > MOST_ADDRESS:
        return 414
    if sum(len(value) for name, value in meta.items() if name.startswith("HTTP_")) > MOST_HEADERS:
        return 431
    if "HTTP_TRANSFER_ENCODING" in meta:  # a proxy gives the length of a form that it passes on
        return 411
    length = meta.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return 400
    if int(length) > MOST_BODY:
        return 413
    try:
        return 400 if len(request.body) < int(length) else 0
    except UnreadablePostError:
        return 400


def page(request: HttpRequest, status: int) -> HttpResponse:
    """A refusal that can be read."""
    response = render(request, "refused.html", {"status": status}, status=status)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django could not make sense of a request, or trusts it not."""
    return page(request, 400)
