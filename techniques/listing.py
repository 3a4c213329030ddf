"""The list of techniques and other pages: what filters and search leave of it, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from techniques.fields import Horizon
from techniques.filters import Filters, apply
from techniques.kinds import Technique
from techniques.library import Library
from techniques.search import Hit, Index, search


@dataclass(frozen=True, slots=True)
class Result:
    """A page in a list, with what search found on it if anything was searched."""

    thing: Any
    hit: Hit | None = None


#: Most results shown of one kind, techniques excepted.
MOST = 12
#: Techniques excepted, what has less than the best hit's score divided by this is left out.
FAR = 4


def listed(library: Library, index: Index, asked: Filters) -> dict[str, list[Result]]:
    """What fits, by kind: what search finds, or without search text everything of the chosen kinds."""
    fitting = {str(t.number): t for t in apply(asked, library.techniques)}
    kinds: dict[str, Mapping[str, Any]] = {**library.kinds(), "techniques": fitting}
    if wanted := asked.get("kind"):
        kinds = {kind: kinds[kind] for kind in wanted}
    elif not asked.query or asked.narrows_techniques:
        kinds = {"techniques": fitting}
    found: dict[str, list[Result]]
    if asked.query:
        hits = search(index, asked.query)
        # The kind with the best hit comes first; what matches far less is left out.
        found = {kind: [] for kind in dict.fromkeys(hit.kind for hit in hits) if kind in kinds}
        for hit in hits:
            thing = kinds.get(hit.kind, {}).get(hit.key)
            if thing and (hit.kind == "techniques" or FAR * hit.score >= hits[0].score):
                found[hit.kind].append(Result(thing, hit))
    else:
        found = {kind: [Result(thing) for thing in things.values()] for kind, things in kinds.items()}
        if "techniques" in found:
            found["techniques"] = [Result(t) for t in _in_order(library, asked, tuple(fitting.values()))]
    most = {"techniques": len(library.techniques)}
    return {kind: results[: most.get(kind, MOST)] for kind, results in found.items() if results}


def _in_order(library: Library, asked: Filters, fitting: tuple[Technique, ...]) -> list[Technique]:
    """By number; but what has to happen now starts with challenge, as the method says, and mends contact after."""
    goals = [library.goals[name] for name in asked.get("goal")]
    if goals and all(goal.horizon is Horizon.NOW for goal in goals):
        return sorted(fitting, key=lambda t: -t.challenge.step)
    return list(fitting)
