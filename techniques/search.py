"""Search over every field and alias, with an index of whole numbers that a browser can use as it is.

The index holds passages (one text of one page) and, for each word, the passages that hold it with a
weight. All weights are whole numbers made at load; a query only adds and compares them:

- a word of the query matches an index word exactly, as its beginning, with an ending of its own (`fouten` and
  `fout`), inside it (Dutch compounds: `gesprek` in `veiligheidsgesprek`), or, when none of these, with one
  typing error;
- a page scores for each word of the query the best passage that matches it, and more for a passage that
  holds the whole query as it stands;
- ties go to the order of the kinds, and then to the order within a kind.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from techniques.library import Library, texts

#: What a match in a field is worth. Titles and search words first, then what a reader would remember.
FIELD_WEIGHTS: Mapping[str, int] = {
    "title": 60,
    "aliases": 52,
    "gist": 20,
    "recognise": 16,
    "when": 16,
    "say": 14,
    "what": 12,
    "steps": 12,
    "not_when": 8,
    "instead_of": 8,
    "dialogue": 7,
    "on_the_floor": 7,
    "advanced": 6,
    "practise": 6,
    "watch_out": 5,
    "related": 3,
}

#: What a match in any other field is worth.
OTHER_WEIGHT = 6
#: Fields that are another field in this respect.
ALIKE: Mapping[str, str] = {"short_title": "title", "forms": "aliases", "hint": "gist", "meaning": "gist"}

#: Percentages of a word's weight for each way of matching.
EXACT, BEGINS, SHORTER, INSIDE, TYPO = 100, 75, 60, 55, 45
#: Fewest letters for a match of a word's beginning, inside a word, and for forgiving a typing error.
MIN_BEGINS, MIN_INSIDE, MIN_TYPO = 3, 4, 5
#: Most letters that a query's word may have too many, as a plural does: `fouten` finds `fout`.
MAX_ENDING = 2
#: Most words of a query that are looked at.
MAX_WORDS = 8
#: Worth of a passage that holds the words of the query in a row, per unit of its field's weight; and of one
#: that is the query.
PHRASE, WHOLE = 12, 24

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents: `Één` becomes `een`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Folded words of a text, apostrophes dropped: `collega's` becomes `collegas`."""
    return _WORD.findall(fold(text).replace("'", "").replace("’", ""))


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of one page: its kind, its identifier within the kind, the field, the text."""

    kind: str
    key: str
    field: str
    text: str

    @property
    def page(self) -> tuple[str, str]:
        """Kind and identifier of the page that it stands on."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Index:
    """Passages, and for each word the places and weights of its passages: place, weight, place, weight, …"""

    passages: tuple[Passage, ...]
    folded: tuple[str, ...]
    postings: Mapping[str, array[int]]
    lexicon: str
    order: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches, its score, and the passage that matched best with the words to mark."""

    kind: str
    key: str
    score: int
    passage: Passage
    marks: tuple[str, ...]


def build(library: Library, language: str) -> Index:
    """Make the index of one language."""
    pages = [(kind, key, thing) for kind, things in library.kinds().items() for key, thing in things.items()]
    passages = tuple(p for kind, key, thing in pages for p in _passages(kind, key, thing, language))
    counted = [Counter(words(p.text)) for p in passages]
    held_by: dict[str, set[tuple[str, str]]] = {}
    for passage, counter in zip(passages, counted, strict=True):
        for word in counter:
            held_by.setdefault(word, set()).add(passage.page)

    total = len(pages)
    postings: dict[str, array[int]] = {}
    for i, (passage, counter) in enumerate(zip(passages, counted, strict=True)):
        length = sum(counter.values())
        for word in counter:
            rarity = math.log(1 + total / len(held_by[word]))
            dilution = 1 / (1 + math.log1p(length) / 8)
            weight = round(10 * FIELD_WEIGHTS.get(passage.field, OTHER_WEIGHT) * rarity * dilution)
            postings.setdefault(word, array("i")).extend((i, weight))
    ordered = dict(sorted(postings.items()))
    folded = tuple(f" {' '.join(words(p.text))} " for p in passages)
    order = {(kind, key): i for i, (kind, key, _) in enumerate(pages)}
    return Index(passages, folded, ordered, "\n".join(("", *ordered, "")), order)


def _passages(kind: str, key: str, thing: object, language: str) -> Iterator[Passage]:
    seen = set()
    for (name, *_), text in texts(thing, language):
        field = ALIKE.get(name, name)
        if field != "slug" and (field, text) not in seen:
            seen.add((field, text))
            yield Passage(kind, key, field, text)


def search(index: Index, query: str) -> tuple[Hit, ...]:
    """Pages that match a query, best first. Any text will do; without words there are no hits."""
    asked = list(dict.fromkeys(words(query)))[:MAX_WORDS]
    best: dict[tuple[str, str], dict[str, tuple[int, int, str]]] = {}
    for word in asked:
        for found, share in _matches(index, word).items():
            places = index.postings[found]
            for i, weight in zip(places[::2], places[1::2], strict=True):
                score = weight * share // 100
                matched = best.setdefault(index.passages[i].page, {})
                if (score, -i) > matched.get(word, (0, 0, ""))[:2]:
                    matched[word] = (score, -i, found)

    phrases = _phrases(index, asked) if len(asked) > 1 else {}
    hits = []
    for page, matched in best.items():
        base = sum(score for score, _, _ in matched.values()) * len(matched) // len(asked)
        bonus, where = phrases.get(page, (0, -1))
        if where < 0:
            where = -max(matched.values())[1]
        marks = tuple(dict.fromkeys([*asked, *(found for _, _, found in matched.values())]))
        hits.append(Hit(*page, base + bonus, index.passages[where], marks))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, index.order[hit.kind, hit.key])))


def _phrases(index: Index, asked: list[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """For each page the best passage that holds the words of the query in a row: its bonus and place."""
    phrase = f" {' '.join(asked)}"
    whole = f"{phrase} "
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for i, text in enumerate(index.folded):
        if phrase in text:
            passage = index.passages[i]
            bonus = (WHOLE if text == whole else PHRASE) * FIELD_WEIGHTS.get(passage.field, OTHER_WEIGHT)
            if bonus > found.get(passage.page, (0, 0))[0]:
                found[passage.page] = (bonus, i)
    return found


def _matches(index: Index, word: str) -> dict[str, int]:
    """Index words that a word of the query matches, each with its share in percent."""
    found: dict[str, int] = {}
    if len(word) >= MIN_INSIDE:
        for match in re.finditer(rf"\n([^\n]+){re.escape(word)}[^\n]*", index.lexicon):
            found[match.group()[1:]] = INSIDE
    if len(word) >= MIN_BEGINS:
        for match in re.finditer(rf"\n{re.escape(word)}[^\n]*", index.lexicon):
            found[match.group()[1:]] = BEGINS
    if word in index.postings:
        found[word] = EXACT
    if not found and len(word) >= MIN_TYPO:
        found = dict.fromkeys(_near(index, word), TYPO)
    for ending in range(1, min(MAX_ENDING, len(word) - MIN_INSIDE) + 1):
        if word[:-ending] in index.postings:
            found.setdefault(word[:-ending], SHORTER)
    return found


def _near(index: Index, word: str) -> Iterator[str]:
    """Index words one typing error away. One error leaves the first or the second half as it was."""
    half = len(word) // 2
    head, tail = re.escape(word[:half]), re.escape(word[half:])
    for pattern in (
        rf"\n{head}[^\n]*",
        rf"\n[^\n]*{tail}(?=\n)",
        rf"\n{head[:-1]}[^\n]{{{len(word) - half + 1}}}(?=\n)",
    ):
        for match in re.finditer(pattern, index.lexicon):
            other = match.group()[1:]
            if abs(len(other) - len(word)) <= 1 and one_error_apart(word, other):
                yield other


def one_error_apart(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, turns `a` into `b`."""
    if a == b:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((n for n in range(len(a)) if a[n] != b[n]), len(a))
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    return len(b) - len(a) == 1 and a[i:] == b[i + 1 :]
