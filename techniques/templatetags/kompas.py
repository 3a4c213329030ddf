"""Template tags for texts in two languages, addresses, and the locator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from techniques import cards, framing, matrix, schemaorg, search, store
from techniques.addresses import absolute, page_of
from techniques.fields import Language
from techniques.filters import NAMES
from techniques.kinds import Goal, Phase, Quadrant, Technique, Word
from techniques.library import Library
from techniques.linking import Linker

register = template.Library()
register.filter(absolute)


def _language() -> str:
    return (get_language() or "nl")[:2]


@register.filter
def here(text: Any) -> Any:
    """The text in the language of the page: `{{ technique.title|here }}`."""
    return text[_language()]


@register.filter
def filled(text: str, value: Any) -> str:
    """A text with a value in place of its `{}`; scripts fill the same texts in the same way."""
    return text.replace("{}", str(value), 1)


@register.simple_tag
def filled_name(text: str, number: int, name: str) -> str:
    """A text with a technique's number and name in place of its `{}`, as the script of the own list fills it."""
    return filled(text, f"{number}, {name}")


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """Address of a page in the language of the page."""
    return reverse(f"{_language()}:{name}", args=args)


@register.filter
def href(technique: Technique) -> str:
    """Address of a technique in the language of the page."""
    return reverse(f"{_language()}:technique", args=[technique.slug[_language()]])


@register.simple_tag
def embed_code(technique: Technique) -> str:
    """HTML with which another site shows a technique in the language of the page."""
    return framing.iframe(
        absolute(address("embed", technique.slug[_language()])) + "?theme=light", here(technique.title), "100%", 480
    )


@register.filter
def version(technique: Technique) -> str:
    """The version of a technique's card, as it stands on the card."""
    return cards.version(technique, _language())


@register.simple_tag
def link_to(kind: str, thing: Any) -> str:
    """Address of anything that has one: `{% link_to "goals" goal %}`."""
    return page_of(kind, thing, _language())


@register.simple_tag
def described(kinds: str, thing: Any = None, picture: str = "") -> SafeString:
    """What a page says of itself to search engines; without a thing, the list of all techniques does.

    They read no other form than this. Browsers don't run a block of data, so a policy for scripts leaves it alone.
    """
    language = _language()
    overview = absolute(all_of("techniques"))
    if thing is None:
        description = gettext("26 conversation techniques on one map. Find quickly what you can say.")
        return data_block(schemaorg.term_set(language, overview, description))
    here = absolute(link_to(kinds, thing))
    if kinds == "techniques":
        return data_block(schemaorg.technique(thing, language, here, absolute(picture), overview))
    library = store.library()
    links = {each.number: absolute(href(each)) for each in library.techniques}
    return data_block(schemaorg.conversation(library, thing, language, here, absolute(picture), links))


def data_block(data: schemaorg.Said) -> SafeString:
    """Data for who reads the page with a program, as JSON-LD."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_WITHIN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # what could end it is escaped


#: Within a script element these could be read as its end, or as a comment.
_WITHIN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString:
    """Marks a link of the menu whose page, or a page below it, is open."""
    here = context["request"].path if "request" in context else ""
    return mark_safe(' aria-current="page"') if here.startswith(address) else SafeString("")


@register.simple_tag
def all_of(kind: str) -> str:
    """Address of the list of a kind."""
    return reverse(f"{_language()}:{kind}")


@register.simple_tag
def old_slugs(kind: str, name: str) -> list[str]:
    """Slugs that a thing had before, in the language of the page."""
    return store.library().old_slugs(kind, name, _language())


@register.filter
def linked(text: str, linker: Linker) -> SafeString:
    """A text in which the first use of a term on the page offers its meaning."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<button class="term" type="button" popovertarget="term-{}">{}</button>', name, spoken),)
            if name
            else (spoken,)
            for piece, name in linker.pieces(text)
            for spoken in [foreign(piece)]
        ),
    )


