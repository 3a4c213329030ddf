"""Techniques as flash cards, for Anki.

A technique is one note with a card for each moment that it has a sentence for (what do you say now?) and one for the
technique itself (what is it, and how do you do it?). Anki shows the cards of a note on different days. Notes, cards and
note type keep their names, so that who imports again keeps what was learned, also from another list.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import escape
from io import BytesIO
from itertools import count
from string import Template
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from techniques.exports.links import LICENSE, Links
from techniques.filters import NAMES
from techniques.kinds import Technique
from techniques.library import Library
from techniques.matrix import PLACES
from techniques.ownlist import Chosen, OwnList

#: As many as a technique has sentences to say.
MOMENTS = 5
#: Identifies the note type for ever; each language has the next.
_NOTE_TYPE = 1_713_262_600_001
#: What a Dutch deck's identifier starts from; those of lists follow from their title.
_DECK = 1_713_262_700_000

_NAMES = {"nl": "Coachkompas", "en": "Coachkompas in English"}
_TEXTS = {
    "nl": {
        "moment": "Wat kun je nu zeggen?",
        "technique": "Wat houdt dit in, en hoe doe je het?",
        "pause": "Wees daarna {} seconden stil.",
        "note": "Notitie",
        "page": "Naar de techniek",
    },
    "en": {
        "moment": "What can you say now?",
        "technique": "What is it, and how do you do it?",
        "pause": "Then stay silent for {} seconds.",
        "note": "Note",
        "page": "To the technique",
    },
}

_FIELDS = (
    "Title",
    "Gist",
    "Steps",
    "Place",
    "Place in words",
    "Page",
    "Note",
    *(f"{name} {n}" for n in range(1, MOMENTS + 1) for name in ("Moment", "Words")),
)

_CSS = """\
.card {
  --page: #fdfcf7; --text: #14211b; --soft: #45544d; --link: #005653; --edge: #7d857e;
  max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem; background: var(--page); color: var(--text);
  font: 19px/1.45 "Atkinson Hyperlegible Next", system-ui, sans-serif; text-align: left;
}
.card.nightMode, .card.night_mode, .nightMode .card, .night_mode .card {
  --page: #131c18; --text: #f2f0e7; --soft: #b4c1ba; --link: #83d7c6; --edge: #7f8d86;
}
p, h1, h2, ol { margin: 0; }
h1 { font-size: 1.6em; font-weight: 800; line-height: 1.15; }
h2 { margin-top: 1.4em; font-size: 1em; font-weight: 800; }
hr { margin: 1.3em 0; border: 0; border-top: 3px solid var(--text); }
ol { margin-top: 1em; padding-left: 1.4em; }
li { margin: .6em 0; }
a { color: var(--link); }
.ask { margin-top: .7em; color: var(--soft); }
.words { font-size: 1.45em; font-weight: 600; line-height: 1.25; }
.pause { margin-top: .6em; }
.note { margin-top: 1.2em; }
.where { display: flex; gap: .8em; align-items: center; margin-top: 1.4em; color: var(--soft); }
.map { display: grid; flex: none; grid-template: repeat(3, 12px) / repeat(3, 12px); gap: 3px; }
.map i { border: 1px solid var(--edge); }
"""


def deck(links: Links, library: Library, chosen: OwnList | None, language: str, when: int) -> bytes:
    """The deck as Anki imports it: of the chosen techniques in their order, or of all.

    `when` is the time of writing, in seconds since 1970: what Anki has of an earlier time it brings up to date. The
    same deck of the same time is the same bytes.
    """
    import genanki  # brings three libraries, and hardly anybody wants a deck

    name, title = _NAMES[language], _deck_title(chosen)
    terms = _html(f"{links.attribution} ({LICENSE})")
    made = genanki.Deck(_deck_id(language, title), f"{name}::{title}" if title else name, terms)
    note_type = genanki.Model(
        _NOTE_TYPE + list(_TEXTS).index(language),
        name,
        fields=[{"name": field} for field in _FIELDS],
        templates=list(_cards(language)),
        css=_CSS + "\n".join(_marks()),
    )
    for position, each in enumerate(chosen.chosen if chosen else map(Chosen, library.techniques)):
        fields = _fields(links, library, each, language)
        guid = f"coachkompas-{language}-{each.technique.number}"
        tags = _tags(library, each.technique, language)
        made.add_note(genanki.Note(note_type, fields, guid=guid, tags=tags, due=position))
    return _packed(genanki.Package(made), when)


def _deck_title(chosen: OwnList | None) -> str:
    """The list's title; two colons would put a deck within a deck."""
    return re.sub(":{2,}", ":", chosen.title) if chosen else ""


