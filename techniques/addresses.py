"""Addresses of pages by language, and as they travel."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from techniques import store
from techniques.fields import Language


def in_each_language(name: str, *args: object, **slugs: str) -> dict[str, str]:
    """Addresses of the same page by language; `slugs` differ per language as `nl=…, en=…`."""
    return {
        language.value: reverse(f"{language}:{name}", args=[*args, *([slugs[language]] if slugs else [])])
        for language in Language
    }


def absolute(address: str) -> str:
    """An address as it travels: in a QR code, a message, a calendar."""
    return f"{settings.SITE_URL}{address}"


def moved(language: str) -> dict[str, str]:
    """Old addresses of pages in a language, with where each leads now. Terms keep old anchors instead."""
    library = store.library()
    return {
        reverse(f"{language}:{name}", args=[old]): reverse(f"{language}:{name}", args=[thing.slug[language]])
        for (kind, where, old), target in library.redirects.items()
        for name, thing in [(kind.removesuffix("s"), library.kinds()[kind][target])]
        if where == language and kind != "terms"
    }


def frames() -> list[dict[str, str]]:
    """Every page that other sites may frame, by its address in each language."""
    techniques = store.library().techniques
    return [in_each_language("embed", nl=each.slug.nl, en=each.slug.en) for each in techniques]


def pages() -> list[dict[str, str]]:
    """Every page, by its address in each language."""
    library = store.library()
    alone = ("home", "techniques", "list", "terms", "method", "about", "trainers", "device", "accessibility")
    pages = [in_each_language(name) for name in alone]
    for kind, things in library.kinds().items():
        if kind not in ("techniques", "terms"):
            pages.append(in_each_language(kind))
        if kind != "terms":
            name = kind.removesuffix("s")
            pages += [in_each_language(name, nl=thing.slug.nl, en=thing.slug.en) for thing in things.values()]
    return pages


def page_of(kind: str, thing: Any, language: str) -> str:
    """Address of the page of anything that has one; a term stands on the page of all terms."""
    slug = thing.slug[language]
    if kind == "terms":
        return f"{reverse(f'{language}:terms')}#{slug}"
    return reverse(f"{language}:{kind.removesuffix('s')}", args=[slug])


#: What has a short link, and its name.
_SHORT = {"techniques": "short-link", "conversations": "short-conversation"}


def short_of(kind: str, thing: Any, language: str = "") -> str:
    """Short link of a technique or a conversation: to the page in the visitor's language, or else in English."""
    return reverse(f"en:{_SHORT[kind]}" if language == Language.EN else _SHORT[kind], args=[thing.number])
