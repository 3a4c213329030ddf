"""`manage.py addresses check | add`: the register of every address that was ever published."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import Client

from techniques import register


class Command(BaseCommand):
    """Look whether every published address still answers, or write down what is new."""

    help = "check: does every address that was ever published still answer? add: write down what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "add"])
        parser.add_argument("--file", type=Path, default=Path(settings.CONTENT_DIR) / "addresses.txt")

    def handle(self, *args: Any, what: str, file: Path, **options: Any) -> None:
        known = register.read(file.read_text(encoding="utf-8") if file.exists() else "")
        client = Client(raise_request_exception=False, SERVER_NAME=settings.ALLOWED_HOSTS[0])
        ask = cache(asking(client))
        grown = register.with_new(known, ask)
        if what == "add":
            file.write_text(register.written(grown), encoding="utf-8")
            self.stdout.write(f"{len(grown) - len(known)} new, {len(grown)} addresses in {file}")
            return
        remarks = [*register.lost(known, ask)]
        if new := [address for address in grown if grown[address] != known.get(address)]:
            remarks.append(f"not written down yet: {', '.join(new)}; run `manage.py addresses add`")
        for remark in remarks:
            self.stderr.write(remark)
        if remarks:
            sys.exit(1)
        self.stdout.write(f"All {len(known)} addresses answer.")


def asking(client: Client) -> register.Ask:
    """Ask the site itself, without a server."""

    def ask(address: str) -> tuple[int, str, str]:
        answer: Any = client.get(address)
        is_text = answer.headers["Content-Type"].startswith(("text/html", "text/plain"))
        return answer.status_code, answer.headers.get("Location", ""), answer.text if is_text else ""

    return ask
