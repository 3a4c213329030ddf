"""The key of this machine, for who starts the site without giving one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """The key in the file at `path`, written there first if need be, readable by its owner only."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key
