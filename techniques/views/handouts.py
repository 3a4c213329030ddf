"""Handouts: what was not made ahead, above all of somebody's list, is made when it is asked for."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from techniques import handouts, ownlist, store
from techniques.addresses import in_each_language
from techniques.attempts import WINDOW, Attempts
from techniques.cards import FORMS, Form
from techniques.typesetting import Job, TypesettingError, typeset

#: Files made for one address in ten minutes: a training room shares an address, and thirty people may each take two
#: forms. Short lists take half a second of a core, one of all techniques three.
MADE = Attempts(150)
#: Files made at the same time by one process, for one can take half a gigabyte. Who comes then waits, a few seconds at
#: most, and no more than three of the four threads do so: one always goes on serving pages. Others come back later.
AT_ONCE, IN_LINE, WAIT, COME_BACK = BoundedSemaphore(1), BoundedSemaphore(3), 3, 5
#: The last few files by digest, in memory alone: a whole room asks for the same list within a minute.
_LAST: dict[str, bytes] = {}
LAST = 4


@require_safe
def cards(request: HttpRequest, language: str, form: str) -> HttpResponseBase:
    """A deck of cards: of every technique, or of the list that is in the address."""
    of_form, name = _form(language, form), "kaarten" if language == "nl" else "cards"
    if "t" not in request.GET:
        return made(request, handouts.all_cards(language, of_form), f"coachkompas-{name}-{form}.pdf")
    own = ownlist.parse(store.library(), dict(request.GET.lists()))
    if not own.chosen:
        return refused(request, "nothing", 404)
    numbers = "-".join(str(technique.number) for technique in own.techniques)
    return made(request, handouts.list_cards(language, of_form, own), f"coachkompas-{name}-{numbers}-{form}.pdf")


@require_safe
def card(request: HttpRequest, language: str, number: int, form: str) -> HttpResponseBase:
    """The card of one technique."""
    technique = store.library().number(number)
    if technique is None:
        raise Http404(number)
    name = f"coachkompas-{number}-{technique.slug[language]}-{form}.pdf"
    return made(request, handouts.one_card(language, _form(language, form), technique), name)


def _form(language: str, name: str) -> Form:
    """The form with this name in an address. Raises Http404."""
    for form, names in FORMS.items():
        if names[language] == name:
            return form
    raise Http404(name)


def made(request: HttpRequest, job: Job, name: str) -> HttpResponseBase:
    """What comes of a job, as a file called `name` (ASCII); or nothing new for who has it, or a page that asks for
    patience. No text of who asks gets into a log or a file."""
    digest = job.digest
    etag = quote_etag(digest)
    headers = {"ETag": etag, "Content-Disposition": f'inline; filename="{name}"'}
    if "t" in request.GET:
        headers["X-Robots-Tag"] = "noindex"  # what somebody else wrote, no search engine tells in our name
    response = HttpResponse(content_type={"pdf": "application/pdf", "png": "image/png"}[job.form], headers=headers)
    if known := get_conditional_response(request, etag=etag):
        return known
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=response["Content-Type"], headers=headers)  # of unknown length
    if content := _LAST.get(digest):
        response.content = content
        return response
    if MADE.exceeded(request.META["REMOTE_ADDR"]):
        return refused(request, "many", 429, WINDOW)
    if not IN_LINE.acquire(blocking=False):
        return refused(request, "busy", 503, COME_BACK)
    try:
        if not AT_ONCE.acquire(timeout=WAIT):
            return refused(request, "busy", 503, COME_BACK)
        try:
            response.content = _LAST.get(digest) or _make(request, job, digest)
        finally:
            AT_ONCE.release()
    finally:
        IN_LINE.release()
    return response


def _make(request: HttpRequest, job: Job, digest: str) -> bytes:
    """Have it made, and keep it for who asks next."""
    MADE.count(request.META["REMOTE_ADDR"])
    try:
        content = _LAST[digest] = typeset(job)
    except TypesettingError as error:
        if "t" in request.GET:  # what it says may hold a text of the visitor
            raise TypesettingError(f"{job.template} can't be made of this list") from None
        raise error
    for oldest in list(_LAST)[:-LAST]:
        del _LAST[oldest]
    return content


def refused(request: HttpRequest, why: str, status: int, seconds: int = 0) -> HttpResponse:
    """Say why there is no file, and how to go on; `seconds` is how long to wait."""
    context = {"why": why, "minutes": WINDOW // 60, "addresses": in_each_language("home")}
    response = render(request, "techniques/no_handout.html", context, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
