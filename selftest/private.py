"""Everything under the self-test's addresses is one visitor's own: no cache keeps it, no search engine lists it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

#: The first part of every address of the self-test.
ROOT = {"nl": "zelftest", "en": "self-test"}
#: The self-test in both languages, and the short links to groups.
ROOTS = (f"/{ROOT['nl']}", f"/en/{ROOT['en']}", "/g")


#: The technical manual stands there too, and is for everybody.
MANUAL = {"nl": "verantwoording", "en": "technical-manual"}
PUBLIC = (f"/{ROOT['nl']}/{MANUAL['nl']}/", f"/en/{ROOT['en']}/{MANUAL['en']}/")


def is_private(path: str) -> bool:
    """Whether a path is one of these addresses."""
    return path not in PUBLIC and any(path == root or path.startswith(f"{root}/") for root in ROOTS)


class WithoutAddress(logging.Filter):
    """Django names the address in what it logs of an error; here that may be a join code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                "(private)" if isinstance(each, str) and is_private(each) else each for each in record.args
            )
        return True


def private_pages(get_response: GetResponse) -> GetResponse:
    """Middleware that marks every answer there, pages that are not there and forwards too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_private(request.path_info):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return middleware
