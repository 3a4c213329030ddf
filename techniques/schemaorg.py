"""What a page says of itself to search engines, in the words of schema.org.

Addresses come as arguments, and as they travel.
"""

from __future__ import annotations

from typing import Any

from techniques.exports.links import LICENSE_URL
from techniques.kinds import Conversation, Technique
from techniques.library import Library

Said = dict[str, Any]


def term_set(language: str, address: str, description: str) -> Said:
    """All techniques: a set of terms."""
    return {
        "@context": "https://schema.org",
        **_set(address),
        "description": description,
        "inLanguage": language,
        "license": LICENSE_URL,
    }


def technique(found: Technique, language: str, address: str, image: str, set_address: str) -> Said:
    """The page of a technique: something to learn from, that teaches one term of the set."""
    term = {
        **_term(found, language, address),
        "description": found.gist[language],
        "termCode": str(found.number),
        "inDefinedTermSet": _set(set_address),
    }
    return _resource(found, language, address, image) | {"teaches": term}


def conversation(
    library: Library, found: Conversation, language: str, address: str, image: str, technique_addresses: dict[int, str]
) -> Said:
    """The page of a key conversation, that teaches the techniques of its phases, each once."""
    numbers = dict.fromkeys(reason.number for phase in found.phases for reason in phase.techniques)
    taught = [each for number in numbers if (each := library.number(number))]
    terms = [_term(each, language, technique_addresses[each.number]) for each in taught]
    return _resource(found, language, address, image) | {"teaches": terms}


def _resource(found: Technique | Conversation, language: str, address: str, image: str) -> Said:
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": found.title[language],
        "description": found.gist[language],
        "url": address,
        "image": image,
        "inLanguage": language,
        "learningResourceType": "how-to guide",
        "license": LICENSE_URL,
        "isAccessibleForFree": True,
    }


def _term(found: Technique, language: str, address: str) -> Said:
    return {"@type": "DefinedTerm", "name": found.title[language], "url": address}


def _set(address: str) -> Said:
    return {"@type": "DefinedTermSet", "name": "Coachkompas", "url": address}
