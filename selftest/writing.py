"""One writer at a time, and bounded waiting.

SQLite lets writers that wait try again at random, so that the unlucky wait for seconds; here they queue, over all
processes. And where the database does not come free, only a few of a server's threads wait for it: who comes after
that is told at once, and pages that need no database go on.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection

#: Writers of one process that may be at it, or wait for those of others; and when the last one failed.
PLACES, PLACES_WHEN_FAILING = 2, 1
#: Seconds without anybody finishing after which nobody else waits for a place; and to wait for a turn.
STUCK, PATIENCE = 3.0, 5.0
#: Seconds between two tries to get the lock that all processes share.
PAUSE = 0.001

_condition = threading.Condition()
_began: list[float] = []
_finished = 0.0
_failing = False


@contextmanager
def turn() -> Iterator[None]:
    """Write within this block. Raises OperationalError when it takes too long, or the file is not there any more."""
    with _place():
        if connection.vendor != "sqlite":  # PostgreSQL queues by itself
            yield
            return
        with _lock(Path(connection.settings_dict["NAME"])):
            _close_unless_in_place()
            yield
            if _close_unless_in_place():  # what was written will not be found again
                raise OperationalError("the database's file was deleted or replaced meanwhile")


def _close_unless_in_place() -> bool:
    if connection.is_in_place():  # type: ignore[attr-defined]  # coachapp.sqlite
        return False
    connection.close()
    return True


@contextmanager
def _place() -> Iterator[None]:
    global _finished, _failing
    with _condition:
        while len(_began) >= (PLACES_WHEN_FAILING if _failing else PLACES):
            left = max(_began[0], _finished) + STUCK - time.monotonic()
            if _failing or left <= 0:
                raise OperationalError("others have been waiting to write for too long")
            _condition.wait(left)
        _began.append(mine := time.monotonic())
    failed = False
    try:
        yield
    except DatabaseError:
        failed = True
        raise
    finally:
        with _condition:
            _began.remove(mine)
            _finished, _failing = time.monotonic(), failed
            _condition.notify_all()


@contextmanager
def _lock(database: Path) -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    try:
        handle = os.open(f"{database}.turn", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OperationalError(f"the database's folder can't be written: {error.strerror}") from error
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OperationalError("other processes have been writing for too long") from None
                time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)
