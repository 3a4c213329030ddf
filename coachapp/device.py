"""What belongs to the visitor's own device: the page about it, the site as an app, and the service worker."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from techniques.addresses import in_each_language
from techniques.fields import Language


@require_safe
def device(request: HttpRequest, language: str) -> HttpResponse:
    """How to have the site without a connection, as an app, and large; and what this device keeps."""
    first, second = sorted(Language, key=lambda each: each != language)
    return render(request, "device.html", {"addresses": in_each_language("device"), "first": first, "second": second})


@require_safe
def not_saved(request: HttpRequest, language: str) -> HttpResponse:
    """What the service worker shows without a connection in place of a page that is not saved."""
    return render(request, "not_saved.html", {"addresses": in_each_language("not-saved")})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to have the site as an app."""
    return render(request, "manifest.json", content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages, at the root, since it may serve what is below its own address only."""
    return render(request, "service-worker.js", content_type="text/javascript; charset=utf-8")
