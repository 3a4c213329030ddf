"""Slides for a training room: six for each technique, 16:9, short enough to read from the back row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from techniques import qr
from techniques.fields import Level
from techniques.kinds import Technique
from techniques.library import Library
from techniques.ownlist import Chosen
from techniques.typeface import printable
from techniques.typesetting import Job

#: The short link of a technique for readers of a language, as it travels.
LinkOf = Callable[[Technique, str], str]


def slides(library: Library, found: Technique, language: str, words: Mapping[str, Any], link_of: LinkOf) -> Job:
    """The slides of one technique.

    `words` are the interface's, as `techniques.handouts.words` gives them.
    """
    return _job(library, (Chosen(found),), language, words, link_of, found.title[language])


def deck(
    library: Library,
    chosen: Sequence[Chosen],
    language: str,
    words: Mapping[str, Any],
    link_of: LinkOf,
    title: str = "",
) -> Job:
    """A title slide with the map, then the slides of each technique, its maker's note on the first of them.

    Without a title it is called after the techniques.
    """
    job = _job(library, chosen, language, words, link_of, printable(title) or words["title"])
    levels = [library.vocabulary.levels[level].name[language] for level in Level]
    places = [[each.technique.number, each.technique.place] for each in chosen]
    return Job(job.template, {**job.data, "map": sorted(places), "levels": levels})


def _job(
    library: Library,
    chosen: Sequence[Chosen],
    language: str,
    words: Mapping[str, Any],
    link_of: LinkOf,
    title: str,
) -> Job:
    data = {
        "language": language,
        "words": dict(words),
        "title": title,
        "techniques": [
            _data(library, each.technique, language, link_of(each.technique, language)) | {"note": printable(each.note)}
            for each in chosen
        ],
    }
    return Job("slides.typ", data)


def _data(library: Library, found: Technique, language: str, link: str) -> dict[str, Any]:
    levels = library.vocabulary.levels
    return {
        "number": found.number,
        "place": found.place,
        "connection": levels[found.connection].name[language],
        "challenge": levels[found.challenge].name[language],
        "title": found.title[language],
        "short_title": found.short_title[language],
        "gist": found.gist[language],
        "say": [
            {"moment": say.moment[language], "words": say.words[language], "pause": say.pause} for say in found.say
        ],
        "steps": [step.title[language] for step in found.steps],
        "when": [text[language] for text in found.when],
        "not_when": [text[language] for text in found.not_when],
        "pairs": [[pair.slips_out[language], pair.works[language]] for pair in found.instead_of],
        "task": found.practise.task[language],
        "worked": found.practise.worked[language],
        "link": link,
        "qr": qr.drawing(link),
    }
