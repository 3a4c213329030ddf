"""The plain-language check finds what an editor would strike out."""

from __future__ import annotations

import pytest

from techniques.reading import measure, misspelt, sentences, spelling_available, syllables


def test_sentences_end_at_signs_and_not_within_numbers() -> None:
    assert sentences("Kom. Echt? ‘Ja!’ Het is 12.30 uur: nu.") == ["Kom.", "Echt?", "‘Ja!", "Het is 12.30 uur:", "nu."]


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("gesprek", "nl", 2),
        ("aaien", "nl", 2),
        ("ijsberg", "nl", 2),
        ("boos", "nl", 1),
        ("pst", "nl", 1),
        ("table", "en", 2),
        ("make", "en", 1),
        ("conversation", "en", 4),
    ],
)
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_a_long_sentence_is_a_fault() -> None:
    reading = measure("x", "nl", ["Dit is kort.", " ".join(["woord"] * 21) + "."])
    assert len(reading.longest) == 1
    assert any("more than 20 words" in fault for fault in reading.faults)


def test_hard_prose_is_a_fault_and_plain_prose_is_not() -> None:
    hard = "Functioneringsproblematiek veroorzaakt organisatieontwrichtende communicatieverstoringen."
    assert any("reading ease" in fault for fault in measure("x", "nl", [hard]).faults)
    assert measure("x", "nl", ["Zeg wat je zag. Vraag wat er was."]).faults == ()


def test_terms_of_the_glossary_do_not_count_against_ease() -> None:
    text = "Een beslisbalans helpt."
    with_term, without = measure("x", "nl", [text], terms=["beslisbalans"]), measure("x", "nl", [text])
    assert with_term.ease > without.ease


def test_office_words_are_found_as_whole_words() -> None:
    reading = measure("x", "nl", ["Indien het echt moet. Het is echter niet zo."], office=["indien", "echter"])
    assert reading.office_words == ("echter", "indien")


@pytest.mark.parametrize(
    ("language", "right", "wrong"), [("nl", "fietsenmaker", "fietsenmakre"), ("en", "colour", "coluor")]
)
def test_spelling_where_hunspell_is_installed(language: str, right: str, wrong: str) -> None:
    expected = [wrong] if spelling_available(language) else []
    assert misspelt(f"{right} {wrong}", language) == expected
