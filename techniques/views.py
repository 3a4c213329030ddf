"""Pages of the reference. Each reads the request, asks the domain, and renders."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe

from techniques import filters, matrix, search, store
from techniques.library import Horizon, Language, Library, Technique


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, as a control shows it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A technique in a list: with what it says about the search, or with its first sentence."""

    technique: Technique
    hit: search.Hit | None = None


def _addresses(name: str, suffix: str = "", **slugs: str) -> dict[str, str]:
    """The same page in each language, by language; `slugs` differ per language as `nl=…, en=…`."""
    return {
        language.value: reverse(f"{language}:{name}", args=[slugs[language]] if slugs else []) + suffix
        for language in Language
    }


@require_safe
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Promise, goals in two steps, the whole map."""
    library = store.library()
    goals = [
        (horizon, library.vocabulary.horizons[horizon], [g for g in library.goals.values() if g.horizon == horizon])
        for horizon in Horizon
    ]
    context = {
        "addresses": _addresses("home"),
        "goals": goals,
        "matrix": matrix.matrix(library, library.techniques),
        "library": library,
    }
    return render(request, "techniques/home.html", context)


@require_safe
def techniques(request: HttpRequest, language: str) -> HttpResponse:
    """Map and list, with filters and search from the query string."""
    library = store.library()
    asked = filters.parse(library, language, dict(request.GET.lists()))
    fitting = filters.apply(asked, library.techniques)
    results = _results(asked, fitting, language)
    context = {
        "addresses": {
            each.value: reverse(f"{each}:techniques") + filters.encode(library, each, asked) for each in Language
        },
        "asked": asked,
        "groups": _filter_groups(library, asked, language),
        "goals": [library.goals[name] for name in asked.get("goal")],
        "results": results,
        "matrix": matrix.matrix(library, [r.technique for r in results]),
        "library": library,
    }
    return render(request, "techniques/techniques.html", context)


def _results(asked: filters.Filters, fitting: tuple[Technique, ...], language: str) -> list[Result]:
    if not asked.query:
        return [Result(t) for t in _in_order(asked, fitting)]
    by_number = {t.number: t for t in fitting}
    hits = search.search(store.index(language), asked.query)
    return [Result(by_number[hit.number], hit) for hit in hits if hit.number in by_number]


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
    found = library.slug(language, slug)
    if found is None:
        raise Http404(slug)
    numbers = [t.number for t in library.techniques]
    at = numbers.index(found.number)
    context = {
        "addresses": _addresses("technique", nl=found.slug.nl, en=found.slug.en),
        "technique": found,
        "library": library,
        "neighbours": matrix.neighbours(library, found),
        "goals": [library.goals[name] for name in found.goals],
        "terms": [library.terms[name] for name in found.terms],
        "short_link": request.build_absolute_uri(reverse("short-link", args=[found.number])),
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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with a way on: search, the map, and the techniques whose names come nearest."""
    language = Language(get_language() or "nl")
    library = store.library()
    asked = request.path_info.strip("/").rpartition("/")[2].replace("-", " ")[: filters.MAX_QUERY]
    context = {
        "addresses": _addresses("home"),
        "nearest": _nearest(library, asked, language),
        "library": library,
    }
    return render(request, "404.html", context, status=404)


def _nearest(library: Library, asked: str, language: Language, most: int = 4) -> list[Technique]:
    """Techniques whose name in either language resembles what was asked; else those that search finds."""
    names = {t.slug[each].replace("-", " "): t for t in library.techniques for each in Language}
    close = [names[name] for name in get_close_matches(asked, names, n=most)]
    found = [library.number(hit.number) for hit in search.search(store.index(language), asked)]
    return list(dict.fromkeys(t for t in (*close, *found) if t))[:most]


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that leans on nothing but its own template."""
    return render(request, "500.html", {"addresses": {"nl": "/", "en": "/en/"}}, status=500)
