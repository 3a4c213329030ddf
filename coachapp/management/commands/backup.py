"""`manage.py backup FOLDER`: a checked copy of the database, while the site runs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from coachapp import backups


class Command(BaseCommand):
    help = "Write a checked copy of the database into a folder, and delete those that are too old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=7, metavar="DAYS", help="delete older copies (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backups.make(options["folder"])
        except (backups.CopyError, DatabaseError, OSError) as error:
            self.stderr.write(f"No backup was made: {error}")
            sys.exit(1)
        self.stdout.write(f"{made} ({made.stat().st_size} bytes, checked)")
        if count := backups.forget(options["folder"], options["keep"]):
            self.stdout.write(f"Older copies deleted: {count}")
