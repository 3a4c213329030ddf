"""Pages of the reference. Each reads the request, asks the domain, and renders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe

from techniques import filters, matrix, search, store
from techniques.fields import Horizon, Language
from techniques.kinds import Technique
from techniques.library import Library
from techniques.linking import Linker


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, as a control shows it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A page in a list, with what search found on it if anything was searched."""

    thing: Any
    hit: search.Hit | None = None


#: Most results shown of one kind, techniques excepted.
MOST = 12


def in_each_language(name: str, *args: object, **slugs: str) -> dict[str, str]:
    """Addresses of the same page by language; `slugs` differ per language as `nl=…, en=…`."""
    return {
        language.value: reverse(f"{language}:{name}", args=[*args, *([slugs[language]] if slugs else [])])
        for language in Language
    }


def absolute(address: str) -> str:
    """An address as it travels: in a QR code, a message, a calendar."""
    return f"{settings.SITE_URL}{address}"


@require_safe
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Promise, goals in two steps, the whole map."""
    library = store.library()
    goals = [
        (horizon, library.vocabulary.horizons[horizon], [g for g in library.goals.values() if g.horizon == horizon])
        for horizon in Horizon
    ]
    context = {
        "addresses": in_each_language("home"),
        "goals": goals,
        "matrix": matrix.matrix(library, library.techniques),
        "library": library,
    }
    return render(request, "techniques/home.html", context)


@require_safe
def techniques(request: HttpRequest, language: str) -> HttpResponse:
    """Map and list, with filters and search over everything from the query string."""
    library = store.library()
    asked = filters.parse(library, language, dict(request.GET.lists()))
    found = _found(library, asked, language)
    shown = [result.thing for result in found.get("techniques", [])]
    context = {
        "addresses": {
            each.value: reverse(f"{each}:techniques") + filters.encode(library, each, asked) for each in Language
        },
        "asked": asked,
        "groups": _filter_groups(library, asked, language),
        "goals": [library.goals[name] for name in asked.get("goal")],
        "found": [(library.vocabulary.kinds[kind], kind, results) for kind, results in found.items()],  # type: ignore[index]
        "count": sum(map(len, found.values())),
        "matrix": matrix.matrix(library, shown) if shown else None,
        "library": library,
    }
    return render(request, "techniques/techniques.html", context)


def _found(library: Library, asked: filters.Filters, language: str) -> dict[str, list[Result]]:
    """What fits, by kind: what search finds, or without search text everything of the chosen kinds."""
    fitting = {str(t.number): t for t in filters.apply(asked, library.techniques)}
    kinds: dict[str, Mapping[str, Any]] = {**library.kinds(), "techniques": fitting}
    if wanted := asked.get("kind"):
        kinds = {kind: kinds[kind] for kind in wanted}
    elif not asked.query or asked.narrows_techniques:
        kinds = {"techniques": fitting}
    found: dict[str, list[Result]]
    if asked.query:
        hits = search.search(store.index(language), asked.query)
        # The kind with the best hit comes first; what matches far less is left out.
        found = {kind: [] for kind in dict.fromkeys(hit.kind for hit in hits) if kind in kinds}
        for hit in hits:
            thing = kinds.get(hit.kind, {}).get(hit.key)
            if thing and (hit.kind == "techniques" or 4 * hit.score >= hits[0].score):
                found[hit.kind].append(Result(thing, hit))
    else:
        found = {kind: [Result(thing) for thing in things.values()] for kind, things in kinds.items()}
        if "techniques" in found:
            found["techniques"] = [Result(t) for t in _in_order(asked, tuple(fitting.values()))]
    most = {"techniques": len(library.techniques)}
    return {kind: results[: most.get(kind, MOST)] for kind, results in found.items() if results}


def _in_order(asked: filters.Filters, fitting: tuple[Technique, ...]) -> list[Technique]:
    """By number; but what has to happen now starts with challenge, as the method says, and mends contact after."""
    goals = [store.library().goals[name] for name in asked.get("goal")]
    if goals and all(goal.horizon is Horizon.NOW for goal in goals):
        return sorted(fitting, key=lambda t: -t.challenge.step)
    return list(fitting)


def _filter_groups(library: Library, asked: filters.Filters, language: str) -> dict[str, tuple[str, list[Option]]]:
    """For each filter its name in an address and its options."""
    vocabulary = library.vocabulary
    labels: dict[str, dict[str, str]] = {
        "connection": {str(k): w.name[language] for k, w in vocabulary.levels.items()},
        "challenge": {str(k): w.name[language] for k, w in vocabulary.levels.items()},
        "setting": {str(k): w.name[language] for k, w in vocabulary.settings.items()},
        "difficulty": {str(k): w.name[language] for k, w in vocabulary.difficulties.items()},
        "goal": {k: g.title[language] for k, g in library.goals.items()},
        "kind": {str(k): w.name[language] for k, w in vocabulary.kinds.items()},
    }
    return {
        name: (
            filters.NAMES[name][language],
            [
                Option(slug, labels[name][word], word in asked.get(name))
                for slug, word in filters.slugs(library, name, language).items()
            ],
        )
        for name in filters.NAMES
    }


@require_safe
def technique(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One technique, every section of it."""
    library = store.library()
    found: Technique | None = library.find("techniques", language, slug)
    if found is None:
        raise Http404(slug)
    numbers = [t.number for t in library.techniques]
    at = numbers.index(found.number)
    context = {
        "addresses": in_each_language("technique", nl=found.slug.nl, en=found.slug.en),
        "technique": found,
        "library": library,
        "neighbours": matrix.neighbours(library, found),
        "uses": library.uses(found.number),
        "linker": Linker(library.terms, language),
        "short_link": absolute(reverse("short-link", args=[found.number])),
        "previous": library.techniques[at - 1] if at else None,
        "next": library.techniques[at + 1] if at + 1 < len(numbers) else None,
    }
    return render(request, "techniques/technique.html", context)