@register.filter
def foreign(text: str) -> SafeString:
    """A text in which what is said in the other language says so, for a voice that reads it aloud."""
    language = Language(_language())
    phrases = store.library().vocabulary.foreign[language]
    if not phrases:
        return format_html("{}", text)
    other = next(each for each in Language if each != language)
    pieces = re.split(rf"\b({'|'.join(map(re.escape, phrases))})\b", text, flags=re.IGNORECASE)
    spoken = (format_html('<span lang="{}">{}</span>', other, p) if i % 2 else p for i, p in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in spoken))


@register.simple_tag
def route(phases: Iterable[Phase]) -> tuple[matrix.Stop, ...]:
    """The stops of a conversation on the map."""
    return matrix.route(phase.place for phase in phases)


@register.filter
def level(library: Library, value: str) -> str:
    """Name of a level in the language of the page."""
    return library.vocabulary.levels[value].name[_language()]  # type: ignore[index]  # a StrEnum's own value


@register.filter
def fit(technique: Technique, setting: str) -> str:
    """How a technique suits a setting, in the language of the page."""
    fits = store.library().vocabulary.fits
    return fits[getattr(technique.settings, setting)][_language()]


@register.filter
def difficulty(technique: Technique) -> str:
    """Our estimate of the difficulty, in the language of the page."""
    return store.library().vocabulary.difficulties[technique.difficulty].label[_language()]


@register.filter
def name(word: Word) -> str:
    """Name of a word of the vocabulary in the language of the page."""
    return word.name[_language()]


@register.filter
def word(words: Mapping[str, Any], key: str) -> Any:
    """Entry of a vocabulary list."""
    return words[key]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the page's sprite, decoration only."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def locator(places: str | Iterable[str], modifier: str = "") -> SafeString:
    """The locator with a peg for each place. Decoration: the words beside it say the place."""
    pegs = [(place, *matrix.peg(place)) for place in ([places] if isinstance(places, str) else places)]
    return format_html(
        '<svg class="locator{}" viewBox="0 0 24 24" aria-hidden="true"><use href="#holes"/>{}</svg>',
        f" locator--{modifier}" if modifier else "",
        format_html_join(
            "",
            '<rect class="locator__peg" data-cell="{}" x="{}" y="{}" width="7" height="7" rx="1"/>',
            ((place, f"{x:g}", f"{y:g}") for place, x, y in pegs),
        ),
    )


@register.filter
def marked(hit: search.Hit) -> SafeString:
    """The passage of a hit, cut around the first match, with the matching words marked."""
    return mark(hit.passage.text, hit.marks)


def mark(text: str, words: Iterable[str], around: int = 70) -> SafeString:
    """`text` with each word that matches one of the folded `words` in <mark>, cut to about the first of them."""
    wanted = tuple(words)
    pieces: list[tuple[str, bool]] = []
    for piece in re.findall(r"[\w'’]+|[^\w'’]+", text):
        folded = "".join(search.words(piece))
        pieces.append((piece, bool(folded) and any(folded == w or (len(w) >= 4 and w in folded) for w in wanted)))
    first = next((i for i, (_, hit) in enumerate(pieces) if hit), 0)
    start = 0
    while sum(len(p) for p, _ in pieces[start:first]) > around:
        start += 1
    parts = format_html_join("", "{}", ((_marked(p) if hit else p,) for p, hit in pieces[start:]))
    return mark_safe(f"… {parts}" if start else parts)  # noqa: S308  # both parts are escaped above


def _marked(piece: str) -> SafeString:
    return format_html("<mark>{}</mark>", piece)


