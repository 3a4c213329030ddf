"""Everything that serving needs, made ahead and kept in a file, so that a start or a reload takes a moment.

The file's name is a hash of all that went into it: content, code, templates, files, settings. What does not fit is
never found, so an old one can do no harm. It holds pickled objects of this program, and is trusted as its code is.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import selftest.store
from coachapp import accessibility
from coachapp.edition import WSGI, Edition, build
from selftest.instrument import Instrument
from techniques import store

#: Brotli's qualities: ahead of time, and while somebody waits.
BEST, QUICK = 11, 5
#: So many are kept: workers that have yet to reload may still want the last but one.
KEPT = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The content as it is served: the Library and its indexes, the instrument, and the Edition."""

    name: str
    quality: int
    loaded: store.Loaded
    instrument: Instrument
    edition: Edition


def name() -> str:
    """What this program would make of the content's files, by two hashes."""
    digest = hashlib.sha256()
    _read(digest, settings.CONTENT_DIR, settings.CONTENT_DIR.rglob("*.yaml"))
    return f"{_program()[:12]}-{digest.hexdigest()[:12]}"


@cache
def _program() -> str:
    """The program as it was when this process started, which is what its memory holds."""
    root: Path = settings.BASE_DIR
    contacts = f"{settings.SECURITY_CONTACT} {settings.ACCESSIBILITY_CONTACT}"
    digest = hashlib.sha256(f"{sys.version} {settings.SITE_URL} {contacts}".encode())
    for package in ("brotli", "django", "django-htmx", "pydantic", "segno", "typst"):
        digest.update(version(package).encode())
    for app in ("coachapp", "techniques", "selftest"):
        _read(digest, root, (root / app).rglob("*.py"))
    _read(digest, root, (root / "templates").rglob("*.*"))
    _read(digest, root, (root / "locale").rglob("*.mo"))
    _read(digest, root, [accessibility.TABLE])
    _read(digest, settings.STATIC_ROOT, [settings.STATIC_ROOT / "staticfiles.json"])
    return digest.hexdigest()


def _read(digest: hashlib._Hash, root: Path, files: Iterable[Path]) -> None:
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())


def make(django: WSGI, quality: int) -> Prepared:
    """Read and render everything now. Raises ContentError."""
    named = name()
    loaded = store.read(settings.CONTENT_DIR)
    with store.holding(loaded):
        made = Prepared(named, quality, loaded, selftest.store.instrument(), build(django, quality))
    return made if name() == named else make(django, quality)  # somebody was writing meanwhile


def find() -> Prepared | None:
    """What was made ahead of just this content by just this program. None if there is none that can be read."""
    return _load(_file(name()))


def find_last() -> Prepared | None:
    """What this program made or used last, of whatever content. None if there is none that can be read."""
    files = sorted(_file("").parent.glob(f"{_program()[:12]}-*.pickle"), key=_when, reverse=True)
    return next((found for found in map(_load, files) if found), None)


def _load(file: Path) -> Prepared | None:
    try:
        found = pickle.loads(file.read_bytes())  # noqa: S301  # see above: trusted as the code is
    except FileNotFoundError:
        return None
    except Exception:
        log.exception("What was made ahead can't be read; it is made anew")
        return None
    with contextlib.suppress(OSError):
        file.touch()
    return found if isinstance(found, Prepared) else None


def _when(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def keep(prepared: Prepared) -> Path:
    """Write it where `find` looks, whole or not at all, and remove what is older."""
    target = _file(prepared.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(prepared, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(target)
    for old in sorted(target.parent.glob("*.pickle"), key=_when)[:-KEPT]:
        with contextlib.suppress(FileNotFoundError):
            old.unlink()
    return target


def _file(name: str) -> Path:
    folder: Path = settings.VAR_DIR / "edition"
    return folder / f"{name}.pickle"
