"""A list of techniques in somebody's own order, as an address carries it: `3,7,12`.

The visitor's own list never reaches us: it stays on the device. Only an address that is passed on comes here. Anything
may stand in it. What names no technique, or names one again, is left out and said; over-long input is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from techniques.kinds import Technique
from techniques.library import Library

#: Longest list that is looked at, in characters: half as long again as one with every technique.
MAX_LENGTH = 100

_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was left out: a number that is not there, one that came before, or the end of a list that is too long."""

    kind: Literal["unknown", "double", "cut"]
    value: str = ""


@dataclass(frozen=True, slots=True)
class OwnList:
    """Techniques in the order of the list, and what was left out."""

    techniques: tuple[Technique, ...]
    remarks: tuple[Remark, ...]

    def __str__(self) -> str:
        return ",".join(str(technique.number) for technique in self.techniques)


def parse(library: Library, text: str) -> OwnList:
    """Read a list. Never fails."""
    found: dict[int, Technique] = {}
    remarks: dict[Remark, None] = {}  # each once
    whole = text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH].rpartition(",")[0]
    for value in filter(None, (part.strip() for part in whole.replace("\0", " ").split(","))):
        technique = library.number(int(value)) if _NUMBER.fullmatch(value) else None
        if technique is None:
            remarks[Remark("unknown", value)] = None
        elif technique.number in found:
            remarks[Remark("double", str(technique.number))] = None
        else:
            found[technique.number] = technique
    if whole != text:
        remarks[Remark("cut")] = None
    return OwnList(tuple(found.values()), tuple(remarks))
