"""Handouts made ahead, and served as files: cards, slides and share pictures of the content as it is served.

They lie under `var/handouts/`, in a folder named as what was made of the same content (`coachapp.prepared`), so that
an old one is never served with new content. What is not there the views make when it is asked for.
"""

from __future__ import annotations

import json
import mimetypes
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from coachapp import prepared
from coachapp.edition import WSGI, known
from coachapp.headers import SECURITY_HEADERS
from coachapp.offline import digest
from coachapp.prepared import Prepared
from techniques import handouts, store
from techniques.typesetting import typeset_all

#: Beside the files: what each was made of, by its path.
_DIGESTS = "digests.json"
#: So many are kept: workers that have yet to reload still serve the last but one.
KEPT = 3


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
    for older in _home().glob(f"*/{_DIGESTS}"):
        before = json.loads(older.read_text(encoding="utf-8"))
        for path, wanted in digests.items():
            if before.get(path) == wanted and (file := older.parent / "files" / path).exists():
                found[path] = file
    return found


def find(name: str, address: str) -> Path | None:
    """The handout at an address, of the content of that name; None if it was not made ahead."""
    if not address.endswith((".pdf", ".png")):
        return None
    ours = folder(name)
    file = Path(os.path.normpath(ours / address.lstrip("/")))
    return file if ours in file.parents and file.is_file() else None


def answer(file: Path, environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a GET or HEAD with a handout. It is saved under a name that tells what it is, and may be shown by other
    sites: pictures stand beside links to us."""
    body = file.read_bytes()
    etag = f'"{digest(body)}"'
    kept = {**SECURITY_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}
    kept |= {"Cache-Control": "no-cache", "ETag": etag}
    if known(environ.get("HTTP_IF_NONE_MATCH"), etag):
        start_response("304 Not Modified", list(kept.items()))
        return ()
    name = environ["PATH_INFO"].replace("/", "-")
    about_body = {
        "Content-Type": str(mimetypes.guess_type(file.name)[0]),
        "Content-Length": str(len(body)),
        "Content-Disposition": f'inline; filename="coachkompas{name}"',
    }
    start_response("200 OK", list({**kept, **about_body}.items()))
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)
