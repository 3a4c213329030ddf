"""Measure everything, print it, and write docs/performance.md."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.report import Section, head
from tests.bench.start import start
from tests.bench.throughput import throughput
from tests.bench.visit import visit
from tests.bench.writes import writes
from tests.conftest import ROOT
from tests.server import fresh_database


def prepare() -> str:
    """Make the Edition ahead, as for production, unless it is there. What that says: nothing if it was."""
    command = [sys.executable, "manage.py", "edition", "prepare"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main() -> None:
    # On the disk that the site's own database would be on.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as name:
        folder = Path(name)
        for each in ("site", "unprepared"):
            shutil.copytree(ROOT / "var/static", folder / each / "static")
        os.environ.pop("DATABASE_URL", None)
        database = fresh_database(folder)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "coachapp.settings",
            "DEBUG": "0",
            "VAR_DIR": str(folder / "site"),
            "DATABASE_URL": database,
            # One for all servers, whatever their port: the Edition is of one address.
            "SITE_URL": "http://localhost",
        }
        prepare()

        def growth() -> Section:
            from tests.bench.growth import growth  # loads the site, with the settings above

            return growth()

        measure: list[Callable[[], Section]] = [
            lambda: throughput(database, folder),
            lambda: visit(database),
            lambda: start(database, folder / "unprepared"),
            growth,
            lambda: writes(database),
        ]
        parts = [head()]
        say(parts[0])
        for section in measure:
            parts.append(str(section()))
            say(parts[-1])
        if prepare():
            sys.exit("Code or content changed meanwhile: these figures are of no one version. Nothing was written.")
    (ROOT / "docs/performance.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def say(part: str) -> None:
    sys.stdout.write(part + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
