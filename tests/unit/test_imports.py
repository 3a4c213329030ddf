"""The domain runs without Django."""

from __future__ import annotations

import subprocess
import sys

import pytest

DOMAIN = [
    "techniques.fields",
    "techniques.kinds",
    "techniques.library",
    "techniques.strictyaml",
    "techniques.loader",
    "techniques.matrix",
    "techniques.filters",
    "techniques.search",
    "techniques.listing",
    "techniques.reading",
    "techniques.schema",
    "techniques.linking",
    "techniques.ownlist",
    "techniques.typeface",
    "techniques.cards",
    "techniques.pictures",
    "techniques.slides",
    "techniques.schemaorg",
    "techniques.exports.links",
    "techniques.exports.api",
    "techniques.exports.openapi",
    "techniques.exports.table",
    "techniques.exports.cartridge",
    "techniques.exports.anki",
    "techniques.framing",
    "techniques.qr",
    "selftest.instrument",
    "selftest.loader",
    "selftest.answers",
    "selftest.scoring",
    "selftest.recommendation",
    "selftest.result",
    "selftest.privatecode",
    "selftest.plan",
    "selftest.shared",
    "selftest.drawing",
    "selftest.snapshot",
    "selftest.joincode",
    "techniques.attempts",
    "selftest.simulation",
    "selftest.calendarfile",
    "selftest.manual_page",
]


@pytest.mark.parametrize("module", DOMAIN)
def test_domain_leaves_django_alone(module: str) -> None:
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("module", ["scoring", "recommendation", "answers", "privatecode", "plan"])
def test_the_score_needs_nothing_but_the_standard_library(module: str) -> None:
    code = (
        f"import sys, selftest.{module};"
        "own = {m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names;"
        "print(*sorted(m for m in own if not m.startswith('_')))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["selftest"]
