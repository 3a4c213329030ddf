"""Answers: what somebody chose, as a value that never changes, and the draft in which a browser keeps it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")

#: The answer `I don't know it` to how often one uses a technique.
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of a situation that are most and least like me. Never the same one."""

    most: str
    least: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to a version of the items, in its order; None where not answered.

    `usage` holds 0 (never) to 4 (nearly always) or UNKNOWN, `statements` 0 (disagree) to 4 (agree).
    """

    version: int
    situations: tuple[Choice | None, ...]
    usage: tuple[int | None, ...]
    statements: tuple[int | None, ...]

    def with_situation(self, index: int, choice: Choice | None) -> Answers:
        """The same answers with one situation answered anew."""
        return replace(self, situations=_put(self.situations, {index: choice}))

    def with_usage(self, given: Mapping[int, int | None]) -> Answers:
        """The same answers with frequencies by index."""
        return replace(self, usage=_put(self.usage, given))

    def with_statements(self, given: Mapping[int, int | None]) -> Answers:
        """The same answers with agreements by index."""
        return replace(self, statements=_put(self.statements, given))

    @property
    def started(self) -> bool:
        """Whether anything at all is answered."""
        return any(answer is not None for answer in (*self.situations, *self.usage, *self.statements))


def _put(answers: tuple[T, ...], given: Mapping[int, T]) -> tuple[T, ...]:
    return tuple(given.get(i, answer) for i, answer in enumerate(answers))


def empty(version: int, situations: int, usage: int, statements: int) -> Answers:
    """No answers yet to a version with so many items of each part."""
    return Answers(version, (None,) * situations, (None,) * usage, (None,) * statements)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; a private code can hold 2026 to 2068."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers in progress: the seed by which options are shuffled, and the month of the last answer."""

    seed: str
    month: Month
    answers: Answers

    def __str__(self) -> str:
        """One line for a cookie, such as `1.2026-11.k3f9.ab--cd….24x-….4-…`."""
        a = self.answers
        situations = "".join(f"{s.most}{s.least}" if s else "--" for s in a.situations)
        usage = "".join("-" if f is None else "x" if f == UNKNOWN else str(f) for f in a.usage)
        statements = "".join("-" if s is None else str(s) for s in a.statements)
        return f"{a.version}.{self.month}.{self.seed}.{situations}.{usage}.{statements}"


_DRAFT = re.compile(
    r"([1-9]\d?)\.(20\d\d)-(0[1-9]|1[0-2])\.([a-z0-9]{4,12})\.((?:--|[a-d]{2})+)\.([0-4x-]+)\.([0-4-]+)"
)


def parse_draft(line: str) -> Draft:
    """The draft that a line holds. Raises ValueError for anything that `str(draft)` would not write."""
    found = _DRAFT.fullmatch(line)
    if not found:
        raise ValueError("not a draft")
    version, year, month, seed, situations, usage, statements = found.groups()
    pairs = [situations[i : i + 2] for i in range(0, len(situations), 2)]
    if any(pair != "--" and pair[0] == pair[1] for pair in pairs):
        raise ValueError("an option is both most and least")
    answers = Answers(
        int(version),
        tuple(None if pair == "--" else Choice(*pair) for pair in pairs),
        tuple(None if f == "-" else UNKNOWN if f == "x" else int(f) for f in usage),
        tuple(None if s == "-" else int(s) for s in statements),
    )
    return Draft(seed, Month(int(year), int(month)), answers)


def shuffled(options: Sequence[str], seed: str, item: str) -> list[str]:
    """The options in the order of this attempt: the same for the same seed, another for every item."""
    return sorted(options, key=lambda option: hashlib.sha256(f"{seed}/{item}/{option}".encode()).digest())
