"""The site as in production: a server on a free port, with a database of its own."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from environs import Env

from tests.conftest import ROOT


def fresh_database(folder: Path) -> str:
    """Address of an empty database with its tables: a file in `folder`, or one beside that of DATABASE_URL."""
    given = Env().dj_db_url("DATABASE_URL", default="sqlite://")
    if given["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{folder / 'site.sqlite3'}"
    else:
        name = f"site_{secrets.token_hex(6)}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"'.encode())
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
    return url


@dataclass
class Server:
    """A server that can be stopped and started again on the same address and database."""

    database: str
    workers: int = 1
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

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers."""
        granian = Path(sys.executable).parent / "granian"
        options = ["--interface", "wsgi", "--log-level", "error", "--blocking-threads", "4"]
        options += ["--port", str(self.port), "--workers", str(self.workers)]
        environment = {**os.environ, "DEBUG": "0", "DATABASE_URL": self.database}
        self.process = subprocess.Popen([granian, *options, "coachapp.wsgi:application"], cwd=ROOT, env=environment)
        for _ in range(150):
            try:
                with urlopen(self.address):
                    return
            except URLError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError("the site did not start")

    def stop(self) -> None:
        """Stop it."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None
