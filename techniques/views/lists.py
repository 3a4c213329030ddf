"""Lists of techniques that somebody chose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from techniques import ownlist, store
from techniques.addresses import absolute, in_each_language


@require_safe
def own_list(request: HttpRequest, language: str) -> HttpResponse:
    """The list of an address that was passed on; or the page on which a script shows the visitor's own."""
    library = store.library()
    given = "t" in request.GET
    asked = ownlist.parse(library, dict(request.GET.lists()))
    query = asked.query if given else ""
    addresses = {name: address + query for name, address in in_each_language("list").items()}
    context = {
        "addresses": addresses,
        "state": ("given" if asked.techniques else "nothing") if given else "plain",
        "techniques": asked.techniques if given else library.techniques,
        "remarks": asked.remarks,
        "link": absolute(addresses[language]),
    }
    return render(request, "techniques/list.html", context)
