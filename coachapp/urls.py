"""Addresses. Dutch without a prefix, English under /en/; short links carry no language."""

from __future__ import annotations

from django.urls import include, path

from techniques import urls, views

urlpatterns = [
    path("", include(urls.addresses("nl"))),
    path("en/", include(urls.addresses("en"))),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("t/<int:number>", views.short_link, name="short-link"),
]

handler404 = "techniques.views.not_found"
handler500 = "techniques.views.server_error"
