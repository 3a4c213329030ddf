"""Share pictures and slides hold the longest texts that the content allows, and anything that a stranger writes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
import typst

from techniques import pictures, slides
from techniques.kinds import Technique
from techniques.library import Library
from techniques.loader import load
from techniques.ownlist import MAX_NOTE, MAX_TITLE, Chosen
from techniques.typeface import printable
from techniques.typesetting import TEMPLATES, Job, TypesettingError, typeset
from tests import tiny
from tests.tiny import both

TYPEFACE = "Atkinson Hyperlegible Next"

#: Texts of a number of letters have long words; those of a number of words have words somewhat longer than usual.
LETTERS = "Verbindingsgesprek voeren met de medewerker over onverwachte veranderingen, uitdagingen en "
SENTENCE = "Vraag je collega morgen rustig waarom dat werk vandaag anders liep dan jullie samen hadden bedacht, "
NAMES = ["title", "connection", "challenge", "say", "steps", "when", "not_when", "slips_out", "works", "practise"]
WORDS: dict[str, Any] = dict.fromkeys([*NAMES, "worked", "qr", "map", "note", "list"], "Oefen vandaag") | {
    "pause": ["tel tot drie"] * 6
}


def letters(count: int) -> dict[str, Any]:
    """A text of just so many characters."""
    return both((LETTERS * 3)[: count - 1].rstrip().ljust(count, "n"))


def sentence(count: int) -> dict[str, Any]:
    """A text of just so many words."""
    return both(" ".join((SENTENCE * 9).split()[:count]))


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A Library of which the first technique and the conversation are as long as they can be."""
    files = tiny.content()
    files["techniques/horen.yaml"] |= {
        "title": letters(60),
        "short_title": letters(28),
        "gist": letters(140),
        "say": [{"moment": letters(60), "words": letters(110), "pause": 6}] * 5,
        "steps": [{"title": sentence(6), "text": sentence(45)}] * 6,
        "when": [sentence(20)] * 6,
        "not_when": [sentence(25)] * 4,
        "instead_of": [{"slips_out": sentence(20), "works": sentence(20)}] * 4,
        "practise": {"task": sentence(50), "worked": sentence(20)},
    }
    files["conversations/talk.yaml"] |= {"title": letters(60), "gist": letters(140)}
    return load(tiny.write(tmp_path_factory.mktemp("longest") / "content", files))


def size(png: bytes) -> tuple[int, int]:
    """Width and height that a PNG says it has."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def link_of(technique: Technique, language: str) -> str:
    return f"https://coachkompas.example/t/{technique.number}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_longest_texts_fit_on_a_picture(longest: Library, language: str) -> None:
    technique = pictures.technique(longest, longest.techniques[0], language, WORDS)
    conversation = pictures.conversation(longest.conversations["talk"], language)
    for job in (technique, conversation):
        assert size(typeset(job)) == (pictures.WIDTH, pictures.HEIGHT)


def test_a_text_that_has_no_room_stops_the_making(longest: Library) -> None:
    job = pictures.technique(longest, longest.techniques[0], "nl", WORDS)
    with pytest.raises(TypesettingError, match="no room for"):
        typeset(Job(job.template, {**job.data, "title": "Verbinding " * 30}, "png"))


def test_the_longest_texts_fit_on_slides(longest: Library) -> None:
    assert typeset(slides.slides(longest, longest.techniques[0], "nl", WORDS, link_of)).startswith(b"%PDF")


STRANGE = {
    "one long word": "W" * 100,
    "markup": "#panic() *x* _y_ $z$ @ref <label> // \\ `raw` [a](b) = b",
    "quotes": "\"'“‘{}[]" * 12,
    "from right to left": "שלום عليكم " * 9,
    "other scripts": "漢字かな ไทย 🎉👍🏽 ",
    "marks on marks": "e" + "\u0301" * 99,
    "hidden": "a\u200b\u00adb\u2060",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_anything_can_stand_in_a_title_and_a_note(longest: Library, text: str) -> None:
    chosen = [Chosen(longest.techniques[0], text[:MAX_NOTE]), Chosen(longest.techniques[1])]
    job = slides.deck(longest, chosen, "nl", WORDS, link_of, text[:MAX_TITLE])
    assert typeset(job).startswith(b"%PDF")


def test_a_title_that_cannot_be_printed_makes_way_for_ours(tiny_library: Library) -> None:
    job = slides.deck(tiny_library, [Chosen(tiny_library.techniques[0])], "nl", WORDS, link_of, "漢字 🎉")
    assert job.data["title"] == "Oefen vandaag"


def test_every_sign_that_is_called_printable_can_be_printed(tmp_path: Path) -> None:
    signs = "".join(chr(code) for code in range(0x3000) if printable(chr(code)))
    page = f'#set document(title: "Signs")\n#set text(font: "{TYPEFACE}")\n#sys.inputs.signs'
    (source := tmp_path / "signs.typ").write_text(page)
    made = typst.compile(
        str(source),
        font_paths=[str(TEMPLATES / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"signs": signs},
        pdf_standards=["ua-1"],
    )
    assert made.startswith(b"%PDF")


def test_a_list_keeps_its_order_and_shows_each_note_with_its_technique(tiny_library: Library) -> None:
    first, second = tiny_library.techniques[2], tiny_library.techniques[0]
    job = slides.deck(tiny_library, [Chosen(first, "Eerst dit"), Chosen(second)], "nl", WORDS, link_of, "Week 1")
    assert job.data["title"] == "Week 1"
    assert [(each["number"], each["note"]) for each in job.data["techniques"]] == [
        (first.number, "Eerst dit"),
        (second.number, ""),
    ]
