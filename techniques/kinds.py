"""The kinds of content: techniques and everything around them, as frozen objects.

These classes are the content's contract. `content/README.md` explains every field to an author; the JSON
Schemas under `content/schema/` are made from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from techniques.fields import (
    AdvancedText,
    Alias,
    Caution,
    Difficulty,
    Fit,
    FloorText,
    Frozen,
    Gist,
    Horizon,
    Identifier,
    Language,
    Level,
    Meaning,
    Name,
    Number,
    Occasion,
    Outcome,
    Plain,
    PointText,
    PointTitle,
    Relation,
    Scene,
    Sentence15,
    Sentence20,
    Sentence25,
    ShortTitle,
    Slug,
    Spoken,
    StepText,
    StepTitle,
    TaskText,
    Text,
    Title,
    WhatText,
    Words,
    WorkedText,
    words_in,
)


class Say(Frozen):
    """A sentence to say out loud, the moment it is for, and the seconds of silence after it."""

    moment: Text[Occasion]
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


#: Words that people search with.
Aliases = Text[Annotated[tuple[Alias, ...], Field(min_length=2, max_length=14)]]


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
    aliases: Aliases
    editorial: Annotated[tuple[EditorialField, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=4)]

    @property
    def place(self) -> str:
        """Name of its place on the map, connection first: `mid-high`."""
        return f"{self.connection}-{self.challenge}"

    @property
    def rating(self) -> tuple[int, int]:
        """Connection and challenge, each -1, 0 or +1."""
        return self.connection.step, self.challenge.step


# -- the other kinds ------------------------------------------------------------------------------


class Reason(Frozen):
    """A technique that helps here, and why."""

    number: Number
    why: Text[Sentence20]


class Offer(Frozen):
    """A technique that serves a goal: why, and a sentence to say for it."""

    number: Number
    why: Text[Sentence25]
    words: Text[Spoken]


class Point(Frozen):
    """A titled paragraph."""

    title: Text[PointTitle]
    text: Text[PointText]


class Goal(Frozen):
    """Something that a team leader wants to achieve, with the techniques that serve it in order."""

    position: Annotated[Number, Field(ge=1, le=99)]
    horizon: Horizon
    slug: Text[Slug]
    title: Text[Title]
    hint: Text[Gist]
    recognise: Annotated[tuple[Text[Sentence20], ...], Field(min_length=2, max_length=5)]
    advice: Text[Annotated[Plain, Words(8, 60)]]
    techniques: Annotated[tuple[Offer, ...], Field(min_length=3, max_length=5)]
    afterwards: Text[Annotated[Plain, Words(12, 80)]]
    conversations: Annotated[tuple[Identifier, ...], Field(max_length=3)] = ()
    aliases: Aliases
    editorial: Annotated[tuple[Literal["recognise", "advice", "techniques", "afterwards"], ...], Field(max_length=4)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Thought(Frozen):
    """Something that you say to yourself, and what to say back."""

    thought: Text[Sentence20]
    answer: Text[Annotated[Plain, Words(8, 70)]]


class Exchange(Frozen):
    """The same moment twice: how it goes wrong, and how it can go."""

    scene: Text[Scene]
    wrong: Annotated[tuple[Turn, ...], Field(min_length=2, max_length=8)]
    right: Annotated[tuple[Turn, ...], Field(min_length=2, max_length=10)]
    what_happened: Text[Outcome]


class Pitfall(Frozen):
    """A way in which a well-meant conversation goes wrong, for the other person or for yourself."""

    position: Annotated[Number, Field(ge=1, le=99)]
    slug: Text[Slug]
    title: Text[Title]
    gist: Text[Gist]
    what: Text[Annotated[Plain, Words(30, 150)]]
    risk: Text[Annotated[Plain, Words(15, 150)]]
    prone: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=8)]
    notice: Annotated[tuple[Text[Sentence25], ...], Field(min_length=2, max_length=6)]
    prevent: Annotated[tuple[Point, ...], Field(min_length=2, max_length=9)]
    thoughts: Annotated[tuple[Thought, ...], Field(max_length=4)] = ()
    example: Exchange
    techniques: Annotated[tuple[Reason, ...], Field(min_length=2, max_length=5)]
    aliases: Aliases
    editorial: Annotated[
        tuple[Literal["what", "risk", "prone", "notice", "prevent", "thoughts", "example", "techniques"], ...],
        Field(max_length=8),
    ]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Behaviour(Frozen):
    """Handy and unhandy behaviour in a conversation, side by side."""

    text: Text[Annotated[Plain, Words(15, 120)]]
    handy: Annotated[tuple[Text[Sentence15], ...], Field(min_length=4, max_length=12)]
    unhandy: Annotated[tuple[Text[Sentence15], ...], Field(min_length=4, max_length=12)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Phase(Frozen):
    """One phase of a key conversation, and where on the map it stands."""

    title: Text[StepTitle]
    minutes: Annotated[Number, Field(ge=1, le=60)]
    connection: Level
    challenge: Level
    what: Text[StepText]
    say: Annotated[tuple[Text[Spoken], ...], Field(min_length=2, max_length=4)]
    techniques: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=3)]
    watch_out: Text[Caution]

    @property
    def place(self) -> str:
        """Name of its place on the map, connection first."""
        return f"{self.connection}-{self.challenge}"


class Rule(Frozen):
    """What is allowed and what is not in one matter, by law."""

    title: Text[PointTitle]
    text: Text[PointText]
    allowed: Annotated[tuple[Text[Sentence25], ...], Field(max_length=9)] = ()
    not_allowed: Annotated[tuple[Text[Sentence25], ...], Field(max_length=9)] = ()


class Deadline(Frozen):
    """Who does what by when."""

    when: Text[ShortTitle]
    who: Text[Title]
    what: Text[Sentence25]


class Authority(Frozen):
    """Who says so, and when we last looked."""

    name: Text[Annotated[Plain, StringConstraints(max_length=90)]]
    about: Text[Sentence25]
    checked: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class LongDialogue(Frozen):
    """A whole conversation as it can go."""

    scene: Text[Scene]
    turns: Annotated[tuple[Turn, ...], Field(min_length=12, max_length=36)]
    what_happened: Text[Annotated[Plain, Words(10, 70)]]


class Conversation(Frozen):
    """One of the five key conversations, from preparation to aftercare."""

    number: Annotated[Number, Field(ge=1, le=9)]
    slug: Text[Slug]
    title: Text[Title]
    short_title: Text[ShortTitle]
    gist: Text[Gist]
    facts: Annotated[tuple[Text[Sentence15], ...], Field(min_length=2, max_length=3)]
    goal: Text[Annotated[Plain, Words(20, 110)]]
    prepare: Annotated[tuple[Text[Sentence20], ...], Field(min_length=4, max_length=8)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=5, max_length=5)]
    instead_of: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=5)]
    watch_out: Annotated[tuple[WatchOut, ...], Field(min_length=2, max_length=4)]
    rules: Annotated[tuple[Rule, ...], Field(max_length=6)] = ()
    deadlines: Annotated[tuple[Deadline, ...], Field(max_length=9)] = ()
    authorities: Annotated[tuple[Authority, ...], Field(max_length=6)] = ()
    dialogue: LongDialogue
    afterwards: Annotated[tuple[Text[Sentence25], ...], Field(min_length=3, max_length=6)]
    checklist: Annotated[tuple[Text[Sentence15], ...], Field(min_length=6, max_length=12)]
    aliases: Aliases
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class GuideStep(Frozen):
    """One step of a guide, with sentences to say and techniques that fit."""

    title: Text[PointTitle]
    text: Text[PointText]
    say: Annotated[tuple[Text[Spoken], ...], Field(max_length=4)] = ()
    techniques: Annotated[tuple[Number, ...], Field(max_length=4)] = ()


class GuidePart(Frozen):
    """A part of a guide, for one reader or one stage."""

    title: Text[PointTitle]
    text: Text[PointText]
    steps: Annotated[tuple[GuideStep, ...], Field(min_length=1, max_length=10)]


class Guide(Frozen):
    """A guide made from one of the other sources."""

    position: Annotated[Number, Field(ge=1, le=99)]
    slug: Text[Slug]
    title: Text[Title]
    gist: Text[Gist]
    intro: Text[Annotated[Plain, Words(40, 180)]]
    parts: Annotated[tuple[GuidePart, ...], Field(min_length=1, max_length=5)]
    closing: Text[Annotated[Plain, Words(15, 110)]]
    conversations: Annotated[tuple[Identifier, ...], Field(max_length=5)] = ()
    aliases: Aliases
    editorial: Text[Sentence25]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Moment(Frozen):
    """An everyday situation, and one screen with what to do now."""

    position: Annotated[Number, Field(ge=1, le=99)]
    slug: Text[Slug]
    title: Text[Annotated[Plain, StringConstraints(max_length=40)]]
    say: Text[Spoken]
    techniques: Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)]
    not_do: Text[Sentence15]
    goal: Identifier
    conversation: Identifier | None = None
    aliases: Aliases


class Moments(Frozen):
    """The everyday situations of `a talk right now`."""

    moments: dict[Identifier, Moment]


class Section(Frozen):
    """A section of a page: text, and points where there are some."""

    slug: Text[Slug]
    title: Text[Title]
    text: Text[Annotated[Plain, Words(10, 220)]]
    points: Annotated[tuple[Point, ...], Field(max_length=12)] = ()
    table: Annotated[tuple[Pair, ...], Field(max_length=10)] = ()


class Quadrant(Frozen):
    """What happens with much or little of each axis."""

    connection: Literal[Level.LOW, Level.HIGH]
    challenge: Literal[Level.LOW, Level.HIGH]
    title: Text[ShortTitle]
    text: Text[Sentence25]


class Page(Frozen):
    """A page that stands alone: the method, about us, the accessibility statement."""

    title: Text[Title]
    gist: Text[Gist]
    quadrants: Annotated[tuple[Quadrant, ...], Field(max_length=4)] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=3, max_length=14)]
    sources: tuple[Source, ...] = ()


#: The words and phrases in which texts use a term.
Forms = Text[Annotated[tuple[Alias, ...], Field(min_length=1, max_length=10)]]


class Term(Frozen):
    """A word of the method: one line, a longer explanation, and the forms in which texts use it."""

    slug: Text[Slug]
    title: Text[Title]
    meaning: Text[Meaning]
    explanation: Text[Annotated[Plain, Words(15, 90)]]
    techniques: Annotated[tuple[Number, ...], Field(max_length=4)] = ()
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


#: Identifier of a thing: its file's name, its key in a file, or a technique's number. None of these ever changes.
Target = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Kind = Literal["techniques", "moments", "goals", "conversations", "pitfalls", "guides", "terms"]


class Redirects(Frozen):
    """Slugs that pages and terms had before, by kind and language: each with the identifier of what it named."""

    redirects: dict[Kind, dict[Language, dict[Slug, Target]]]


class Vocabulary(Frozen):
    """The words in which the matrix and its filters speak."""

    levels: dict[Level, Word]
    places: Annotated[tuple[Place, ...], Field(min_length=9, max_length=9)]
    horizons: dict[Horizon, HorizonText]
    settings: dict[Literal["one_to_one", "group", "floor"], Word]
    fits: dict[Fit, Text[ShortTitle]]
    difficulties: dict[Difficulty, Word]
    relations: dict[Relation, Text[ShortTitle]]
    kinds: dict[Kind, Word]
    foreign: Text[tuple[ShortTitle, ...]]
