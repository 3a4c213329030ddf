"""The technical manual."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from selftest import manual_page, store
from selftest.cookie import Found
from selftest.views.page import show
from techniques.store import library


@require_safe
def manual(request: HttpRequest, language: str) -> HttpResponse:
    """Key, formulas, a worked example, the simulation, and what is not known."""
    instrument = store.instrument()
    return show(
        request,
        "manual",
        "self-test-manual",
        found=Found(None),  # the same for everybody, so that it belongs to the Edition
        manual=instrument.manual,
        instrument=instrument,
        example=manual_page.worked_example(instrument.current, library()),
        agreements=manual_page.agreements(instrument),
        simulated=manual_page.beside_the_design(instrument.simulation),
    )
