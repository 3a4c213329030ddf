"""Filters come from links that people typed, shortened and mixed up."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techniques.filters import MAX_QUERY, NAMES, Filters, apply, encode, parse
from techniques.library import Library


def numbers(library: Library, language: str, query: str) -> list[int]:
    return [t.number for t in apply(parse(library, language, parse_qs(query)), library.techniques)]


EXAMPLES = {
    "nothing chosen": ("nl", "", [1, 2, 3, 4]),
    "one level": ("nl", "verbinding=hoog", [1, 4]),
    "two levels of one axis": ("nl", "verbinding=hoog&verbinding=laag", [1, 3, 4]),
    "both axes": ("nl", "verbinding=laag&uitdaging=hoog", [3]),
    "English": ("en", "connection=high", [1, 4]),
    "setting keeps what fits with care": ("nl", "situatie=groep", [1, 2, 4]),
    "goal": ("nl", "doel=duw", [2]),
    "difficulty": ("nl", "niveau=geoefend", [2]),
    "unknown value": ("nl", "verbinding=enorm", [1, 2, 3, 4]),
    "unknown name": ("nl", "kleur=rood", [1, 2, 3, 4]),
    "a known and an unknown value": ("nl", "verbinding=hoog&verbinding=enorm", [1, 4]),
    "the other language's words": ("en", "verbinding=hoog", [1, 2, 3, 4]),
}


@pytest.mark.parametrize(("language", "query", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_filters(tiny_library: Library, language: str, query: str, expected: list[int]) -> None:
    assert numbers(tiny_library, language, query) == expected


def test_long_and_odd_search_text_is_cut_and_cleaned(tiny_library: Library) -> None:
    assert parse(tiny_library, "nl", {"q": ["x" * 5000]}).query == "x" * MAX_QUERY
    assert parse(tiny_library, "nl", {"q": ["  te \0 laat\n"]}).query == "te laat"
    assert parse(tiny_library, "nl", {"q": []}).query == ""


def test_a_link_means_the_same_in_both_languages(tiny_library: Library) -> None:
    asked = parse(tiny_library, "nl", parse_qs("q=boos&verbinding=laag&doel=rust&situatie=werkvloer"))
    assert encode(tiny_library, "en", asked) == "?q=boos&connection=low&setting=floor&goal=calm"
    assert encode(tiny_library, "nl", Filters()) == ""


names = st.sampled_from([*(n for pair in NAMES.values() for n in pair.values()), "q", "x"])
values = st.one_of(st.sampled_from(["hoog", "laag", "groep", "rust", "high"]), st.text(max_size=120))


@given(st.dictionaries(names, st.lists(values, max_size=4), max_size=6))
def test_anything_parses_and_survives_a_round_trip(tiny_library: Library, query: dict[str, list[str]]) -> None:
    for language in ("nl", "en"):
        asked = parse(tiny_library, language, query)
        assert len(asked.query) <= MAX_QUERY
        again = parse(tiny_library, language, parse_qs(encode(tiny_library, language, asked)[1:]))
        assert again.chosen == asked.chosen
        assert again.query == asked.query
