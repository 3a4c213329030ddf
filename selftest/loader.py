"""Loads `content/selftest/` as strictly as all other content: complete and sound, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from selftest.instrument import GroupWording, Instrument, Items, Manual, Readings, Simulation, Wording, faults
from techniques.library import Library
from techniques.loader import ContentError, Entry, Problem, gaps, missing_names, read_file

#: Kinds that are one file, and kinds with a file for each version: `items-1.yaml`.
FILES: Mapping[str, type[BaseModel]] = {
    "wording": Wording,
    "group": GroupWording,
    "manual": Manual,
    "simulation": Simulation,
}
VERSIONED: Mapping[str, type[BaseModel]] = {"items": Items, "readings": Readings}
MODELS: Mapping[str, type[BaseModel]] = {**FILES, **VERSIONED}


def load(root: Path, library: Library) -> Instrument:
    """Load the instrument from `root`/selftest.

    Raises ContentError with every problem found when anything is missing, broken or unbalanced.
    """
    folder = root / "selftest"
    files = {name: read_file(folder / f"{name}.yaml", root, model) for name, model in FILES.items()}
    versions: dict[str, list[Entry[Any]]] = {
        name: [read_file(path, root, model) for path in sorted(folder.glob(f"{name}-*.yaml"))]
        for name, model in VERSIONED.items()
    }
    every: list[Entry[Any]] = [*files.values(), *(entry for entries in versions.values() for entry in entries)]
    problems = [problem for entry in every for problem in entry.problems]
    problems += [
        Problem(f"{root.name}/selftest", 1, 1, "", f"no '{name}-1.yaml'; expected a file for each version")
        for name, entries in versions.items()
        if not entries
    ]
    problems += [problem for entry in versions["items"] for problem in _items(entry, library)]
    problems += [problem for entry in versions["readings"] for problem in _readings(entry, versions["items"])]
    if files["wording"].object:
        problems += gaps(files["wording"], "text")
    if files["group"].object:
        problems += missing_names(files["group"], "text")
    if problems:
        raise ContentError(tuple(sorted(set(problems))))
    made: dict[str, Any] = {name: entry.object for name, entry in files.items()}
    made["versions"] = {entry.object.version: entry.object for entry in versions["items"] if entry.object}
    made["readings"] = {entry.object.version: entry.object for entry in versions["readings"] if entry.object}
    return Instrument(**made)


def _items(entry: Entry[Any], library: Library) -> Iterator[Problem]:
    items: Items | None = entry.object
    if items is None:
        return
    if entry.name != f"items-{items.version}":
        yield entry.problem(("version",), f"{items.version}; expected the number in the file's name")
    for i, number in enumerate(items.techniques):
        if library.number(number) is None:
            yield entry.problem(("techniques", i), f"unknown '{number}'; expected one of the techniques")
    for path, message in faults(items, library):
        yield entry.problem(path, message)


def _readings(entry: Entry[Any], versions: list[Entry[Any]]) -> Iterator[Problem]:
    readings: Readings | None = entry.object
    if readings is None:
        return
    items: Items | None = next((e.object for e in versions if e.object and e.object.version == readings.version), None)
    if items is None:
        yield entry.problem(("version",), f"no sound items of version {readings.version}; expected items-… to match")
        return
    for i, reading in enumerate(readings.readings):
        for situation in items.situations:
            if set(reading.values.get(situation.id, ())) != {o.id for o in situation.options}:
                yield entry.problem(("readings", i, "values"), f"'{situation.id}' is not read; expected a, b, c and d")
