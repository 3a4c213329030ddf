from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from techniques.fields import Language
from techniques.library import Library


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield Client()


WORDS = {
    "nl": {
        "techniques": "/technieken/",
        "moments": "/nu/",
        "goals": "/doelen/",
        "conversations": "/kerngesprekken/",
        "pitfalls": "/valkuilen/",
        "guides": "/handreikingen/",
    },
    "en": {
        "techniques": "/en/techniques/",
        "moments": "/en/now/",
        "goals": "/en/goals/",
        "conversations": "/en/key-conversations/",
        "pitfalls": "/en/pitfalls/",
        "guides": "/en/guides/",
    },
}


def addresses(library: Library) -> list[str]:
    """Every page of the reference, in both languages."""
    found = ["/", "/en/", "/begrippen/", "/en/glossary/", "/methode/", "/en/method/", "/over/", "/en/about/"]
    for language in Language:
        for kind, word in WORDS[language].items():
            found.append(word)
            found += [f"{word}{thing.slug[language]}/" for thing in library.kinds()[kind].values()]
    return found
