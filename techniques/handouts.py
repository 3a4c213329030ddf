"""What can be taken along as a file: which are made ahead, and at which address each is served."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from techniques import cards, pictures, slides, store
from techniques.addresses import absolute, short_of
from techniques.cards import FORMS, MAX_CODE, Cover, Deck, Form
from techniques.fields import Language
from techniques.kinds import Technique
from techniques.ownlist import Chosen, OwnList
from techniques.typeface import printable
from techniques.typesetting import Job

#: Seconds of silence that a sentence can be followed by.
PAUSES = range(1, 7)


def files() -> dict[str, Job]:
    """Every file that depends on the content alone, by its address."""
    return {**_cards(), **_pictures(), **_slides()}


def ready() -> dict[str, Job]:
    """Those that are made ahead. One technique on A4 is seldom wanted, and made as soon as a list."""
    return {address: job for address, job in files().items() if not _is_seldom(job)}


def _is_seldom(job: Job) -> bool:
    return job.template == "cards.typ" and job.data["form"] != "a6" and len(job.data["cards"]) == 1


def words(language: str) -> dict[str, Any]:
    """The interface's words that stand on pictures and slides, by name."""
    return _words("words.json", language)


def _words(file: str, language: str, **more: object) -> dict[str, Any]:
    """The interface's words that stand on a kind of handout."""
    with translation.override(language):
        found: dict[str, Any] = json.loads(render_to_string(f"handouts/{file}", {"counts": PAUSES, **more}))
    return found


def short_link(technique: Technique, language: str) -> str:
    """The short link of a technique, as it stands on paper and slides: it leads to the page in their language."""
    return absolute(short_of("techniques", technique, language))


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


def _cards() -> dict[str, Job]:
    """The cards of all techniques, and of each, in every form and language."""
    found = {}
    for language in Language:
        for form in FORMS:
            name = FORMS[form][language]
            found[reverse(f"{language}:cards", args=[name])] = all_cards(language, form)
            for technique in store.library().techniques:
                address = reverse(f"{language}:card", args=[technique.number, name])
                found[address] = one_card(language, form, technique)
    return found


def all_cards(language: str, form: Form) -> Job:
    """A deck of every technique."""
    chosen = [Chosen(technique) for technique in store.library().techniques]
    words = _words("cards.json", language, number=len(chosen))
    link = absolute(reverse(f"{language}:techniques"))
    cover = Cover(words["titles"]["all"], words["count"], words["scan_all"], link, link)
    return _job(language, form, words["titles"]["all"], chosen, words, cover)


def one_card(language: str, form: Form, technique: Technique) -> Job:
    """The card of a technique."""
    words = _words("cards.json", language, number=1)
    title = f"{words['titles']['one']} {technique.number}: {technique.title[language]}"
    return _job(language, form, title, [Chosen(technique)], words)


def list_cards(language: str, form: Form, own: OwnList) -> Job:
    """A deck of somebody's list, with a first card that leads to it online."""
    words = _words("cards.json", language, number=len(own.chosen))
    title = printable(own.title) or words["titles"]["list"]
    here = absolute(reverse(f"{language}:list"))
    # The fullest address that a code can hold, and what had to be left out of it.
    bare = replace(own.without_notes, title="")
    fullest = ((own, ""), (own.without_notes, words["no_notes"]), (bare, words["no_title"]))
    links = [(here + each.query, remark) for each, remark in fullest]
    link, remark = next((each for each in links if len(each[0]) <= MAX_CODE), links[-1])
    cover = Cover(title, words["count"], words["scan_list"], link, here + bare.query, remark)
    return _job(language, form, title, own.chosen, words, cover, own.title)


def _job(
    language: str,
    form: Form,
    title: str,
    chosen: list[Chosen] | tuple[Chosen, ...],
    words: dict[str, Any],
    cover: Cover | None = None,
    list_title: str = "",
) -> Job:
    links = {each.technique.number: short_link(each.technique, language) for each in chosen}
    with translation.override(language):
        made = date_format(timezone.localdate(), "j F Y")
    return cards.job(Deck(language, form, title, chosen, links, made, words, cover, list_title))
