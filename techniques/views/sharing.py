"""What is passed on: short links, and their QR codes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import conditional_page, require_safe

from techniques import qr, store
from techniques.addresses import absolute, page_of, short_of
from techniques.fields import Language


def _numbered(kind: str, number: int) -> Any:
    """The technique or conversation with a number. Raises Http404."""
    for thing in store.library().kinds()[kind].values():
        if thing.number == number:
            return thing
    raise Http404(number)


def visitors_language(request: HttpRequest) -> Language:
    """The language that a browser asks for, where an address has none."""
    return Language(get_language_from_request(request).split("-")[0])


@require_safe
def short_link(request: HttpRequest, kind: str, number: int, language: str = "") -> HttpResponse:
    """`/t/19`, `/k/4`: to the technique or the conversation, in the visitor's language; `/en/t/19`: in English."""
    found = _numbered(kind, number)
    response = HttpResponseRedirect(page_of(kind, found, language or visitors_language(request)))
    if not language:
        patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@conditional_page
def qr_code(request: HttpRequest, kind: str, number: int, form: str) -> HttpResponse:
    """`/t/19.svg`, `/k/4.png`: a short link to scan. Other sites may show it on their pages."""
    link = short_of(kind, _numbered(kind, number))
    if form not in qr.PICTURES:
        raise Http404(form)
    draw, media_type = qr.PICTURES[form]
    headers = {
        "Cache-Control": "public, max-age=86400",
        "Content-Disposition": f'inline; filename="coachkompas{link.replace("/", "-")}-qr.{form}"',
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(draw(absolute(link), "m"), content_type=media_type, headers=headers)
