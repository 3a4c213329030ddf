"""The plain-language check: is a text as easy to read as we promise?

Measures per file and language: sentence length, reading ease, office words, spelling. Ease is Flesch's for
English and Douma's version for Dutch (W. Douma, De leesbaarheid van landbouwbladen, 1960), with the
glossary's terms left out, since a reader meets those with their meaning.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from techniques.fields import Language
from techniques.library import Library, leaves, texts

#: Limits: mean and greatest number of words in a sentence, and least ease.
MAX_MEAN, MAX_SENTENCE, MIN_EASE = 12.0, 20, 60.0

#: Hunspell's dictionary for each language.
DICTIONARIES: Mapping[str, str] = {"nl": "nl_NL", "en": "en_GB"}

#: Fields that name things instead of telling them.
_NAMES = {"slug", "title", "short_title", "name", "label", "aliases", "forms", "fits", "relations"}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[’”\"')]*\s+|\n\s*\n")
_CLITIC = re.compile(r"'(?:s|ll|d|ve|re)$")
_VOWELS = {
    "nl": re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyäëïöüáéíóúàèê]"),
    "en": re.compile(r"[aeiouy]+"),
}


def sentences(text: str) -> list[str]:
    """Sentences of a text. A colon or semicolon ends one too: a reader breathes there."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """Words of a text, without numbers and signs."""
    return _WORD.findall(text)


def syllables(word: str, language: str) -> int:
    """Number of syllables, at least 1, counted by groups of vowels."""
    folded = word.casefold()
    count = len(_VOWELS[language].findall(folded))
    if language == "en" and count > 1 and folded.endswith("e") and not folded.endswith("le"):
        count -= 1
    return max(1, count)


def ease(sentence_words: list[list[str]], language: str) -> float:
    """Reading ease of sentences given as words; higher is easier, 60 and up is plain."""
    all_words = [word for sentence in sentence_words for word in sentence]
    if not all_words:
        return 100.0
    length = len(all_words) / len(sentence_words)
    weight = sum(syllables(word, language) for word in all_words) / len(all_words)
    if language == "nl":
        return 206.84 - 77 * weight - 0.93 * length
    return 206.835 - 84.6 * weight - 1.015 * length


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file reads in one language."""

    name: str
    language: str
    sentences: int
    mean: float
    longest: tuple[str, ...]
    ease: float
    office_words: tuple[str, ...]
    misspelt: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What stands above the limits, in words; empty when all is well."""
        found = []
        if self.mean > MAX_MEAN:
            found.append(f"mean sentence of {self.mean:.1f} words; expected at most {MAX_MEAN:.0f}")
        found += [f"sentence of more than {MAX_SENTENCE} words: {sentence}" for sentence in self.longest]
        if self.ease < MIN_EASE:
            found.append(f"reading ease {self.ease:.0f}; expected at least {MIN_EASE:.0f}")
        found += [f"office word '{word}'; expected an everyday word" for word in self.office_words]
        found += [f"spelling: '{word}'" for word in self.misspelt]
        return tuple(found)


def measure(
    name: str,
    language: str,
    prose: Iterable[str],
    terms: Iterable[str] = (),
    office: Iterable[str] = (),
    misspelt: Iterable[str] = (),
) -> Reading:
    """Measure texts. `terms` are left out of the ease; `office` words are reported, each as a whole word."""
    found = [sentence for text in prose for sentence in sentences(text)]
    counted = [words(sentence) for sentence in found]
    known = _alternatives(terms)
    plain = [words(known.sub("", sentence)) for sentence in found] if known else counted
    stiff = _alternatives(office)
    return Reading(
        name=name,
        language=language,
        sentences=len(found),
        mean=sum(map(len, counted)) / len(counted) if counted else 0.0,
        longest=tuple(s for s, w in zip(found, counted, strict=True) if len(w) > MAX_SENTENCE),
        ease=ease([sentence for sentence in plain if sentence], language),
        office_words=tuple(sorted({m.casefold() for s in found for m in stiff.findall(s)})) if stiff else (),
        misspelt=tuple(misspelt),
    )


def _alternatives(phrases: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE) if ordered else None


def read_all(library: Library, folder: Path, more: Iterable[tuple[str, object]] = ()) -> Iterator[Reading]:
    """Measure every file of the content, and `more` by name.

    `folder` holds `words/`: office words and words that are right.
    """
    files = [*_files(library), *more]
    names = {str(value) for _, thing in files for path, value in leaves(thing) if path[-1] == "name" and len(path) > 2}
    for language in Language:
        terms = [form for term in library.terms.values() for form in term.forms[language]]
        office = word_list(folder / "words" / f"office-{language}.txt")
        lists = (folder / "words" / f"{language}.txt", folder / "words" / "names.txt")
        right = {word.casefold() for path in lists for word in word_list(path)} | {name.casefold() for name in names}
        whole = {
            name: " ".join(text for path, text in texts(thing, language) if "slug" not in path) for name, thing in files
        }
        # One call for all files: the dictionary takes longer to load than to use.
        wrong = {word for word in misspelt(" ".join(whole.values()), language) if word.casefold() not in right}
        for name, thing in files:
            prose = [text for path, text in texts(thing, language) if not _NAMES.intersection(path)]
            yield measure(name, language, prose, terms, office, sorted(wrong.intersection(_spoken(whole[name]))))


def _files(library: Library) -> Iterator[tuple[str, object]]:
    for kind, things in library.kinds().items():
        if kind in ("moments", "terms"):
            yield kind, tuple(things.values())
        else:
            yield from ((f"{kind}/{thing.slug.nl}", thing) for thing in things.values())
    yield from ((f"pages/{name}", page) for name, page in library.pages.items())
    yield "behaviour", library.behaviour
    yield "vocabulary", library.vocabulary


def word_list(path: Path) -> list[str]:
    """Words of a list file, one a line; `#` starts a remark."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [word for line in lines if (word := line.partition("#")[0].strip())]


def spelling_available(language: str) -> bool:
    """Whether hunspell with this language's dictionary is on this machine."""
    hunspell = shutil.which("hunspell")
    if hunspell is None:
        return False
    listing = subprocess.run([hunspell, "-D"], input="", capture_output=True, text=True, check=False)  # noqa: S603
    return DICTIONARIES[language] in listing.stdout + listing.stderr


def misspelt(text: str, language: str) -> list[str]:
    """Words that the dictionary does not know, sorted; none where there is no dictionary."""
    hunspell = shutil.which("hunspell")
    if hunspell is None:
        return []
    result = subprocess.run(  # noqa: S603  # our own text, no shell
        [hunspell, "-i", "utf-8", "-d", DICTIONARIES[language], "-l"],
        input="\n".join(_spoken(text)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return sorted(set(result.stdout.split()))


def _spoken(text: str) -> list[str]:
    """Words without what speech glues to them, which no dictionary knows: driving'll, Bilal's."""
    return [_CLITIC.sub("", word) for word in _WORD.findall(text.replace("’", "'"))]
