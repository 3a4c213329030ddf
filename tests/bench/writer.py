"""A process that joins a group all the time: `python -m tests.bench.writer queued|plain code threads seconds`.

It says when it is ready, begins at a line of its input, and prints as JSON how long each join took, in seconds, and
how many were refused.
"""

from __future__ import annotations

import inspect
import json
import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402  # needs the settings above

from selftest import groups  # noqa: E402
from selftest.snapshot import Contribution  # noqa: E402


def main(way: str, code: str, threads: int, seconds: float) -> None:
    # Below its queue is the plain function.
    join = groups.join if way == "queued" else inspect.unwrap(groups.join)
    assert way != "plain" or join is not groups.join
    group = groups.find(code)
    assert group

    ready, begin = Barrier(threads + 1), Barrier(threads + 1)

    def joining() -> tuple[list[float], int]:
        took, refused = list[float](), 0
        groups.find(code)  # connects
        ready.wait()
        begin.wait()
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            try:
                join(group, Contribution(0, 0, ""), secrets.token_hex(16))
                took.append(time.monotonic() - now)
            except DatabaseError:
                refused += 1
        connection.close()
        return took, refused

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(joining) for _ in range(threads)]
        ready.wait()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        begin.wait()
        found = [each.result() for each in running]
    told = {"took": [one for took, _ in found for one in took], "refused": sum(refused for _, refused in found)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
