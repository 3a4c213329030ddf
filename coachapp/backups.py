"""Copies of the database: consistent while the site is being used, checked before they count, and put back whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from selftest import writing

#: A copy's name: when it was made, in UTC.
NAME = "coachkompas-%Y%m%dT%H%M%S%fZ"


class CopyError(Exception):
    """A copy could not be made or put back. Nothing was changed."""


def make(folder: Path) -> Path:
    """Write a copy into `folder`, whole and checked or not at all. Raises CopyError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / (datetime.now(UTC).strftime(NAME) + _suffix())
    part = target.with_suffix(".part")
    part.touch(mode=0o600)
    try:
        if connection.vendor == "sqlite":
            part.unlink()  # SQLite makes it itself, with the rights that this process's umask leaves
            old = os.umask(0o077)
            try:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(part)])
            finally:
                os.umask(old)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}")
        check(part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def check(copy: Path) -> None:
    """Raises CopyError when a copy is damaged, or is none of this site's database."""
    if connection.vendor != "sqlite":
        if b"selftest_group" not in _run("pg_restore", "--list", str(copy)):
            raise CopyError(f"{copy} holds no groups")
        return
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            [(found,)] = opened.execute("PRAGMA integrity_check").fetchall()[:1]
            opened.execute("SELECT count(*) FROM selftest_group")
    except sqlite3.Error as error:
        raise CopyError(f"{copy}: {error}") from error
    if found != "ok":
        raise CopyError(f"{copy} is damaged: {found}")


def put_back(copy: Path) -> None:
    """Let the database be what a copy holds, in one transaction: the site may go on meanwhile. Raises CopyError."""
    check(copy)
    if connection.vendor != "sqlite":
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", *_where(), str(copy))
        return
    try:
        with writing.turn(), closing(sqlite3.connect(copy)) as source, connection.cursor() as cursor:
            source.backup(cursor.connection)
    except sqlite3.Error as error:
        raise CopyError(f"the database could not be written: {error}") from error


def forget(folder: Path, days: int) -> int:
    """Delete copies older than so many days; how many there were. What people erased is gone from copies too then."""
    before = datetime.now(UTC) - timedelta(days=days)
    old = [each for each in folder.glob("coachkompas-*") if _made(each) < before]
    for each in old:
        each.unlink()
    return len(old)


def _made(copy: Path) -> datetime:
    try:
        return datetime.strptime(copy.stem, NAME).replace(tzinfo=UTC)
    except ValueError:  # not named by us, so not ours to delete
        return datetime.max.replace(tzinfo=UTC)


def _suffix() -> str:
    return ".sqlite3" if connection.vendor == "sqlite" else ".pgdump"


def _where() -> list[str]:
    return [f"--dbname={connection.settings_dict['NAME']}"]


def _run(program: str, *arguments: str) -> bytes:
    """Run a program of PostgreSQL on this database. The password goes by the environment, where nobody else looks."""
    settings: Mapping[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(settings[key]) for name, key in names.items() if settings[key]}
    found = shutil.which(program)
    if found is None:
        raise CopyError(f"{program} is not here; install PostgreSQL's client")
    done = subprocess.run([found, *arguments], env={**os.environ, **given}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise CopyError(f"{program}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
