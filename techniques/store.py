"""The one place where settings meet content: the loaded Library and its search index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from techniques.fields import Language
from techniques.library import Library
from techniques.loader import load
from techniques.search import Index, build


@dataclass(frozen=True, slots=True)
class Loaded:
    """The Library with the search index of each language."""

    library: Library
    index: dict[str, Index]


def library() -> Library:
    """The Library. Raises ContentError when the content does not load."""
    return _current().library


def index(language: str) -> Index:
    """The search index of a language."""
    return _current().index[language]


def state() -> tuple[Path, int]:
    """The content's folder, and a number that changes with its files while developing."""
    folder = Path(settings.CONTENT_DIR)
    return folder, _fingerprint(folder) if settings.DEBUG else 0


def _current() -> Loaded:
    return _load(*state())


def _fingerprint(folder: Path) -> int:
    """Changes when a file does, so that a developer sees an edit on the next request."""
    return hash(tuple((str(p), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*.yaml"))))


@lru_cache(maxsize=1)
def _load(folder: Path, fingerprint: int) -> Loaded:
    loaded = load(folder)
    return Loaded(loaded, {language.value: build(loaded, language) for language in Language})
