"""The site as in production: a server on a free port, with a database of its own."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import libfaketime
import psycopg
from environs import Env

from tests.conftest import ROOT

#: A library that gives a program another time.
CLOCK = Path(libfaketime.__file__).parent / "vendor/libfaketime/src/libfaketime.so.1"


def fresh_database(folder: Path) -> str:
    """Address of an empty database with its tables: a file in `folder`, or one beside that of DATABASE_URL."""
    empty = _empty_database()
    if empty.startswith("sqlite"):
        shutil.copy(empty.removeprefix("sqlite:///"), folder / "site.sqlite3")
        return f"sqlite:///{folder / 'site.sqlite3'}"
    return _create_database(like=empty.rpartition("/")[2])


@cache
def _empty_database() -> str:
    """Made once, to be copied."""
    given = Env().dj_db_url("DATABASE_URL", default="sqlite://")
    if given["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{Path(mkdtemp()) / 'empty.sqlite3'}"
    else:
        url = _create_database()
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
    return url


def _create_database(like: str = "template1") -> str:
    name = f"site_{secrets.token_hex(6)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


def ask(database: str, question: str) -> list[tuple[Any, ...]]:
    """What a database answers to a question, beside the site."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
            return file.execute(question).fetchall()
    with psycopg.connect(database, autocommit=True) as server:
        return server.execute(question.encode()).fetchall()


def held_bytes(database: str) -> bytes:
    """Everything in the files in which a database keeps entries."""
    if database.startswith("sqlite"):
        path = Path(database.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    with psycopg.connect(database, autocommit=True) as server:
        server.execute("CHECKPOINT")
        rows = server.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relname LIKE 'selftest_entry%' OR relname LIKE 'entry_%'"
        )
        return b"".join(row[0] for row in rows)


@dataclass
class Server:
    """A server that can be stopped and started again on the same address and database.

    Links that travel lead to it with `own_address`; without, it starts sooner, with what was made ahead for all tests.
    `settings` are its environment, `under` is a command that it runs under, `log` a file for what it says.
    """

    database: str
    workers: int = 1
    own_address: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    log: Path | None = None
    application: str = "coachapp.wsgi:application"
    port: int = field(init=False)
    process: subprocess.Popen[bytes] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self.port}"

    def command(self) -> list[str]:
        """What starts it, with the options of production."""
        granian = str(Path(sys.executable).parent / "granian")
        options = ["--interface", "wsgi", "--log-level", "error", "--blocking-threads", "4"]
        options += ["--http1-buffer-size", "32768", "--workers-kill-timeout", "10"]
        options += ["--port", str(self.port), "--workers", str(self.workers)]
        return [*self.under, granian, *options, self.application]

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self, later: str = "") -> None:
        """Start it and wait until it answers; its clock runs as much later as is said: `+1d`."""
        environment = {
            **os.environ,
            "DEBUG": "0",
            "DATABASE_URL": self.database,
            **({"SITE_URL": self.address} if self.own_address else {}),
            **self.settings,
        }
        if later:
            environment |= {"LD_PRELOAD": str(CLOCK), "FAKETIME": later}
        with self.log.open("ab") if self.log else nullcontext() as log:
            # In a group of its own, so that all of it can be killed at once.
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=environment, stderr=log, start_new_session=True
            )
        for _ in range(600):
            try:
                with urlopen(f"http://localhost:{self.port}"):
                    return
            except OSError:  # refused, or reset by one that is about to listen
                time.sleep(0.1)
        self.stop()
        raise AssertionError("the site did not start")

    def stop(self) -> None:
        """Stop it: by a second signal to all of it when one is not enough, which the server may miss."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGTERM)
                try:
                    self.process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    self.kill()
            self.process = None

    def kill(self) -> None:
        """Stop it at once, in the middle of whatever it does."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        self.process = None


class Visitor:
    """A browser without scripts, at an address of its own."""

    def __init__(self, site: Server, number: int) -> None:
        self.site, self.source, self.cookies, self.token = site, f"127.0.2.{number + 1}", dict[str, str](), ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = HTTPConnection("localhost", self.site.port, source_address=(self.source, 0))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}) if fields is not None else None
        with closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.update([value.partition(";")[0].partition("=")[::2]])
        if token := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page):
            self.token = token[1]
        return response.status, response.headers.get("Location", ""), page
