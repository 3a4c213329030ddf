"""The reference's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path

from techniques import views

WORDS = {"nl": "technieken", "en": "techniques"}


def addresses(language: str) -> tuple[list[URLPattern], str]:
    """Patterns of one language, and the namespace that they live in."""
    word, extra = WORDS[language], {"language": language}
    return [
        path("", views.home, extra, name="home"),
        path(f"{word}/", views.techniques, extra, name="techniques"),
        path(f"{word}/<slug:slug>/", views.technique, extra, name="technique"),
    ], language
