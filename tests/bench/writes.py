"""Joining a group: how many a second, and how long the unlucky wait, with the queue for writers and without."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from statistics import median

from tests.bench.report import Row, Section, between
from tests.conftest import ROOT

ROUNDS, SECONDS = 3, 1.5
#: Processes and threads of each: one writer, and two workers as in production.
WRITERS = {1: (1, 1), 8: (2, 4)}
CODE = "BENCHMARK0"


@dataclass(frozen=True)
class Joined:
    """What a round gave: joins a second; seconds of the median one, the 99th in a hundred, the slowest; refusals."""

    rate: float
    middle: float
    late: float
    slowest: float
    refused: int


def writes(database: str) -> Section:
    """Let one and eight writers join by turns, queued and plain."""
    section = Section(
        "Writing",
        "Joining a group in SQLite, which has one writer at a time: one writer, and eight in two processes of four"
        f" threads, who go on for {SECONDS:g} s without a pause, {ROUNDS} rounds. *Plain* is the same function without"
        " our queue (`selftest/writing.py`), so SQLite lets them try again at random. What the queue is for: the"
        " slowest join should not be far from the median one.",
    )
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file, file:
        file.execute(
            "INSERT INTO selftest_group (code, name, closing, snapshot, opened) VALUES (?, '', ?, '', datetime('now'))",
            (CODE, "0" * 64),
        )
    found: dict[tuple[int, str], list[Joined]] = {(count, way): [] for count in WRITERS for way in ("queued", "plain")}
    for _ in range(ROUNDS):
        for (count, way), rounds in found.items():
            rounds.append(_round(database, *WRITERS[count], way))
    for count in WRITERS:
        queued, plain = found[count, "queued"], found[count, "plain"]
        rates = [a.rate / b.rate for a, b in zip(queued, plain, strict=True)]
        section.rows.append(Row(f"Joins a second, writers: {count}, queued / plain", rates))
    queued, plain = found[8, "queued"], found[8, "plain"]
    slowest = [a.slowest / b.slowest for a, b in zip(queued, plain, strict=True)]
    section.rows.append(Row("The slowest join, writers: 8, queued / plain", slowest))
    for way, rounds in (("queued", queued), ("plain", plain)):
        section.rows += [
            Row(f"99th in a hundred / median, writers: 8, {way}", [each.late / each.middle for each in rounds]),
            Row(f"Slowest / median, writers: 8, {way}", [each.slowest / each.middle for each in rounds]),
        ]
    section.context += [
        f"writers: {count}, {way}: {between([each.rate for each in rounds])} joins/s, the slowest took"
        f" {between([each.slowest * 1000 for each in rounds])} ms, refused: {sum(each.refused for each in rounds)}"
        for (count, way), rounds in found.items()
    ]
    return section


def _round(database: str, processes: int, threads: int, way: str) -> Joined:
    command = [sys.executable, "-m", "tests.bench.writer", way, CODE, str(threads), str(SECONDS)]
    environment = {**os.environ, "DATABASE_URL": database}
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe) for _ in range(processes)]
    for each in running:
        assert each.stdout
        assert each.stdout.readline() == b"ready\n"
    for each in running:
        assert each.stdin
        each.stdin.write(b"\n")
        each.stdin.flush()
    told = [json.loads(each.communicate()[0]) for each in running]
    took = sorted(one for each in told for one in each["took"])
    late, refused = took[int(len(took) * 0.99)], sum(each["refused"] for each in told)
    return Joined(len(took) / SECONDS, median(took), late, took[-1], refused)
