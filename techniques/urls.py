"""The reference's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path

from techniques import views

#: First part of an address, by what it leads to.
WORDS = {
    "techniques": {"nl": "technieken", "en": "techniques"},
    "moments": {"nl": "nu", "en": "now"},
    "goals": {"nl": "doelen", "en": "goals"},
    "conversations": {"nl": "kerngesprekken", "en": "key-conversations"},
    "pitfalls": {"nl": "valkuilen", "en": "pitfalls"},
    "guides": {"nl": "handreikingen", "en": "guides"},
    "terms": {"nl": "begrippen", "en": "glossary"},
    "method": {"nl": "methode", "en": "method"},
    "about": {"nl": "over", "en": "about"},
    "accessibility": {"nl": "toegankelijkheid", "en": "accessibility"},
}


def addresses(language: str) -> list[URLPattern]:
    """Patterns of one language."""
    extra = {"language": language}
    word = {name: words[language] for name, words in WORDS.items()}
    patterns = [
        path("", views.home, extra, name="home"),
        path(f"{word['techniques']}/", views.techniques, extra, name="techniques"),
        path(f"{word['techniques']}/<slug:slug>/", views.technique, extra, name="technique"),
        path(f"{word['terms']}/", views.glossary, extra, name="terms"),
        path(f"{word['method']}/", views.page, {**extra, "name": "method"}, name="method"),
        path(f"{word['about']}/", views.page, {**extra, "name": "about"}, name="about"),
    ]
    # Kinds with a list and a page for each.
    for kind in ("moments", "goals", "conversations", "pitfalls", "guides"):
        both = {**extra, "kind": kind}
        patterns += [
            path(f"{word[kind]}/", views.overview, both, name=kind),
            path(f"{word[kind]}/<slug:slug>/", views.one, both, name=kind.removesuffix("s")),
        ]
    return patterns
