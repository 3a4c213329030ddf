"""The Library: everything the content says, as frozen typed objects.

The field types below are the content's contract: lengths are per language and are what a print card
and a phone screen can hold. `content/README.md` explains every field to an author; the JSON Schemas
under `content/schema/` are made from these classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Language(StrEnum):
    """A language of the site. The first one has no prefix in its addresses."""

    NL = "nl"
    EN = "en"


class Level(StrEnum):
    """A place on one axis, as the method rates it."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"

    @property
    def step(self) -> int:
        """-1 for low, 0 for mid, +1 for high."""
        return list(Level).index(self) - 1


class Fit(StrEnum):
    """Whether a technique suits a setting."""

    FITS = "fits"
    WITH_CARE = "with-care"
    NOT = "not"


class Difficulty(StrEnum):
    """Our own estimate, not the method's."""

    FIRST_STEPS = "first-steps"
    PRACTISED = "practised"


class Relation(StrEnum):
    """How a neighbour relates to the technique that names it."""

    BEFORE = "before"
    AFTER = "after"
    SOFTER = "softer"
    SHARPER = "sharper"


class Horizon(StrEnum):
    """When a goal is to be reached."""

    NOW = "now"
    LATER = "later"
    KEEP = "keep"


# -- field types ---------------------------------------------------------------------------------


def words_in(text: str) -> int:
    """Number of words, counted as runs between white space, a lone dash not among them."""
    return sum(1 for word in text.split() if re.search(r"\w", word))


class Words:
    """Bound on the number of words of a text, both ends included."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "description": f"{self.low} to {self.high} words"}

    def check(self, text: str) -> str:
        """Return `text`, or raise with the number of words that it has."""
        count = words_in(text)
        if not self.low <= count <= self.high:
            raise PydanticCustomError(
                "words",
                "{count} words; expected {low} to {high}",
                {"count": count, "low": self.low, "high": self.high},
            )
        return text


def _whole_number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]{0,3}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("whole_number", "not a whole number; expected digits such as 19")


def _clean(text: str) -> str:
    if any((ord(char) < 32 and char not in "\n") or ord(char) in (127, 0xFFFE, 0xFFFF) for char in text):
        raise PydanticCustomError("control", "holds a control character; expected plain text")
    return text


Number = Annotated[int, BeforeValidator(_whole_number)]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_clean)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Slug = Identifier

Title = Annotated[Plain, StringConstraints(max_length=60)]
ShortTitle = Annotated[Plain, StringConstraints(max_length=28)]
Gist = Annotated[Plain, StringConstraints(max_length=140)]
Moment = Annotated[Plain, StringConstraints(max_length=60)]
Spoken = Annotated[Plain, StringConstraints(max_length=110)]
Alias = Annotated[Plain, StringConstraints(max_length=40)]
Name = Annotated[Plain, StringConstraints(max_length=20)]
Sentence15 = Annotated[Plain, Words(2, 15)]
Sentence20 = Annotated[Plain, Words(1, 20)]
Sentence25 = Annotated[Plain, Words(1, 25)]
StepTitle = Annotated[Plain, Words(1, 6)]
StepText = Annotated[Plain, Words(4, 45)]
Scene = Annotated[Plain, Words(5, 40)]
Outcome = Annotated[Plain, Words(6, 40)]
WhatText = Annotated[Plain, Words(60, 140)]
FloorText = Annotated[Plain, Words(30, 80)]
AdvancedText = Annotated[Plain, Words(40, 90)]
TaskText = Annotated[Plain, Words(10, 50)]
WorkedText = Annotated[Plain, Words(6, 30)]
Caution = Annotated[Plain, Words(4, 25)]
Meaning = Annotated[Plain, StringConstraints(max_length=160)]

S = TypeVar("S")


class Frozen(BaseModel):
    """Base of every content object: unknown fields are errors, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen, Generic[S]):
    """One text in every language of the site. A missing or empty language does not load."""

    nl: S
    en: S

    def __getitem__(self, language: str) -> S:
        value: S = getattr(self, Language(language).value)
        return value


# -- technique -----------------------------------------------------------------------------------


class Say(Frozen):
    """A sentence to say out loud, the moment it is for, and the seconds of silence after it."""

    moment: Text[Moment]
    words: Text[Spoken]
    pause: Annotated[Number, Field(ge=1, le=6)] | None = None


