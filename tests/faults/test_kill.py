"""kill -9 in the middle of writing: what was acknowledged is found again, and what was not is whole or not there."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.integration.conftest import GROUP, ROOTS
from tests.server import Server, Visitor, ask, fresh_database

pytestmark = pytest.mark.database

OPEN = ROOTS["nl"]["group"] + GROUP["nl"]["open"]
#: More by hand: `KILLS=12 pytest tests/faults/test_kill.py`.
KILLS = int(os.environ.get("KILLS", "2"))


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    site = Server(fresh_database(tmp_path), workers=2)
    acknowledged, asked = set[str](), set[str]()

    def write(number: int) -> None:
        """Open groups until the site is gone."""
        visitor = Visitor(site, number)
        try:
            visitor.ask("GET", OPEN)
            while True:
                name = secrets.token_hex(8)
                asked.add(name)
                status, _, _ = visitor.ask("POST", OPEN, {"name": name, "form": secrets.token_hex(16)})
                if status == 200:
                    acknowledged.add(name)
                elif status == 429:  # thirty groups from one address: go on from another
                    visitor = Visitor(site, number := number + 6)
                    visitor.ask("GET", OPEN)
        except (OSError, HTTPException):
            return

    for kill in range(KILLS):
        before = len(acknowledged)
        site.start()
        writers = [threading.Thread(target=write, args=[(6 * 30 * kill + number) % 250]) for number in range(6)]
        for each in writers:
            each.start()
        while len(acknowledged) < before + 40 and any(each.is_alive() for each in writers):
            time.sleep(0.01)
        assert len(acknowledged) >= before + 40, "people could write"
        site.kill()
        for each in writers:
            each.join()

    stored = {name for (name,) in ask(site.database, "SELECT name FROM selftest_group")}
    assert acknowledged <= stored
    assert stored <= asked
    if site.database.startswith("sqlite"):
        with closing(sqlite3.connect(site.database.removeprefix("sqlite:///"))) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with site:
        assert Visitor(site, 251).ask("GET", OPEN)[0] == 200
