"""Search forgives, folds, and ranks by where it matched."""

from __future__ import annotations

from bisect import bisect, bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techniques.library import Library
from techniques.search import Index, build, dilution, fold, one_error_apart, rarity, search, words


@pytest.fixture(scope="module")
def index(tiny_library: Library) -> Index:
    return build(tiny_library, "nl")


def found(index: Index, query: str) -> list[int]:
    """Numbers of the techniques found."""
    return [int(hit.key) for hit in search(index, query) if hit.kind == "techniques"]


def test_folding_drops_case_accents_and_apostrophes() -> None:
    assert fold("Één café") == "een cafe"
    assert fold("𝐋𝐚𝐚𝐭") == "laat", "first what it stands for, then small letters"
    assert words("Collega’s én zo'n dag") == ["collegas", "en", "zon", "dag"]


def test_title_comes_first(index: Index) -> None:
    assert found(index, "boos")[0] == 3
    assert search(index, "boos")[0].passage.field == "title"


def test_beginning_and_inside_of_a_word_match(index: Index) -> None:
    assert found(index, "knik") == [4]
    assert found(index, "ikken") == [4]


def test_one_typing_error_is_forgiven_in_longer_words_only(index: Index) -> None:
    assert found(index, "knikkne") == [4]
    assert found(index, "knokken") == [4]
    assert found(index, "bxos") == []


def test_hit_tells_where_and_what(index: Index) -> None:
    hit = search(index, "van knikken")[0]
    assert (hit.key, hit.passage.field, hit.passage.text) == ("4", "gist", "Kern van knikken.")
    assert "knikken" in hit.marks


def test_weights_are_whole_numbers(index: Index) -> None:
    assert {type(value) for value in (*index.weights, *index.rarity)} == {int}
    assert min(index.weights) > 0
    assert all(type(hit.score) is int and hit.score > 0 for hit in search(index, "boos horen"))


def test_short_passages_and_rare_words_weigh_more() -> None:
    assert dilution(1) > dilution(5) > dilution(50) > 0
    assert rarity(1, 100) > rarity(2, 100) > rarity(100, 100) > 0
    assert rarity(1, 1000) > rarity(1, 100)


def test_a_word_has_one_place_on_a_page_and_that_is_the_best(index: Index) -> None:
    for word, places in index.postings.items():
        pages = [index.page_of[place] for place in places]
        assert pages == sorted(set(pages))
        for place in places:
            here = range(bisect_left(index.page_of, index.page_of[place]), bisect(index.page_of, index.page_of[place]))
            holding = [i for i in here if word in words(index.passages[i].text)]
            assert place == max(holding, key=lambda i: (index.weights[i], -i))


def test_words_in_a_row_count_for_more_also_while_the_last_is_being_typed(index: Index) -> None:
    for query in ("zin 2 van boos", "zin 2 van boo"):
        hit = search(index, query)[0]
        assert (hit.key, hit.passage.text) == ("3", "Zin 2 van boos.")
    assert search(index, "zin 2 van boos")[0].score > search(index, "boos van 2 zin")[0].score


@pytest.mark.parametrize("query", ["", "  ", "?!", "\0", "zzzzqqq", "'"])
def test_nothing_to_find_finds_nothing(index: Index, query: str) -> None:
    assert search(index, query) == ()


@given(st.text(max_size=200))
def test_any_text_is_safe_and_gives_each_page_once(tiny_library: Library, query: str) -> None:
    pages = [(hit.kind, hit.key) for hit in search(build_once(tiny_library), query)]
    assert len(pages) == len(set(pages))


def build_once(library: Library, made: dict[int, Index] = {}) -> Index:  # noqa: B006  # a cache on purpose
    return made.setdefault(id(library), build(library, "nl"))


@given(st.text(alphabet="abc", min_size=1, max_size=6), st.text(alphabet="abc", min_size=1, max_size=6))
def test_one_error_is_symmetric(a: str, b: str) -> None:
    assert one_error_apart(a, b) == one_error_apart(b, a)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("gesprek", "gesprk", True),
        ("gesprek", "gesprekk", True),
        ("gesprek", "gepsrek", True),
        ("gesprek", "gesprak", True),
        ("gesprek", "gesprek", False),
        ("gesprek", "gspreke", False),
        ("gesprek", "spreker", False),
    ],
)
def test_one_error(a: str, b: str, near: bool) -> None:
    assert one_error_apart(a, b) is near


def test_search_covers_every_kind(index: Index) -> None:
    assert {hit.kind for hit in search(index, "gillen")} == {"moments"}
    assert {hit.kind for hit in search(index, "pad")} == {"guides"}
    assert ("terms", "word") in {(hit.kind, hit.key) for hit in search(index, "uitleg")}
