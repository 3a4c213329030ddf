"""A process that joins a group all the time: `python -m tests.bench.writer queued|plain code threads begin seconds`.

It begins when the machine's clock says so, and prints as JSON how long each join took, in seconds, and how many were
refused.
"""

from __future__ import annotations

import inspect
import json
import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402  # needs the settings above

from selftest import groups  # noqa: E402
from selftest.snapshot import Contribution  # noqa: E402


def main(way: str, code: str, threads: int, begin: float, seconds: float) -> None:
    # Below its queue is the plain function.
    join = groups.join if way == "queued" else inspect.unwrap(groups.join)
    assert way != "plain" or join is not groups.join
    group = groups.find(code)
    assert group

    def joining() -> tuple[list[float], int]:
        took, refused = list[float](), 0
        groups.find(code)  # connects
        time.sleep(max(0.0, begin - time.monotonic()))
        while (now := time.monotonic()) < begin + seconds:
            try:
                join(group, Contribution(0, 0, ""), secrets.token_hex(16))
                took.append(time.monotonic() - now)
            except DatabaseError:
                refused += 1
        connection.close()
        return took, refused

    with ThreadPoolExecutor(threads) as pool:
        found = [each.result() for each in [pool.submit(joining) for _ in range(threads)]]
    told = {"took": [one for took, _ in found for one in took], "refused": sum(refused for _, refused in found)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]))
