"""Fixtures that every level of test shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from techniques.library import Library
from techniques.loader import load
from tests import tiny

# The same examples on every run, and no opinion about a busy machine's speed.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that touch a database run on each that the site supports; no other test can open one."""
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production; by itself Django would test in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def tiny_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return tiny.library(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture(scope="session")
def library() -> Library:
    """The real Library."""
    return load(CONTENT)
