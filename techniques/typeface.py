"""What our typeface can show: a text from outside may hold anything, and a PDF/UA may hold no sign without a shape."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache

from techniques.typesetting import TEMPLATES

FILE = TEMPLATES / "fonts" / "AtkinsonHyperlegibleNext.ttf"


@cache
def signs() -> frozenset[int]:
    """The code points that the typeface has a shape for: its Unicode table of format 4 (OpenType, `cmap`)."""
    font = FILE.read_bytes()
    tables = {font[at : at + 4]: at for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)}
    (start,) = struct.unpack_from(">I", font, tables[b"cmap"] + 8)
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = [struct.unpack_from(">HHI", font, start + 4 + 8 * i)[2] for i in range(count)]
    at = next(start + offset for offset in offsets if struct.unpack_from(">H", font, start + offset)[0] == 4)
    (double,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    return frozenset(
        code for low, high in zip(starts, ends, strict=True) for code in range(low, high + 1) if code != 0xFFFF
    )


def shown(text: str) -> str:
    """`text` with an ellipsis for each run of signs that the typeface has no shape for."""
    composed = unicodedata.normalize("NFC", text)
    marked = "".join(sign if ord(sign) in signs() else "\0" for sign in composed)
    return re.sub(r"\0+", "…", marked)
