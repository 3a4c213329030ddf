"""Filters on the techniques, read from and written to a query string.

Unknown names and values are ignored and over-long input is cut: a link that someone shares always opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from techniques.fields import Fit, Language
from techniques.kinds import Technique
from techniques.library import Library

#: Longest search text that is looked at, in characters.
MAX_QUERY = 100

#: Each filter with its name in an address.
NAMES: Mapping[str, Mapping[str, str]] = {
    "connection": {"nl": "verbinding", "en": "connection"},
    "challenge": {"nl": "uitdaging", "en": "challenge"},
    "setting": {"nl": "situatie", "en": "setting"},
    "goal": {"nl": "doel", "en": "goal"},
    "difficulty": {"nl": "niveau", "en": "difficulty"},
    "kind": {"nl": "soort", "en": "kind"},
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asked for: search text, and for each filter the chosen values in the content's own words."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.query or any(self.chosen.values()))

    @property
    def count(self) -> int:
        """Number of values chosen in all filters together, search left out."""
        return sum(map(len, self.chosen.values()))

    @property
    def narrows_techniques(self) -> bool:
        """Whether a filter is on that only techniques know."""
        return any(values for name, values in self.chosen.items() if name != "kind")

    def get(self, name: str) -> tuple[str, ...]:
        """Values chosen for one filter."""
        return self.chosen.get(name, ())


def slugs(library: Library, name: str, language: str) -> dict[str, str]:
    """The values that a filter knows: slug in an address to the content's own word, in order."""
    vocabulary = library.vocabulary
    words: Mapping[str, object]
    match name:
        case "connection" | "challenge":
            words = {str(k): w.slug for k, w in vocabulary.levels.items()}
        case "setting":
            words = {str(k): w.slug for k, w in vocabulary.settings.items()}
        case "difficulty":
            words = {str(k): w.slug for k, w in vocabulary.difficulties.items()}
        case "goal":
            words = {k: g.slug for k, g in library.goals.items()}
        case "kind":
            words = {str(k): w.slug for k, w in vocabulary.kinds.items()}
        case _:
            raise KeyError(name)
    return {str(getattr(slug, Language(language).value)): word for word, slug in words.items()}


def parse(library: Library, language: str, query: Mapping[str, Sequence[str]]) -> Filters:
    """Read filters from a query string's lists of values. Never fails."""
    text = " ".join("".join(query.get("q", ())[:1])[:MAX_QUERY].replace("\0", " ").split())
    chosen = {}
    for name, names in NAMES.items():
        known = slugs(library, name, language)
        given = set(query.get(names[Language(language).value], ()))
        chosen[name] = tuple(word for slug, word in known.items() if slug in given)
    return Filters(text, chosen)


def encode(library: Library, language: str, filters: Filters) -> str:
    """Write filters as a query string, with its question mark; empty when nothing is chosen."""
    pairs = [("q", filters.query)] if filters.query else []
    for name, names in NAMES.items():
        slug_of = {word: slug for slug, word in slugs(library, name, language).items()}
        pairs += [(names[Language(language).value], slug_of[word]) for word in filters.get(name)]
    return f"?{urlencode(pairs)}" if pairs else ""


def apply(filters: Filters, techniques: Iterable[Technique]) -> tuple[Technique, ...]:
    """The techniques that fit every filter; within one filter any chosen value will do. Leaves search alone."""
    return tuple(t for t in techniques if _fits(t, filters))


def held(technique: Technique) -> dict[str, tuple[str, ...]]:
    """The values of a technique, for each filter that only techniques know."""
    settings = type(technique.settings).model_fields
    return {
        "connection": (technique.connection,),
        "challenge": (technique.challenge,),
        "setting": tuple(name for name in settings if getattr(technique.settings, name) != Fit.NOT),
        "goal": technique.goals,
        "difficulty": (technique.difficulty,),
    }


def _fits(technique: Technique, filters: Filters) -> bool:
    return all(set(filters.get(name)) & set(values) for name, values in held(technique).items() if filters.get(name))
