from __future__ import annotations

from django.apps import AppConfig


class CoachappConfig(AppConfig):
    """The project: headers, language, stylesheet."""

    name = "coachapp"
