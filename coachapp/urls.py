"""Addresses. Dutch without a prefix, English under /en/; short links carry no language."""

from __future__ import annotations

from django.urls import URLPattern, include, path

import selftest.urls
import techniques.urls
from coachapp import accessibility, health, notices
from techniques import views


def _addresses(language: str) -> tuple[list[URLPattern], str]:
    """Patterns of one language, and the namespace that they live in."""
    statement = path(
        f"{techniques.urls.WORDS['accessibility'][language]}/",
        accessibility.statement,
        {"language": language},
        name="accessibility",
    )
    return [*techniques.urls.addresses(language), *selftest.urls.addresses(language), statement], language


urlpatterns = [
    path("", include(_addresses("nl"))),
    path("en/", include(_addresses("en"))),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", notices.robots, name="robots"),
    path(".well-known/security.txt", notices.security, name="security"),
    path("healthz", health.healthz, name="health"),
    path("t/<int:number>", views.short_link, name="short-link"),
    *selftest.urls.short_links,
]

handler400 = "coachapp.refusals.bad_request"
handler404 = "techniques.views.not_found"
handler500 = "techniques.views.server_error"
