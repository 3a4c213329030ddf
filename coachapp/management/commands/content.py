"""`manage.py content check | read | schema | reload`: the author's and the operator's tools."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand

from coachapp import prepared, ready, serving
from coachapp.content import MODELS, load, texts_of
from techniques import reading
from techniques.fields import Language
from techniques.loader import ContentError
from techniques.schema import schemas


class Command(BaseCommand):
    """Check the content, measure how it reads, or write its schemas."""

    help = (
        "check: does the content load? read: does it read easily? schema: write the JSON Schemas. "
        "reload: let a running site show what the files say now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "read", "schema", "reload"])
        parser.add_argument("--folder", type=Path, default=Path(settings.CONTENT_DIR), help="the content (%(default)s)")

    def handle(self, *args: Any, what: str, folder: Path, **options: Any) -> None:
        try:
            {
                "check": self.check_content,
                "read": self.read_content,
                "schema": self.write_schemas,
                "reload": self.reload_content,
            }[what](folder)
        except ContentError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            self.stderr.write(f"{len(error.problems)} problem(s)")
            sys.exit(1)

    def check_content(self, folder: Path) -> None:
        library, instrument = load(folder)
        counts = f"{len(library.techniques)} techniques, {len(instrument.current.situations)} situations"
        self.stdout.write(f"{counts} and all else load.")

    def read_content(self, folder: Path) -> None:
        library, instrument = load(folder)
        readings = list(reading.read_all(library, folder, texts_of(instrument)))
        self.stdout.write(f"{'file':<46} lang  sentences  mean  ease")
        for each in readings:
            row = f"{each.name:<46} {each.language:<4} {each.sentences:>10} {each.mean:>5.1f} {each.ease:>5.0f}"
            self.stdout.write("\n    ".join([row, *each.faults]))
        for language in Language:
            if not reading.spelling_available(language):
                self.stdout.write(f"Spelling in {language} not checked: no hunspell with its dictionary here.")
        faults = sum(len(each.faults) for each in readings)
        if faults:
            self.stderr.write(f"{faults} above the limits")
            sys.exit(1)

    def reload_content(self, folder: Path) -> None:
        """Make everything ahead, so that the site's processes only have to fetch it; nothing changes if it fails."""
        name = ready.prepare(WSGIHandler(), prepared.BEST).name
        serving.touch()
        self.stdout.write(f"Content {name} within a second or two; /healthz names it.")

    def write_schemas(self, folder: Path) -> None:
        target = folder / "schema"
        target.mkdir(exist_ok=True)
        for name, schema in schemas(MODELS).items():
            text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            (target / f"{name}.schema.json").write_text(text, encoding="utf-8")
            self.stdout.write(f"{name}.schema.json")
