"""Handouts made ahead, and served as files: cards, slides and share pictures of the content as it is served.

They lie under `var/handouts/`, in a folder named as what was made of the same content (`coachapp.prepared`), so that
an old one is never served with new content. What is not there the views make when it is asked for.
"""

from __future__ import annotations

import json
import mimetypes
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from coachapp import prepared, serving
from coachapp.edition import WSGI
from coachapp.prepared import Prepared
from techniques import handouts, store
from techniques.typesetting import typeset_all

#: Beside the files: what each was made of, by its path.
_DIGESTS = "digests.json"
#: So many are kept: workers that have yet to reload still serve the last but one.
KEPT = 3

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def folder(name: str) -> Path:
    """Where the handouts of some content are, by the content's name. Their addresses are the paths of the files."""
    return _home() / name / "files"


def _home() -> Path:
    home: Path = settings.VAR_DIR / "handouts"
    return home


def prepare(django: WSGI, quality: int) -> Prepared:
    """Make pages (`coachapp.prepared`) and handouts ahead, unless they are there.

    Raises ContentError and TypesettingError; nothing has changed then.
    """
    found = prepared.find()
    if found is None or found.quality < quality:
        found = prepared.make(django, quality)
        prepared.keep(found)
    if not folder(found.name).exists():
        with store.holding(found.loaded):
            _make(folder(found.name))
    return found


def _make(target: Path) -> None:
    """Make all handouts, whole or not at all. What is still the same is taken over, with the day that it was made."""
    part = target.with_name(f"{target.name}.{os.getpid()}")
    part.mkdir(parents=True)
    jobs = {address.lstrip("/"): job for address, job in handouts.ready().items()}
    digests = {path: job.digest for path, job in jobs.items()}
    try:
        for path, older in _same(digests).items():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(older, part / path)
        typeset_all({part / path: job for path, job in jobs.items() if not (part / path).exists()})
        (part.parent / _DIGESTS).write_text(json.dumps(digests), encoding="utf-8")
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in sorted(_home().iterdir(), key=lambda each: each.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _same(digests: Mapping[str, str]) -> dict[str, Path]:
    """Files that were made before of just this."""
    found: dict[str, Path] = {}
    for known in _home().glob(f"*/{_DIGESTS}"):
        before = json.loads(known.read_text(encoding="utf-8"))
        for path, digest in digests.items():
            if before.get(path) == digest and (file := known.parent / "files" / path).exists():
                found[path] = file
    return found


def files(get_response: GetResponse) -> GetResponse:
    """Middleware that answers with a file that was made ahead."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        now = serving.now()
        if now is None or request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
            return get_response(request)
        ours = folder(now.name)
        file = ours / request.path_info.lstrip("/")
        if ours not in Path(os.path.normpath(file)).parents or not file.is_file():
            return get_response(request)
        return _answer(request, file, "-".join(["coachkompas", *file.relative_to(ours).parts]))

    return middleware


def _answer(request: HttpRequest, file: Path, name: str) -> HttpResponseBase:
    """The file, to be saved under a name that tells what it is."""
    about = file.stat()
    etag = quote_etag(f"{about.st_mtime_ns:x}-{about.st_size:x}")
    if known := get_conditional_response(request, etag=etag):
        known.headers["ETag"] = etag
        return known
    kind = mimetypes.guess_type(file.name)[0]
    # Other sites show the pictures beside links to us.
    headers = {"ETag": etag, "Cross-Origin-Resource-Policy": "cross-origin"}
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return FileResponse(file.open("rb"), content_type=kind, headers=headers)
