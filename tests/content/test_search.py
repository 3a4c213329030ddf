"""What people type, and the technique that must come first. A browser's search will be held to the same file."""

from __future__ import annotations

from pathlib import Path

import pytest

from techniques.library import Library
from techniques.search import Index, build, search

GOLDEN = [
    (language, page if ":" in page else f"techniques:{page}", query)
    for line in (Path(__file__).parent / "golden_search.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for language, page, query in [line.split(maxsplit=2)]
]


@pytest.fixture(scope="module")
def indexes(library: Library) -> dict[str, Index]:
    return {language: build(library, language) for language in ("nl", "en")}


@pytest.mark.parametrize(("language", "page", "query"), GOLDEN)
def test_first_result_of_its_kind(indexes: dict[str, Index], language: str, page: str, query: str) -> None:
    kind, key = page.split(":")
    hits = [(hit.key, hit.score, hit.passage.field) for hit in search(indexes[language], query) if hit.kind == kind]
    assert hits
    assert hits[0][0] == key, hits[:4]


def test_the_file_is_long_enough() -> None:
    assert len(GOLDEN) >= 40
    assert {language for language, _, _ in GOLDEN} == {"nl", "en"}


def test_a_part_of_a_compound_finds_it(indexes: dict[str, Index]) -> None:
    passages = " ".join(hit.passage.text for hit in search(indexes["nl"], "gesprek"))
    assert "gesprek" in passages
    assert {hit.key for hit in search(indexes["nl"], "plan") if hit.kind == "techniques"} >= {"17", "18"}
