"""A backup is made while people write, and put back while the site runs."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.integration.conftest import GROUP, ROOTS
from tests.server import Server, Visitor, ask, fresh_database

pytestmark = pytest.mark.database

OPEN = ROOTS["nl"]["group"] + GROUP["nl"]["open"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(fresh_database(tmp_path_factory.mktemp("backup"))) as server:
        yield server


def manage(site: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": site.database}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def names(site: Server) -> set[str]:
    return {name for (name,) in ask(site.database, "SELECT name FROM selftest_group")}


def opened(visitor: Visitor) -> str:
    name = secrets.token_hex(8)
    visitor.ask("GET", OPEN)
    status, _, page = visitor.ask("POST", OPEN, {"name": name, "form": secrets.token_hex(16)})
    assert status == 200, page
    return name


def test_a_backup_under_a_busy_site_holds_all_of_before_and_comes_back(site: Server, tmp_path: Path) -> None:
    before = {opened(Visitor(site, 1)) for _ in range(3)}
    stop, after = threading.Event(), list[str]()

    def write() -> None:
        number = 2
        while not stop.is_set():
            after.append(opened(Visitor(site, number)))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    made = manage(site, "backup", str(tmp_path / "copies"))
    stop.set()
    writer.join()
    assert made.returncode == 0, made.stderr
    [copy] = (tmp_path / "copies").iterdir()
    assert str(copy) in made.stdout
    assert copy.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert after, "people did write meanwhile"

    lost = opened(Visitor(site, 240))
    restored = manage(site, "restore", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert before <= names(site) <= before | {*after}
    assert lost not in names(site)
    assert opened(Visitor(site, 241)) in names(site), "the site goes on with what was put back"


def test_a_damaged_backup_changes_nothing(site: Server, tmp_path: Path) -> None:
    here = opened(Visitor(site, 242))
    assert manage(site, "backup", str(tmp_path)).returncode == 0
    [copy] = tmp_path.iterdir()
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    for bad in (copy, tmp_path / "missing", ROOT / "README.md"):
        refused = manage(site, "restore", str(bad))
        assert refused.returncode == 1
        assert refused.stderr.startswith("Nothing was restored: ")
        assert "Traceback" not in refused.stderr
    assert here in names(site)
    assert opened(Visitor(site, 243)) in names(site)


def test_backups_go_after_their_time(site: Server, tmp_path: Path) -> None:
    suffix = "sqlite3" if site.database.startswith("sqlite") else "pgdump"
    old, recent = (tmp_path / f"coachkompas-{day}T000000000000Z.{suffix}" for day in ("20200101", "29990101"))
    own = tmp_path / f"coachkompas-before-the-move.{suffix}"
    for each in (old, recent, own):
        each.write_bytes(b"")
    done = manage(site, "backup", str(tmp_path), "--keep", "7")
    assert "Older copies deleted: 1" in done.stdout
    assert not old.exists()
    assert recent.exists()
    assert own.exists()


def test_a_backup_that_can_not_be_made_says_so(site: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = manage(site, "backup", str(tmp_path / "file"))
    assert refused.returncode == 1
    assert refused.stderr.startswith("No backup was made: ")
