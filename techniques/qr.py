"""QR codes of addresses, as files: SVG and PNG, with the quiet zone that scanners need."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

import segno

#: How much of a code may be damaged: M bears 15 % and L 7 %.
Level = Literal["m", "l"]

#: Modules of white around, as ISO/IEC 18004 wants them.
_QUIET = 4
#: Least width of a PNG in pixels.
_WIDTH = 600
#: Most bytes of an address by level: version 15 (77 modules wide) with M, version 20 (97 modules) with L, of
#: ISO/IEC 18004, table 7. A phone reads 97 modules from a print 4 cm wide; more take a steady hand.
_MOST: dict[Level, int] = {"m": 412, "l": 858}


@lru_cache(64)  # the finest takes a tenth of a second, and a whole room opens the same list
def svg(address: str, error: Level = "m") -> bytes:
    """An address as a picture that scales, on white, so that it stays readable on anything."""
    file = io.BytesIO()
    code = segno.make(address, error=error)
    code.save(file, kind="svg", border=_QUIET, xmldecl=False, nl=False, light="#fff", omitsize=True)
    return file.getvalue()


@lru_cache(64)
def drawing(address: str, error: Level = "m") -> str:
    """An address for paper and slides: in the colour of our ink, on whatever is there, with the white around it."""
    file = io.BytesIO()
    code = segno.make(address, error=error)
    code.save(file, kind="svg", border=_QUIET, xmldecl=False, nl=False, dark="#14211b", omitsize=True)
    return file.getvalue().decode()


def png(address: str, error: Level = "m") -> bytes:
    """An address as a picture of at least 600 pixels wide, each module as many whole pixels."""
    code = segno.make(address, error=error)
    file = io.BytesIO()
    code.save(file, kind="png", border=_QUIET, scale=-(-_WIDTH // code.symbol_size(border=_QUIET)[0]))
    return file.getvalue()


#: Pictures of a code, by how their address ends: how one is made, and its media type.
PICTURES: Mapping[str, tuple[Callable[[str, Level], bytes], str]] = {
    "svg": (svg, "image/svg+xml"),
    "png": (png, "image/png"),
}


def level(address: str) -> Level | None:
    """How well an address can be guarded in a code that a phone still reads; None if it is too long for one."""
    return next((level for level, most in _MOST.items() if len(address.encode()) <= most), None)