#: Anchors of sections. People link to them: never change one.
SECTION_IDS: Mapping[str, Mapping[str, str]] = {
    "say": {"nl": "zeg", "en": "say"},
    "steps": {"nl": "stappen", "en": "steps"},
    "when": {"nl": "wanneer", "en": "when"},
    "dialogue": {"nl": "voorbeeld", "en": "example"},
    "instead_of": {"nl": "liever-zo", "en": "instead"},
    "what": {"nl": "wat", "en": "what"},
    "on_the_floor": {"nl": "werkvloer", "en": "floor"},
    "watch_out": {"nl": "valkuilen", "en": "pitfalls"},
    "advanced": {"nl": "gevorderd", "en": "advanced"},
    "practise": {"nl": "oefen", "en": "practise"},
    "related": {"nl": "verder", "en": "further"},
    "around": {"nl": "ernaast", "en": "around"},
    "goals": {"nl": "doelen", "en": "goals"},
    "uses": {"nl": "gebruik", "en": "uses"},
    "after": {"nl": "daarna", "en": "afterwards"},
    "notice": {"nl": "merken", "en": "notice"},
    "prevent": {"nl": "liever", "en": "instead-of-it"},
    "thoughts": {"nl": "gedachten", "en": "thoughts"},
    "risk": {"nl": "risico", "en": "risk"},
    "phase": {"nl": "fase", "en": "phase"},
    "part": {"nl": "deel", "en": "part"},
    "rules": {"nl": "regels", "en": "rules"},
    "deadlines": {"nl": "termijnen", "en": "deadlines"},
    "checklist": {"nl": "lijstje", "en": "checklist"},
    "goal": {"nl": "doel", "en": "goal"},
    "prepare": {"nl": "voorbereiding", "en": "preparation"},
    "authorities": {"nl": "instanties", "en": "authorities"},
    "terms": {"nl": "woorden", "en": "words"},
    "share": {"nl": "delen", "en": "share"},
    "take_along": {"nl": "meenemen", "en": "take-along"},
    "list": {"nl": "lijst", "en": "list"},
    "choose": {"nl": "kiezen", "en": "choose"},
    "source": {"nl": "bron", "en": "source"},
    "all": {"nl": "alles", "en": "everything"},
    "one": {"nl": "een-techniek", "en": "one-technique"},
    "links": {"nl": "links", "en": "links"},
    "course": {"nl": "cursus", "en": "course"},
    "reuse": {"nl": "gebruiken", "en": "reuse"},
}


@register.simple_tag
def section_id(name: str, number: int = 0) -> str:
    """Anchor of a section in the language of the page, with its number where there are more of its kind."""
    return f"{SECTION_IDS[name][_language()]}-{number}" if number else SECTION_IDS[name][_language()]


@register.inclusion_tag("techniques/_section_head.html")
def section_head(thing: Any, name: str, heading: str, anchor: str = "") -> dict[str, Any]:
    """Heading of a section, with its own link, and a quiet word where the text of the field is our own."""
    return {"anchor": section_id(anchor or name), "heading": heading, "editorial": name in thing.editorial}


@register.inclusion_tag("techniques/_section_head.html")
def plain_head(name: str, heading: str, number: int = 0) -> dict[str, Any]:
    """Heading of a section, with its own link, where the page says elsewhere what is our own."""
    return {"anchor": section_id(name, number), "heading": heading}


@register.filter
def technique_number(library: Library, number: int) -> Technique | None:
    """The technique with a number."""
    return library.number(number)


@register.filter
def goal_filter(goal: Goal) -> str:
    """Address of all techniques that serve a goal."""
    language = _language()
    return f"{reverse(f'{language}:techniques')}?{NAMES['goal'][language]}={goal.slug[language]}"


@register.filter
def corner(place: str) -> tuple[int, int]:
    """Corner of a place's field in the 300 by 300 box of a drawn map."""
    return matrix.corner(place)


@register.filter
def quadrants(given: Iterable[Quadrant]) -> list[Quadrant]:
    """The corners of the balance the same way up as the map: high challenge first, low connection first."""
    return sorted(given, key=lambda q: (-q.challenge.step, q.connection.step))


@register.filter
def seconds(count: int) -> range:
    """One for each second of a silence."""
    return range(count)


@register.filter
def signed(step: int) -> str:
    """A rating of -1, 0 or 1 with its sign."""
    return f"{step:+d}".replace("-", "−") if step else "0"


@register.filter
def figure(value: float, digits: int = 2) -> str:
    """A figure with so many decimals, the same in both languages."""
    return f"{value + 0.0:.{digits}f}".replace("-", "−")


@register.filter
def titled(thing: Any) -> str:
    """Title of anything that has one, in the language of the page."""
    return str(thing.title[_language()])


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """Addresses of this page by language."""
    return context.get("addresses") or {"nl": "/", "en": "/en/"}
