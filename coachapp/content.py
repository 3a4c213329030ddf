"""All content of the site: the reference's, and the self-test's that leans on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

import selftest.loader
import techniques.loader
from selftest.instrument import Instrument
from techniques.library import Library

#: The model of every kind of file, by name.
MODELS: Mapping[str, type[BaseModel]] = {**techniques.loader.MODELS, **selftest.loader.MODELS}


def load(folder: Path) -> tuple[Library, Instrument]:
    """Load everything under `folder`. Raises ContentError; the self-test is checked once the reference is sound."""
    library = techniques.loader.load(folder)
    return library, selftest.loader.load(folder, library)


def texts_of(instrument: Instrument) -> Iterator[tuple[str, object]]:
    """What the self-test says to visitors, by file."""
    yield from ((f"selftest/items-{version}", items) for version, items in instrument.versions.items())
    yield "selftest/wording", instrument.wording
    yield "selftest/group", instrument.group
    yield "selftest/manual", instrument.manual
