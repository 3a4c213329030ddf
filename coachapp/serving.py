"""What this process serves, and how it changes without a restart.

Each process looks once a second, when a request comes, whether the file `reload` was touched. New content is then
read beside the old, in a thread of its own, and takes its place as a whole. Content that does not load changes
nothing but the log and /healthz.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

import selftest.store
from coachapp import prepared
from coachapp.edition import WSGI, Coded
from coachapp.prepared import Prepared
from techniques import store
from techniques.loader import ContentError

#: Seconds between two looks.
PAUSE = 1.0

log = logging.getLogger(__name__)


def touch() -> None:
    """Ask every process that serves this site to reload its content."""
    _signal().touch()


def _signal() -> Path:
    path: Path = settings.VAR_DIR / "reload"
    return path


def _touched() -> int:
    try:
        return _signal().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class Serving:
    """The pages of the Edition by address, the name of the content that they show, and what is wrong with newer."""

    def __init__(self, django: WSGI) -> None:
        """Start with what is there; when that does not load, with what was shown last.

        Raises ContentError when there is nothing to show: content is complete and checked, or not there at all.
        """
        self.django = django
        self.problem = ""
        self._seen, self._next_look, self._lock = _touched(), 0.0, threading.Lock()
        try:
            self._show(self._get())
        except ContentError as error:
            if (last := prepared.find_last()) is None:
                raise
            self._refuse(error)
            self._show(last)
        gc.collect()
        gc.freeze()  # it stays: no need to look through it again and again

    def _get(self) -> Prepared:
        """What was made ahead, or else what is made now, for the next start to find."""
        if found := prepared.find():
            return found
        made = prepared.make(self.django, prepared.QUICK)
        with contextlib.suppress(OSError):
            prepared.keep(made)
        return made

    def _refuse(self, error: ContentError) -> None:
        self.problem = "the new content does not load"
        log.error("The new content does not load, the old one stays:\n%s", error)

    def _show(self, found: Prepared) -> None:
        selftest.store.belongs(found.loaded, found.instrument)
        store.serve(found.loaded)
        self.pages: Mapping[str, Mapping[str, Coded]] = found.edition
        self.name = found.name

    def look(self) -> None:
        """Reload in the background if somebody asked for it."""
        now = time.monotonic()
        if now < self._next_look or not self._lock.acquire(blocking=False):
            return
        self._next_look = now + PAUSE
        if (touched := _touched()) == self._seen:
            self._lock.release()
            return
        self._seen = touched
        threading.Thread(target=self._reload, name="reload", daemon=True).start()

    def _reload(self) -> None:
        try:
            self._show(self._get())
            self.problem = ""
        except ContentError as error:
            self._refuse(error)
        except Exception:
            self.problem = "the new content can't be shown"
            log.exception("The new content can't be shown, the old one stays")
        finally:
            self._lock.release()


_now: Serving | None = None


def start(django: WSGI) -> Serving:
    """Serve what is there. Raises ContentError."""
    global _now
    _now = Serving(django)
    return _now


def now() -> Serving | None:
    """What this process serves; None while developing, and outside a server."""
    return _now
