from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from techniques.library import Language, Library


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield Client()


def addresses(library: Library) -> list[str]:
    """Every page of the reference, in both languages."""
    words = {"nl": "/technieken/", "en": "/en/techniques/"}
    found = ["/", "/en/", *words.values()]
    found += [f"{words[lang]}{t.slug[lang]}/" for lang in Language for t in library.techniques]
    return found
