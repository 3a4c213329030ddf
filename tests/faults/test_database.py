"""The database gone, replaced, locked, read-only, damaged or full: reference pages never notice, forms answer 503 and
keep what was typed, /healthz says it, and once it is mended everything goes on without a restart.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT
from tests.integration.conftest import GROUP, ROOTS
from tests.server import Server, Visitor, ask, fresh_database

pytestmark = pytest.mark.database

OPEN = ROOTS["nl"]["group"] + GROUP["nl"]["open"]
PAGES = ["/", "/en/", "/technieken/stiltes-laten-vallen/", "/technieken/?q=te+laat", "/zelftest/situatie/1/", "/nu/"]
#: Root may write everywhere, unless it gives that up.
HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With two workers, on a small disk where we may make one."""
    folder = tmp_path_factory.mktemp("faults")
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    try:
        with Server(fresh_database(folder), workers=2, under=HUMBLE if os.geteuid() == 0 else ()) as server:
            yield server
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def file_of(site: Server) -> Path:
    return Path(site.database.removeprefix("sqlite:///"))


def opened(visitor: Visitor, name: str) -> int:
    """Status of opening a group."""
    visitor.ask("GET", OPEN)
    status, _, page = visitor.ask("POST", OPEN, {"name": name, "form": os.urandom(16).hex()})
    assert name in page, "what was typed is still there"
    if status == 503:
        assert "Dit lukt nu even niet" in page
    return status


def health(site: Server) -> dict[str, str]:
    """What /healthz finds wrong."""
    time.sleep(1.1)  # a look at the database holds for a second
    status, _, told = Visitor(site, 1).ask("GET", "/healthz")
    assert status == 200
    found = json.loads(told)
    assert (found["status"] == "ok") == (found["problems"] == {})
    assert isinstance(found["problems"], dict)
    return found["problems"]


def names(site: Server) -> set[str]:
    return {name for (name,) in ask(site.database, "SELECT name FROM selftest_group")}


def check(site: Server, fault: Callable[[Server], AbstractContextManager[None]], name: str) -> None:
    """Groups work, break as they should, and work again; other pages work throughout."""
    visitor = Visitor(site, 2)
    assert opened(visitor, f"voor {name}") == 200
    with fault(site):
        assert opened(visitor, f"tijdens {name}") == 503
        assert "database" in health(site)
        for page in PAGES:
            assert visitor.ask("GET", page)[0] == 200, page
    for _ in range(8):  # whichever worker answers
        assert opened(visitor, f"na {name}") == 200
    assert health(site) == {}
    assert f"tijdens {name}" not in names(site), "what was refused is not there"
    assert f"na {name}" in names(site), "what was acknowledged is there"


def on(vendor: str, site: Server) -> None:
    if not site.database.startswith(vendor):
        pytest.skip(f"about {vendor}")


# -- SQLite --------------------------------------------------------------------------------------------


@contextmanager
def deleted(site: Server) -> Iterator[None]:
    """Somebody removes the file with its journal, and puts it back later."""
    file, aside = file_of(site), file_of(site).with_name("aside")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside.mkdir()
    for each in file.parent.glob(f"{file.name}*"):
        shutil.move(each, aside / each.name)
    yield
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    for each in aside.iterdir():
        shutil.move(each, file.parent / each.name)
    aside.rmdir()


