"""Handouts made ahead, and served as files: cards, slides and share pictures of the content as it is served.

They lie under `var/handouts/`, in a folder named as what was made of the same content (`coachapp.prepared`), so that
an old one is never served with new content. What is not there the views make when it is asked for.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from coachapp import serving
from techniques import handouts
from techniques.typesetting import typeset_all

#: So many are kept: workers that have yet to reload still serve the last but one.
KEPT = 3

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def _folder(name: str) -> Path:
    folder: Path = settings.VAR_DIR / "handouts" / name
    return folder


def make(name: str) -> Path:
    """Make all of them, whole or not at all, unless they are there. Raises TypesettingError."""
    target = _folder(name)
    if target.exists():
        return target
    part = target.with_name(f"{name}.{os.getpid()}")
    part.mkdir(parents=True)
    try:
        typeset_all({part / address.lstrip("/"): job for address, job in handouts.ready().items()})
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in sorted(target.parent.iterdir(), key=lambda folder: folder.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def files(get_response: GetResponse) -> GetResponse:
    """Middleware that answers with a file that was made ahead."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        now = serving.now()
        if now is None or request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
            return get_response(request)
        file = _folder(now.name) / request.path_info.lstrip("/")
        if not file.suffix or not file.is_file() or _folder(now.name) not in file.resolve().parents:
            return get_response(request)
        return _answer(request, file)

    return middleware


def _answer(request: HttpRequest, file: Path) -> HttpResponseBase:
    about = file.stat()
    etag = quote_etag(f"{about.st_mtime_ns:x}-{about.st_size:x}")
    if known := get_conditional_response(request, etag=etag):
        known.headers["ETag"] = etag
        return known
    kind = mimetypes.guess_type(file.name)[0]
    return FileResponse(file.open("rb"), content_type=kind, headers={"ETag": etag})
