"""Addresses. Dutch without a prefix, English under /en/; short links carry no language."""

from __future__ import annotations

from django.urls import URLPattern, include, path

import selftest.urls
import techniques.urls
from coachapp import accessibility, device, health, notices
from techniques.views import reference

#: Pages that are no part of the reference: name, address in each language, view.
PAGES = (
    ("device", {"nl": "op-je-telefoon", "en": "on-your-phone"}, device.device),
    ("not-saved", {"nl": "niet-bewaard", "en": "not-saved"}, device.not_saved),
    ("accessibility", {"nl": "toegankelijkheid", "en": "accessibility"}, accessibility.statement),
)


def _addresses(language: str) -> tuple[list[URLPattern], str]:
    """Patterns of one language, and the namespace that they live in."""
    here = [path(f"{words[language]}/", view, {"language": language}, name=name) for name, words, view in PAGES]
    here.append(path("manifest.json", device.manifest, name="manifest"))
    return [*techniques.urls.addresses(language), *selftest.urls.addresses(language), *here], language


urlpatterns = [
    path("", include(_addresses("nl"))),
    path("en/", include(_addresses("en"))),
    path("sitemap.xml", reference.sitemap, name="sitemap"),
    path("robots.txt", notices.robots, name="robots"),
    path(".well-known/security.txt", notices.security, name="security"),
    path("healthz", health.healthz, name="health"),
    path("service-worker.js", device.service_worker, name="service-worker"),
    path("offline/<str:language>/search.json", reference.search_file, name="search-file"),
    *techniques.urls.short_links,
    *techniques.urls.for_programs,
    *selftest.urls.short_links,
]

handler400 = "coachapp.refusals.bad_request"
handler404 = "techniques.views.reference.not_found"
handler500 = "techniques.views.reference.server_error"
