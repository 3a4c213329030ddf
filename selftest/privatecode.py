"""The private code: all answers in 38 characters that a visitor keeps, since we keep nothing.

Version, month and answers are the digits of one whole number, each in a base of its own. That number is
multiplied by a prime, and a code is valid when the prime divides it. A changed character, two neighbours
swapped, or two neighbouring groups of four swapped never leave it divisible; anything else that is not a
code does so once in eight million times.

The characters are Crockford's base 32 (no I, L, O, U), which survives being read out and typed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from selftest.answers import UNKNOWN, Answers, Choice, Month

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 38, 4
#: The greatest prime below 2²³. The payload has 167 bits, so the product fits 38 characters of 5 bits.
PRIME = 8388593
VERSIONS, MONTHS, FIRST_YEAR = 32, 512, 2026

#: A situation's twelve pairs of most and least, after 0 for not answered.
_PAIRS: tuple[Choice | None, ...] = (None, *(Choice(*pair) for pair in permutations("abcd", 2)))
_USAGE: tuple[int | None, ...] = (None, UNKNOWN, 0, 1, 2, 3, 4)
_STATEMENTS: tuple[int | None, ...] = (None, 0, 1, 2, 3, 4)

#: Letters that the alphabet lacks, and the figures that people mean by them.
LOOKALIKES = str.maketrans("OIL", "011")


class CodeError(ValueError):
    """Not a code: mistyped, cut short, tampered with, or of a version that is not here."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Number of items in each part of a version."""

    situations: int
    usage: int
    statements: int


def encode(answers: Answers, month: Month) -> str:
    """The code, without spaces. Raises CodeError for a version or a month that a code cannot hold."""
    if not 1 <= answers.version < VERSIONS:
        raise CodeError("version out of range")
    months = 12 * (month.year - FIRST_YEAR) + month.month - 1
    if not 0 <= months < MONTHS:
        raise CodeError("month out of range")
    number = 0
    for digit, base in reversed(_digits(answers)):
        number = number * base + digit
    number = (number * MONTHS + months) * VERSIONS + answers.version
    return _to_text(number * PRIME)


def decode(text: str, shapes: Mapping[int, Shape]) -> tuple[Answers, Month]:
    """Answers and month of a code, however it was spaced or typed. Raises CodeError when it is none."""
    number, rest = divmod(_to_number(text), PRIME)
    if rest:
        raise CodeError("the check fails")
    number, version = divmod(number, VERSIONS)
    number, months = divmod(number, MONTHS)
    shape = shapes.get(version)
    if shape is None:
        raise CodeError("unknown version")
    parts: list[tuple[object, ...]] = []
    for values, count in ((_STATEMENTS, shape.statements), (_USAGE, shape.usage), (_PAIRS, shape.situations)):
        taken: list[object] = []
        for _ in range(count):
            number, digit = divmod(number, len(values))
            taken.append(values[digit])
        parts.append(tuple(taken))
    if number:
        raise CodeError("too long for its version")
    return Answers(version, *reversed(parts)), Month(FIRST_YEAR + months // 12, months % 12 + 1)  # type: ignore[arg-type]


def grouped(code: str, size: int = GROUP) -> list[str]:
    """A code in groups, for reading."""
    return [code[i : i + size] for i in range(0, len(code), size)]


def _digits(answers: Answers) -> list[tuple[int, int]]:
    """Digit and base of every answer, the least significant first.

    The situations come last, since those are always answered: no code starts with a row of noughts.
    """
    parts: Sequence[tuple[Sequence[object], Sequence[object]]] = (
        (answers.statements, _STATEMENTS),
        (answers.usage, _USAGE),
        (answers.situations, _PAIRS),
    )
    return [(values.index(answer), len(values)) for given, values in parts for answer in given]


def _to_text(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * i & 31] for i in reversed(range(LENGTH)))


def _to_number(text: str) -> int:
    # People paste a whole link, or a code with dashes and full stops of all kinds around it.
    kept = [char for char in text.rpartition("#")[2].upper().translate(LOOKALIKES) if char.isalnum()]
    if len(kept) != LENGTH or not set(kept) <= set(ALPHABET):
        raise CodeError("not 38 characters of a code")
    number = 0
    for char in kept:
        number = number << 5 | ALPHABET.index(char)
    return number
