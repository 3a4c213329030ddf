"""Print cards: what of a technique stands on a card of A6, and the deck that is made of many.

The front is what you say: number, place, short title, gist and sentences. The back is what you do: the steps by their
titles, when and when not, today's exercise, and the way to the whole technique. What a step says in full, the dialogue
and the advice for the floor are too long for a card. How much of it fits is decided by the template, card by card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Literal

from techniques import qr
from techniques.kinds import Technique
from techniques.library import texts
from techniques.ownlist import Chosen
from techniques.typeface import printable
from techniques.typesetting import Job

Form = Literal["a6", "a4", "fold"]

#: What a form is called in an address, by language.
FORMS: Mapping[Form, Mapping[str, str]] = {
    "a6": {"nl": "a6", "en": "a6"},
    "a4": {"nl": "a4", "en": "a4"},
    "fold": {"nl": "vouw", "en": "fold"},
}
#: Longest address in a code that a phone still reads from a card, in characters.
MAX_CODE = 300
#: Longest word that is not broken, in letters; and where a line may break without a sign.
LONGEST, BREAK = 24, "\u200b"


@dataclass(frozen=True, slots=True)
class Cover:
    """The first card of a deck: its title, how many cards follow, what its code leads to, and an address of that to
    type over. `remark` says what the code leaves out."""

    title: str
    count: str
    scan: str
    link: str
    address: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards to be made. `links` is the address of each technique by its number; `made` the day in words; `words` are
    the interface texts of `templates/handouts/cards.json`; `title` names the document."""

    language: str
    form: Form
    title: str
    chosen: Sequence[Chosen]
    links: Mapping[int, str]
    made: str
    words: Mapping[str, Any]
    cover: Cover | None = None
    list_title: str = ""


def version(technique: Technique, language: str) -> str:
    """Four digits that change when the technique's place does, or anything that it says in a language."""
    said = [technique.place, *(text for _, text in texts(technique, language))]
    return f"{int(sha256(repr(said).encode()).hexdigest(), 16) % 10_000:04}"


def job(deck: Deck) -> Job:
    """The document to be made. Of a single technique on A4 there are four the same, to hand out."""
    data = {
        "language": deck.language,
        "form": deck.form,
        "copies": 4 if deck.form == "a4" and deck.cover is None and len(deck.chosen) == 1 else 1,
        "title": printable(deck.title),
        "list": _foreign(deck.list_title),
        "made": deck.made,
        "words": deck.words,
        "cover": _cover(deck) if deck.cover else None,
        "cards": [_card(deck, each) for each in deck.chosen],
    }
    return Job("cards.typ", data)


#: Of the links to techniques, which are few; those to lists are somebody's, and kept nowhere.
_short_qr = cache(qr.drawing)


def _card(deck: Deck, chosen: Chosen) -> dict[str, Any]:
    technique, language = chosen.technique, deck.language
    link = deck.links[technique.number]
    return {
        **_name(deck, technique),
        "gist": _breakable(technique.gist[language]),
        "note": _foreign(chosen.note),
        "say": [
            {"moment": _breakable(say.moment[language]), "words": _breakable(say.words[language]), "pause": say.pause}
            for say in technique.say
        ],
        "steps": [_breakable(step.title[language]) for step in technique.steps],
        "when": [_breakable(when[language]) for when in technique.when],
        "not_when": [_breakable(when[language]) for when in technique.not_when],
        "task": _breakable(technique.practise.task[language]),
        "link": link,
        "address": _bare(link),
        "qr": _short_qr(link),
        "version": version(technique, language),
    }


def _cover(deck: Deck) -> dict[str, Any]:
    assert deck.cover
    return {
        "title": _foreign(deck.cover.title),
        "count": deck.cover.count,
        "scan": deck.cover.scan,
        "typed": deck.cover.address,
        "address": _spoken(deck.cover.address),
        "remark": deck.cover.remark,
        "qr": qr.drawing(deck.cover.link, "l"),
        "names": [_name(deck, each.technique) for each in deck.chosen],
    }


def _name(deck: Deck, technique: Technique) -> dict[str, Any]:
    connection, challenge = technique.connection.value, technique.challenge.value
    return {
        "number": technique.number,
        "title": technique.short_title[deck.language].replace(" –", "\u00a0–"),
        "place": technique.place,
        "where": f"{deck.words['connection'][connection]} {deck.words['challenge'][challenge]}",
    }


def _bare(link: str) -> str:
    """An address as one says it, without what every browser adds by itself."""
    return link.removeprefix("https://").removeprefix("http://")


def _spoken(link: str) -> str:
    """The same of a long address, that breaks after its signs."""
    return _breakable(re.sub(r"(?<=[/?&,=-])(?=.)", BREAK, _bare(link)))


def _foreign(text: str) -> str:
    """A text of somebody else's, as far as it can be set."""
    return _breakable(printable(text))


def _breakable(text: str) -> str:
    """`text` whose words never leave a card: one that no column holds may break anywhere."""
    return re.sub(rf"[^\s{BREAK}]{{{LONGEST},}}", lambda word: BREAK.join(word[0]), text)
