"""A handmade set of items and answers to it, so that tests of the self-test do not depend on the real items."""

from __future__ import annotations

from typing import Any

from selftest.answers import Answers, Choice, empty
from selftest.instrument import Items, Situation
from tests.tiny import both

CORNERS = [("low", "low"), ("low", "high"), ("high", "low"), ("high", "high")]
EDGES = [("low", "mid"), ("high", "mid"), ("mid", "low"), ("mid", "high")]

Value = tuple[int, int]


def items_data(**changes: Any) -> dict[str, Any]:
    """Eight corner items, then eight edge items; every other one calls for challenge."""
    situations = []
    for i in range(16):
        places = CORNERS if i < 8 else EDGES
        situations.append(
            {
                "id": f"item-{i + 1}",
                "kind": "corner" if i < 8 else "edge",
                "calls_for": "safety" if i % 2 else "challenge",
                "title": both(f"Geval {i + 1}", f"Case {i + 1}"),
                "text": both("Er gebeurt iets op de werkvloer en iedereen kijkt naar jou. Wat doe je?"),
                "options": [
                    {
                        "id": "abcd"[k],
                        "connection": places[k][0],
                        "challenge": places[k][1],
                        "text": both(f"Ik doe nu ding {'abcd'[k]} bij geval {i + 1}."),
                    }
                    for k in range(4)
                ],
            }
        )
    statements = [
        {
            "id": f"statement-{k + 1}",
            "pitfall": "own-safety" if k < 4 else "own-challenge",
            "reversed": str(k % 2 == 1).lower(),
            "text": both(f"Dit is gewoon uitspraak nummer {k + 1}."),
        }
        for k in range(8)
    ]
    labels = [both(f"Stand {k}", f"Step {k}") for k in range(5)]
    return {
        "version": "1",
        "published": "2026-11",
        "change": both("Eerste versie om te proberen."),
        "situations": situations,
        "techniques": [str(n) for n in range(1, 27)],
        "frequency": labels,
        "unknown": both("Ken ik niet", "Don't know it"),
        "statements": statements,
        "agreement": labels,
        **changes,
    }


def items() -> Items:
    return Items.model_validate(items_data())


def option(situation: Situation, value: Value) -> str:
    """Id of the option with a value."""
    return next(o.id for o in situation.options if o.value == value)


def answering(made: Items, corner: tuple[Value, Value], edge: tuple[Value, Value], skip: int = 0) -> Answers:
    """Most and least by value, the same for all corner and all edge items; the last `skip` items left out."""
    answers = empty(made.version, len(made.situations), len(made.techniques), len(made.statements))
    for i, situation in enumerate(made.situations[: len(made.situations) - skip]):
        most, least = corner if situation.kind == "corner" else edge
        answers = answers.with_situation(i, Choice(option(situation, most), option(situation, least)))
    return answers


def safest(made: Items, skip: int = 0) -> Answers:
    """Most: connection without challenge; least: the opposite."""
    return answering(made, ((1, -1), (-1, 1)), ((1, 0), (-1, 0)), skip)


def boldest(made: Items) -> Answers:
    """Most: challenge without connection; least: the opposite."""
    return answering(made, ((-1, 1), (1, -1)), ((0, 1), (0, -1)))
