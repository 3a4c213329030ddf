"""The share link: a place and the techniques to try, and nothing that leads back to an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from selftest.result import name_of
from selftest.scoring import Vector, cell


@dataclass(frozen=True, slots=True)
class Shared:
    """A place, rounded to 0.05, and at most three numbers of techniques."""

    place: Vector
    numbers: tuple[int, ...]

    @property
    def key(self) -> str:
        """Name of the place on the map."""
        return name_of(cell(self.place))


_PLACE = re.compile(r"(-?[01]\.\d\d)_(-?[01]\.\d\d)")


def shared_query(shared: Shared) -> str:
    """The query of a share link: `p=0.65_-0.30&t=14-19-16`."""
    c, u = (round(20 * v) / 20 + 0.0 for v in shared.place)
    return f"p={c:.2f}_{u:.2f}&t={'-'.join(map(str, shared.numbers))}"


def read_shared(query: Mapping[str, str], known: Collection[int]) -> Shared | None:
    """What a share link says. None when it names no place on the grid; unknown techniques are left out."""
    found = _PLACE.fullmatch(query.get("p", ""))
    if not found:
        return None
    c, u = (float(v) for v in found.groups())
    if max(abs(c), abs(u)) > 1:
        return None
    numbers = [int(n) for n in query.get("t", "").split("-") if re.fullmatch(r"[0-9]{1,2}", n)]
    return Shared((c, u), tuple(n for n in dict.fromkeys(numbers) if n in known)[:3])
