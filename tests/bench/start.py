"""From the start of a process to its first answer, and what a worker holds in memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.report import MIB, SECONDS, Row, Section, between
from tests.bench.servers import ACCEPT, BARE, Granian, memory, missing, processor_time, worker, wrk
from tests.bench.throughput import PAGE, SEARCH, START

ROUNDS, FEWER, LOAD = 5, 3, 2


def start(database: str, unprepared: Path) -> Section:
    """Start by turns: prepared, a bare Django, and with `unprepared` as VAR_DIR, without an Edition."""
    section = Section(
        "Start and memory",
        "Seconds from the start of the process to the end of its first answer, granian's own share included, on one"
        " core. Prepared: `manage.py edition prepare` was run before, as `make run` does; unprepared: everything is"
        " read and rendered first. The ratios are to a bare Django started in the same round. Memory is of the worker:"
        " all that is resident, and its share of what it shares (PSS).",
    )
    if told := missing():
        section.left_out.append(f"all of it: {told}.")
        return section
    servers = {
        "prepared": Granian(database),
        "bare Django": Granian(database, application=BARE),
        "unprepared": Granian(database, settings={"VAR_DIR": str(unprepared)}),
    }
    seconds: dict[str, list[float]] = {name: [] for name in servers}
    used: list[float] = []
    held: list[tuple[float, float]] = []
    loaded: list[tuple[float, float]] = []
    for round_ in range(ROUNDS):
        for name, server in servers.items():
            if name == "unprepared" and round_ >= FEWER:
                continue
            shutil.rmtree(unprepared / "edition", ignore_errors=True)  # a start keeps what it made
            with server:
                seconds[name].append(server.seconds)
                if name == "prepared":
                    used.append(processor_time(server))
                    held.append(memory(worker(server)))
    if told := missing("wrk"):
        section.left_out.append(f"memory after load: {told}.")
    else:
        with servers["prepared"] as server:
            for path in (PAGE, SEARCH, START):
                wrk(server.address + path, ACCEPT, LOAD)
                loaded.append(memory(worker(server)))
    bare = seconds["bare Django"]
    section.rows += [
        Row("Start, prepared", seconds["prepared"], SECONDS, most=1.5),
        Row("Start, prepared, by processor time", used, SECONDS, most=1.5),
        Row("Start, prepared / bare Django", [a / b for a, b in zip(seconds["prepared"], bare, strict=True)]),
        Row("Start, unprepared / bare Django", [a / b for a, b in zip(seconds["unprepared"], bare, strict=False)]),
        Row("Memory after the start", [rss for rss, _ in held], MIB, most=80),
        Row("Memory after the start, PSS", [pss for _, pss in held], MIB),
    ]
    if loaded:  # the most it held, after whichever kind of request
        section.rows += [
            Row("Memory after load", [max(rss for rss, _ in loaded)], MIB, most=80),
            Row("Memory after load, PSS", [max(pss for _, pss in loaded)], MIB),
        ]
    section.context += [f"{name}: {between(some, ' s')}" for name, some in seconds.items()]
    return section
