"""The content as plain data in one language: what the JSON API answers.

Its addresses hold only what lasts: a technique's number, and of everything else its identifier, which is the name of
its file. Slugs may change with a title, and are no part of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from techniques import filters
from techniques.exports.links import LICENSE, Links
from techniques.fields import Language, Text
from techniques.kinds import Conversation, Goal, Guide, Moment, Pitfall, Technique, Term
from techniques.library import Library

#: Every address of the API starts so.
ROOT = "/api/v1/"
#: What there is, by the word that stands for it in an address, and its model.
MODELS: Mapping[str, type[BaseModel]] = {
    "techniques": Technique,
    "moments": Moment,
    "goals": Goal,
    "conversations": Conversation,
    "pitfalls": Pitfall,
    "guides": Guide,
    "terms": Term,
}
#: What has a short link.
SHORT = ("techniques", "conversations")
#: What narrows the techniques, in the content's own words.
NARROWED_BY = ("connection", "challenge", "difficulty", "setting", "goal")

Data = dict[str, Any]

_LANGUAGES = frozenset(language.value for language in Language)


def plain(value: Any, language: str) -> Any:
    """A content object as JSON can hold it, its texts in one language.

    A text in two languages is a string; what is said or done in a dialogue has its words as `text`.
    """
    if isinstance(value, Text):
        return plain(value[language], language)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        told = {name: plain(getattr(value, name), language) for name in fields if name not in _LANGUAGES}
        return told if len(told) == len(fields) else {**told, "text": getattr(value, language)}
    if isinstance(value, Mapping):
        return {str(key): plain(each, language) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each, language) for each in value]
    return value


def index(links: Links) -> Data:
    """Where everything is."""
    words = (*MODELS, "map", "vocabulary")
    return {
        "version": 1,
        "description": f"{links.site}{ROOT}openapi.json",
        "languages": {each.value: {word: _address(links, each, word) for word in words} for each in Language},
        **_terms(links),
    }


def things(links: Links, kind: str, found: Iterable[tuple[str, Any]], language: str) -> Data:
    """Things of a kind, by identifier, in their order."""
    items = [_thing(links, kind, key, thing, language) for key, thing in found]
    return {"language": language, **_terms(links), "items": items}


def thing(links: Links, kind: str, key: str, found: Any, language: str) -> Data:
    """One thing."""
    return {"language": language, **_terms(links), "item": _thing(links, kind, key, found, language)}


def the_map(links: Links, library: Library, language: str) -> Data:
    """The axes, from low to high, and the nine places with the numbers of the techniques that stand there."""
    levels = {str(level): word.name[language] for level, word in library.vocabulary.levels.items()}
    axes = [
        {
            "id": axis,
            "name": filters.NAMES[axis][language].capitalize(),
            "levels": [
                {"id": level, "name": name, "step": step} for step, (level, name) in enumerate(levels.items(), -1)
            ],
        }
        for axis in ("connection", "challenge")
    ]
    places = [
        {
            "id": place.key,
            **plain(place, language),
            "techniques": [t.number for t in library.techniques if t.place == place.key],
        }
        for place in library.vocabulary.places
    ]
    return {"language": language, **_terms(links), "axes": axes, "places": places}


def vocabulary(links: Links, library: Library, language: str) -> Data:
    """The words for what stands in the data as an identifier: levels, settings, relations and so on."""
    return {"language": language, **_terms(links), "item": plain(library.vocabulary, language)}


def narrowed(library: Library, techniques: Iterable[Technique], wanted: Mapping[str, Iterable[str]]) -> list[Technique]:
    """The techniques that fit every filter; within one, any value will do. Raises ValueError, which says what it is
    that no technique can have."""
    known = values(library)
    chosen = {}
    for name in NARROWED_BY:
        chosen[name] = tuple(wanted.get(name, ()))
        for value in chosen[name]:
            if value not in known[name]:
                raise ValueError(f"{name}: expected one of {', '.join(known[name])}")
    return list(filters.apply(filters.Filters(chosen=chosen), techniques))


def values(library: Library) -> dict[str, list[str]]:
    """What each filter knows."""
    return {name: list(filters.slugs(library, name, Language.EN).values()) for name in NARROWED_BY}


def _thing(links: Links, kind: str, key: str, found: Any, language: str) -> Data:
    other = next(each for each in Language if each != language)
    return {
        "id": key,
        "url": links.page(kind, found, language),
        **({"short_url": links.short(kind, found)} if kind in SHORT else {}),
        "alternate": _address(links, other, kind, key),
        **plain(found, language),
    }


def _terms(links: Links) -> Data:
    return {"license": LICENSE, "attribution": links.attribution}


def _address(links: Links, *parts: str) -> str:
    return f"{links.site}{ROOT}{'/'.join(parts)}"
