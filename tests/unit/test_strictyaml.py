"""Strict YAML refuses what surprises, and says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techniques.strictyaml import MAX_BYTES, MAX_DEPTH, Mark, parse


def test_scalars_stay_strings() -> None:
    parsed = parse(b"a: no\nb: 12:30\nc: 1.10\nd: 2024-01-01\ne: ~\nf: 0123\n")
    assert parsed.value == {"a": "no", "b": "12:30", "c": "1.10", "d": "2024-01-01", "e": "~", "f": "0123"}


def test_marks_point_at_values_and_keys() -> None:
    parsed = parse(b"a:\n  - x\n  - k: y\n")
    assert parsed.mark(("a", 1, "k")) == Mark(3, 8)
    assert parsed.key_mark(("a", 1, "k")) == Mark(3, 5)
    assert parsed.mark(("a", 7)) == Mark(2, 3)


REFUSED = {
    "duplicate": (b"a: 1\nb: 2\na: 3\n", 3, "key 'a' stands here twice"),
    "anchor": (b"a: &x 1\n", 1, "anchor '&x'"),
    "alias": (b"a: &x 1\nb: *x\n", 2, "alias '*x'"),
    "merge": (b"a: 1\n<<: {b: 2}\n", 2, "merge key"),
    "tag": (b"a: !!python/object:os.system x\n", 1, "tag"),
    "second document": (b"a: 1\n---\nb: 2\n", 2, "a second document"),
    "empty": (b"", 1, "empty file"),
    "only a remark": (b"# nothing\n", 1, "empty file"),
    "not UTF-8": (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
    "control character": (b"a: 1\nb: \x07\n", 2, "character that YAML does not allow"),
    "broken": (b"a: 1\nb: [1, 2\n", 3, "not YAML"),
    "mapping as key": (b"? {a: 1}\n: 2\n", 1, "a list or mapping as a key"),
    "deep": (b"[" * (MAX_DEPTH + 2), 1, f"nested more than {MAX_DEPTH} deep"),
    "large": (b"#" * (MAX_BYTES + 1), 1, "bytes; expected at most"),
}


@pytest.mark.parametrize(("data", "line", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(data: bytes, line: int, message: str) -> None:
    faults = parse(data).faults
    assert any(fault.mark.line == line and message in fault.message for fault in faults), faults


@given(st.one_of(st.binary(max_size=400), st.text(alphabet="ab:-[]{}&*!?#|>'\"%@ \n\t", max_size=200).map(str.encode)))
def test_never_raises(data: bytes) -> None:
    parsed = parse(data)
    assert parsed.value is not None or parsed.faults
