"""The first use of a term on a page offers its meaning; later uses stay plain."""

from __future__ import annotations

from techniques.library import Library
from techniques.linking import Linker


def test_first_use_is_found_and_later_ones_are_not(tiny_library: Library) -> None:
    linker = Linker(tiny_library.terms, "nl")
    assert list(linker.pieces("Een Woord is een woord.")) == [
        ("Een ", None),
        ("Woord", "word"),
        (" is een woord.", None),
    ]
    assert list(linker.pieces("Nog een woord.")) == [("Nog een woord.", None)]
    assert [name for name, _ in linker.used] == ["word"]


def test_only_whole_words_count(tiny_library: Library) -> None:
    linker = Linker(tiny_library.terms, "nl")
    assert list(linker.pieces("Woordenboek, antwoord.")) == [("Woordenboek, antwoord.", None)]
    assert linker.used == []
