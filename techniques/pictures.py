"""Share pictures: what stands beside a link in a message, 1200 by 630 pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from techniques import matrix
from techniques.kinds import Conversation, Technique
from techniques.library import Library
from techniques.typesetting import Job

#: Pixels. Twice the points of the template's page.
WIDTH, HEIGHT = 1200, 630


def technique(library: Library, found: Technique, language: str, words: Mapping[str, str]) -> Job:
    """A technique on the colour of its place: number, title, and the first sentence to say.

    `words` are the interface's, as `techniques.handouts.words` gives them.
    """
    levels = library.vocabulary.levels
    data = {
        "kind": "technique",
        "language": language,
        "words": dict(words),
        "number": found.number,
        "place": found.place,
        "title": found.title[language],
        "say": found.say[0].words[language],
        "connection": levels[found.connection].name[language],
        "challenge": levels[found.challenge].name[language],
    }
    return Job("picture.typ", data, "png")


def conversation(found: Conversation, language: str) -> Job:
    """A key conversation: title, gist, and the route of its phases on the map."""
    data = {
        "kind": "conversation",
        "language": language,
        "title": found.title[language],
        "gist": found.gist[language],
        "stops": [asdict(stop) for stop in matrix.route(phase.place for phase in found.phases)],
    }
    return Job("picture.typ", data, "png")
