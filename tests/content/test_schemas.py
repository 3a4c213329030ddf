"""The schemas that an editor uses are those of the code, and every file names its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachapp.content import MODELS
from techniques.loader import FOLDERS
from techniques.schema import schemas
from tests.conftest import CONTENT

SCHEMAS = schemas(MODELS)

FILES = sorted(CONTENT.rglob("*.yaml"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_current(name: str) -> None:
    written = json.loads((CONTENT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert written == SCHEMAS[name], "run `manage.py content schema`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_first_line_names_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    kind = path.parent.name.removesuffix("s") if path.parent.name in FOLDERS else path.stem.partition("-")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == CONTENT / "schema" / f"{kind}.schema.json"
    assert (path.parent / named).exists()


def test_readme_explains_every_field() -> None:
    readme = (CONTENT / "README.md").read_text(encoding="utf-8")
    for name, schema in SCHEMAS.items():
        for field in schema["properties"]:
            assert f"`{field}`" in readme, f"content/README.md says nothing of {name}'s {field}"
