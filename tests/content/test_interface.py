"""Every text of the interface has its Dutch; none is left over."""

from __future__ import annotations

import ast
import re

from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.conftest import ROOT

CALL = re.compile(r"\b(gettext|ngettext|pgettext)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+)")


def used() -> set[tuple[str | None, str]]:
    """Context and text of everything that the templates translate."""
    found = set()
    for path in (path for kind in ("html", "svg", "json") for path in (ROOT / "templates").rglob(f"*.{kind}")):
        for call, strings in CALL.findall(templatize(path.read_text(encoding="utf-8"))):
            texts = ast.literal_eval(f"({strings.rstrip(', ')},)")
            found.add((texts[0], texts[1]) if call == "pgettext" else (None, texts[0]))
    return found


def test_every_text_is_translated_and_none_is_left_over() -> None:
    with (ROOT / "locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    translated = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id and all([message.string] if isinstance(message.string, str) else message.string or [""])
    }
    assert used() == translated
