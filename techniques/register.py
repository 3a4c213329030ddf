"""The register of addresses: every address that was ever published, with the sections of its page, one a line.

People put addresses on paper, in slides and in courses of their own. What stands in `content/addresses.txt` therefore
answers for as long as the site is there, or leads on to what does. Lines are added and never removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from techniques import handouts, store
from techniques.fields import Language

HEAD = """\
# Every address that was ever published, with the sections of its page. People rely on them: never remove a line.
# `manage.py addresses check` says what no longer answers, `manage.py addresses add` writes down what is new.
"""
#: An address with its anchors, in their order.
Register = Mapping[str, tuple[str, ...]]
#: Status, Location and page of an address, as a visitor gets them.
Ask = Callable[[str], tuple[int, str, str]]

#: Steps of what one visitor does, which others can't be sent to.
STEPS = re.compile(
    r"self-test-(situation|usage|balance|review|result|resume|plan|calendar|shared|erase|group-.+)|group-link"
)
#: `techniques.handouts` knows their addresses.
HANDOUTS = {"card", "cards", "slide", "slides", "picture"}
#: These answer to what stands behind a question mark, so that alone they are looked up and not asked for.
QUESTIONS = {"oembed", "list-qr"}
_SECTION = re.compile(r'<h2[^>]* id="([^"]+)"|data-copy="#([^"]+)"')


def read(text: str) -> Register:
    """A register as it is written."""
    lines = (line.partition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {address: tuple(each.removeprefix("#") for each in after.split()) for address, _, after in lines if address}


def written(register: Register) -> str:
    """A register as a text, by address."""
    lines = (" ".join([address, *(f"#{each}" for each in register[address])]) for address in sorted(register))
    return HEAD + "".join(f"{line}\n" for line in lines)


def published() -> list[str]:
    """Every address that is published now: those of all names in the site's addresses, and handouts."""
    found = {address for name, parameters in _names(get_resolver()) for address in _addresses(name, parameters)}
    return sorted(found | {*handouts.files()})


def with_new(register: Register, ask: Ask) -> Register:
    """The register with every address and section that is not yet in it."""
    grown = dict(register)
    for address in published():
        before = grown.get(address, ())
        grown[address] = tuple(dict.fromkeys((*before, *_sections(address, ask))))
    return grown


def lost(register: Register, ask: Ask) -> Iterator[str]:
    """What stands in the register and is no longer there, each with what to do."""
    ahead = handouts.files()
    for address, anchors in register.items():
        if address in ahead or _is_question(address):
            continue
        status, page = _followed(address, ask)
        if status != 200:
            yield f"{address} answers {status}; say in content/redirects.yaml what it named, or give it back"
        elif gone := [each for each in anchors if f'id="{each}"' not in page]:
            yield f"{address} lacks {' '.join(f'#{each}' for each in gone)}; give the section its anchor back"


def _followed(address: str, ask: Ask) -> tuple[int, str]:
    """Status and page of an address, or of the one that it leads to."""
    status, location, page = ask(address)
    if status in (301, 302):
        status, _, page = ask(location)
    return status, page


def _is_question(address: str) -> bool:
    """Whether an address answers only with something behind a question mark."""
    try:
        return resolve(address).url_name in QUESTIONS
    except Resolver404:
        return False


def _sections(address: str, ask: Ask) -> Iterable[str]:
    """Anchors of the sections of a page."""
    if not address.endswith("/"):
        return ()
    status, _, page = ask(address)
    return ("".join(found) for found in _SECTION.findall(page)) if status == 200 else ()


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name of an address, with its namespace, and its parameters."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _names(each, f"{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern) and not STEPS.fullmatch(each.name or ""):
            yield f"{namespace}{each.name}", tuple(each.pattern.regex.groupindex)


def _addresses(name: str, parameters: tuple[str, ...]) -> Iterator[str]:
    """The addresses with a name, for every value of its parameters."""
    for values in _values(name, parameters):
        yield reverse(name, args=values)


def _values(name: str, parameters: tuple[str, ...]) -> Iterable[list[Any]]:
    """The values of an address's parameters. Raises LookupError for one that this does not know: tell it."""
    language, _, name = name.rpartition(":")
    library = store.library()
    kinds = library.kinds()
    of = {"embed": "techniques", "short-link": "techniques", "short-conversation": "conversations"}
    kind = of.get(name.removesuffix("-qr"), f"{name}s")
    if name in HANDOUTS and parameters:
        return []  # these come with handouts
    match parameters:
        case ():
            return [[]]
        case ("slug",):
            return [[thing.slug[language]] for thing in kinds[kind].values()]
        case ("number",) if kind in kinds:
            return [[thing.number] for thing in kinds[kind].values()]
        case ("number", "form") if name.endswith("-qr"):
            return [[thing.number, form] for thing in kinds[kind].values() for form in ("svg", "png")]
        case ("form",) if name.endswith("-qr"):
            return [["svg"], ["png"]]
        case ("language",):
            return [[each.value] for each in Language]
        case ("language", "kind"):
            return [[each.value, kind] for each in Language for kind in (*kinds, "map", "vocabulary")]
        case ("language", "kind", "key"):
            return [[each.value, kind, key] for each in Language for kind in kinds for key in kinds[kind]]
    raise LookupError(
        f"{name}: which values of {', '.join(parameters)} are published? Say so in techniques/register.py"
    )