def _deck_id(language: str, title: str) -> int:
    """Where Anki puts the deck: that of all techniques in a language, or one for each title of a list."""
    if not title:
        return _DECK + list(_TEXTS).index(language)
    return _DECK + int.from_bytes(hashlib.sha256(f"{language} {title}".encode()).digest()[:4])


def _tags(library: Library, technique: Technique, language: str) -> list[str]:
    """To choose cards by: `verbinding::hoog`."""
    slugs = {str(level): word.slug[language] for level, word in library.vocabulary.levels.items()}
    return [f"{NAMES[axis][language]}::{slugs[getattr(technique, axis)]}" for axis in ("connection", "challenge")]


def _html(text: str) -> str:
    """A text that says what it says: no markup, and nothing that Anki would play or run, such as `[sound:…]`."""
    return escape(text).replace("[", "&#91;")


def _fields(links: Links, library: Library, each: Chosen, language: str) -> list[str]:
    """What stands on the note, as HTML; every text is a text, also that of a stranger."""
    technique, pause_text = each.technique, _TEXTS[language]["pause"]
    names = {str(level): word.name[language] for level, word in library.vocabulary.levels.items()}
    axes = [f"{NAMES[axis][language]} {names[getattr(technique, axis)]}" for axis in ("connection", "challenge")]
    steps = (f"<li><b>{_html(s.title[language])}</b><br>{_html(s.text[language])}</li>" for s in technique.steps)
    fields = {
        "Title": _html(f"{technique.number}. {technique.title[language]}"),
        "Gist": _html(technique.gist[language]),
        "Steps": f"<ol>{''.join(steps)}</ol>",
        "Place": technique.place,
        "Place in words": ", ".join(axes),
        "Page": _html(links.page("techniques", technique, language)),
        "Note": _html(each.note),
    }
    for n, say in enumerate(technique.say, 1):
        pause = f'<p class="pause">{pause_text.format(say.pause)}</p>' if say.pause else ""
        fields[f"Moment {n}"] = _html(say.moment[language])
        fields[f"Words {n}"] = f'<p class="words">{_html(say.words[language])}</p>{pause}'
    return [fields.get(name, "") for name in _FIELDS]


#: Front and back of the card for a moment: there is none without a moment.
_MOMENT = (
    Template('{{#Moment $n}}<h1>{{Moment $n}}</h1><p class="ask">$moment</p>{{/Moment $n}}'),
    Template("{{FrontSide}}<hr id=answer>{{Words $n}}<h2>{{Title}}</h2>"),
)
#: Front and back of the card for the technique itself.
_TECHNIQUE = (
    Template('<h1>{{Title}}</h1><p class="ask">$technique</p>'),
    Template("{{FrontSide}}<hr id=answer><p>{{Gist}}</p>{{Steps}}"),
)
#: What stands under every answer: the note of who made the list, the place on the map, the page.
_FOOT = Template(
    '{{#Note}}<p class="note">$note: {{Note}}</p>{{/Note}}'
    f'<div class="where"><div class="map {{{{Place}}}}">{"<i></i>" * len(PLACES)}</div>'
    '<p>{{Place in words}}<br><a href="{{Page}}">$page</a></p></div>'
)


def _cards(language: str) -> Iterator[dict[str, str]]:
    """The cards of a note, in the order that they are learned in."""
    texts = _TEXTS[language]
    foot = _FOOT.substitute(texts)
    for n in range(1, MOMENTS + 1):
        front, back = (side.substitute(texts, n=n) for side in _MOMENT)
        yield {"name": f"Moment {n}", "qfmt": front, "afmt": back + foot}
    front, back = (side.substitute(texts) for side in _TECHNIQUE)
    yield {"name": "Technique", "qfmt": front, "afmt": back + foot}


def _marks() -> Iterator[str]:
    """Where each place lies on the map."""
    for cell, place in enumerate(PLACES, 1):
        yield f".map.{place} i:nth-child({cell}) {{ border-color: var(--text); background: var(--text); }}"


def _packed(package: Any, when: int) -> bytes:
    """The package as a file. What genanki writes by itself would differ each time."""
    with closing(sqlite3.connect(":memory:")) as collection:
        package.write_to_db(collection.cursor(), when, count(when * 1000))
        collection.commit()
        database = collection.serialize()
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in (("collection.anki2", database), ("media", "{}")):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()
