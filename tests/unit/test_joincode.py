"""Join codes: typed over from a screen by people in a hurry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selftest import joincode


@pytest.mark.parametrize(
    "typed",
    [
        "7K4MQ2XT0B",
        "7k4mq 2xtob",
        " 7K4M-Q2XT-0B ",
        "https://example.org/g/7K4MQ2XT0B/",
        "example.org/zelftest/groep/7k4mq2xt0b",
        "7K4MQ\u00a02XTOB",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert joincode.canonical(typed) == "7K4MQ2XT0B"


@pytest.mark.parametrize(
    "typed", ["", "7K4MQ2XT0", "7K4MQ2XT0BB", "7K4MQ2XT0U", "é" * 10, "\x00" * 10, "/", "１２３４５６７８９０"]
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert joincode.canonical(typed) == ""


@given(st.text(max_size=30))
def test_reading_never_fails(typed: str) -> None:
    code = joincode.canonical(typed)
    assert joincode.canonical(code) == code


def test_new_codes_differ_and_are_codes() -> None:
    codes = {joincode.new() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(joincode.canonical(code) == code for code in codes)
