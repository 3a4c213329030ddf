"""The WSGI application: the Edition's pages, and Django behind them.

It takes what it serves first, so that a site without anything sound to show never starts. While developing it starts
all the same, without an Edition: what is wrong then shows in the browser.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from environs import EnvError
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
try:
    _django = get_wsgi_application()
except EnvError as error:
    sys.exit(f"Coachkompas can't start: {error}")

from django.conf import settings  # these need the application above
from django.http.request import split_domain_port, validate_host

from coachapp import edition, ready, serving
from coachapp.refusals import METHODS
from techniques import store
from techniques.loader import ContentError

_scheme = settings.SITE_URL.partition(":")[0]


def behind(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """What depends on the visitor. From beginning to end such a request sees the same content.

    Whatever alphabet a request claims to be written in, it is read as UTF-8, as our pages ask: Python knows
    alphabets that Django stumbles over.
    """
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        kind, *parameters = environ["CONTENT_TYPE"].split(";")
        kept = [each for each in parameters if not each.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
    # A proxy speaks to us unencrypted; the site's own address says what the visitor sees.
    environ["wsgi.url_scheme"] = _scheme
    if settings.DEBUG:
        return _django(environ, start_response)
    with store.holding(store.current()):
        return _django(environ, start_response)


_behind: edition.WSGI = wrap_wsgi_with_proxy_headers(behind, trusted_hosts=settings.TRUSTED_PROXIES)

if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
    sys.exit("Coachkompas can't start: run `manage.py collectstatic` first.")
try:
    _serving = None if settings.DEBUG else serving.start(_django)
except ContentError as error:
    sys.exit(f"Coachkompas can't start, for its content does not load:\n{error}")


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request."""
    method = environ["REQUEST_METHOD"]
    if method not in METHODS and not (method == "OPTIONS" and environ.get("PATH_INFO", "").startswith("/api/")):
        environ["REQUEST_METHOD"] = "OTHER"  # Django would take `get` for GET
    # A form of unknown length reaches us as an empty one; no page of the Edition comes with one either.
    if _serving and "HTTP_TRANSFER_ENCODING" not in environ:
        _serving.look()
        address = environ.get("PATH_INFO", "")
        asked = method in ("GET", "HEAD") and not environ.get("QUERY_STRING")
        if asked and _is_ours(environ.get("HTTP_HOST", "")):
            if page := _serving.pages.get(address):
                return edition.answer(page, environ, start_response)
            if handout := ready.find(_serving.name, address):
                return ready.answer(handout, environ, start_response)
    return _behind(environ, start_response)


_hosts: set[str] = set()


def _is_ours(host: str) -> bool:
    """Whether a Host header names this site, by Django's own rules."""
    if host in _hosts:
        return True
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    if len(_hosts) < 1000:  # any port may follow a name
        _hosts.add(host)
    return True
