"""The self-test's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from selftest import joincode
from selftest.private import MANUAL, ROOT
from selftest.views import groups, joining, manual, plans, questions, results


class JoinCode(StringConverter):
    """A join code in an address, in capitals or not."""

    regex = f"[0-9A-Za-z]{{{joincode.LENGTH}}}"

    def to_python(self, value: str) -> str:
        """As it is kept. Raises ValueError, so a 404, for letters that no code has."""
        if not (code := joincode.canonical(value)):
            raise ValueError(value)
        return code


register_converter(JoinCode, "joincode")

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
    "manual": MANUAL,
    "group": {"nl": "groep", "en": "group"},
}

#: Of a group: last parts, by name.
GROUP_WORDS = {
    "open": {"nl": "openen", "en": "open"},
    "key": {"nl": "sleutel", "en": "key"},
    "screen": {"nl": "scherm", "en": "screen"},
    "close": {"nl": "sluiten", "en": "close"},
    "withdraw": {"nl": "intrekken", "en": "withdraw"},
    "image": {"nl": "kaart.svg", "en": "map.svg"},
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
        *_group_addresses(language, word["group"]),
    ]


def _group_addresses(language: str, root: str) -> list[URLPattern]:
    extra = {"language": language}
    one = f"{root}/<joincode:code>"
    word = {name: words[language] for name, words in GROUP_WORDS.items()}
    return [
        path(f"{root}/", joining.enter, extra, name="self-test-group"),
        path(f"{root}/{word['open']}/", groups.open_group, extra, name="self-test-group-open"),
        path(f"{root}/{word['key']}/", groups.key, extra, name="self-test-group-key"),
        path(f"{one}/", joining.group_page, extra, name="self-test-group-page"),
        path(f"{one}/{word['screen']}/", groups.screen, extra, name="self-test-group-screen"),
        path(f"{one}/{word['close']}/", groups.close, extra, name="self-test-group-close"),
        path(f"{one}/{word['withdraw']}/", joining.withdraw, extra, name="self-test-group-withdraw"),
        path(f"{one}/{word['image']}", joining.image, extra, name="self-test-group-image"),
    ]


#: To a group in the visitor's language: short enough to read off a screen.
short_links = [
    path("g/", joining.short_link, name="group-links"),
    path("g/<joincode:code>/", joining.short_link, name="group-link"),
]