@contextmanager
def locked(site: Server) -> Iterator[None]:
    """Another program holds the database."""
    with closing(sqlite3.connect(file_of(site), isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


@contextmanager
def read_only(site: Server) -> Iterator[None]:
    files = [file_of(site).parent, *file_of(site).parent.glob(f"{file_of(site).name}*")]
    rights = {each: each.stat().st_mode for each in files}
    for each in files:
        each.chmod(0o555 if each.is_dir() else 0o444)
    # A connection that was open may go on writing; a new one may not.
    site.stop()
    site.start()
    yield
    for each, mode in rights.items():
        if each.exists():
            each.chmod(mode)


@contextmanager
def damaged(site: Server) -> Iterator[None]:
    """The file is overwritten with something else."""
    file = file_of(site)
    with deleted(site):
        file.write_bytes(b"no database at all" * 1000)
        yield


@contextmanager
def full(site: Server) -> Iterator[None]:
    """Not a byte is left on the disk."""
    file = file_of(site)
    if os.statvfs(file.parent).f_blocks > 2**16:
        pytest.skip("no small disk could be mounted here, which takes root")
    stuffing = file.with_name("stuffing")
    with stuffing.open("wb", buffering=0) as out:
        for size in (2**16, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                pass
    yield
    stuffing.unlink()


def test_a_file_that_took_its_place_is_used_at_once(site: Server) -> None:
    on("sqlite", site)
    visitor, file = Visitor(site, 3), file_of(site)
    assert opened(visitor, "in de kopie") == 200
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", [str(file.with_name("copy"))])
    assert opened(visitor, "na de kopie") == 200
    for each in file.parent.glob(f"{file.name}-*"):
        each.unlink()
    file.with_name("copy").rename(file)
    for _ in range(8):
        assert opened(visitor, "na het terugzetten") == 200
    assert names(site) >= {"in de kopie", "na het terugzetten"}
    assert "na de kopie" not in names(site)


# -- PostgreSQL ----------------------------------------------------------------------------------------


def server_of(site: Server) -> psycopg.Connection[tuple[object, ...]]:
    """The server's own database, beside that of the site."""
    return psycopg.connect(site.database.rpartition("/")[0] + "/postgres", autocommit=True)


def name_of(site: Server) -> str:
    return site.database.rpartition("/")[2].partition("?")[0]


@contextmanager
def changed(site: Server, there: str, back: str) -> Iterator[None]:
    """The database gets another setting, and everybody has to connect anew; and back."""
    for setting in (there, back):
        with server_of(site) as server:
            server.execute(f'ALTER DATABASE "{name_of(site)}" {setting}'.encode())
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name_of(site)])
        if setting == there:
            yield


def closed_to_us(site: Server) -> AbstractContextManager[None]:
    return changed(site, "WITH ALLOW_CONNECTIONS false", "WITH ALLOW_CONNECTIONS true")


def only_to_read(site: Server) -> AbstractContextManager[None]:
    return changed(site, "SET default_transaction_read_only TO on", "RESET default_transaction_read_only")


@contextmanager
def table_locked(site: Server) -> Iterator[None]:
    with psycopg.connect(site.database) as other:
        # Not ACCESS EXCLUSIVE: that would count as writing, and hold up sweeps on the whole server, so other tests.
        other.execute("LOCK TABLE selftest_group IN EXCLUSIVE MODE")
        yield
        other.rollback()


# -- both ----------------------------------------------------------------------------------------------


ON_SQLITE, ON_POSTGRESQL = (deleted, locked, read_only, damaged, full), (closed_to_us, only_to_read, table_locked)


@pytest.mark.parametrize("fault", [*ON_SQLITE, *ON_POSTGRESQL])
def test_a_broken_database_breaks_groups_alone(
    site: Server, fault: Callable[[Server], AbstractContextManager[None]]
) -> None:
    on("sqlite" if fault in ON_SQLITE else "postgresql", site)
    check(site, fault, fault.__name__)


def test_pages_are_served_while_many_wait_for_a_locked_database(site: Server) -> None:
    hold = locked if site.database.startswith("sqlite") else table_locked
    stop, refused = threading.Event(), list[int]()

    def insist(number: int) -> None:
        for attempt in count():
            if stop.is_set():
                return
            # From another address each time, since attempts from one are bounded.
            refused.append(opened(Visitor(site, 20 + (8 * attempt + number) % 200), "wacht"))

    crowd = [threading.Thread(target=insist, args=[number]) for number in range(8)]
    with hold(site):
        for each in crowd:
            each.start()
        reader, slow = Visitor(site, 240), 0
        for _ in range(60):
            began = time.monotonic()
            assert reader.ask("GET", "/technieken/")[0] == 200
            slow += time.monotonic() - began > 2
            time.sleep(0.05)
        stop.set()
        for each in crowd:
            each.join()
    assert set(refused) == {503}
    assert slow <= 3, "no page waits for the database; one or two may meet a busy machine"


def test_a_missing_database_stops_nothing_at_the_start(tmp_path: Path) -> None:
    """Somebody forgot to migrate."""
    with Server(f"sqlite:///{tmp_path / 'none.sqlite3'}") as server:
        assert "database" in health(server)
        assert opened(Visitor(server, 1), "te vroeg") == 503
        for page in PAGES:
            assert Visitor(server, 1).ask("GET", page)[0] == 200
        environment = {**os.environ, "DATABASE_URL": server.database}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        assert opened(Visitor(server, 1), "op tijd") == 200
        assert health(server) == {}
