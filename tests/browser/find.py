"""Print the path of a browser to test with: $BROWSER_PATH, a Chromium of the system, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

#: The shell without windows first: the same engine, and about half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Path of a browser, or None."""
    given = os.environ.get("BROWSER_PATH")
    if given and Path(given).exists():
        return given
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    found = find()
    sys.stdout.write(found or "")
    sys.exit(0 if found else 1)
