"""What others than visitors read: search engines, and who finds a weakness."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from selftest.private import PUBLIC, ROOTS
from techniques.addresses import absolute

#: Until when security.txt holds (RFC 9116). A test fails two months before, so that somebody looks whether it is true.
EXPIRES = datetime(2027, 10, 1, tzinfo=UTC)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be listed but what belongs to one visitor."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in PUBLIC)]
    lines += [f"Disallow: {root}/" for root in ROOTS]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return _plain(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {EXPIRES:%Y-%m-%dT%H:%M:%SZ}"]
    lines += ["Preferred-Languages: nl, en", f"Canonical: {absolute(reverse('security'))}", ""]
    return _plain(lines)


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
