"""The map: techniques on connection by challenge, as a table and as groups for a phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from techniques.fields import Level
from techniques.kinds import Place, Technique
from techniques.library import Library

#: The same way up as the map: challenge high on top, connection low on the left.
ROWS = (Level.HIGH, Level.MID, Level.LOW)
COLUMNS = (Level.LOW, Level.MID, Level.HIGH)
#: Keys of all nine, row by row.
PLACES = tuple(f"{connection}-{challenge}" for challenge in ROWS for connection in COLUMNS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the nine places, the techniques that are shown in it, and how many it holds in all."""

    place: Place
    techniques: tuple[Technique, ...]
    total: int

    @property
    def key(self) -> str:
        """Connection first: `mid-high`."""
        return self.place.key


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: a level of challenge and its cells from low to high connection."""

    challenge: Level
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The nine places, always all nine: what a filter leaves out goes, its place stays."""

    rows: tuple[Row, ...]

    @property
    def groups(self) -> tuple[Cell, ...]:
        """The places in a reader's order: low challenge first, then by technique number, empty ones last."""
        return tuple(cell for row in reversed(self.rows) for cell in sorted(row.cells, key=_reading_order))

    @property
    def count(self) -> int:
        """Number of techniques shown."""
        return sum(len(cell.techniques) for row in self.rows for cell in row.cells)


def _reading_order(cell: Cell) -> tuple[bool, bool, int]:
    first = min((t.number for t in cell.techniques), default=99)
    return cell.total == 0, cell.place.connection is Level.LOW, first


def matrix(library: Library, shown: Iterable[Technique]) -> Matrix:
    """The map of a library with only the techniques in `shown` on it."""
    kept = {t.number for t in shown}
    held: dict[str, list[Technique]] = {}
    for technique in library.techniques:
        held.setdefault(technique.place, []).append(technique)

    def cell(place: Place) -> Cell:
        here = held.get(place.key, [])
        return Cell(place, tuple(t for t in here if t.number in kept), len(here))

    places = {place.key: place for place in library.vocabulary.places}
    return Matrix(tuple(Row(u, tuple(cell(places[f"{c}-{u}"]) for c in COLUMNS)) for u in ROWS))


def peg(place: str) -> tuple[float, float]:
    """Corner of a place's peg in the locator's 24 by 24 box, x to the right and y down."""
    connection, challenge = place.split("-")
    return 8.5 * (Level(connection).step + 1), 8.5 * (1 - Level(challenge).step)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Techniques one step away on the map. None where the map ends, empty where the place is."""

    more_connection: tuple[Technique, ...] | None
    more_challenge: tuple[Technique, ...] | None
    calmer: tuple[Technique, ...] | None


def neighbours(library: Library, technique: Technique) -> Neighbours:
    """One step to the right, one up, one down."""

    def at(right: int, up: int) -> tuple[Technique, ...] | None:
        connection, challenge = technique.connection.step + right, technique.challenge.step + up
        if abs(connection) > 1 or abs(challenge) > 1:
            return None
        return tuple(t for t in library.techniques if t.rating == (connection, challenge))

    return Neighbours(more_connection=at(1, 0), more_challenge=at(0, 1), calmer=at(0, -1))


def corner(place: str) -> tuple[int, int]:
    """Corner of a place's field in a map of 300 by 300, fields of 98 with 3 between them."""
    connection, challenge = place.split("-")
    return 101 * (Level(connection).step + 1), 101 * (1 - Level(challenge).step)


@dataclass(frozen=True, slots=True)
class Stop:
    """A numbered stop of a route on the map, its centre in a 300 by 300 box."""

    number: int
    x: int
    y: int


#: Sideways shift of a stop that has its place to itself, on the way out (right) and back (left), so that the line
#: out does not run behind a stop on the way back. And the room between stops that share a place.
_ASIDE, _ROOM = 14, 66


def route(places: Iterable[str]) -> tuple[Stop, ...]:
    """The stops of a conversation's phases on the map; those that share a place stand side by side."""
    ordered = list(places)
    stops = []
    for i, place in enumerate(ordered):
        connection, challenge = place.split("-")
        here = [j for j, other in enumerate(ordered) if other == place]
        if len(here) == 1:
            aside = _ASIDE if 2 * i < len(ordered) - 1 else -_ASIDE if 2 * i > len(ordered) - 1 else 0
        else:
            step = min(40, _ROOM // (len(here) - 1))
            aside = step * (len(here) - 1) // 2 - step * here.index(i)
        stops.append(Stop(i + 1, 150 + 100 * Level(connection).step + aside, 150 - 100 * Level(challenge).step))
    return tuple(stops)
