"""A tiny handmade content folder, so that tests of the code do not depend on the real content."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from techniques.library import Library
from techniques.loader import load

Data = dict[str, Any]


def both(nl: str, en: str | None = None) -> Data:
    return {"nl": nl, "en": en or nl}


def filler(count: int, word: str = "woord") -> str:
    """A text of `count` words."""
    return " ".join([word] * count)


def technique(number: int, connection: str, challenge: str, nl: str, en: str, **changes: Any) -> Data:
    """A technique that loads, with short texts; `changes` replace fields."""
    data: Data = {
        "number": str(number),
        "connection": connection,
        "challenge": challenge,
        "difficulty": "first-steps",
        "settings": {"one_to_one": "fits", "group": "with-care", "floor": "not"},
        "goals": ["calm"],
        "slug": both(nl, en),
        "title": both(nl.capitalize(), en.capitalize()),
        "short_title": both(nl.capitalize(), en.capitalize()),
        "gist": both(f"Kern van {nl}.", f"Heart of {en}."),
        "say": [
            {"moment": both(f"Moment {i}", f"Moment {i}"), "words": both(f"Zin {i} van {nl}.", f"Line {i} of {en}.")}
            for i in (1, 2, 3)
        ],
        "what": both(filler(60), filler(60, "word")),
        "when": [both(f"Als {i}.", f"When {i}.") for i in (1, 2, 3)],
        "not_when": [both(f"Niet {i}.", f"Not {i}.") for i in (1, 2)],
        "steps": [
            {"title": both(f"Stap {i}", f"Step {i}"), "text": both("Doe dit nu even.", "Do this right now.")}
            for i in (1, 2, 3)
        ],
        "dialogue": {
            "scene": both("De hal, vroeg in de ochtend.", "The hall, early in the morning."),
            "turns": [
                {"who": "leader" if i % 2 else "other", "name": "Ans" if i % 2 else "Bo", **both(f"Beurt {i}.")}
                for i in range(1, 6)
            ]
            + [{"who": "silence", "seconds": "3"}],
            "what_happened": both("Er gebeurde iets wat goed werkte.", "Something happened that worked out well."),
        },
        "instead_of": [{"slips_out": both(f"Zo {i}"), "works": both(f"Liever {i}")} for i in (1, 2)],
        "on_the_floor": both(filler(30)),
        "advanced": {"title": both("Verder"), "text": both(filler(40))},
        "practise": {"task": both(filler(25)), "worked": both(filler(10))},
        "watch_out": [{"pitfall": "rush", "why": both("Je gaat dan te snel.")}],
        "related": [],
        "aliases": {"nl": [f"{nl} eens", f"{nl} anders"], "en": [f"{en} once", f"{en} again"]},
        "editorial": ["dialogue"],
        "sources": [{"document": "book", "section": "1"}],
    }
    return {**data, **deepcopy(changes)}


def related(*numbers: int) -> list[Data]:
    return [{"number": str(n), "relation": "after", "why": both("Past er goed bij.")} for n in numbers]


def reason(number: int) -> Data:
    return {"number": str(number), "why": both("Dat helpt hier.")}


def point(title: str) -> Data:
    return {"title": both(title), "text": both("Vijf gewone kleine losse dingen.")}


def turn(who: str) -> Data:
    return {"who": who, "name": "Ans" if who == "leader" else "Bo", **both("Goed.")}


def goal(position: int, horizon: str, nl: str, en: str, *numbers: int) -> Data:
    return {
        "position": str(position),
        "horizon": horizon,
        "slug": both(nl, en),
        "title": both(nl.capitalize(), en.capitalize()),
        "hint": both("Rustig aan.", "Easy now."),
        "recognise": [both("Dit zie je."), both("Dat zie je.")],
        "advice": both(filler(8)),
        "techniques": [{**reason(n), "words": both("Zeg dit maar.")} for n in numbers],
        "afterwards": both(filler(12)),
        "conversations": ["talk"],
        "aliases": {"nl": [f"{nl} een", f"{nl} twee"], "en": [f"{en} one", f"{en} two"]},
        "editorial": ["techniques"],
        "sources": [{"document": "book", "section": "1"}],
    }


def page(nl: str, en: str, source: list[Data]) -> Data:
    sections = [{"slug": both(f"deel-{i}"), "title": both(f"Deel {i}"), "text": both(filler(10))} for i in range(3)]
    return {"title": both(nl, en), "gist": both("Kort."), "sections": sections, "sources": source}


def content() -> dict[str, Data]:
    """File name to data of the whole tiny content: four techniques on three places."""
    source = [{"document": "book", "section": "1"}]
    word = {"slug": both("x"), "name": both("x"), "label": both("x")}

    def named(nl: str, en: str) -> Data:
        return {**word, "slug": both(nl, en), "name": both(nl, en), "label": both(nl, en)}

    levels = ("low", "mid", "high")
    return {
        "techniques/horen.yaml": technique(1, "high", "low", "horen", "hearing", related=related(2, 3)),
        "techniques/vragen.yaml": technique(
            2, "mid", "mid", "vragen", "asking", related=related(1, 3), difficulty="practised", goals=["push"]
        ),
        "techniques/boos.yaml": technique(
            3,
            "low",
            "high",
            "boos",
            "angry",
            related=related(1, 2),
            settings={"one_to_one": "fits", "group": "not", "floor": "with-care"},
        ),
        "techniques/knikken.yaml": technique(4, "high", "low", "knikken", "nodding", related=related(1, 2)),
        "goals/calm.yaml": goal(1, "now", "rust", "calm", 1, 3, 4),
        "goals/push.yaml": goal(2, "later", "duw", "push", 2, 3, 4),
        "pitfalls/rush.yaml": {
            "position": "1",
            "slug": both("haast", "rush"),
            "title": both("Haast", "Rush"),
            "gist": both("Te snel.", "Too fast."),
            "what": both(filler(30)),
            "risk": both(filler(15)),
            "prone": [both("Als het druk is."), both("Als het laat is.")],
            "notice": [both("Je kijkt op de klok."), both("Je praat snel.")],
            "prevent": [point("Wacht"), point("Adem")],
            "example": {
                "scene": both("De hal, laat op de dag."),
                "wrong": [turn("leader"), turn("other")],
                "right": [turn("leader"), turn("other")],
                "what_happened": both("Het ging de tweede keer beter."),
            },
            "techniques": [reason(1), reason(2)],
            "aliases": {"nl": ["druk", "klok"], "en": ["busy", "clock"]},
            "editorial": ["example"],
            "sources": source,
        },
        "conversations/talk.yaml": {
            "number": "1",
            "slug": both("gesprek", "talk"),
            "title": both("Gesprek", "Talk"),
            "short_title": both("Gesprek", "Talk"),
            "gist": both("Een gesprek.", "A talk."),
            "facts": [both("Tien minuten."), both("Samen apart.")],
            "goal": both(filler(20)),
            "prepare": [both(f"Doe {i}.") for i in range(4)],
            "phases": [
                {
                    "title": both(f"Fase {i}"),
                    "minutes": "2",
                    "connection": "high",
                    "challenge": "low",
                    "what": both("Doe dit nu even."),
                    "say": [both("Zeg dit."), both("Of dat.")],
                    "techniques": [reason(number)],
                    "watch_out": both("Pas op voor dit."),
                }
                for i, number in enumerate((1, 2, 3, 4, 1))
            ],
            "instead_of": [{"slips_out": both(f"Zo {i}"), "works": both(f"Liever {i}")} for i in range(3)],
            "watch_out": [{"pitfall": "rush", "why": both("Je gaat dan te snel.")}] * 2,
            "dialogue": {
                "scene": both("De hal, vroeg in de ochtend."),
                "turns": [turn("leader"), turn("other")] * 6,
                "what_happened": both(filler(10)),
            },
            "afterwards": [both(f"Daarna {i}.") for i in range(3)],
            "checklist": [both(f"Punt {i}.") for i in range(6)],
            "aliases": {"nl": ["praten", "spreken"], "en": ["chat", "speak"]},
            "sources": source,
        },
        "guides/way.yaml": {
            "position": "1",
            "slug": both("weg", "way"),
            "title": both("Weg", "Way"),
            "gist": both("De weg.", "The way."),
            "intro": both(filler(40)),
            "parts": [{**point("Deel"), "steps": [{**point("Stap"), "techniques": ["1"]}]}],
            "closing": both(filler(15)),
            "conversations": ["talk"],
            "aliases": {"nl": ["pad", "route"], "en": ["path", "route"]},
            "editorial": both("De zinnen zijn van ons."),
            "sources": source,
        },
        "pages/method.yaml": page("Methode", "Method", source),
        "pages/about.yaml": page("Over", "About", source),
        "pages/accessibility.yaml": page("Toegankelijk", "Accessible", source),
        "moments.yaml": {
            "moments": {
                "shout": {
                    "position": "1",
                    "slug": both("schreeuwt", "shouts"),
                    "title": both("Iemand schreeuwt", "Someone shouts"),
                    "say": both("Stop."),
                    "techniques": ["1", "3"],
                    "not_do": both("Schreeuw niet terug."),
                    "goal": "calm",
                    "conversation": "talk",
                    "aliases": {"nl": ["gillen", "roepen"], "en": ["yell", "scream"]},
                }
            }
        },
        "behaviour.yaml": {
            "text": both(filler(15)),
            "handy": [both(f"Goed gedrag {i}") for i in range(4)],
            "unhandy": [both(f"Minder gedrag {i}") for i in range(4)],
            "sources": source,
        },
        "glossary.yaml": {
            "terms": {
                "word": {
                    "slug": both("woord", "word"),
                    "title": both("Woord", "Word"),
                    "meaning": both("Een woord.", "A word."),
                    "explanation": both(filler(15, "uitleg")),
                    "forms": {"nl": ["woord"], "en": ["word"]},
                }
            }
        },
        "sources.yaml": {"documents": {"book": {"title": both("Boek", "Book"), "credit": both("Het boek.", "It.")}}},
        "redirects.yaml": {"redirects": {}},
        "vocabulary.yaml": {
            "levels": {
                "low": named("laag", "low"),
                "mid": named("midden", "mid"),
                "high": named("hoog", "high"),
            },
            "places": [
                {"connection": c, "challenge": u, "gist": both(f"Plek {c} {u}.")} for c in levels for u in levels
            ],
            "horizons": {
                h: {"title": both(h), "hint": both(h), "places": ["high-low"]} for h in ("now", "later", "keep")
            },
            "settings": {
                "one_to_one": named("een-op-een", "one-to-one"),
                "group": named("groep", "group"),
                "floor": named("werkvloer", "floor"),
            },
            "fits": {k: both(k) for k in ("fits", "with-care", "not")},
            "difficulties": {
                "first-steps": named("eerste-stappen", "first-steps"),
                "practised": named("geoefend", "practised"),
            },
            "relations": {k: both(k) for k in ("before", "after", "softer", "sharper")},
            "foreign": {"nl": [], "en": ["Coachen op de werkplek"]},
            "kinds": {
                k: named(k, k)
                for k in ("techniques", "moments", "goals", "conversations", "pitfalls", "guides", "terms")
            },
        },
    }


class _Plain(yaml.SafeDumper):
    """Writes everything out, as an author would."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(folder: Path, files: dict[str, Data]) -> Path:
    """Write content to a folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def library(folder: Path) -> Library:
    """The tiny Library, loaded from `folder` after writing it there."""
    return load(write(folder, content()))
