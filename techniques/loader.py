"""Load the content: a folder of YAML in, a `Library` out, or every problem at once.

A problem reads `file:line:column: field: what is wrong, what is expected`. Nothing here raises on bad
content but `ContentError`, and it holds all problems of all files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from techniques import strictyaml
from techniques.fields import Language
from techniques.kinds import (
    Behaviour,
    Conversation,
    Glossary,
    Goal,
    Guide,
    Moments,
    Page,
    Pitfall,
    Redirects,
    Sources,
    Technique,
    Vocabulary,
)
from techniques.library import Library, leaves, refers_to
from techniques.matrix import PLACES

#: Kinds with a file per object, by folder, and kinds that are one file.
FOLDERS: Mapping[str, type[BaseModel]] = {
    "techniques": Technique,
    "goals": Goal,
    "pitfalls": Pitfall,
    "conversations": Conversation,
    "guides": Guide,
    "pages": Page,
}
FILES: Mapping[str, type[BaseModel]] = {
    "moments": Moments,
    "behaviour": Behaviour,
    "glossary": Glossary,
    "sources": Sources,
    "vocabulary": Vocabulary,
    "redirects": Redirects,
}

#: The model of every kind of file, by name.
MODELS: Mapping[str, type[BaseModel]] = {
    **{folder.removesuffix("s"): model for folder, model in FOLDERS.items()},
    **FILES,
}

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in the content, with its place. Line and column count from 1."""

    file: str
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.field or 'file'}: {self.message}"


class ContentError(Exception):
    """The content does not load. `problems` holds all that is wrong, by file and place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One file: where it is, what it says, and the object made of it if it is sound."""

    file: str
    name: str
    parsed: strictyaml.Parsed
    object: M | None
    problems: tuple[Problem, ...] = ()

    def problem(self, path: strictyaml.Path, message: str) -> Problem:
        mark = self.parsed.mark(path)
        return Problem(self.file, mark.line, mark.column, field_name(path), message)


def load(folder: Path) -> Library:
    """Load all content under `folder`.

    Raises ContentError with every problem found when anything is missing, broken or inconsistent.
    """
    folders = {name: _folder(folder, name, model) for name, model in FOLDERS.items()}
    files = {name: read_file(folder / f"{name}.yaml", folder, model) for name, model in FILES.items()}
    every = [*(entry for entries in folders.values() for entry in entries), *files.values()]

    problems = [problem for entry in every for problem in entry.problems]
    problems += [
        Problem(f"{folder.name}/{name}", 1, 1, "", "no files here; expected one for each")
        for name, entries in folders.items()
        if not entries
    ]
    problems += _names(folders)
    problems += _references(folders, files)
    problems += _places(files["vocabulary"])
    if problems:
        raise ContentError(tuple(sorted(set(problems))))

    made: dict[str, Any] = {name: {e.name: e.object for e in entries} for name, entries in folders.items()}
    made |= {name: entry.object for name, entry in files.items()}
    library = Library(
        techniques=tuple(sorted(made["techniques"].values(), key=lambda t: t.number)),
        goals=_in_order(made["goals"]),
        pitfalls=_in_order(made["pitfalls"]),
        conversations=_in_order(made["conversations"]),
        guides=_in_order(made["guides"]),
        pages=made["pages"],
        moments=_in_order(made["moments"].moments),
        terms=made["glossary"].terms,
        documents=made["sources"].documents,
        behaviour=made["behaviour"],
        vocabulary=made["vocabulary"],
        redirects={
            (kind, language.value, old): target
            for kind, languages in made["redirects"].redirects.items()
            for language, targets in languages.items()
            for old, target in targets.items()
        },
    )
    if problems := sorted(_redirects(files["redirects"], library)):
        raise ContentError(tuple(problems))
    return library


def _in_order(things: Mapping[str, Any]) -> dict[str, Any]:
    """By number or position."""
    return dict(sorted(things.items(), key=lambda item: getattr(item[1], "number", None) or item[1].position))


# -- one file ------------------------------------------------------------------------------------


def _folder(root: Path, name: str, model: type[M]) -> list[Entry[M]]:
    return [read_file(path, root, model) for path in sorted((root / name).glob("*.yaml"))]


def read_file(path: Path, root: Path, model: type[M]) -> Entry[M]:
    """Read one file below `root` as an object of `model`. Never raises: problems are in the entry."""
    file = path.relative_to(root.parent).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        empty = strictyaml.Parsed(None, {}, {}, ())
        message = f"cannot be read ({error.strerror or 'error'}); expected a YAML file"
        return Entry(file, path.stem, empty, None, (Problem(file, 1, 1, "", message),))
    return read(data, file, path.stem, model)


