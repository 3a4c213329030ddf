"""What a browser needs to search and filter by itself, in one language: the file that `static/js/search.js` reads.

Texts come with what their fields are worth, and without an index: the browser makes that, and finds what the server
finds. What it shows comes from the server's own templates, so that the two can't drift apart. Where a text holds
numbers, there is an example for one and one for more, in which the browser puts its own; QUERY stands for what was
searched.
"""

from __future__ import annotations

import hashlib
import json
from html import unescape
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from techniques import filters, matrix, search, store
from techniques.fields import Horizon, Language
from techniques.library import Library
from techniques.listing import FAR, MOST

#: Stands for the text that was searched.
QUERY = "{}"


def text(language: str) -> str:
    """The file, as JSON."""
    return _json({"version": version(language), **_parts(language)})


def version(language: str) -> str:
    """Hash of the file: a page that carries the same can be answered from it."""
    versions = store.current().versions
    if language not in versions:
        versions[language] = hashlib.sha256(_json(_parts(language)).encode()).hexdigest()[:12]
    return versions[language]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parts(language: str) -> dict[str, Any]:
    library, index = store.library(), store.index(language)
    fields = {passage.field: search.field_weight(passage.field) for passage in index.passages}
    longest = max(len(line.split()) for text in index.folded for line in text.split("\n"))
    with translation.override(language):
        return {
            "language": language,
            "addresses": {each.value: reverse(f"{each}:techniques") for each in Language},
            "fields": {name: [weight, _html("_where", field=name)] for name, weight in fields.items()},
            "lengths": [search.dilution(count) for count in range(longest + 1)],
            "rarity": index.rarity,
            "pages": _pages(library, index, language),
            "filters": [_filter(library, name) for name in filters.NAMES],
            "most": MOST,
            "far": FAR,
            "heads": [_head(), _head(query=QUERY)],
            "counts": {
                what: [_html("_counted", what=what, count=count, total=2) for count in (1, 2)]
                for what in ("found", "techniques", "map", "cell")
            },
            "map": _html("_on_map", library=library, matrix=matrix.matrix(library, library.techniques)),
            "nothing": [_html("_nothing"), _html("_nothing", query=QUERY)],
        }


def _pages(library: Library, index: search.Index, language: str) -> list[dict[str, Any]]:
    """Each page with its row in the list and its texts by field, in the index's order."""
    kinds = library.kinds()
    pages = []
    for (kind, key), passages in groupby(index.passages, lambda passage: passage.page):
        thing = kinds[kind][key]
        page: dict[str, Any] = {"kind": kind, "key": key, "row": _html("_result", kind=kind, thing=thing)}
        if kind == "techniques":
            page["say"] = _html("_why", kind=kind, thing=thing, asked=filters.Filters(chosen={"kind": (kind,)}))
            page["step"] = thing.challenge.step
            page["values"] = {
                filters.NAMES[name][language]: [_slugs(library, name)[word][language] for word in words]
                for name, words in filters.held(thing).items()
            }
        page["texts"] = [[field, *(p.text for p in run)] for field, run in groupby(passages, lambda p: p.field)]
        pages.append(page)
    return pages


def _filter(library: Library, name: str) -> dict[str, Any]:
    """A filter's name and its values in each language's addresses, with what the page shows for a value."""
    values: list[dict[str, Any]] = []
    for word, slugs in _slugs(library, name).items():
        value: dict[str, Any] = {**slugs}
        if name == "goal":
            value["now"] = library.goals[word].horizon is Horizon.NOW
            value["head"] = _head(goal=library.goals[word])
        if name == "kind":
            kind: Any = library.vocabulary.kinds[word]  # type: ignore[index]  # a StrEnum's own value
            value["kind"] = word
            value["section"] = _html("_results", found=[(kind, word, [])])
        values.append(value)
    return {"name": filters.NAMES[name], "values": values}


def _slugs(library: Library, name: str) -> dict[str, dict[str, str]]:
    """The values of a filter in the content's own words, each with its slug by language."""
    slugs: dict[str, dict[str, str]] = {}
    for language in Language:
        for slug, word in filters.slugs(library, name, language).items():
            slugs.setdefault(word, {})[language.value] = slug
    return slugs


def _head(**asked: object) -> dict[str, str]:
    """Title and heading of the page; the title as text."""
    return {"title": unescape(_html("_title", **asked)), "intro": _html("_intro", **asked)}


def _html(template: str, **context: object) -> str:
    return render_to_string(f"techniques/{template}.html", context).strip()
