"""`manage.py edition prepare` and `edition export`: the pages that depend on the content alone, made ahead."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand

from coachapp import prepared, ready
from coachapp.export import export
from techniques.loader import ContentError


class Command(BaseCommand):
    help = "Make the pages ahead, so that the site starts in a moment; or write them as a site of files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        prepare = actions.add_parser("prepare", help="make what a start or reload needs, unless it is there")
        prepare.add_argument("--quick", action="store_true", help="pack pages less tightly, in a third of the time")
        export = actions.add_parser("export", help="write every page and file to a folder")
        export.add_argument("folder", type=Path)
        export.add_argument(
            "--base", default="", metavar="ADDRESS", help="where the folder will be served; else links are relative"
        )
        live = "" if settings.LOCAL else settings.SITE_URL
        export.add_argument(
            "--live", default=live, metavar="ADDRESS", help="where forms and the self-test lead to (SITE_URL, if set)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        django = WSGIHandler()
        try:
            if options["action"] == "prepare":
                quality = prepared.QUICK if options["quick"] else prepared.BEST
                self.stdout.write(f"Made ahead: {ready.prepare(django, quality).name}")
                return
            made = ready.prepare(django, prepared.QUICK)
        except ContentError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        handouts = ready.folder(made.name)
        count = export(made.edition, handouts, options["folder"], options["base"], options["live"])
        self.stdout.write(f"{count} files in {options['folder']}")
