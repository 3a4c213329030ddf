"""The loader tells every problem at once, each with its place and what is expected."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from techniques.library import Library
from techniques.loader import ContentError, load
from tests import tiny

Files = dict[str, tiny.Data]


def problems_of(folder: Path, files: Files) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(tiny.write(folder / "content", files))
    return [str(problem) for problem in caught.value.problems]


def test_sound_content_loads(tiny_library: Library) -> None:
    assert [t.number for t in tiny_library.techniques] == [1, 2, 3, 4]
    found = tiny_library.find("techniques", "en", "asking")
    assert found is not None
    assert found is tiny_library.number(2)
    assert tiny_library.find("techniques", "nl", "asking") is None


def put(*path: str | int, value: Any) -> Callable[[Files], None]:
    """Change one value of technique 1."""

    def change(files: Files) -> None:
        at: Any = files["techniques/horen.yaml"]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        at: Any = files["techniques/horen.yaml"]
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


WRONG: dict[str, tuple[Callable[[Files], None], str]] = {
    "missing language": (drop("gist", "en"), "gist.en: missing"),
    "empty language": (put("gist", "en", value=" "), "gist.en: empty; expected text"),
    "unknown field": (put("colour", value="red"), "colour: unknown field"),
    "too long": (put("gist", "nl", value="x" * 141), "gist.nl: 141 characters; expected at most 140"),
    "too few words": (put("what", "nl", value="Kort."), "what.nl: 1 words; expected 60 to 140"),
    "too many words": (put("when", 0, "en", value=tiny.filler(21)), "when[1].en: 21 words; expected 1 to 20"),
    "too few items": (put("say", value=[]), "say: 0 items; expected at least 3"),
    "not a level": (put("connection", value="medium"), "connection: 'medium'; expected 'low', 'mid' or 'high'"),
    "not a number": (put("number", value="one"), "number: not a whole number"),
    "leading zero": (put("number", value="01"), "number: not a whole number"),
    "number taken": (put("number", value="2"), "number: '2' is taken by content/techniques/horen.yaml"),
    "slug taken": (put("slug", "en", value="asking"), "slug.en: 'asking' is taken by"),
    "slug is not the file": (put("slug", "nl", value="oor"), "slug.nl: 'oor'; expected the file's name, 'horen'"),
    "slug with capitals": (put("slug", "en", value="Hearing"), "slug.en: 'Hearing'; expected lower-case letters"),
    "unknown goal": (put("goals", value=["calm", "peace"]), "goals[2]: unknown 'peace'"),
    "goal twice": (put("goals", value=["calm", "calm"]), "goals: 'calm' stands here 2 times"),
    "unknown technique": (put("related", 1, "number", value="9"), "related[2].number: unknown '9'"),
    "related to itself": (put("related", 1, "number", value="1"), "related[2].number: the technique itself"),
    "unknown pitfall": (put("watch_out", 0, "pitfall", value="sloth"), "watch_out[1].pitfall: unknown 'sloth'"),
    "unknown document": (put("sources", 0, "document", value="film"), "sources[1].document: unknown 'film'"),
    "speaker": (put("dialogue", "turns", 0, "who", value="boss"), "dialogue.turns[1]: expected who: 'leader'"),
    "turn without words": (drop("dialogue", "turns", 0, "en"), "dialogue.turns[1].en: missing"),
    "list for text": (put("gist", "nl", value=["a"]), "gist.nl: a list or mapping; expected text"),
    "text for list": (put("when", value="a"), "when: a single value; expected a list"),
    "text for fields": (put("gist", value="a"), "gist: text or a list; expected fields"),
    "practise together": (
        put("practise", "task", "nl", value=tiny.filler(10)),
        "practise: task and worked have 20 words in nl; expected 30 to 70",
    ),
}


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=WRONG)
def test_says_what_is_wrong(tmp_path: Path, change: Callable[[Files], None], expected: str) -> None:
    files = tiny.content()
    change(files)
    problems = problems_of(tmp_path, files)
    assert any(expected in problem for problem in problems), problems


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "content/techniques/horen.yaml").read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if line.startswith(text))


def test_all_problems_come_in_one_run_with_their_places(tmp_path: Path) -> None:
    files = tiny.content()
    files["techniques/horen.yaml"]["gist"]["nl"] = "x" * 200
    files["techniques/boos.yaml"]["goals"] = ["nowhere"]
    del files["pitfalls/rush.yaml"]["title"]
    problems = problems_of(tmp_path, files)
    assert [p.split(": ")[1] for p in problems] == ["title", "goals[1]", "gist.nl"]
    gist = next(p for p in problems if "gist.nl" in p)
    assert gist.startswith(f"content/techniques/horen.yaml:{line_of(tmp_path, 'gist:') + 1}:7:")


def test_vocabulary_names_every_place_and_word(tmp_path: Path) -> None:
    files = tiny.content()
    files["vocabulary.yaml"]["places"][0] = deepcopy(files["vocabulary.yaml"]["places"][1])
    del files["vocabulary.yaml"]["fits"]["not"]
    problems = problems_of(tmp_path, files)
    assert any("places: no 'low-low'" in p for p in problems)
    assert any("fits: no 'not'" in p for p in problems)


def test_a_missing_file_is_a_problem_with_its_name(tmp_path: Path) -> None:
    files = tiny.content()
    del files["glossary.yaml"]
    assert any(p.startswith("content/glossary.yaml:1:1: file: cannot be read") for p in problems_of(tmp_path, files))


def test_an_empty_folder_is_no_library(tmp_path: Path) -> None:
    files = {name: data for name, data in tiny.content().items() if not name.startswith("goals/")}
    assert any("content/goals:1:1: file: no files here" in problem for problem in problems_of(tmp_path, files))


@pytest.mark.parametrize(
    ("file", "path", "expected"),
    [
        (
            "goals/calm.yaml",
            ("techniques", 0, "number"),
            "techniques[1].number: unknown '77'; expected one of the techniques",
        ),
        ("guides/way.yaml", ("parts", 0, "steps", 0, "techniques", 0), "parts[1].steps[1].techniques[1]: unknown '77'"),
        (
            "moments.yaml",
            ("moments", "shout", "goal"),
            "moments.shout.goal: unknown 'nowhere'; expected one of the goals",
        ),
        ("conversations/talk.yaml", ("watch_out", 0, "pitfall"), "watch_out[1].pitfall: unknown 'nowhere'"),
        (
            "goals/calm.yaml",
            ("conversations", 0),
            "conversations[1]: unknown 'nowhere'; expected one of the conversations",
        ),
    ],
)
def test_every_kind_refers_only_to_what_exists(
    tmp_path: Path, file: str, path: tuple[str | int, ...], expected: str
) -> None:
    files = tiny.content()
    at: Any = files[file]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = "77" if "'77'" in expected else "nowhere"
    assert any(expected in problem for problem in problems_of(tmp_path, files))


def test_a_technique_knows_where_it_is_used(tiny_library: Library) -> None:
    uses = tiny_library.uses(2)
    assert {kind: [thing.slug.en for thing in things] for kind, things in uses.items()} == {
        "goals": ["push"],
        "conversations": ["talk"],
        "pitfalls": ["rush"],
        "guides": [],
    }
