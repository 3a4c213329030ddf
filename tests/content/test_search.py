"""What people type, and the technique that must come first. A browser's search will be held to the same file."""

from __future__ import annotations

from pathlib import Path

import pytest

from techniques.library import Library
from techniques.search import Index, build, search

GOLDEN = [
    (language, int(number), query)
    for line in (Path(__file__).parent / "golden_search.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for language, number, query in [line.split(maxsplit=2)]
]


@pytest.fixture(scope="module")
def indexes(library: Library) -> dict[str, Index]:
    return {language: build(library, language) for language in ("nl", "en")}


@pytest.mark.parametrize(("language", "number", "query"), GOLDEN, ids=lambda value: str(value))
def test_first_result(indexes: dict[str, Index], language: str, number: int, query: str) -> None:
    hits = [(hit.number, hit.score, hit.passage.field) for hit in search(indexes[language], query)]
    assert hits
    assert hits[0][0] == number, hits[:4]


def test_the_file_is_long_enough() -> None:
    assert len(GOLDEN) >= 40
    assert {language for language, _, _ in GOLDEN} == {"nl", "en"}


def test_a_part_of_a_compound_finds_it(indexes: dict[str, Index]) -> None:
    passages = " ".join(hit.passage.text for hit in search(indexes["nl"], "gesprek"))
    assert "gesprek" in passages
    assert {hit.number for hit in search(indexes["nl"], "plan")} >= {17, 18}
