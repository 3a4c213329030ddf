"""The loaded instrument, once for all requests."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from selftest.instrument import Instrument, Items
from selftest.loader import load
from selftest.privatecode import Shape
from techniques import store


def instrument() -> Instrument:
    """The instrument. Raises ContentError when the content does not load."""
    return _load(*store.state())


def shapes() -> dict[int, Shape]:
    """Number of items in each part, by version: what is needed to read a private code."""
    return {version: shape(items) for version, items in instrument().versions.items()}


def shape(items: Items) -> Shape:
    """Number of items in each part of a version."""
    return Shape(len(items.situations), len(items.techniques), len(items.statements))


@lru_cache(maxsize=1)
def _load(folder: Path, fingerprint: int) -> Instrument:
    return load(folder, store.library())
