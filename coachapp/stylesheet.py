"""One stylesheet for the visitor, many small files for us.

The files under `static/css/` are joined in the order below into `css/site.css`, so that a first visit waits
for one request. Those of `static/css/selftest/` become `css/selftest.css`, and those of `static/css/reading/`
`css/reading.css`, which only the pages that need them ask for; nobody waits for `css/print.css`. A frame on another
site has but `css/embed.css`. Collecting static files and the development server both find them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, FileSystemFinder
from django.core.files.storage import FileSystemStorage

SITE = "css/site.css"
#: Stylesheets of some pages or of paper alone, with their files.
OTHERS = {
    "css/selftest.css": ("selftest/*.css",),
    "css/reading.css": ("reading/*.css",),
    "css/print.css": ("print.css",),
    "css/embed.css": ("global.css", "base.css", "components/locator.css", "embed/*.css"),
}
FIRST = ("global.css", "base.css", "layout.css")


def sources(folder: Path, name: str) -> list[Path]:
    """Files of a stylesheet in order: tokens, base and layout, then components by name."""
    if name in OTHERS:
        return [file for files in OTHERS[name] for file in sorted(folder.glob(files))]
    return [*(folder / n for n in FIRST), *sorted((folder / "components").glob("*.css"))]


def join(files: list[Path], target: Path) -> None:
    """Write the files as one to `target` when one of them is newer, or came or went."""
    if target.exists() and target.stat().st_mtime >= max(
        f.stat().st_mtime for f in (*files, *(f.parent for f in files))
    ):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(_lean(f.read_text(encoding="utf-8")) for f in files), encoding="utf-8")


def _lean(css: str) -> str:
    """Without remarks and needless space, which are for us: a quarter of what a visitor would wait for."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r";(?=})", "", re.sub(r"\s*([{};,])\s*|(?<=[\w-]:) |(?<=\s)\s+", r"\1", bare))


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheets and nothing else."""

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
        if path not in (SITE, *OTHERS):
            return []
        found = str(self._join(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in (SITE, *OTHERS):
            self._join(name)
            yield name, self.storage


class StaticFinder(FileSystemFinder):
    """Everything under `static/` but the parts of the stylesheet."""

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for path, storage in super().list(ignore_patterns):
            if not path.startswith("css/"):
                yield path, storage
