"""Load the content: a folder of YAML in, a `Library` out, or every problem at once.

A problem reads `file:line:column: field: what is wrong, what is expected`. Nothing here raises on bad
content but `ContentError`, and it holds all problems of all files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from techniques import strictyaml
from techniques.library import (
    Glossary,
    Goal,
    Language,
    Level,
    Library,
    Pitfall,
    Sources,
    Technique,
    Vocabulary,
    texts,
)

#: Kinds with a file per object, by folder, and kinds that are one file.
FOLDERS: Mapping[str, type[BaseModel]] = {"techniques": Technique, "goals": Goal, "pitfalls": Pitfall}
FILES: Mapping[str, type[BaseModel]] = {"vocabulary": Vocabulary, "glossary": Glossary, "sources": Sources}

#: Fields of a technique that name it, so that finding a term there is no use of it in the text.
NAMES = {"slug", "title", "short_title", "aliases"}

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
    techniques = _folder(folder, "techniques", Technique)
    goals = _folder(folder, "goals", Goal)
    pitfalls = _folder(folder, "pitfalls", Pitfall)
    vocabulary = _file(folder / "vocabulary.yaml", folder, Vocabulary)
    glossary = _file(folder / "glossary.yaml", folder, Glossary)
    sources = _file(folder / "sources.yaml", folder, Sources)

    every: list[Entry[Any]] = [*techniques, *goals, *pitfalls, vocabulary, glossary, sources]
    problems = [problem for entry in every for problem in entry.problems]
    for kind, count in (("technique", len(techniques)), ("goal", len(goals)), ("pitfall", len(pitfalls))):
        if not count:
            problems.append(Problem(f"{kind}s", 1, 1, "", f"no {kind} found; expected a file for each"))
    problems += _names(techniques, goals, pitfalls)
    problems += _references(techniques, goals, pitfalls, glossary, sources)
    problems += _places(vocabulary)
    if problems:
        raise ContentError(tuple(sorted(set(problems))))
    assert vocabulary.object
    assert glossary.object
    assert sources.object
    return Library(
        techniques=tuple(sorted((e.object for e in techniques if e.object), key=lambda t: t.number)),
        goals=dict(sorted(((e.name, e.object) for e in goals if e.object), key=lambda item: item[1].position)),
        pitfalls=dict(sorted(((e.name, e.object) for e in pitfalls if e.object), key=lambda item: item[1].position)),
        terms=glossary.object.terms,
        documents=sources.object.documents,
        vocabulary=vocabulary.object,
    )


# -- one file ------------------------------------------------------------------------------------


def _folder(root: Path, name: str, model: type[M]) -> list[Entry[M]]:
    return [_file(path, root, model) for path in sorted((root / name).glob("*.yaml"))]


def _file(path: Path, root: Path, model: type[M]) -> Entry[M]:
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


def _names(
    techniques: list[Entry[Technique]], goals: list[Entry[Goal]], pitfalls: list[Entry[Pitfall]]
) -> Iterator[Problem]:
    """Numbers, positions and slugs are unique; a technique's file is named after its Dutch slug."""
    for entry in techniques:
        if entry.object and entry.object.slug.nl != entry.name:
            yield entry.problem(("slug", "nl"), f"'{entry.object.slug.nl}'; expected the file's name, '{entry.name}'")
    yield from _unique(techniques, ("number",))
    kinds: list[list[Any]] = [techniques, goals, pitfalls]
    for entries in kinds[1:]:
        yield from _unique(entries, ("position",))
    for entries, language in product(kinds, Language):
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


