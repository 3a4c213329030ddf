"""A slug that changed leads on: `redirects.yaml` says what it named, and can't be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from techniques.loader import ContentError, load
from tests import tiny

WRONG = {
    "in use again": (
        {"techniques": {"nl": {"vragen": "1"}}},
        "techniques.nl.vragen: 'vragen' is in use; expected a slug",
    ),
    "its own slug, so a loop": ({"goals": {"en": {"calm": "calm"}}}, "goals.en.calm: 'calm' is in use"),
    "to an old slug, so a chain": (
        {"goals": {"nl": {"oud": "ouder", "ouder": "calm"}}},
        "goals.nl.oud: unknown 'ouder'; expected an identifier of the goals",
    ),
    "to a slug": (
        {"techniques": {"nl": {"oor": "horen"}}},
        "techniques.nl.oor: unknown 'horen'; expected the number of a technique",
    ),
    "to nothing": ({"techniques": {"en": {"ear": "99"}}}, "techniques.en.ear: unknown '99'"),
    "unknown kind": ({"cards": {"nl": {"oud": "1"}}}, "redirects.cards: 'cards'; expected 'techniques', 'moments'"),
    "unknown language": ({"goals": {"de": {"ruhe": "calm"}}}, "redirects.goals.de: 'de'; expected 'nl' or 'en'"),
    "no slug": ({"goals": {"nl": {"Oud Doel": "calm"}}}, "'Oud Doel'; expected lower-case letters"),
}


@pytest.mark.parametrize(("redirects", "expected"), WRONG.values(), ids=WRONG)
def test_says_what_is_wrong_with_its_place(tmp_path: Path, redirects: tiny.Data, expected: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(tiny.write(tmp_path / "content", {**tiny.content(), "redirects.yaml": {"redirects": redirects}}))
    (problem,) = map(str, caught.value.problems)
    assert expected in problem
    assert problem.startswith("content/redirects.yaml:")
    assert not problem.startswith("content/redirects.yaml:1:"), "it names the line of the entry"


def test_an_old_slug_finds_its_thing_in_its_own_kind_and_language(tmp_path: Path) -> None:
    redirects = {"techniques": {"nl": {"oor": "1", "gehoor": "1"}}, "moments": {"en": {"yells": "shout"}}}
    library = load(tiny.write(tmp_path / "content", {**tiny.content(), "redirects.yaml": {"redirects": redirects}}))
    assert library.moved("techniques", "nl", "oor") is library.number(1)
    assert library.moved("moments", "en", "yells") is library.moments["shout"]
    assert library.moved("techniques", "en", "oor") is None
    assert library.moved("goals", "nl", "oor") is None
    assert library.old_slugs("techniques", "1", "nl") == ["oor", "gehoor"]


def test_an_old_slug_may_be_any_word(tmp_path: Path) -> None:
    redirects = {"pitfalls": {"nl": {"goal": "rush", "document": "rush"}}}
    load(tiny.write(tmp_path / "content", {**tiny.content(), "redirects.yaml": {"redirects": redirects}}))
