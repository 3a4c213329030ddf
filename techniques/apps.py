from __future__ import annotations

from django.apps import AppConfig


class TechniquesConfig(AppConfig):
    """The reference: 26 techniques, the map, search."""

    name = "techniques"
