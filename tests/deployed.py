"""A site with content and state of its own, for tests that deploy something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests.conftest import CONTENT, ROOT
from tests.server import Server, Visitor, fresh_database

FILE, PAGE = "techniques/stiltes-laten-vallen.yaml", "/technieken/stiltes-laten-vallen/"


@dataclass
class Site:
    """A server with content and state of its own."""

    server: Server
    content: Path
    state: Path

    def write(self, new: str) -> None:
        """Let the gist of a technique be something else."""
        lines = (CONTENT / FILE).read_text().splitlines(keepends=True)
        at = lines.index("gist:\n") + 1
        lines[at] = f'  nl: "{new}"\n'
        (self.content / FILE).write_text("".join(lines))

    def deploy(self, new: str) -> None:
        """Let the gist of that technique be something else on the running site, and wait until it shows."""
        before = self.health()["content"]
        self.write(new)
        (self.state / "reload").touch()
        self.until("ok", content=str(before))

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.server.settings}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def health(self) -> dict[str, object]:
        found = json.loads(Visitor(self.server, 1).ask("GET", "/healthz")[2])
        assert isinstance(found, dict)
        return found

    def until(self, status: str, content: str = "") -> None:
        """Wait until the site tells so, of other content."""
        for _ in range(300):
            found = self.health()
            if found["status"] == status and found["content"] != content:
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.health()}\n{self.said()}")

    def said(self) -> str:
        assert self.server.log
        return self.server.log.read_text()

    def asked(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Status, ETag and page."""
        request = Request(f"http://localhost:{self.server.port}{path}", headers=headers)
        with urlopen(request) as response:
            return response.status, response.headers["ETag"], response.read().decode()


@contextmanager
def site_of_its_own(folder: Path) -> Iterator[Site]:
    """A site as it is now, whose content can be changed."""
    shutil.copytree(CONTENT, folder / "content")
    (folder / "var").mkdir()
    (folder / "var" / "static").symlink_to(ROOT / "var" / "static")
    if (ROOT / "var" / "edition").exists():  # the same content, so that the start is as quick
        shutil.copytree(ROOT / "var" / "edition", folder / "var" / "edition")
    settings = {"CONTENT_DIR": str(folder / "content"), "VAR_DIR": str(folder / "var")}
    with Server(fresh_database(folder), settings=settings, log=folder / "log") as server:
        yield Site(server, folder / "content", folder / "var")