def _references(
    techniques: list[Entry[Technique]],
    goals: list[Entry[Goal]],
    pitfalls: list[Entry[Pitfall]],
    glossary: Entry[Glossary],
    sources: Entry[Sources],
) -> Iterator[Problem]:
    """Everything that a file names exists. A broken file still counts as there, so it is reported once."""
    numbers = {_value(e.parsed.value, ("number",)) for e in techniques}
    goal_names, pitfall_names = {e.name for e in goals}, {e.name for e in pitfalls}
    terms = _value(glossary.parsed.value, ("terms",))
    documents = _value(sources.parsed.value, ("documents",))
    term_names = set(terms) if isinstance(terms, Mapping) else set()
    document_names = set(documents) if isinstance(documents, Mapping) else set()

    for entry in techniques:
        technique = entry.object
        if technique is None:
            continue
        yield from _known(entry, ("goals",), technique.goals, goal_names, "a goal's file name")
        yield from _known(entry, ("terms",), technique.terms, term_names, "a term of glossary.yaml")
        for i, warning in enumerate(technique.watch_out):
            if warning.pitfall not in pitfall_names:
                yield entry.problem(
                    ("watch_out", i, "pitfall"), f"unknown '{warning.pitfall}'; expected a pitfall's file name"
                )
        for i, related in enumerate(technique.related):
            path: strictyaml.Path = ("related", i, "number")
            if related.number == technique.number:
                yield entry.problem(path, "the technique itself; expected another technique's number")
            elif str(related.number) not in numbers:
                yield entry.problem(path, f"unknown {related.number}; expected a technique's number")
        yield from _twice(entry, ("related",), [r.number for r in technique.related])
        yield from _twice(entry, ("watch_out",), [w.pitfall for w in technique.watch_out])
        yield from _twice(entry, ("editorial",), technique.editorial)
        for language in Language:
            yield from _twice(entry, ("aliases", language.value), [a.casefold() for a in technique.aliases[language]])
        if glossary.object:
            yield from _terms_used(entry, technique, glossary.object)

    with_sources: list[Entry[Any]] = [*techniques, *goals, *pitfalls]
    for other in with_sources:
        for i, source in enumerate(other.object.sources if other.object else ()):
            if source.document not in document_names:
                yield other.problem(
                    ("sources", i, "document"), f"unknown '{source.document}'; expected a document of sources.yaml"
                )


def _known(
    entry: Entry[Technique], path: strictyaml.Path, names: tuple[str, ...], known: set[str], expected: str
) -> Iterator[Problem]:
    for i, name in enumerate(names):
        if name not in known:
            yield entry.problem((*path, i), f"unknown '{name}'; expected {expected}")
    yield from _twice(entry, path, names)


def _twice(entry: Entry[Technique], path: strictyaml.Path, values: Any) -> Iterator[Problem]:
    for value, count in Counter(values).items():
        if count > 1:
            yield entry.problem(path, f"'{value}' stands here {count} times; expected it once")


def _terms_used(entry: Entry[Technique], technique: Technique, glossary: Glossary) -> Iterator[Problem]:
    """A term that a page explains is a term that the page uses, in each language."""
    for i, name in enumerate(technique.terms):
        term = glossary.terms.get(name)
        if term is None:
            continue
        for language in Language:
            text = " ".join(text for path, text in texts(technique, language) if path[0] not in NAMES).casefold()
            forms = "|".join(re.escape(form.casefold()) for form in term.forms[language])
            if not re.search(rf"\b(?:{forms})\b", text):
                yield entry.problem(("terms", i), f"'{name}' is not used in the {language} text; expected it there")


def _places(entry: Entry[Vocabulary]) -> Iterator[Problem]:
    """The vocabulary names each of the nine places once, and every word of each of its lists."""
    vocabulary = entry.object
    if vocabulary is None:
        return
    wanted = {f"{c}-{u}" for c, u in product(Level, Level)}
    for missing in sorted(wanted - {place.key for place in vocabulary.places}):
        yield entry.problem(("places",), f"no '{missing}'; expected each of the nine places once")
    for horizon, text in vocabulary.horizons.items():
        for i, place in enumerate(text.places):
            if place not in wanted:
                yield entry.problem(("horizons", horizon.value, "places", i), f"unknown '{place}'; expected a place")
    for name, model_field in Vocabulary.model_fields.items():
        words = getattr(vocabulary, name)
        if isinstance(words, Mapping):
            for missing in _members(model_field.annotation) - {str(word) for word in words}:
                yield entry.problem((name,), f"no '{missing}'; expected a word for each")


def _members(annotation: Any) -> set[str]:
    """Names that a dictionary of the vocabulary must hold, read from the type of its key."""
    key: Any = annotation.__args__[0]
    members: Any = key if isinstance(key, type) else key.__args__
    return {str(member) for member in members}
