"""What is passed on: short links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from techniques import store
from techniques.fields import Language


@require_safe
def short_link(request: HttpRequest, number: int) -> HttpResponse:
    """`/t/19`: to the technique, in the visitor's language."""
    found = store.library().number(number)
    if found is None:
        raise Http404(number)
    language = Language(get_language_from_request(request).split("-")[0])
    response = HttpResponseRedirect(reverse(f"{language}:technique", args=[found.slug[language]]))
    patch_vary_headers(response, ["Accept-Language"])
    return response
