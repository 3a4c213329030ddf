"""What stands on a print card."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from techniques import cards, typeface
from techniques.cards import BREAK, Cover, Deck
from techniques.kinds import Technique
from techniques.library import Library
from techniques.ownlist import Chosen
from tests import tiny
from tests.conftest import ROOT

LEVELS = {"low": "laag", "mid": "midden", "high": "hoog"}
WORDS = {"connection": LEVELS, "challenge": LEVELS}


def deck(library: Library, **changes: Any) -> Deck:
    links = {technique.number: f"https://coach.example/t/{technique.number}" for technique in library.techniques}
    chosen = [Chosen(technique) for technique in library.techniques]
    return replace(Deck("nl", "a6", "Kaarten", chosen, links, "1 mei 2026", WORDS), **changes)


def test_a_card_has_what_is_said_and_what_is_done_in_its_language(tiny_library: Library) -> None:
    technique = tiny_library.techniques[0]
    for language in ("nl", "en"):
        card = cards.job(deck(tiny_library, language=language)).data["cards"][0]
        assert card["title"] == technique.short_title[language]
        assert [say["words"] for say in card["say"]] == [say.words[language] for say in technique.say]
        assert card["steps"] == [step.title[language] for step in technique.steps]
        assert card["when"] == [when[language] for when in technique.when]
        assert card["not_when"] == [when[language] for when in technique.not_when]
        assert card["task"] == technique.practise.task[language]


def test_everything_on_a_deck_is_plain_json(tiny_library: Library) -> None:
    cover = Cover("Week 1", "4 technieken", "Online", "https://coach.example/lijst/?t=1", "https://coach.example/")
    data = cards.job(deck(tiny_library, cover=cover)).data
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("field", ["gist", "task", "step text", "place"])
def test_a_version_changes_with_every_text_of_a_technique_and_its_place(field: str) -> None:
    def made(**changes: Any) -> Technique:
        data = tiny.technique(1, "high", "low", "horen", "hearing", related=tiny.related(2, 3)) | changes
        return Technique.model_validate(data)

    steps = tiny.technique(1, "high", "low", "horen", "hearing")["steps"]
    changes: dict[str, dict[str, Any]] = {
        "gist": {"gist": tiny.both("Anders.")},
        "task": {"practise": {"task": tiny.both(tiny.filler(26)), "worked": tiny.both(tiny.filler(10))}},
        "step text": {"steps": [*steps[:2], {**steps[2], "text": tiny.both("Doe dit nu heel even.")}]},
        "place": {"challenge": "mid"},
    }
    assert re.fullmatch("[0-9]{4}", cards.version(made(), "nl"))
    assert cards.version(made(), "nl") != cards.version(made(**changes[field]), "nl")


def test_a_card_is_not_out_of_date_when_the_other_language_changes() -> None:
    def made(english: str) -> Technique:
        gist = tiny.both("Kern van horen.", english)
        data = tiny.technique(1, "high", "low", "horen", "hearing", related=tiny.related(2, 3), gist=gist)
        return Technique.model_validate(data)

    before, after = made("Something."), made("Something else.")
    assert cards.version(before, "nl") == cards.version(after, "nl")
    assert cards.version(before, "en") != cards.version(after, "en")


def test_one_technique_on_a4_is_four_cards_and_a_list_of_one_is_not(tiny_library: Library) -> None:
    one = [Chosen(tiny_library.techniques[0])]
    cover = Cover("Week 1", "1 techniek", "Online", "https://coach.example/lijst/?t=1", "https://coach.example/")
    assert cards.job(deck(tiny_library, form="a4", chosen=one)).data["copies"] == 4
    assert cards.job(deck(tiny_library, form="a6", chosen=one)).data["copies"] == 1
    assert cards.job(deck(tiny_library, form="a4", chosen=one, cover=cover)).data["copies"] == 1


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("Probeer dit eerst.", "Probeer dit eerst."),
        ("Geef één reëel compliment – “zo dus”.", "Geef één reëel compliment – “zo dus”."),
        ("Goed \U0001f642\U0001f44d zo", "Goed zo"),
        ("تجربة", "تجربة"),
        ("#panic() *vet* <b>", "#panic() *vet* <b>"),
        ("x" * 30, BREAK.join("x" * 30)),
    ],
)
def test_a_note_stands_as_it_was_written_as_far_as_the_typeface_goes(
    tiny_library: Library, note: str, printed: str
) -> None:
    chosen = [Chosen(tiny_library.techniques[0], note)]
    assert cards.job(deck(tiny_library, chosen=chosen)).data["cards"][0]["note"] == printed


def test_the_typeface_has_every_sign_of_the_content(library: Library) -> None:
    text = "".join(technique.model_dump_json() for technique in library.techniques)
    assert typeface.printable(text) == text


def test_an_address_on_a_card_is_as_one_says_it(tiny_library: Library) -> None:
    card = cards.job(deck(tiny_library)).data["cards"][0]
    assert card["address"].replace(BREAK, "") == f"coach.example/t/{card['number']}"
    assert card["link"] == f"https://coach.example/t/{card['number']}"


def test_places_have_the_same_colours_in_print_as_on_screen() -> None:
    css = (ROOT / "static/css/global.css").read_text()
    palette = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
    cells = re.findall(r"--cell-([a-z-]+): light-dark\(var\(--([a-z]+)\)", css)
    on_screen = {place: palette[name] for place, name in cells}
    in_print = (ROOT / "templates/handouts/marks.typ").read_text()
    assert dict(re.findall(r'((?:low|mid|high)-[a-z]+): rgb\("(#[0-9a-f]{6})"\)', in_print)) == on_screen
    assert len(on_screen) == 9
