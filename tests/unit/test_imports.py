"""The domain runs without Django."""

from __future__ import annotations

import subprocess
import sys

import pytest

DOMAIN = [
    "fields",
    "kinds",
    "library",
    "strictyaml",
    "loader",
    "matrix",
    "filters",
    "search",
    "reading",
    "schema",
    "linking",
]


@pytest.mark.parametrize("module", DOMAIN)
def test_domain_leaves_django_alone(module: str) -> None:
    code = f"import sys, techniques.{module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
