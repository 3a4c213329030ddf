"""Strict YAML: text in, plain values with the place of each out.

Scalars stay strings (`no`, `12:30` and `1.10` mean what they say). Anchors, aliases, merge keys, tags,
duplicate keys, a second document, deep nesting and large files are refused, each with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

MAX_BYTES = 65_536
MAX_DEPTH = 10

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that strict YAML refuses."""

    mark: Mark
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's value, with the mark of every value and of every key, by path."""

    value: Value | None
    values: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]
    faults: tuple[Fault, ...]

    def mark(self, path: Path) -> Mark:
        """Mark of the value at `path`, or of the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Mark(1, 1))

    def key_mark(self, path: Path) -> Mark:
        """Mark of the key at `path`, or of the nearest value around it."""
        return self.keys.get(path) or self.mark(path)


@dataclass(slots=True)
class _Open:
    """A mapping or sequence under construction; `key` is the key that waits for its value."""

    path: Path
    container: list[Value] | dict[str, Value]
    key: str | None = None
    skip: bool = False


@dataclass(slots=True)
class _Builder:
    value: Value | None = None
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def here(self) -> Path:
        """Path of the value that comes next."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.container, list):
            return (*top.path, len(top.container))
        return (*top.path, top.key) if top.key is not None else top.path

    def fault(self, event: Event, message: str) -> None:
        self.faults.append(Fault(_mark(event), self.here(), message))

    def place(self, value: Value, event: Event) -> None:
        """Put a value where it belongs and remember its mark. The duplicate of a key is dropped."""
        if not self.stack:
            self.values[()] = _mark(event)
            self.value = value
            return
        top = self.stack[-1]
        if isinstance(top.container, list):
            self.values[self.here()] = _mark(event)
            top.container.append(value)
            return
        assert top.key is not None
        if not top.skip:
            self.values[self.here()] = _mark(event)
            top.container[top.key] = value
        top.key, top.skip = None, False

    def awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].container, dict) and self.stack[-1].key is None

    def take_key(self, key: str, event: Event) -> None:
        top = self.stack[-1]
        assert isinstance(top.container, dict)
        top.key = key
        if key == "<<":
            self.fault(event, "merge key '<<'; expected every field written out")
        if key in top.container:
            self.fault(event, f"key '{key}' stands here twice; expected it once")
            top.skip = True
        else:
            self.keys[self.here()] = _mark(event)


def _mark(event: Event) -> Mark:
    start: Any = event.start_mark  # every event of a parsed text has one
    return Mark(start.line + 1, start.column + 1)


def parse(data: bytes) -> Parsed:
    """Parse one YAML document. Never raises on bad input: what is wrong is in `faults`."""
    if len(data) > MAX_BYTES:
        return _refused(Mark(1, 1), f"file of {len(data)} bytes; expected at most {MAX_BYTES}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        return _refused(_place_of(before, len(before)), "not UTF-8; expected text in UTF-8")
    builder = _Builder()
    try:
        _build(text, builder)
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        return _refused(_place_of(text, position), "character that YAML does not allow; expected plain text")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        return _refused(place, f"not YAML: {error.problem or 'syntax error'}; expected 'field: value'")
    except _UnreadableError as error:
        return _refused(error.mark, error.message)
    if builder.value is None and not builder.faults:
        return _refused(Mark(1, 1), "empty file; expected fields")
    return Parsed(builder.value, builder.values, builder.keys, tuple(builder.faults))


class _UnreadableError(Exception):
    """Nothing sensible can be made of the rest of the file."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark, self.message = mark, message


def _refused(mark: Mark, message: str) -> Parsed:
    return Parsed(None, {}, {}, (Fault(mark, (), message),))


def _place_of(text: str, position: int) -> Mark:
    before = text[:position]
    return Mark(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _build(text: str, builder: _Builder) -> None:
    documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, (StreamStartEvent, StreamEndEvent, DocumentEndEvent)):
            continue
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                builder.fault(event, "a second document; expected one per file")
                return
            continue
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            builder.stack.pop()
            continue
        _node(event, builder)


def _node(event: Event, builder: _Builder) -> None:
    if isinstance(event, AliasEvent):
        builder.fault(event, f"alias '*{event.anchor}'; expected the text itself")
    elif (anchor := getattr(event, "anchor", None)) is not None:
        builder.fault(event, f"anchor '&{anchor}'; expected no anchors")
    if (tag := getattr(event, "tag", None)) not in (None, "!"):
        builder.fault(event, f"tag '{tag}'; expected no tags")

    text = event.value if isinstance(event, ScalarEvent) else ""
    if builder.awaits_key():
        if not isinstance(event, (ScalarEvent, AliasEvent)):
            raise _UnreadableError(_mark(event), "a list or mapping as a key; expected a field name")
        builder.take_key(text, event)
        return
    if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
        if len(builder.stack) >= MAX_DEPTH:
            raise _UnreadableError(_mark(event), f"nested more than {MAX_DEPTH} deep; expected a flatter structure")
        path = builder.here()
        container: list[Value] | dict[str, Value] = {} if isinstance(event, MappingStartEvent) else []
        builder.place(container, event)
        builder.stack.append(_Open(path, container))
        return
    builder.place(text, event)
