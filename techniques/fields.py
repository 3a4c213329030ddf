"""Types of the content's fields: words of the vocabulary, bounded texts, and texts in both languages.

Lengths are per language and are what a print card and a phone screen can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
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
Occasion = Annotated[Plain, StringConstraints(max_length=60)]
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
PointTitle = Annotated[Plain, Words(1, 12)]
PointText = Annotated[Plain, Words(5, 110)]
Meaning = Annotated[Plain, StringConstraints(max_length=160)]

S = TypeVar("S")


class Frozen(BaseModel):
    """Base of every content object: unknown fields are errors, nothing changes after loading."""

    # A checker is built when it is first used: what was read and checked before needs none.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Frozen, Generic[S]):
    """One text in every language of the site. A missing or empty language does not load."""

    nl: S
    en: S

    def __getitem__(self, language: str) -> S:
        value: S = getattr(self, Language(language).value)
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle, which finds no name for `Text[…]`. What was checked once is not checked again."""
        return _text, (self.nl, self.en)


def _text(nl: S, en: S) -> Text[S]:
    return Text.model_construct(nl=nl, en=en)
