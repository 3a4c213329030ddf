"""JSON Schemas of the content, so that an editor helps the author while typing."""

from __future__ import annotations

from typing import Any

from techniques.loader import FILES, FOLDERS


def schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for each kind of file, by name."""
    models = {**{folder.removesuffix("s"): model for folder, model in FOLDERS.items()}, **FILES}
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        for name, model in models.items()
    }
