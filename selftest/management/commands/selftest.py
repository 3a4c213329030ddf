"""`manage.py selftest simulate`: how well would this test find a style that we know?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from selftest import store
from selftest.simulation import Row, simulate
from techniques.store import library

COLUMNS = ("correlation", "exact_cell", "within_one_step", "holds_long_run", "holds_truth")


class Command(BaseCommand):
    """Run the simulation; print its table; on request, write it where the technical manual reads it."""

    help = "simulate: run the simulation of the technical manual, with its assumptions"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["simulate"])
        parser.add_argument("--people", type=int, default=2000, help="for each quality of items (%(default)s)")
        parser.add_argument("--seed", type=int, default=1, help="(%(default)s)")
        parser.add_argument("--write", action="store_true", help="write content/selftest/simulation.yaml")

    def handle(self, *args: Any, what: str, people: int, seed: int, write: bool, **options: Any) -> None:
        items = store.instrument().current
        places = [t.rating for t in map(library().number, items.techniques) if t]
        rows = simulate([[o.value for o in s.options] for s in items.situations], places, people, seed)
        for line in table(rows):
            self.stdout.write(line)
        if write:
            target = Path(settings.CONTENT_DIR) / "selftest" / "simulation.yaml"
            target.write_text(as_yaml(rows, items.version, people, seed), encoding="utf-8")
            self.stdout.write(f"written to {target.name}")


def table(rows: tuple[Row, ...]) -> list[str]:
    """The rows as aligned text."""
    head = f"{'items':<8} {'parts':<8} " + " ".join(f"{name:>16}" for name in COLUMNS)
    return [head, *(f"{r.items:<8} {r.parts:<8} " + " ".join(f"{getattr(r, n):>16.2f}" for n in COLUMNS) for r in rows)]


def as_yaml(rows: tuple[Row, ...], version: int, people: int, seed: int) -> str:
    """The rows as the content file that the technical manual shows."""
    lines = [
        "# yaml-language-server: $schema=../schema/simulation.schema.json",
        "# Written by `manage.py selftest simulate --write`.",
        f'version: "{version}"',
        f'people: "{people}"',
        f'seed: "{seed}"',
        "rows:",
    ]
    for row in rows:
        figures = ", ".join(f'{name}: "{getattr(row, name):.2f}"' for name in COLUMNS)
        lines.append(f'  - {{items: "{row.items}", parts: "{row.parts}", {figures}}}')
    return "\n".join(lines) + "\n"
