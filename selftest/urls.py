"""The self-test's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path

from selftest import views

#: The first part of every address here.
ROOT = {"nl": "zelftest", "en": "self-test"}

#: Last parts, by name.
WORDS = {
    "situation": {"nl": "situatie", "en": "situation"},
    "usage": {"nl": "gebruik", "en": "use"},
    "balance": {"nl": "balans", "en": "balance"},
    "review": {"nl": "nakijken", "en": "review"},
    "result": {"nl": "uitslag", "en": "result"},
    "code": {"nl": "code", "en": "code"},
    "resume": {"nl": "verder", "en": "resume"},
    "compare": {"nl": "vergelijken", "en": "compare"},
    "plan": {"nl": "oefenplan", "en": "practice-plan"},
    "shared": {"nl": "gedeeld", "en": "shared"},
    "erase": {"nl": "wissen", "en": "erase"},
    "manual": {"nl": "verantwoording", "en": "technical-manual"},
}


def addresses(language: str) -> list[URLPattern]:
    """Patterns of one language."""
    root = ROOT[language]
    word = {name: f"{root}/{words[language]}" for name, words in WORDS.items()}
    extra = {"language": language}
    return [
        path(f"{root}/", views.start, extra, name="self-test"),
        path(f"{word['situation']}/<int:number>/", views.situation, extra, name="self-test-situation"),
        path(f"{word['usage']}/<int:page>/", views.ratings, {**extra, "part": "usage"}, name="self-test-usage"),
        path(f"{word['balance']}/<int:page>/", views.ratings, {**extra, "part": "balance"}, name="self-test-balance"),
        path(f"{word['review']}/", views.review, extra, name="self-test-review"),
        path(f"{word['result']}/", views.own_result, extra, name="self-test-result"),
        path(f"{word['code']}/", views.code, extra, name="self-test-code"),
        path(f"{word['resume']}/", views.resume, extra, name="self-test-resume"),
        path(f"{word['compare']}/", views.compare, extra, name="self-test-compare"),
        path(f"{word['plan']}/", views.practice_plan, extra, name="self-test-plan"),
        path(f"{word['plan']}.ics", views.calendar, extra, name="self-test-calendar"),
        path(f"{word['shared']}/", views.shared, extra, name="self-test-shared"),
        path(f"{word['erase']}/", views.erase, extra, name="self-test-erase"),
        path(f"{word['manual']}/", views.manual, extra, name="self-test-manual"),
    ]
