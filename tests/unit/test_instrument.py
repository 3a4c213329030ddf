"""Items that would measure badly do not load, and the message says where and what is expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selftest.instrument import Items, faults
from selftest.loader import load
from techniques.library import Library
from techniques.loader import ContentError
from tests.conftest import CONTENT
from tests.handmade import items_data


def found(data: dict[str, Any], library: Library) -> list[str]:
    return [f"{path}: {message}" for path, message in faults(Items.model_validate(data), library)]


def test_sound_items_have_no_faults(library: Library) -> None:
    assert found(items_data(), library) == []


def same_value_twice(data: dict[str, Any]) -> None:
    data["situations"][0]["options"][0]["connection"] = "high"


def edge_value_in_a_corner_item(data: dict[str, Any]) -> None:
    data["situations"][2]["options"][3]["challenge"] = "mid"


def long_option(data: dict[str, Any]) -> None:
    data["situations"][1]["options"][0]["text"]["en"] = "I do so very much more here than in any other option of it."


def names_a_technique(data: dict[str, Any]) -> None:
    data["situations"][1]["options"][2]["text"]["nl"] = "Ik ga hem meteen confronteren bij geval 2."


def options_in_another_order(data: dict[str, Any]) -> None:
    data["situations"][0]["options"].reverse()


def five_that_call_for_safety(data: dict[str, Any]) -> None:
    data["situations"][0]["calls_for"] = "safety"


def same_id_twice(data: dict[str, Any]) -> None:
    data["situations"][1]["id"] = "item-1"


def three_reversed(data: dict[str, Any]) -> None:
    data["statements"][0]["reversed"] = "true"


def techniques_on_one_line(data: dict[str, Any]) -> None:
    # All of these are low on challenge.
    data["techniques"] = ["1", "2", "3", "4", "5", "6", "7", "8"] * 2 + ["1", "2"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (same_value_twice, "expected the values of a corner item"),
        (edge_value_in_a_corner_item, "expected the values of a corner item"),
        (long_option, "expected the longest at most 1.5 times the shortest"),
        (names_a_technique, "names the technique 'confronteren'"),
        (options_in_another_order, "expected the options a, b, c and d in that order"),
        (five_that_call_for_safety, "3 corner items that call for challenge; expected 4"),
        (same_id_twice, "'item-1' stands here twice"),
        (three_reversed, "own-safety has 4 statements, 3 reversed; expected 4 and 2"),
        (techniques_on_one_line, "their places lie on one line"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_lint(library: Library, spoil: Callable[[dict[str, Any]], None], says: str) -> None:
    data = items_data()
    spoil(data)
    assert any(says in fault for fault in found(data, library)), found(data, library)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real content of the self-test."""
    shutil.copytree(CONTENT / "selftest", tmp_path / "content" / "selftest")
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "items-1",
            "connection: low, challenge: low",
            "connection: low, challenge: high",
            "options: expected the values",
        ),
        ("items-1", 'version: "1"', 'version: "2"', "version: 2; expected the number in the file's name"),
        ("items-1", "[1, 2, 3,", "[99, 2, 3,", "techniques[1]: unknown '99'"),
        ("readings-1", "quarter-past-eight:", "quarter-past-nine:", "'quarter-past-eight' is not read"),
        ("readings-1", 'version: "1"', 'version: "7"', "no sound items of version 7"),
        ("wording", "  near:", "  nearby:", "expected"),
        ("simulation", "0.", "1.", "expected"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    folder: Path, library: Library, file: str, old: str, new: str, says: str
) -> None:
    path = folder / "selftest" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load(folder, library)
    first = error.value.problems[0]
    assert first.file == f"content/selftest/{file}.yaml"
    assert first.line >= 1
    assert says in str(error.value)


def test_a_missing_file_is_told(folder: Path, library: Library) -> None:
    (folder / "selftest" / "wording.yaml").unlink()
    (folder / "selftest" / "items-1.yaml").unlink()
    with pytest.raises(ContentError) as error:
        load(folder, library)
    assert "content/selftest/wording.yaml:1:1" in str(error.value)
    assert "no 'items-1.yaml'" in str(error.value)


def test_the_first_version_is_as_it_was_published(library: Library) -> None:
    """Codes of version 1 are in people's hands. A change of its key needs a new version, not an edit."""
    items = load(CONTENT, library).versions[1]
    key = "".join(f"{o.value[0] + 1}{o.value[1] + 1}" for s in items.situations for o in s.options)
    assert key == PUBLISHED
    assert [s.id for s in items.situations][:3] == ["quarter-past-eight", "post-room-moves", "back-after-funeral"]
    assert items.techniques == tuple(range(1, 27))


#: Options a to d of each situation: connection and challenge, 0 low, 1 mid, 2 high.
PUBLISHED = (
    "0022022021120110220020021221100102200022200222000110211210011221"
    "2000022200202202012112102101101222020020121001210222200010122101"
)
