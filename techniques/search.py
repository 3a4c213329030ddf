"""Search over every field and alias, in whole numbers, so that a browser finds the same to the digit.

The index holds passages (one text of one page), each with a weight for its field and its length, and for each
word the best passage of every page that holds it. What a match is worth is a product of whole numbers: of the
passage, of the word's rarity, of the way of matching. `static/js/search.js` is this module for a browser, and
`techniques/searchfile.py` writes what it reads. A query only multiplies, adds and compares:

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

#: What the product of a passage's weight, a word's rarity and a share in percent is divided by.
SCALE = 1_000_000

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents: `Één` becomes `een`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).lower()


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
    """Passages by their places, and for each word the places of the best passage of every page that holds it."""

    pages: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    folded: tuple[str, ...]
    #: By place: the passage's page, and what a match in it is worth.
    page_of: array[int]
    weights: array[int]
    #: By page, and one more: where its passages begin.
    begins: array[int]
    postings: Mapping[str, array[int]]
    lexicon: str
    #: What a word is worth by the number of pages that hold it.
    rarity: tuple[int, ...]


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
    passages: list[Passage] = []
    folded: list[str] = []
    page_of, weights, begins = array("i"), array("i"), array("i")
    postings: dict[str, array[int]] = {}
    for number, (kind, key, thing) in enumerate(pages):
        begins.append(len(passages))
        best: dict[str, int] = {}
        for passage in _passages(kind, key, thing, language):
            held = words(passage.text)
            weight, place = field_weight(passage.field) * dilution(len(held)), len(passages)
            passages.append(passage)
            folded.append(f" {' '.join(held)} ")
            page_of.append(number)
            weights.append(weight)
            for word in held:
                if weight > weights[best.setdefault(word, place)]:
                    best[word] = place
        for word, place in best.items():
            postings.setdefault(word, array("i")).append(place)
    begins.append(len(passages))
    ordered = dict(sorted(postings.items()))
    return Index(
        tuple((kind, key) for kind, key, _ in pages),
        tuple(passages),
        tuple(folded),
        page_of,
        weights,
        begins,
        ordered,
        "\n".join(("", *ordered, "")),
        tuple(rarity(count, len(pages)) for count in range(len(pages) + 1)),
    )


def field_weight(field: str) -> int:
    """What a match in a field is worth."""
    return FIELD_WEIGHTS.get(field, OTHER_WEIGHT)


def dilution(length: int) -> int:
    """How much of its field's weight is left to a passage of so many words, in thousandths."""
    return round(1000 / (1 + math.log1p(length) / 8))


def rarity(count: int, total: int) -> int:
    """What a word is worth that `count` of `total` pages hold, in hundredths."""
    return round(100 * math.log(1 + total / count)) if count else 0


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
    # By page, for each word of the query that it matches: the score, the place (less is better), the word there.
    best: dict[int, dict[str, tuple[int, int, str]]] = {}
    for word in asked:
        for found, share in _matches(index, word).items():
            places = index.postings[found]
            worth = index.rarity[len(places)] * share
            for place in places:
                score = index.weights[place] * worth // SCALE
                matched = best.setdefault(index.page_of[place], {})
                if (score, -place) > matched.get(word, (0, 0, ""))[:2]:
                    matched[word] = (score, -place, found)

    phrases = _phrases(index, asked) if len(asked) > 1 else {}
    hits = []
    for page, matched in sorted(best.items()):
        base = sum(score for score, _, _ in matched.values()) * len(matched) // len(asked)
        bonus, where = phrases.get(page) or (0, -max(matched.values())[1])
        marks = tuple(dict.fromkeys([*asked, *(found for _, _, found in matched.values())]))
        hits.append(Hit(*index.pages[page], base + bonus, index.passages[where], marks))
    hits.sort(key=lambda hit: -hit.score)
    return tuple(hits)


def _phrases(index: Index, asked: list[str]) -> dict[int, tuple[int, int]]:
    """For each page the best passage that holds the words of the query in a row: its bonus and place.

    The last word may be the beginning of one. All others are there as they stand, so only pages that hold the
    rarest of those can have such a passage.
    """
    phrase = f" {' '.join(asked)}"
    whole = f"{phrase} "
    found: dict[int, tuple[int, int]] = {}
    for page in (index.page_of[place] for place in min((index.postings.get(w, ()) for w in asked[:-1]), key=len)):
        for place in range(index.begins[page], index.begins[page + 1]):
            if phrase in (text := index.folded[place]):
                bonus = (WHOLE if text == whole else PHRASE) * field_weight(index.passages[place].field)
                if bonus > found.get(page, (0, 0))[0]:
                    found[page] = (bonus, place)
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
