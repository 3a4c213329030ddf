"""`manage.py restore FILE`: the database becomes what a backup holds."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from coachapp import backups


class Command(BaseCommand):
    help = "Put a backup back, in one transaction. What was stored since it was made is lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backups.put_back(options["file"])
        except (backups.CopyError, DatabaseError, OSError) as error:
            self.stderr.write(f"Nothing was restored: {error}")
            sys.exit(1)
        self.stdout.write("Restored. Run `manage.py migrate` if the backup is of an older version.")
