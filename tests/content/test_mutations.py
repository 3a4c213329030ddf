"""Whatever happens to a file, it loads or is refused with a place; never a traceback, never a wait."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from techniques.kinds import Technique
from techniques.loader import read
from tests.conftest import CONTENT

FILES = sorted((CONTENT / "techniques").glob("*.yaml"))
#: Mutations of each file: 26 files make 5,200.
ROUNDS = 200
ODD = ["&a ", "*a", "<<: {a: b}", "!!int ", "---\n", "? ", "[", "]", "{", "}", "\t", "\0", "\x07", '"', "'", "|", ">",
       "- ", ": ", "#", "\ufeff", "\u2028", "\U0001f600", "%", "@", "`", "null", "no", "1e999", "9" * 400]  # fmt: skip


def delete_line(lines: list[str], rng: random.Random) -> list[str]:
    del lines[rng.randrange(len(lines))]
    return lines


def repeat_line(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    return [*lines[: i + 1], *lines[i:]]


def swap_lines(lines: list[str], rng: random.Random) -> list[str]:
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return lines


def indent_line(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    lines[i] = rng.choice([" ", "  ", "\t", "        "]) + lines[i]
    return lines


def outdent_line(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    lines[i] = lines[i].lstrip()
    return lines


def insert_odd(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    at = rng.randrange(len(lines[i]) + 1)
    lines[i] = lines[i][:at] + rng.choice(ODD) + lines[i][at:]
    return lines


def drop_letter(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    at = rng.randrange(len(lines[i]) + 1)
    lines[i] = lines[i][:at] + lines[i][at + 1 :]
    return lines


def cut_short(lines: list[str], rng: random.Random) -> list[str]:
    return lines[: rng.randrange(len(lines))]


def empty_value(lines: list[str], rng: random.Random) -> list[str]:
    i = rng.randrange(len(lines))
    lines[i] = lines[i].partition(":")[0] + ":"
    return lines


MUTATIONS: list[Callable[[list[str], random.Random], list[str]]] = [
    delete_line, repeat_line, swap_lines, indent_line, outdent_line, insert_odd, drop_letter, cut_short, empty_value,
]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mutated_file_loads_or_is_refused_with_a_place(path: Path) -> None:
    original = path.read_text(encoding="utf-8").splitlines()
    rng = random.Random(path.stem)
    refused, slowest = 0, 0.0
    for _ in range(ROUNDS):
        lines = list(original)
        for _ in range(rng.randint(1, 3)):
            lines = rng.choice(MUTATIONS)(lines, rng) or [""]
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
        if rng.random() < 0.1:
            at = rng.randrange(len(data) + 1)
            data = data[:at] + bytes([rng.randrange(256)]) + data[at:]
        start = time.process_time()
        entry = read(data, "file.yaml", path.stem, Technique)
        slowest = max(slowest, time.process_time() - start)
        assert (entry.object is None) == bool(entry.problems)
        for problem in entry.problems:
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.line <= len(lines) + 2
            assert problem.message
        refused += bool(entry.problems)
    assert refused > ROUNDS // 4
    # The promise is a second; the usual time is some milliseconds, so a busy machine does not trip this.
    assert slowest < 1.0
