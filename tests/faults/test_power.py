"""The power fails: SQLite may lose what it had not yet forced to the disk, so nothing is acknowledged before that.

The system calls of a program that opens groups are watched: when it acknowledges one, no write to the database's log
may still wait for its `fdatasync`. PostgreSQL holds the same by itself (`synchronous_commit` is on).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

WRITER = """
import os, sys, django
django.setup()
from django.db import connection
from selftest import groups
if sys.argv[1:]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={sys.argv[1]}")
for number in range(20):
    groups.open_group(f"group {number}", "")
    os.write(1, b"acknowledged\\n")
"""


def too_early(folder: Path, *synchronous: str) -> tuple[int, int]:
    """How many groups were acknowledged, and how many of them while a write to the log was not on the disk yet.

    `synchronous` is another setting of SQLite than the site's.
    """
    database = f"sqlite:///{folder / 'power.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "coachapp.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    calls = folder / "calls"
    watch = ["strace", "-f", "-y", "--seccomp-bpf", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", str(calls)]
    command = [*watch, sys.executable, "-c", WRITER, *synchronous]
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    acknowledged, early, waiting = 0, 0, False
    for call in calls.read_text(errors="replace").splitlines():
        if "power.sqlite3-wal>" in call:
            waiting = "write" in call.partition("(")[0]
        elif '"acknowledged\\n"' in call:
            acknowledged += 1
            early += waiting
    return acknowledged, early


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_nothing_is_acknowledged_before_it_is_on_the_disk(tmp_path: Path) -> None:
    assert too_early(tmp_path) == (20, 0)
    assert too_early(tmp_path, "NORMAL")[1] > 0, "the watching itself would notice"
