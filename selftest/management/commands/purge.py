"""`manage.py purge`: what is over goes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from selftest import groups


class Command(BaseCommand):
    help = "Delete groups that were not closed within 30 days, and snapshots of more than a year ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Groups deleted: {groups.purge()}")
