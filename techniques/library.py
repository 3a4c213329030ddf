"""The Library: everything the content says, loaded and checked, and ways to find things in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from techniques.fields import Language
from techniques.kinds import (
    Behaviour,
    Conversation,
    Document,
    Goal,
    Guide,
    Moment,
    Page,
    Pitfall,
    Technique,
    Term,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Library:
    """All content, complete and checked. Made by `techniques.loader.load`."""

    techniques: tuple[Technique, ...]
    goals: Mapping[str, Goal]
    pitfalls: Mapping[str, Pitfall]
    conversations: Mapping[str, Conversation]
    guides: Mapping[str, Guide]
    pages: Mapping[str, Page]
    moments: Mapping[str, Moment]
    terms: Mapping[str, Term]
    documents: Mapping[str, Document]
    behaviour: Behaviour
    vocabulary: Vocabulary
    #: Identifiers by kind, language and a slug that they had before.
    redirects: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    _numbers: Mapping[int, Technique] = field(init=False, repr=False)
    _slugs: Mapping[tuple[str, str, str], Any] = field(init=False, repr=False)
    _uses: Mapping[int, dict[str, list[Any]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {t.number: t for t in self.techniques})
        slugs = {
            (kind, language.value, thing.slug[language]): thing
            for kind, things in self.kinds().items()
            for thing in things.values()
            for language in Language
        }
        object.__setattr__(self, "_slugs", slugs)
        kinds = ("goals", "conversations", "pitfalls", "guides")
        uses: dict[int, dict[str, list[Any]]] = {t.number: {kind: [] for kind in kinds} for t in self.techniques}
        for kind in kinds:
            for thing in self.kinds()[kind].values():
                for number in numbers(thing):
                    uses[number][kind].append(thing)
        object.__setattr__(self, "_uses", uses)

    def kinds(self) -> dict[str, Mapping[str, Any]]:
        """Everything that has an address of its own, by kind and then by identifier."""
        return {
            "techniques": {str(t.number): t for t in self.techniques},
            "moments": self.moments,
            "goals": self.goals,
            "conversations": self.conversations,
            "pitfalls": self.pitfalls,
            "guides": self.guides,
            "terms": self.terms,
        }

    def number(self, number: int) -> Technique | None:
        """The technique with this number, if there is one."""
        return self._numbers.get(number)

    def find(self, kind: str, language: str, slug: str) -> Any | None:
        """The thing of a kind with this slug in this language, if there is one."""
        return self._slugs.get((kind, language, slug))

    def moved(self, kind: str, language: str, slug: str) -> Any | None:
        """The thing of a kind that had this slug in this language before, if there is one."""
        return self.kinds()[kind].get(self.redirects.get((kind, language, slug), ""))

    def old_slugs(self, kind: str, name: str, language: str) -> list[str]:
        """The slugs that the thing with this identifier had before in a language."""
        return [slug for (*of, slug), target in self.redirects.items() if (*of, target) == (kind, language, name)]

    def uses(self, number: int) -> dict[str, list[Any]]:
        """What makes use of a technique, by kind: goals, conversations, pitfalls, guides."""
        return self._uses[number]


def leaves(thing: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every value within a content object that holds no others, with the fields and indices that lead to it."""
    if isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from leaves(getattr(thing, name), (*path, name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(thing, tuple):
        for i, item in enumerate(thing):
            yield from leaves(item, (*path, i))
    else:
        yield path, thing


def texts(thing: object, language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in one language within a content object, with the fields that lead to it, in reading order."""
    for path, value in leaves(thing):
        names = tuple(step for step in path if isinstance(step, str))
        if names[-1] == language and isinstance(value, str):
            yield names[:-1], value


def numbers(thing: object) -> set[int]:
    """Numbers of the techniques that a content object refers to."""
    return {value for path, value in leaves(thing) if isinstance(value, int) and refers_to(path) == "techniques"}


#: Fields that refer to something else, and the kind that they refer to.
_REFERENCES = {
    "goal": "goals",
    "goals": "goals",
    "pitfall": "pitfalls",
    "conversation": "conversations",
    "conversations": "conversations",
    "document": "documents",
    "techniques": "techniques",
}


def refers_to(path: tuple[str | int, ...]) -> str | None:
    """The kind that the value at a path names, if it names something else at all."""
    names = [step for step in path if isinstance(step, str)]
    if names[-1] == "number":
        return "techniques" if len(names) > 1 else None
    return _REFERENCES.get(names[-1])
