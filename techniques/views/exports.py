"""Techniques as a file for other programs: all of them, or the list of an address."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from techniques import ownlist, store
from techniques.exports.anki import deck
from techniques.exports.cartridge import cartridge
from techniques.exports.links import Links
from techniques.exports.table import table
from techniques.library import Library
from techniques.ownlist import OwnList
from techniques.views.api import links

_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: how its name ends, its media type, and how it is made."""

    ending: str
    media_type: str
    make: Callable[[Links, Library, OwnList | None, str], bytes]


def _deck_of_today(links: Links, library: Library, chosen: OwnList | None, language: str) -> bytes:
    """Who imports a deck again on another day gets what changed since."""
    return deck(links, library, chosen, language, when=int(time.time()) // _DAY * _DAY)


#: By the name of their address.
FORMS = {
    "table": Form("csv", "text/csv; charset=utf-8", table),
    "cartridge": Form("imscc", "application/vnd.ims.imsccv1p1", cartridge),
    "anki": Form("apkg", "application/octet-stream", _deck_of_today),
}


@require_safe
def export(request: HttpRequest, language: str, form: str) -> HttpResponse:
    """All techniques, or those of the list in the address, as a file to keep."""
    library, wanted = store.library(), FORMS[form]
    chosen = ownlist.parse(library, dict(request.GET.lists())) if "t" in request.GET else None
    if chosen and not chosen.techniques:
        raise Http404(request.path_info)
    content = wanted.make(links(), library, chosen, language)
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    name = slugify(chosen.title) if chosen else ""
    name = name or f"coachkompas-{library.vocabulary.kinds['techniques'].slug[language]}"
    response = HttpResponse(content, content_type=wanted.media_type, headers={"ETag": etag})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted.ending}"'
    if chosen:
        response.headers["X-Robots-Tag"] = "noindex"  # what somebody else wrote, no search engine tells in our name
    return get_conditional_response(request, etag=etag, response=response) or response
