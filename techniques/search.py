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
from operator import itemgetter
from typing import NamedTuple

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

    passages: tuple[Passage, ...]
    #: By place: the number of the passage's page, and what a match in it is worth.
    page_of: array[int]
    weights: array[int]
    #: By page: its folded passages, one a line, and the place of the first.
    folded: tuple[str, ...]
    begins: array[int]
    postings: Mapping[str, array[int]]
    lexicon: str
    #: What a word is worth by the number of pages that hold it.
    rarity: tuple[int, ...]


class Hit(NamedTuple):
    """A page that matches, its score, the passage that matched best, and the words asked for and found."""

    score: int
    passage: Passage
    asked: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Kind of the page."""
        return self.passage.kind

    @property
    def key(self) -> str:
        """Identifier of the page within its kind."""
        return self.passage.key

    @property
    def marks(self) -> tuple[str, ...]:
        """The words to mark."""
        return tuple(dict.fromkeys((*self.asked, *self.found)))


def build(library: Library, language: str) -> Index:
    """Make the index of one language."""
    pages = [(kind, key, thing) for kind, things in library.kinds().items() for key, thing in things.items()]
    passages: list[Passage] = []
    folded: list[str] = []
    page_of, weights, begins = array("i"), array("i"), array("i")
    postings: dict[str, array[int]] = {}
    for number, (kind, key, thing) in enumerate(pages):
        begins.append(len(passages))
        lines = []
        best: dict[str, int] = {}
        for passage in _passages(kind, key, thing, language):
            held = words(passage.text)
            weight, place = field_weight(passage.field) * dilution(len(held)), len(passages)
            passages.append(passage)
            lines.append(f" {' '.join(held)} ")
            page_of.append(number)
            weights.append(weight)
            for word in held:
                if weight > weights[best.setdefault(word, place)]:
                    best[word] = place
        folded.append("\n".join(lines))
        for word, place in best.items():
            postings.setdefault(word, array("i")).append(place)
    ordered = dict(sorted(postings.items()))
    return Index(
        tuple(passages),
        page_of,
        weights,
        tuple(folded),
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
    asked = tuple(dict.fromkeys(words(query)))[:MAX_WORDS]
    matches = [_best(index, word) for word in asked]
    phrase = f" {' '.join(asked)}"
    hits = []
    for page in sorted(set().union(*matches)):
        matched = [best[page] for best in matches if page in best]
        score = sum([score for score, _, _ in matched]) * len(matched) // len(asked)
        place = -max(matched)[1]
        if len(matched) == len(asked) > 1 and phrase in index.folded[page]:
            bonus, place = _phrase(index, page, phrase)
            score += bonus
        hits.append(Hit(score, index.passages[place], asked, tuple([found for _, _, found in matched])))
    hits.sort(key=itemgetter(0), reverse=True)
    return tuple(hits)


def _best(index: Index, word: str) -> dict[int, tuple[int, int, str]]:
    """For each page that matches a word of the query its best match: score, place (less is better), word there."""
    weights, page_of = index.weights, index.page_of
    best: dict[int, tuple[int, int, str]] = {}
    for found, share in _matches(index, word).items():
        places = index.postings[found]
        worth = index.rarity[len(places)] * share
        for place in places:
            match = (weights[place] * worth // SCALE, -place, found)
            page = page_of[place]
            if page not in best or match > best[page]:
                best[page] = match
    return best


def _phrase(index: Index, page: int, phrase: str) -> tuple[int, int]:
    """Bonus and place of the best passage of a page that holds the words of the query in a row.

    The last word may be the beginning of one.
    """
    first = index.begins[page]
    lines = [(place, line) for place, line in enumerate(index.folded[page].split("\n"), first) if phrase in line]
    worths = [
        (WHOLE if line == f"{phrase} " else PHRASE) * field_weight(index.passages[place].field) for place, line in lines
    ]
    bonus = max(worths)
    return bonus, lines[worths.index(bonus)][0]


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
