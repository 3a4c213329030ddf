"""What a visitor can keep for when there is no connection: per language a list of files, and a pack of the pages.

A list has each file's hash, and where short links lead; a pack has the texts of the pages beside.

The service worker (`templates/service-worker.js`) saves a pack once, in one go. Later it compares lists, and fetches
only what changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from coachapp.language import language_of
from techniques import store
from techniques.addresses import frames, moved
from techniques.fields import Language

#: Hexadecimal digits of SHA-256 that a file is known by.
DIGITS = 32

_FILE = re.compile(rf'"({re.escape(settings.STATIC_URL)}[^"]+)"')
_FONT = re.compile(r'url\("?\.\./([^")]+)"?\)')


def digest(body: bytes) -> str:
    """What a file is known by."""
    return hashlib.sha256(body).hexdigest()[:DIGITS]


def files(rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """The list and the pack of each language, by address, made of the Edition's pages."""
    made = {}
    for language in Language:
        elsewhere = {frame[language] for frame in frames()}  # these show on other sites, which are not kept
        texts = {a: body for a, body in rendered.items() if a not in elsewhere and _is_kept(a, language)}
        static = {address: _static(address) for address in _named_by(texts.values())}
        hashes = {address: digest(body) for address, body in sorted({**texts, **static}.items())}
        version = digest(_json(hashes))[:16]
        listed = {"version": version, "files": hashes, "short": _short_links(language)}
        made[f"/offline/{language}/files.json"] = _json(listed)
        decoded = {address: body.decode() for address, body in texts.items()}
        made[f"/offline/{language}/pack.json"] = _json({**listed, "texts": decoded})
    return made


def _short_links(language: Language) -> dict[str, str]:
    """Where short links and old addresses lead in a language."""
    library = store.library()
    numbered = (
        ("short-link", "technique", library.techniques),
        ("short-conversation", "conversation", library.conversations.values()),
    )
    short = {
        reverse(link, args=[each.number]): reverse(f"{language}:{page}", args=[each.slug[language]])
        for link, page, things in numbered
        for each in things
    }
    return short | moved(language)


def _is_kept(address: str, language: Language) -> bool:
    is_page = address.endswith("/") and language_of(address) is language
    return is_page or address == reverse("search-file", args=[language])


def _named_by(pages: Iterable[bytes]) -> set[str]:
    """The files that pages ask for, and the files that their stylesheets ask for."""
    named = {found for page in pages for found in _FILE.findall(page.decode())}
    sheets = [_static(each).decode() for each in named if each.endswith(".css")]
    return named | {f"{settings.STATIC_URL}{found}" for sheet in sheets for found in _FONT.findall(sheet)}


def _static(address: str) -> bytes:
    return (Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)).read_bytes()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
