"""`make bench`: timings as ratios within one run, since absolute numbers say more about the machine.

Pages are compared with the barest view of the same site (a short link), search and loading with themselves on
ten times the content. Medians of interleaved rounds, with the lowest and highest ratio beside them.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")

import django

django.setup()

from django.test import Client  # noqa: E402  # needs the settings above

from techniques.library import Library  # noqa: E402
from techniques.loader import load  # noqa: E402
from techniques.search import build, search  # noqa: E402

ROUNDS, REPEAT = 9, 20
CONTENT = Path(__file__).resolve().parent.parent / "content"


def seconds(work: Callable[[], object], repeat: int) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat


def compare(name: str, work: Callable[[], object], base: Callable[[], object], repeat: int = REPEAT) -> None:
    work(), base()
    ratios = [seconds(work, repeat) / seconds(base, repeat) for _ in range(ROUNDS)]
    middle = statistics.median(ratios)
    sys.stdout.write(f"{name:<58} {middle:6.1f}  ({min(ratios):.1f} to {max(ratios):.1f})\n")


def grown(library: Library, times: int) -> Library:
    """The library with every technique `times` times, under new numbers."""
    many = [t.model_copy(update={"number": t.number + 100 * n}) for n in range(times) for t in library.techniques]
    return replace(library, techniques=tuple(many))


def main() -> None:
    sys.stdout.write(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    client = Client()

    def bare() -> object:
        return client.get("/t/19")

    for address in ("/", "/technieken/", "/technieken/?q=te+laat", "/technieken/stiltes-laten-vallen/"):
        compare(f"{address}, times the bare view", lambda address=address: client.get(address), bare)  # type: ignore[misc]

    library = load(CONTENT)
    small, large = build(library, "nl"), build(grown(library, 10), "nl")
    compare(
        "search on 10 times the content, times today's",
        lambda: search(large, "te laat"),
        lambda: search(small, "te laat"),
    )
    compare(
        "index of 10 times the content, times today's",
        lambda: build(grown(library, 10), "nl"),
        lambda: build(library, "nl"),
        1,
    )
    compare("loading all content, times one search", lambda: load(CONTENT), lambda: search(small, "te laat"), 1)


if __name__ == "__main__":
    main()
