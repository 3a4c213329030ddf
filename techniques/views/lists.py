"""Lists of techniques that somebody chose."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from techniques import ownlist, qr, store
from techniques.addresses import absolute, in_each_language
from techniques.kinds import Technique
from techniques.ownlist import Remark
from techniques.typeface import printable


@require_safe
def own_list(request: HttpRequest, language: str) -> HttpResponse:
    """The list of an address that was passed on; or the page on which a script shows the visitor's own."""
    library = store.library()
    given = "t" in request.GET
    own = ownlist.parse(library, dict(request.GET.lists()) if given else {})
    query = own.query if given else ""
    addresses = {name: address + query for name, address in in_each_language("list").items()}
    link = absolute(addresses[language])
    context = {
        "addresses": addresses,
        "state": ("given" if own.chosen else "nothing") if given else "plain",
        "own": own,
        "rows": own.chosen if given else tuple(map(ownlist.Chosen, library.techniques)),
        "query": query,
        "link": link,
        "scannable": qr.level(link),
        "printable": all(printable(line) == line for line in (own.title, *(each.note for each in own.chosen))),
    }
    return render(request, "techniques/list.html", context)


@require_safe
def qr_code(request: HttpRequest, language: str, form: str) -> HttpResponse:
    """The address of a list to scan; without its notes where they would make it too fine for a phone."""
    own = ownlist.parse(store.library(), dict(request.GET.lists()))
    if form not in qr.PICTURES or not own.chosen:
        raise Http404(form)
    page = absolute(reverse(f"{language}:list"))
    link = page + own.query
    if not qr.level(link):
        link = page + own.without_notes.query
    draw, kind = qr.PICTURES[form]
    # The same address is the same picture, for good.
    headers = {
        "Cache-Control": "private, max-age=86400",
        "Content-Disposition": f'inline; filename="coachkompas-qr.{form}"',
    }
    return HttpResponse(draw(link, qr.level(link) or "l"), content_type=kind, headers=headers)


@dataclass(frozen=True, slots=True)
class Row:
    """A chosen technique in the form: its note as it was typed, whether that is too long, and which of its buttons
    has the focus."""

    technique: Technique
    note: str
    wrong: bool
    focus: str


@require_safe
def builder(request: HttpRequest, language: str) -> HttpResponse:
    """A form that makes a list for others. It keeps nothing: all of the list is in its address."""
    library = store.library()
    given = dict(request.GET.lists())
    made = ownlist.arrange(library, given)
    own, query = made.own, made.own.query if made.own.chosen else ""
    if "view" in given and query and not own.too_long:
        return HttpResponseRedirect(reverse(f"{language}:list") + query)
    context = {
        "addresses": {name: address + query for name, address in in_each_language("list-builder").items()},
        "own": own,
        "rows": _rows(made, given),
        "title": ownlist.line(given, "title"),
        "title_wrong": Remark("cut-title") in own.remarks,
        "groups": [
            (word, [each for each in library.techniques if each.challenge == level])
            for level, word in library.vocabulary.levels.items()
        ],
        "move": made.move,
        "moved": library.number(made.move.number) if made.move else None,
        "nothing": "view" in given and not own.chosen,
        "most": (ownlist.MAX_TITLE, ownlist.MAX_NOTE),
    }
    return render(request, "techniques/list_builder.html", context)


def _rows(made: ownlist.Made, given: ownlist.Given) -> list[Row]:
    return [
        Row(
            technique,
            ownlist.line(given, f"n{technique.number}"),
            Remark("cut-note", str(technique.number)) in made.own.remarks,
            made.hand.step if made.hand and made.hand.number == technique.number else "",
        )
        for technique in made.own.techniques
    ]
