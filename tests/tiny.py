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
        "goals/calm.yaml": {
            "position": "1",
            "horizon": "now",
            "slug": both("rust", "calm"),
            "title": both("Rust", "Calm"),
            "hint": both("Rustig aan.", "Easy now."),
            "advice": both(filler(8)),
            "sources": source,
        },
        "goals/push.yaml": {
            "position": "2",
            "horizon": "later",
            "slug": both("duw", "push"),
            "title": both("Duw", "Push"),
            "hint": both("Kom op.", "Come on."),
            "advice": both(filler(8)),
            "sources": source,
        },
        "pitfalls/rush.yaml": {
            "position": "1",
            "slug": both("haast", "rush"),
            "title": both("Haast", "Rush"),
            "gist": both("Te snel.", "Too fast."),
            "sources": source,
        },
        "glossary.yaml": {
            "terms": {
                "word": {
                    "slug": both("woord", "word"),
                    "title": both("Woord", "Word"),
                    "meaning": both("Een woord.", "A word."),
                    "forms": {"nl": ["woord"], "en": ["word"]},
                }
            }
        },
        "sources.yaml": {"documents": {"book": {"title": both("Boek", "Book"), "credit": both("Het boek.", "It.")}}},
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
        },
    }


def write(folder: Path, files: dict[str, Data]) -> Path:
    """Write content to a folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def library(folder: Path) -> Library:
    """The tiny Library, loaded from `folder` after writing it there."""
    return load(write(folder, content()))