class Step(Frozen):
    """One step of the core of a technique."""

    title: Text[StepTitle]
    text: Text[StepText]


class Speech(Frozen):
    """A spoken turn in a dialogue."""

    who: Literal["leader", "other"]
    name: Name
    nl: Sentence25
    en: Sentence25

    def __getitem__(self, language: str) -> str:
        return self.nl if Language(language) is Language.NL else self.en


class Silence(Frozen):
    """A silence in a dialogue, in seconds."""

    who: Literal["silence"]
    seconds: Annotated[Number, Field(ge=1, le=10)]


class StageLine(Frozen):
    """A jump in time or place within a dialogue."""

    who: Literal["scene"]
    nl: Annotated[Plain, Words(1, 12)]
    en: Annotated[Plain, Words(1, 12)]

    def __getitem__(self, language: str) -> str:
        return self.nl if Language(language) is Language.NL else self.en


Turn = Annotated[Speech | Silence | StageLine, Field(discriminator="who")]


class Dialogue(Frozen):
    """A scene that shows the technique at work."""

    scene: Text[Scene]
    turns: Annotated[tuple[Turn, ...], Field(min_length=6, max_length=12)]
    what_happened: Text[Outcome]


class Pair(Frozen):
    """What slips out, and what works better."""

    slips_out: Text[Sentence20]
    works: Text[Sentence20]


class Advanced(Frozen):
    """One variant for who masters the base."""

    title: Text[StepTitle]
    text: Text[AdvancedText]


class Practise(Frozen):
    """An exercise for today, and how to tell that it worked. Together 30 to 70 words."""

    task: Text[TaskText]
    worked: Text[WorkedText]

    @model_validator(mode="after")
    def _together(self) -> Practise:
        for language in Language:
            count = words_in(self.task[language]) + words_in(self.worked[language])
            if not 30 <= count <= 70:
                raise PydanticCustomError(
                    "words",
                    "task and worked have {count} words in {language}; expected 30 to 70",
                    {"count": count, "language": language.value},
                )
        return self


class WatchOut(Frozen):
    """A pitfall that this technique slides into, and how."""

    pitfall: Identifier
    why: Text[Caution]


class Related(Frozen):
    """Another technique, and why one would go there."""

    number: Number
    relation: Relation
    why: Text[Sentence15]


class Settings(Frozen):
    """Where the technique can be used."""

    one_to_one: Fit
    group: Fit
    floor: Fit


class Aliases(Frozen):
    """Words that people search with."""

    nl: Annotated[tuple[Alias, ...], Field(min_length=2, max_length=14)]
    en: Annotated[tuple[Alias, ...], Field(min_length=2, max_length=14)]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.nl if Language(language) is Language.NL else self.en


class Source(Frozen):
    """Where a text comes from: a document of `sources.yaml` and its section."""

    document: Identifier
    section: Annotated[Plain, StringConstraints(max_length=80)]


EditorialField = Literal[
    "say",
    "what",
    "when",
    "not_when",
    "steps",
    "dialogue",
    "instead_of",
    "on_the_floor",
    "advanced",
    "practise",
    "watch_out",
]


class Technique(Frozen):
    """One conversation technique, with its place on the two axes."""

    number: Annotated[Number, Field(ge=1, le=99)]
    connection: Level
    challenge: Level
    difficulty: Difficulty
    settings: Settings
    goals: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=6)]
    slug: Text[Slug]
    title: Text[Title]
    short_title: Text[ShortTitle]
    gist: Text[Gist]
    say: Annotated[tuple[Say, ...], Field(min_length=3, max_length=5)]
    what: Text[WhatText]
    when: Annotated[tuple[Text[Sentence20], ...], Field(min_length=3, max_length=6)]
    not_when: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=4)]
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=6)]
    dialogue: Dialogue
    instead_of: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=4)]
    on_the_floor: Text[FloorText]
    advanced: Advanced
    practise: Practise
    watch_out: Annotated[tuple[WatchOut, ...], Field(min_length=1, max_length=3)]
    related: Annotated[tuple[Related, ...], Field(min_length=2, max_length=4)]
    terms: Annotated[tuple[Identifier, ...], Field(max_length=8)] = ()
    aliases: Aliases
    editorial: Annotated[tuple[EditorialField, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=4)]

    @property
    def place(self) -> str:
        """Name of its place on the map, connection first: `mid-high`."""
        return f"{self.connection}-{self.challenge}"


