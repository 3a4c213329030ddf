"""A private code brings back the same answers, and nothing that was mistyped passes for one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selftest.answers import Answers, Month, empty
from selftest.privatecode import ALPHABET, LENGTH, CodeError, Shape, decode, encode, grouped
from tests.handmade import boldest, items, safest
from tests.unit.test_result import answers_of_any_kind

SHAPES = {version: Shape(16, 26, 8) for version in range(1, 32)}
CODE = encode(safest(items()).with_usage({0: 4, 25: -1}).with_statements({7: 0}), Month(2026, 11))


@given(answers_of_any_kind, st.integers(2026, 2067), st.integers(1, 12))
def test_every_code_comes_back_as_it_was(answers: Answers, year: int, month: int) -> None:
    code = encode(answers, Month(year, month))
    assert len(code) == LENGTH
    assert decode(code, SHAPES) == (answers, Month(year, month))


def test_no_other_character_in_any_place_is_a_code() -> None:
    for i, right in enumerate(CODE):
        for wrong in ALPHABET:
            if wrong != right:
                with pytest.raises(CodeError):
                    decode(CODE[:i] + wrong + CODE[i + 1 :], SHAPES)


def test_neighbours_swapped_are_no_code() -> None:
    for i, (one, other) in enumerate(pairwise(CODE)):
        if one != other:
            with pytest.raises(CodeError):
                decode(CODE[:i] + other + one + CODE[i + 2 :], SHAPES)


def test_neighbouring_groups_swapped_are_no_code() -> None:
    groups = grouped(CODE)
    for i in range(len(groups) - 2):
        swapped = [*groups[:i], groups[i + 1], groups[i], *groups[i + 2 :]]
        with pytest.raises(CodeError):
            decode("".join(swapped), SHAPES)


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        " ".join(grouped(CODE)),
        "-".join(grouped(CODE)),
        f"  {CODE}\n",
        f"https://example.org/zelftest/code/#{CODE}",
        f"\ufeff{CODE[:9]}–{CODE[9:]}.",
    ],
)
def test_typing_it_in_another_way_is_fine(typed: str) -> None:
    assert decode(typed, SHAPES) == decode(CODE, SHAPES)


def test_letters_that_look_like_figures_are_read_as_those() -> None:
    codes = [encode(safest(items()), Month(2026, month)) for month in range(1, 13)]
    code = next(each for each in codes if {"0", "1"} <= set(each))
    assert decode(code.replace("0", "o").replace("1", "l"), SHAPES) == decode(code, SHAPES)


@pytest.mark.parametrize(
    "typed", ["", "7K4M", CODE[:-1], CODE + "0", "U" * LENGTH, "é" * LENGTH, "0" * LENGTH, "Z" * LENGTH]
)
def test_anything_else_is_a_plain_error(typed: str) -> None:
    with pytest.raises(CodeError):
        decode(typed, SHAPES)


def test_a_version_that_is_not_here_is_an_error() -> None:
    with pytest.raises(CodeError, match="version"):
        decode(encode(empty(9, 16, 26, 8), Month(2026, 11)), {1: Shape(16, 26, 8)})


def test_a_month_before_the_first_is_an_error() -> None:
    with pytest.raises(CodeError, match="month"):
        encode(boldest(items()), Month(2025, 12))


def test_a_version_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(CodeError, match="version"):
        encode(empty(32, 16, 26, 8), Month(2026, 11))
