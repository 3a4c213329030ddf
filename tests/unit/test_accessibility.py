"""Every criterion of WCAG 2.2 at levels A and AA has its row, and what a row names is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from coachapp.accessibility import TABLE, VERDICTS, Criterion, read
from techniques.library import Library
from tests.conftest import ROOT

#: The numbers by level, as the standard lists them. 4.1.1 is gone.
LEVELS = {
    "A": """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3
        2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2""",
    "AA": """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8
        3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3""",
}
STATEMENT = read(TABLE.read_text(encoding="utf-8"))


@cache
def of_file(file: str) -> set[str]:
    """Names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


def test_all_55_criteria_have_a_row_in_order_and_with_their_level() -> None:
    wanted = {number: level for level, numbers in LEVELS.items() for number in numbers.split()}
    assert len(wanted) == 55
    assert {each.number: each.level for each in STATEMENT.criteria} == wanted
    assert len(STATEMENT.criteria) == 55
    numbers = [tuple(map(int, each.number.split("."))) for each in STATEMENT.criteria]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("criterion", STATEMENT.criteria, ids=lambda each: each.number)
def test_a_row_names_tests_that_exist_or_says_why_there_is_none(criterion: Criterion) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", criterion.tested)
    assert criterion.tested.count("::") == len(named)
    missing = [f"{file}::{test}" for file, test in named if test not in of_file(file)]
    assert missing == []
    if not named:
        assert "No machine" in criterion.tested
        assert re.search(r"By eye, \d{1,2} \w+ 20\d\d: ", criterion.tested), "what was looked at, and when?"
    assert criterion.how.endswith(".")
    assert criterion.name["nl"]
    assert criterion.name["en"]


def test_what_is_not_met_or_not_known_is_explained_in_the_statement(library: Library) -> None:
    section = next(each for each in library.pages["accessibility"].sections if each.slug.en == "not-accessible")
    explained = {point.title.nl.split()[0] for point in section.points}
    assert {each.number for each in STATEMENT.open} <= explained
    for point in section.points:
        for part in ("Oorzaak:", "Gevolg:", "Alternatief:", "Maatregel:", "Planning:"):
            assert part in point.text.nl, point.title.nl


def test_the_status_is_no_better_than_the_model_allows() -> None:
    report = re.search(r"^Report: https://", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert report or STATEMENT.status not in "AB", "status A or B needs a report by WCAG-EM"
    assert STATEMENT.status != "A" or not STATEMENT.open


@pytest.mark.parametrize(
    "text",
    [
        "Drawn up: 2026-11-22",
        "Status: F\nDrawn up: 2026-11-22",
        "Status: D\nDrawn up: yesterday",
        "Status: D\nDrawn up: 2026-11-22\n\n| 1.1.1 | A | B | A | perhaps | So. | `x` |",
    ],
)
def test_a_table_that_says_nothing_is_not_a_statement(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read(text)


def test_verdicts_are_counted() -> None:
    rows = [f"| 1.{i}.1 | A | B | A | {verdict} | So. | `x` |" for i, verdict in enumerate((*VERDICTS, "met"))]
    found = read("\n".join(["Status: D", "Drawn up: 2026-11-22", *rows]))
    assert (found.met, found.aside, len(found.open)) == (2, 1, 2)