# -- the other kinds -----------------------------------------------------------------------------


class Goal(Frozen):
    """Something that a team leader wants to achieve, and that techniques serve."""

    position: Annotated[Number, Field(ge=1, le=99)]
    horizon: Horizon
    slug: Text[Slug]
    title: Text[Title]
    hint: Text[Gist]
    advice: Text[Annotated[Plain, Words(8, 60)]]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Pitfall(Frozen):
    """A way in which a well-meant conversation goes wrong."""

    position: Annotated[Number, Field(ge=1, le=99)]
    slug: Text[Slug]
    title: Text[Title]
    gist: Text[Gist]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Forms(Frozen):
    """The words and phrases in which texts use a term."""

    nl: Annotated[tuple[Alias, ...], Field(min_length=1, max_length=10)]
    en: Annotated[tuple[Alias, ...], Field(min_length=1, max_length=10)]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.nl if Language(language) is Language.NL else self.en


class Term(Frozen):
    """A word of the method, its meaning in one line, and the forms in which texts use it."""

    slug: Text[Slug]
    title: Text[Title]
    meaning: Text[Meaning]
    forms: Forms


class Glossary(Frozen):
    """The glossary by term identifier."""

    terms: dict[Identifier, Term]


class Document(Frozen):
    """A source document."""

    title: Text[Title]
    credit: Text[Gist]


class Sources(Frozen):
    """The source documents by identifier."""

    documents: dict[Identifier, Document]


class Word(Frozen):
    """A word of the vocabulary: its slug in an address, its name, and a longer label."""

    slug: Text[Slug]
    name: Text[ShortTitle]
    label: Text[Title]


class Place(Frozen):
    """One of the nine places on the map, with one sentence on what happens there."""

    connection: Level
    challenge: Level
    gist: Text[Gist]

    @property
    def key(self) -> str:
        """Connection first: `mid-high`."""
        return f"{self.connection}-{self.challenge}"


class HorizonText(Frozen):
    """How the home page offers a horizon: title, hint and the region of the map that it leads to."""

    title: Text[Title]
    hint: Text[Gist]
    places: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=9)]


class Vocabulary(Frozen):
    """The words in which the matrix and its filters speak."""

    levels: dict[Level, Word]
    places: Annotated[tuple[Place, ...], Field(min_length=9, max_length=9)]
    horizons: dict[Horizon, HorizonText]
    settings: dict[Literal["one_to_one", "group", "floor"], Word]
    fits: dict[Fit, Text[ShortTitle]]
    difficulties: dict[Difficulty, Word]
    relations: dict[Relation, Text[ShortTitle]]


@dataclass(frozen=True, slots=True)
class Library:
    """All content, complete and checked. Made by `techniques.loader.load`."""

    techniques: tuple[Technique, ...]
    goals: Mapping[str, Goal]
    pitfalls: Mapping[str, Pitfall]
    terms: Mapping[str, Term]
    documents: Mapping[str, Document]
    vocabulary: Vocabulary
    _numbers: Mapping[int, Technique] = field(init=False, repr=False)
    _slugs: Mapping[tuple[str, str], Technique] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {t.number: t for t in self.techniques})
        slugs = {(language.value, t.slug[language]): t for t in self.techniques for language in Language}
        object.__setattr__(self, "_slugs", slugs)

    def number(self, number: int) -> Technique | None:
        """The technique with this number, if there is one."""
        return self._numbers.get(number)

    def slug(self, language: str, slug: str) -> Technique | None:
        """The technique with this slug in this language, if there is one."""
        return self._slugs.get((language, slug))


def texts(thing: object, language: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in one language within a content object, with the fields that lead to it, in reading order."""
    if isinstance(thing, BaseModel):
        fields = type(thing).model_fields
        if {"nl", "en"} <= fields.keys():
            own = getattr(thing, Language(language).value)
            yield from ((path, text) for text in (own if isinstance(own, tuple) else (own,)))
        else:
            for name in fields:
                yield from texts(getattr(thing, name), language, (*path, name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(value, language, (*path, str(key)))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from texts(item, language, path)
