"""SQLite goes on in a file that was deleted or replaced, and every write is lost. This backend notices.

Django asks a kept connection with each request whether it is usable still; one to a file that is not at its place
any more is not, and a new one is made.

Nothing in this program may open the file itself, not even to read it: when that is closed, the system takes away the
locks of every connection of the process, and another program may then take the log of the running site for left over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows which file it was made to."""

    file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        self.file = self._there()
        return made

    def is_usable(self) -> bool:
        return self.is_in_place() and bool(super().is_usable())

    def is_in_place(self) -> bool:
        """Whether the file of this connection is still the one at its path."""
        return self.connection is None or self.file == self._there()

    def _there(self) -> tuple[int, int] | None:
        """Device and inode of the file at the path."""
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