def read(data: bytes, file: str, name: str, model: type[M]) -> Entry[M]:
    """Read one file's bytes as an object of `model`. Never raises: problems are in the entry."""
    parsed = strictyaml.parse(data)
    problems = [Problem(file, f.mark.line, f.mark.column, field_name(f.path), f.message) for f in parsed.faults]
    made: M | None = None
    if parsed.value is not None:
        try:
            made = model.model_validate(parsed.value)
        except ValidationError as error:
            problems += [_problem(file, parsed, detail) for detail in error.errors(include_url=False)]
    return Entry(file, name, parsed, None if problems else made, tuple(problems))


def field_name(path: strictyaml.Path) -> str:
    """`('say', 2, 'words', 'nl')` as an author would write it: `say[3].words.nl`, items counted from 1."""
    parts = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).lstrip(".")


def _problem(file: str, parsed: strictyaml.Parsed, detail: ErrorDetails) -> Problem:
    path = _path_of(detail["loc"], parsed.value)
    kind = detail["type"]
    mark = parsed.key_mark(path) if kind == "extra_forbidden" else parsed.mark(path)
    return Problem(file, mark.line, mark.column, field_name(path), _message(detail))


def _path_of(loc: tuple[int | str, ...], value: object) -> strictyaml.Path:
    """Path of a validation error, without the union tags that pydantic puts between the steps."""
    path: list[int | str] = []
    for step in loc:
        if isinstance(value, Mapping):
            if step == "[key]" or (step not in value and step in {"leader", "other", "silence", "scene"}):
                continue
            path.append(step)
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            path.append(step)
            value = value[step] if step < len(value) else None
        elif value is None:
            path.append(step)
    return tuple(path)


def _message(detail: ErrorDetails) -> str:
    """Say what is wrong and what is expected, in an author's words."""
    context: dict[str, Any] = detail.get("ctx", {})
    given = detail["input"]
    match detail["type"]:
        case "missing":
            return "missing; expected a value"
        case "extra_forbidden":
            return "unknown field; expected only the fields of the schema"
        case "string_too_long" | "too_long" if isinstance(given, str):
            return f"{len(given.strip())} characters; expected at most {context['max_length']}"
        case "string_too_short":
            return "empty; expected text"
        case "too_short":
            return f"{context['actual_length']} items; expected at least {context['min_length']}"
        case "too_long":
            return f"{context['actual_length']} items; expected at most {context['max_length']}"
        case "string_pattern_mismatch":
            return f"'{_short(given)}'; expected lower-case letters, digits and single hyphens"
        case "enum" | "literal_error":
            return f"'{_short(given)}'; expected {context['expected']}"
        case "union_tag_invalid" | "union_tag_not_found":
            return "expected who: 'leader', 'other', 'silence' or 'scene'"
        case "string_type":
            return "a list or mapping; expected text"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "text or a list; expected fields"
        case "tuple_type":
            return "a single value; expected a list"
        case "greater_than_equal":
            return f"{given}; expected at least {context['ge']}"
        case "less_than_equal":
            return f"{given}; expected at most {context['le']}"
        case _:
            return detail["msg"]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


# -- between files -------------------------------------------------------------------------------


def _names(folders: Mapping[str, list[Entry[Any]]]) -> Iterator[Problem]:
    """Numbers, positions and slugs are unique; a technique's file is named after its Dutch slug."""
    for entry in folders["techniques"]:
        if entry.object and entry.object.slug.nl != entry.name:
            yield entry.problem(("slug", "nl"), f"'{entry.object.slug.nl}'; expected the file's name, '{entry.name}'")
    for entries, name in product(folders.values(), ("number", "position")):
        yield from _unique(entries, (name,))
    for entries, language in product(folders.values(), Language):
        yield from _unique(entries, ("slug", language.value))


def _unique(entries: list[Any], path: strictyaml.Path) -> Iterator[Problem]:
    first: dict[object, str] = {}
    for entry in entries:
        value = _value(entry.parsed.value, path)
        if not isinstance(value, str):
            continue
        if value in first:
            yield entry.problem(path, f"'{_short(value)}' is taken by {first[value]}; expected another")
        first.setdefault(value, entry.file)


