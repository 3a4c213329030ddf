"""The self-test's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path

from selftest.views import manual, plans, questions, results

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
        path(f"{root}/", questions.start, extra, name="self-test"),
        path(f"{word['situation']}/<int:number>/", questions.situation, extra, name="self-test-situation"),
        path(f"{word['usage']}/<int:page>/", questions.ratings, {**extra, "part": "usage"}, name="self-test-usage"),
        path(
            f"{word['balance']}/<int:page>/", questions.ratings, {**extra, "part": "balance"}, name="self-test-balance"
        ),
        path(f"{word['review']}/", questions.review, extra, name="self-test-review"),
        path(f"{word['result']}/", results.own_result, extra, name="self-test-result"),
        path(f"{word['code']}/", results.code, extra, name="self-test-code"),
        path(f"{word['resume']}/", results.resume, extra, name="self-test-resume"),
        path(f"{word['compare']}/", results.compare, extra, name="self-test-compare"),
        path(f"{word['plan']}/", plans.practice_plan, extra, name="self-test-plan"),
        path(f"{word['plan']}.ics", plans.calendar, extra, name="self-test-calendar"),
        path(f"{word['shared']}/", results.shared, extra, name="self-test-shared"),
        path(f"{word['erase']}/", questions.erase, extra, name="self-test-erase"),
        path(f"{word['manual']}/", manual.manual, extra, name="self-test-manual"),
    ]
