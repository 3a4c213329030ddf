"""The instrument that is served now: the one that belongs to the Library."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from django.conf import settings

from selftest.instrument import Instrument, Items
from selftest.loader import load
from selftest.privatecode import Shape
from techniques import store

_of: WeakKeyDictionary[store.Loaded, Instrument] = WeakKeyDictionary()


def instrument() -> Instrument:
    """The instrument. Raises ContentError when the content does not load."""
    loaded = store.current()
    if (found := _of.get(loaded)) is None:
        found = belongs(loaded, load(Path(settings.CONTENT_DIR), loaded.library))
    return found


def belongs(loaded: store.Loaded, instrument: Instrument) -> Instrument:
    """Remember that an instrument belongs to what was loaded."""
    _of[loaded] = instrument
    return instrument


def shapes() -> dict[int, Shape]:
    """Number of items in each part, by version: what is needed to read a private code."""
    return {version: shape(items) for version, items in instrument().versions.items()}


def shape(items: Items) -> Shape:
    """Number of items in each part of a version."""
    return Shape(len(items.situations), len(items.techniques), len(items.statements))
