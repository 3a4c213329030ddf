"""The one place where settings meet content: the Library that is served now, and its search index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from techniques.fields import Language
from techniques.library import Library
from techniques.loader import load
from techniques.search import Index, build


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Loaded:
    """The Library with the search index of each language."""

    library: Library
    index: dict[str, Index]
    #: Of the search file of each language, once it was made.
    versions: dict[str, str] = field(default_factory=dict)


#: What is served: by the folder that it was read from, and that folder's state.
_served: dict[tuple[Path, int], Loaded] = {}
#: What this request started with, however long it takes; or what a new Edition is made of.
_held: ContextVar[Loaded | None] = ContextVar("held", default=None)


def library() -> Library:
    """The Library. Raises ContentError when the content does not load."""
    return current().library


def index(language: str) -> Index:
    """The search index of a language."""
    return current().index[language]


def current() -> Loaded:
    """What is served now, or held. Read from the content's folder if need be; raises ContentError."""
    if held := _held.get():
        return held
    if (found := _served.get(_state())) is None:
        serve(found := read(Path(settings.CONTENT_DIR)))
    return found


def read(folder: Path) -> Loaded:
    """Everything under `folder`, with its indexes. Raises ContentError."""
    loaded = load(folder)
    return Loaded(loaded, {language.value: build(loaded, language) for language in Language})


def serve(loaded: Loaded) -> None:
    """Serve this from now on."""
    state = _state()
    _served[state] = loaded
    for other in [each for each in _served if each != state]:
        del _served[other]


@contextmanager
def holding(loaded: Loaded) -> Iterator[None]:
    """Within this block nothing but `loaded` is seen, whatever is served meanwhile."""
    token = _held.set(loaded)
    try:
        yield
    finally:
        _held.reset(token)


def _state() -> tuple[Path, int]:
    """The content's folder, and while developing a number that changes with its files."""
    folder = Path(settings.CONTENT_DIR)
    if not settings.DEBUG:
        return folder, 0
    return folder, hash(tuple((str(p), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*.yaml"))))