@require_safe
def short_link(request: HttpRequest, number: int) -> HttpResponse:
    """`/t/19`: to the technique, in the visitor's language."""
    found = store.library().number(number)
    if found is None:
        raise Http404(number)
    language = Language(get_language_from_request(request).split("-")[0])
    response = HttpResponseRedirect(reverse(f"{language}:technique", args=[found.slug[language]]))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def overview(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """List of everything of a kind: goals, key conversations, pitfalls, guides, moments."""
    library = store.library()
    context = {
        "addresses": in_each_language(kind),
        "kind": kind,
        "word": library.vocabulary.kinds[kind],  # type: ignore[index]  # the addresses name kinds only
        "things": list(library.kinds()[kind].values()),
        "library": library,
        "linker": Linker(library.terms, language),
    }
    return render(request, f"techniques/{kind}.html", context)


@require_safe
def one(request: HttpRequest, language: str, kind: str, slug: str) -> HttpResponse:
    """One goal, key conversation, pitfall, guide or moment."""
    library = store.library()
    thing = library.find(kind, language, slug)
    if thing is None:
        raise Http404(slug)
    name = kind.removesuffix("s")
    things = list(library.kinds()[kind].values())
    at = things.index(thing)
    context = {
        "addresses": in_each_language(name, nl=thing.slug.nl, en=thing.slug.en),
        "kind": kind,
        "word": library.vocabulary.kinds[kind],  # type: ignore[index]
        name: thing,
        "thing": thing,
        "next": things[(at + 1) % len(things)],
        "library": library,
        "linker": Linker(library.terms, language),
    }
    return render(request, f"techniques/{name}.html", context)


@require_safe
def glossary(request: HttpRequest, language: str) -> HttpResponse:
    """All terms, by name."""
    library = store.library()
    terms = sorted(library.terms.items(), key=lambda item: search.fold(item[1].title[language]))
    context = {"addresses": in_each_language("terms"), "terms": terms, "library": library}
    return render(request, "techniques/terms.html", context)


@require_safe
def page(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """A page that stands alone: the method, about us."""
    library = store.library()
    context = {
        "addresses": in_each_language(name),
        "page": library.pages[name],
        "name": name,
        "library": library,
        "linker": Linker(library.terms, language),
    }
    return render(request, "techniques/page.html", context)


def pages() -> list[dict[str, str]]:
    """Every page, by its address in each language."""
    library = store.library()
    pages = [in_each_language(name) for name in ("home", "techniques", "terms", "method", "about", "accessibility")]
    for kind, things in library.kinds().items():
        if kind not in ("techniques", "terms"):
            pages.append(in_each_language(kind))
        if kind != "terms":
            name = kind.removesuffix("s")
            pages += [in_each_language(name, nl=thing.slug.nl, en=thing.slug.en) for thing in things.values()]
    return pages


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """For search engines: every page, with its address in each language."""
    return render(request, "sitemap.xml", {"pages": pages()}, content_type="application/xml")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with a way on: search, the map, and the techniques whose names come nearest."""
    language = Language(get_language() or "nl")
    library = store.library()
    asked = request.path_info.strip("/").rpartition("/")[2].replace("-", " ")[: filters.MAX_QUERY]
    context = {
        "addresses": in_each_language("home"),
        "nearest": _nearest(library, asked, language),
        "library": library,
    }
    return render(request, "404.html", context, status=404)


def _nearest(library: Library, asked: str, language: Language, most: int = 4) -> list[tuple[str, Any]]:
    """Kind and page of what comes nearest: by name in either language, else by what search finds."""
    kinds = library.kinds()
    names = {
        thing.slug[each].replace("-", " "): (kind, key)
        for kind, things in kinds.items()
        for key, thing in things.items()
        for each in Language
    }
    close = [names[name] for name in get_close_matches(asked, names, n=most)]
    found = [(hit.kind, hit.key) for hit in search.search(store.index(language), asked)]
    return [(kind, kinds[kind][key]) for kind, key in list(dict.fromkeys((*close, *found)))[:most]]


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that leans on nothing but its own template."""
    return render(request, "500.html", status=500)
