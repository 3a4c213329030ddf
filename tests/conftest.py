"""Fixtures that every level of test shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from techniques.library import Library
from techniques.loader import load
from tests import tiny

# The same examples on every run, and no opinion about a busy machine's speed.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"


@pytest.fixture(scope="session")
def tiny_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return tiny.library(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture(scope="session")
def library() -> Library:
    """The real Library."""
    return load(CONTENT)
