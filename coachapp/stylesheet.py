"""One stylesheet for the visitor, many small files for us.

The files under `static/css/` are joined in the order below into `css/site.css`, so that a first visit waits
for one request; those of `static/css/selftest/` into `css/selftest.css`, which only the self-test's pages ask
for. Nobody waits for `css/print.css`, so it stands alone. Collecting static files and the development server
find them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, FileSystemFinder
from django.core.files.storage import FileSystemStorage

SITE, SELF_TEST, PRINT = "css/site.css", "css/selftest.css", "css/print.css"
ALL = (SITE, SELF_TEST, PRINT)
FIRST = ("global.css", "base.css", "layout.css")


def sources(folder: Path, name: str) -> list[Path]:
    """Files of a stylesheet in order: tokens, base and layout, then components by name."""
    if name == SELF_TEST:
        return sorted((folder / "selftest").glob("*.css"))
    if name == PRINT:
        return [folder / "print.css"]
    return [*(folder / n for n in FIRST), *sorted((folder / "components").glob("*.css"))]


def join(files: list[Path], target: Path) -> None:
    """Write the files as one to `target` when one of them is newer."""
    if target.exists() and target.stat().st_mtime >= max(f.stat().st_mtime for f in files):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(_lean(f.read_text(encoding="utf-8")) for f in files), encoding="utf-8")


def _lean(css: str) -> str:
    """Without remarks and indentation, which are for us: a quarter of what a visitor would wait for."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


class StylesheetFinder(BaseFinder):
    """Finds the stylesheets of the site and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Path(settings.VAR_DIR) / "stylesheet"
        self.storage = FileSystemStorage(location=str(self.root))
        self.storage.prefix = ""  # type: ignore[attr-defined]  # collectstatic asks each storage for one

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def _join(self, name: str) -> Path:
        target = self.root / name
        join(sources(Path(settings.BASE_DIR) / "static" / "css", name), target)
        return target

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in ALL:
            return []
        found = str(self._join(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in ALL:
            self._join(name)
            yield name, self.storage


class StaticFinder(FileSystemFinder):
    """Everything under `static/` but the parts of the stylesheet."""

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for path, storage in super().list(ignore_patterns):
            if not path.startswith("css/"):
                yield path, storage
