"""Pages of the reference. Each reads the request, asks the domain, and renders."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from techniques import filters, matrix, search, searchfile, store
from techniques.addresses import absolute, in_each_language, pages
from techniques.fields import Horizon, Language
from techniques.kinds import Technique
from techniques.library import Library
from techniques.linking import Linker
from techniques.listing import listed
from techniques.views import moved


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, as a control shows it."""

    value: str
    label: str
    chosen: bool


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
    found = listed(library, store.index(language), asked)
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
        "version": searchfile.version(language),
    }
    return render(request, "techniques/techniques.html", context)


@require_safe
def search_file(request: HttpRequest, language: str) -> HttpResponse:
    """What a browser needs to search and filter by itself, in one language."""
    if language not in list(Language):
        raise Http404(language)
    return HttpResponse(
        searchfile.text(language), content_type="application/json", headers={"Content-Language": language}
    )


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
        return moved.to_the_present(request, "techniques", language, slug)
    numbers = [t.number for t in library.techniques]
    at = numbers.index(found.number)
    context = {
        "addresses": in_each_language("technique", nl=found.slug.nl, en=found.slug.en),
        "technique": found,
        "library": library,
        "neighbours": matrix.neighbours(library, found),
        "uses": library.uses(found.number),
        "linker": Linker(library.terms, language),
        "previous": library.techniques[at - 1] if at else None,
        "next": library.techniques[at + 1] if at + 1 < len(numbers) else None,
    }
    return render(request, "techniques/technique.html", context)


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
        return moved.to_the_present(request, kind, language, slug)
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
def trainers(request: HttpRequest, language: str) -> HttpResponse:
    """What trainers can take along: lists, cards, slides, links, files."""
    library = store.library()
    link = absolute(reverse("short-link", args=[library.techniques[-1].number]))
    context = {"addresses": in_each_language("trainers"), "library": library, "link": link}
    return render(request, "techniques/trainers.html", context)


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
