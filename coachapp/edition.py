"""The Edition: every page that depends on the content alone, rendered once to the bytes that travel.

Django renders each page here as it would for a visitor, so the Edition's answers carry Django's headers. They are
served in front of Django: no template, no middleware, no database.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import brotli
from django.conf import settings
from django.urls import reverse
from django.utils.http import parse_etags

from coachapp import offline
from techniques.addresses import frames, in_each_language, pages
from techniques.fields import Language

#: Codings that an answer may travel in, the best first.
CODINGS = ("br", "gzip", "identity")
#: Of an answer that a browser already has, these say nothing.
_OF_A_BODY = ("content-type", "content-length", "content-encoding", "content-language")

Headers = list[tuple[str, str]]
WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Coded:
    """A page in one coding: its bytes, the ETag that is their hash, and the headers with and without a body.

    As it is, hardly anybody asks for a page: to spare memory it has no bytes, and is unpacked when asked for.
    """

    body: bytes | None
    etag: str
    headers: Headers
    headers_if_known: Headers


Edition = Mapping[str, Mapping[str, Coded]]


class NotForEverybodyError(Exception):
    """A page of the Edition that is not the same for everybody, or is not there."""


def addresses() -> list[str]:
    """Every address of the Edition. All that it serves depends on content and settings alone."""
    more = (in_each_language(name) for name in ("self-test-manual", "not-saved", "manifest"))
    found = [address for page in (*pages(), *frames(), *more) for address in page.values()]
    found += [reverse("search-file", args=[language]) for language in Language]
    return [*found, *(reverse(name) for name in ("sitemap", "robots", "security", "service-worker"))]


def build(django: WSGI, quality: int) -> Edition:
    """Render every page. `quality` is brotli's, from 0 to 11: fast at 5, best at 11. Raises NotForEverybodyError."""
    rendered = {address: _render(django, address) for address in addresses()}
    headers, _ = rendered[reverse("nl:manifest")]
    made = offline.files({address: body for address, (_, body) in rendered.items()})
    rendered |= {address: (_as_json(headers), body) for address, body in made.items()}
    return {address: _packed(headers, body, quality, address in made) for address, (headers, body) in rendered.items()}


def _packed(headers: Headers, body: bytes, quality: int, for_devices: bool) -> dict[str, Coded]:
    """A page in each coding. What is for devices is large, and every browser that can keep it takes brotli."""
    identity = replace(_coded(headers, body, "identity"), body=None)
    return {
        "br": _coded(headers, brotli.compress(body, quality=quality), "br"),
        "gzip": identity if for_devices else _coded(headers, gzip.compress(body, 9, mtime=0), "gzip"),
        "identity": identity,
    }


def _as_json(headers: Headers) -> Headers:
    """The headers of another answer, as of JSON in no language."""
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-type", "content-language")]
    return [*kept, ("Content-Type", "application/json")]


def _render(django: WSGI, address: str) -> tuple[Headers, bytes]:
    """What Django answers at an address."""
    site = urlsplit(settings.SITE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": str(site.hostname),
        "SERVER_PORT": str(site.port or (443 if settings.ENCRYPTED else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
    answered: list[Any] = []
    body = b"".join(django(environ, lambda *given: answered.extend(given)))
    status, headers = answered
    names = {name.lower() for name, _ in headers}
    if status != "200 OK" or names & {"set-cookie", "content-encoding"}:
        raise NotForEverybodyError(f"{address}: {status}, {', '.join(sorted(names))}")
    return headers, body


def _coded(headers: Headers, body: bytes, coding: str) -> Coded:
    etag = f'"{offline.digest(body)}"'
    varies = [value for name, value in headers if name.lower() == "vary"]
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "vary")]
    kept += [("Vary", ", ".join(dict.fromkeys([*varies, "Accept-Encoding"]))), ("ETag", etag)]
    about_body = [("Content-Length", str(len(body)))]
    if coding != "identity":
        about_body.append(("Content-Encoding", coding))
    without_body = [(name, value) for name, value in kept if name.lower() not in _OF_A_BODY]
    return Coded(body, etag, [*kept, *about_body], without_body)


def answer(page: Mapping[str, Coded], environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a GET or HEAD of a page."""
    coded = page[coding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    if known(environ.get("HTTP_IF_NONE_MATCH"), coded.etag):
        start_response("304 Not Modified", coded.headers_if_known)
        return ()
    start_response("200 OK", coded.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        return ()
    return (plain(page) if coded.body is None else coded.body,)


def plain(page: Mapping[str, Coded]) -> bytes:
    """The bytes of a page as it is."""
    packed = page["br"].body
    assert packed is not None
    return bytes(brotli.decompress(packed))


def known(if_none_match: str | None, etag: str) -> bool:
    """Whether a browser has what has this ETag. A proxy may have marked it as weak."""
    if not if_none_match:
        return False
    if if_none_match == etag:
        return True
    return if_none_match.strip() == "*" or etag in (each.removeprefix("W/") for each in parse_etags(if_none_match))


_codings: dict[str, str] = {}


def coding(accepted: str) -> str:
    """The best coding that an Accept-Encoding header allows; as it is when it allows none."""
    if (best := _codings.get(accepted)) is None:
        best = _best(accepted)
        if len(_codings) < 1000:  # browsers send a handful, who sends others need not be remembered
            _codings[accepted] = best
    return best


def _best(accepted: str) -> str:
    """RFC 9110, 12.5.3: weights from 0 to 1, `*` for what is not named; what is not named else is not wanted."""
    weights: dict[str, float] = {}
    for each in accepted.lower().split(","):
        name, _, parameter = each.partition(";")
        key, _, value = parameter.partition("=")
        try:
            weights[name.strip()] = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    wanted = {name: weights.get(name, weights.get("*", 0.0)) for name in CODINGS[:-1]}
    best = max(wanted, key=lambda name: wanted[name])  # the first of equals
    plain = weights.get("identity", 0.0)
    return best if wanted[best] > 0 and wanted[best] >= plain else "identity"
