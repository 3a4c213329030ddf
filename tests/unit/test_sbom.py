"""The list of what an installation holds names everything that it holds."""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import requires

from packaging.requirements import Requirement

from tests.conftest import ROOT


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_every_part_is_on_the_list() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    todo = [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]
    needed = set[str]()
    while todo:
        wanted = Requirement(todo.pop())
        if plain(wanted.name) in needed or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        needed.add(plain(wanted.name))
        todo += requires(wanted.name) or []
    listed = json.loads((ROOT / "docs/sbom.cdx.json").read_text())["components"]
    assert needed - {plain(part["name"]) for part in listed} == set(), "run `make sbom`"
    assert {"django", "granian", "pydantic-core"} <= needed
