"""What can be taken along as a file: which are made ahead, and at which address each is served."""

from __future__ import annotations

import json

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from techniques import pictures, slides, store
from techniques.addresses import absolute
from techniques.fields import Language
from techniques.kinds import Technique
from techniques.ownlist import Chosen
from techniques.typesetting import Job


def ready() -> dict[str, Job]:
    """Every file that is made ahead, by its address: what depends on the content alone."""
    return {**_pictures(), **_slides()}


def words(language: str) -> dict[str, str]:
    """The interface's words that stand on pictures and slides, by name."""
    with translation.override(language):
        found: dict[str, str] = json.loads(render_to_string("handouts/words.json"))
    return found


def short_link(technique: Technique) -> str:
    """The short link of a technique, as it stands on paper and behind a QR code."""
    return absolute(reverse("short-link", args=[technique.number]))


def _pictures() -> dict[str, Job]:
    library = store.library()
    made = {}
    for language in Language:
        said = words(language)
        for technique in library.techniques:
            address = reverse(f"{language}:picture", args=["t", technique.number])
            made[address] = pictures.technique(library, technique, language, said)
        for conversation in library.conversations.values():
            address = reverse(f"{language}:picture", args=["k", conversation.number])
            made[address] = pictures.conversation(conversation, language)
    return made


def _slides() -> dict[str, Job]:
    library = store.library()
    made = {}
    for language in Language:
        said = words(language)
        for technique in library.techniques:
            job = slides.slides(library, technique, language, said, short_link)
            made[reverse(f"{language}:slide", args=[technique.number])] = job
        everything = [Chosen(technique) for technique in library.techniques]
        made[reverse(f"{language}:slides")] = slides.deck(library, everything, language, said, short_link)
    return made
