"""Old addresses lead on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from techniques import store


def to_the_present(request: HttpRequest, kind: str, language: str, slug: str) -> HttpResponsePermanentRedirect:
    """To where the page with this old slug is now, with all that stood behind the question mark.

    Raises Http404 when nothing ever had that slug.
    """
    thing = store.library().moved(kind, language, slug)
    match = request.resolver_match
    if thing is None or match is None:
        raise Http404(slug)
    query = request.META.get("QUERY_STRING", "")
    address = reverse(match.view_name, args=[thing.slug[language]])
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