def _value(value: object, path: strictyaml.Path) -> object:
    for step in path:
        value = value.get(str(step)) if isinstance(value, Mapping) else None
    return value


def _references(folders: Mapping[str, list[Entry[Any]]], files: Mapping[str, Entry[Any]]) -> Iterator[Problem]:
    """Everything that a file names exists. A broken file still counts as there, so it is reported once."""
    known: dict[str, set[str]] = {name: {entry.name for entry in entries} for name, entries in folders.items()}
    known["techniques"] = {str(_value(entry.parsed.value, ("number",))) for entry in folders["techniques"]}
    documents = _value(files["sources"].parsed.value, ("documents",))
    known["documents"] = set(documents) if isinstance(documents, Mapping) else set()

    every = [*(entry for entries in folders.values() for entry in entries), *files.values()]
    every.remove(files["redirects"])  # its keys are slugs, whatever they say
    for entry in every:
        for path, value in leaves(entry.object) if entry.object else ():
            kind = refers_to(path)
            if kind and value is not None and str(value) not in known[kind]:
                yield entry.problem(path, f"unknown '{_short(value)}'; expected one of the {kind}")
    for entry in folders["techniques"]:
        if technique := entry.object:
            yield from _technique(entry, technique)


def _technique(entry: Entry[Technique], technique: Technique) -> Iterator[Problem]:
    """A technique points at others, and names nothing twice."""
    for i, related in enumerate(technique.related):
        if related.number == technique.number:
            yield entry.problem(("related", i, "number"), "the technique itself; expected another technique's number")
    yield from _twice(entry, ("goals",), technique.goals)
    yield from _twice(entry, ("related",), [r.number for r in technique.related])
    yield from _twice(entry, ("watch_out",), [w.pitfall for w in technique.watch_out])
    yield from _twice(entry, ("editorial",), technique.editorial)
    for language in Language:
        yield from _twice(entry, ("aliases", language.value), [a.casefold() for a in technique.aliases[language]])


def _twice(entry: Entry[Technique], path: strictyaml.Path, values: Any) -> Iterator[Problem]:
    for value, count in Counter(values).items():
        if count > 1:
            yield entry.problem(path, f"'{value}' stands here {count} times; expected it once")


def _places(entry: Entry[Any]) -> Iterator[Problem]:
    """The vocabulary names each of the nine places once, and every word of each of its lists."""
    vocabulary: Vocabulary | None = entry.object
    if vocabulary is None:
        return
    yield from gaps(entry, "word")
    for horizon, text in vocabulary.horizons.items():
        for i, place in enumerate(text.places):
            if place not in PLACES:
                yield entry.problem(("horizons", horizon.value, "places", i), f"unknown '{place}'; expected a place")


def _redirects(entry: Entry[Any], library: Library) -> Iterator[Problem]:
    """An old slug leads to something that is there, and nothing has that slug now.

    An entry names a thing and not its slug, so that there are no chains and no loops.
    """
    for (kind, language, old), target in library.redirects.items():
        path = ("redirects", kind, language, old)
        if target not in library.kinds()[kind]:
            what = "the number of a technique" if kind == "techniques" else f"an identifier of the {kind}"
            yield entry.problem(path, f"unknown '{_short(target)}'; expected {what}")
        if library.find(kind, language, old):
            yield entry.problem(path, f"'{old}' is in use; expected a slug that nothing has now")


#: Names of the nine places, connection first.
def gaps(entry: Entry[Any], noun: str) -> Iterator[Problem]:
    """What a file leaves out: one of the nine `places`, or a `noun` in one of its dictionaries by name."""
    made: Any = entry.object
    for missing in sorted(set(PLACES) - {place.key for place in made.places}):
        yield entry.problem(("places",), f"no '{missing}'; expected each of the nine places once")
    yield from missing_names(entry, noun)


def missing_names(entry: Entry[Any], noun: str) -> Iterator[Problem]:
    """A `noun` that is missing from one of a file's dictionaries by name."""
    made: Any = entry.object
    for name, model_field in type(made).model_fields.items():
        given = getattr(made, name)
        if isinstance(given, Mapping):
            for missing in sorted(_members(model_field.annotation) - {str(key) for key in given}):
                yield entry.problem((name,), f"no '{missing}'; expected a {noun} for each")


def _members(annotation: Any) -> set[str]:
    """Names that a dictionary must hold, read from the type of its key."""
    key: Any = annotation.__args__[0]
    names: Any = key if isinstance(key, type) else key.__args__
    return {str(name) for name in names}
