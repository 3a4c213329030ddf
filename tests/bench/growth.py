"""What ten and a hundred times the content would cost. Importing this loads the site as a server does."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any, ParamSpec

from coachapp import serving
from coachapp.wsgi import application
from techniques.kinds import Technique
from techniques.library import Library
from techniques.loader import load, read_file
from techniques.search import Index, build, search
from tests.bench.report import MS, Row, Section
from tests.bench.throughput import PAGE
from tests.conftest import CONTENT

TIMES = (1, 10, 100)
ROUNDS, REQUESTS = 3, 20_000
#: Two words that many pages hold; one within others; with a typing error; a sentence; none that is there.
QUERIES = ("te laat", "gesprek", "vertrouwn", "de collega komt te laat", "xyzzy")

P = ParamSpec("P")


def seconds(work: Callable[P, object], *given: P.args, **named: P.kwargs) -> float:
    """How much of the processor it takes: what others do meanwhile is not counted."""
    gc.collect()
    began = time.process_time()
    work(*given, **named)
    return time.process_time() - began


def loaded(times: int) -> None:
    """Read every technique's file so many times, strictly, and keep what comes of it."""
    files = sorted((CONTENT / "techniques").glob("*.yaml"))
    kept = [read_file(file, CONTENT, Technique) for _ in range(times) for file in files]
    assert all(entry.object for entry in kept)


def grown(library: Library, times: int) -> Library:
    """The library with everything that search finds `times` times."""
    many = [t.model_copy(update={"number": t.number + 100 * n}) for n in range(times) for t in library.techniques]
    others: dict[str, Any] = {
        kind: {f"{key}-{n}": thing for n in range(times) for key, thing in things.items()}
        for kind, things in library.kinds().items()
        if kind != "techniques"
    }
    return replace(library, techniques=tuple(many), **others)


def growth() -> Section:
    """Load, index, search and answer at each size."""
    section = Section(
        "A hundred times the content",
        "Loading: strictly reading and checking the techniques' files 10 or 100 times over, for each file, against"
        " once; without what is checked between files, for technique 100 is refused there. Index: for each text in it,"
        " with everything 10 or 100 times. 1 is linear. The Edition's page: one request through the whole WSGI"
        " application, without a server, among so many pages. All is processor time. Search has a bound in"
        " milliseconds, so there the machine counts.",
    )
    section.rows += _loading() + _indexing_and_search() + _answering()
    return section


def _loading() -> list[Row]:
    took: dict[int, list[float]] = {times: [] for times in TIMES}
    for round_ in range(ROUNDS):
        for times in TIMES if round_ == 0 else TIMES[:2]:  # the largest takes long, and is measured once
            took[times].append(seconds(loaded, times) / times)
    return [
        Row(f"Loading {times} × the techniques, per file / today's", _over(took[times], took[1]), most=1.5)
        for times in TIMES[1:]
    ]


def _indexing_and_search() -> list[Row]:
    library = load(CONTENT)
    libraries = {times: grown(library, times) for times in TIMES}
    indexes: dict[int, Index] = {}
    took: dict[int, list[float]] = {times: [] for times in TIMES}

    def index(times: int) -> None:
        indexes[times] = build(libraries[times], "nl")

    for round_ in range(ROUNDS):
        for times in TIMES if round_ == 0 else TIMES[:2]:
            took[times].append(seconds(index, times))
    each = {times: [value / len(indexes[times].passages) for value in took[times]] for times in TIMES}
    rows = [
        Row(f"Index of {times} ×, per text / today's", _over(each[times], each[1]), most=1.5) for times in TIMES[1:]
    ]

    gc.freeze()  # as a server does with what stays
    for query in QUERIES:
        small, large = ([seconds(search, indexes[times], query) * 1000 for _ in range(ROUNDS)] for times in (1, 100))
        hits = len(search(indexes[100], query))
        rows.append(Row(f"Search in 100 × for “{query}” ({hits} hits)", large, MS, most=10))
        if hits:
            rows.append(Row("… / today's", _over(large, small)))
    gc.unfreeze()
    return rows


def _answering() -> list[Row]:
    served = serving.now()
    assert served
    today = served.pages
    many = {f"{address}{n or ''}": page for n in range(100) for address, page in today.items()}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PAGE,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    }

    def requests() -> None:
        for _ in range(REQUESTS):
            application(environ, lambda status, headers: None)

    small, large = [], []
    for _ in range(ROUNDS):
        served.pages = today
        small.append(seconds(requests))
        served.pages = many
        large.append(seconds(requests))
    served.pages = today
    return [Row(f"A page of the Edition among {len(many)} / among {len(today)}", _over(large, small), most=1.2)]


def _over(some: list[float], others: list[float]) -> list[float]:
    """Round by round; against the median of the others when there are not as many."""
    if len(some) != len(others):
        return [value / median(others) for value in some]
    return [a / b for a, b in zip(some, others, strict=True)]
