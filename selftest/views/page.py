"""What every page of the self-test shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from selftest import cookie, store
from selftest.answers import Answers, Draft
from selftest.instrument import Items
from selftest.result import answered
from selftest.scoring import enough_situations
from techniques.addresses import in_each_language
from techniques.store import library


def show(request: HttpRequest, template: str, name: str, *args: object, **context: Any) -> HttpResponse:
    """Render a page of the self-test; `name` and `args` give its address in each language."""
    found: cookie.Found = context.get("found") or cookie.find(request)
    context = {
        "addresses": in_each_language(name, *args),
        **context,
        "found": found,
        "library": library(),
        "wording": store.instrument().wording,
        "group_wording": store.instrument().group,
    }
    context.setdefault("erasable", found.lost or (found.draft is not None and found.draft.answers.started))
    return render(request, f"selftest/{template}.html", context)


def by_htmx(request: HttpRequest) -> bool:
    """Whether a page asks by itself, in place of its visitor."""
    return bool(getattr(request, "htmx", False))


def to(language: str, name: str, *args: object) -> HttpResponseRedirect:
    """Send the visitor to a page in their language."""
    return HttpResponseRedirect(reverse(f"{language}:{name}", args=args))


def items_of(draft: Draft | None) -> Items:
    """The items that a draft answers; without one, those of today."""
    instrument = store.instrument()
    return instrument.versions[draft.answers.version] if draft else instrument.current


def enough(items: Items, answers: Answers) -> dict[str, Any]:
    """Whether there is enough for a place, and what is still open."""
    by_kind = answered(items, answers)
    return {
        "enough": enough_situations(by_kind),
        "count": sum(by_kind.values()),
        "total": len(items.situations),
        "open": [i + 1 for i, each in enumerate(answers.situations) if each is None],
    }
