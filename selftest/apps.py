from __future__ import annotations

from django.apps import AppConfig


class SelftestConfig(AppConfig):
    """The self-test."""

    name = "selftest"
