"""Handouts: what was not made ahead, above all of somebody's list, is made when it is asked for."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from techniques import handouts, ownlist, store
from techniques.addresses import in_each_language
from techniques.attempts import WINDOW, Attempts
from techniques.cards import FORMS, Form
from techniques.typesetting import Job, TypesettingError, typeset

#: Files made for one address in ten minutes: a training room shares an address, and thirty people who each take two
#: forms keep one core busy for less than half a minute.
MADE = Attempts(60)
#: Files made at the same time by one process, which has four threads: the others go on serving pages. Who comes then
#: waits a second, longer than a deck takes, and else is asked to come back.
AT_ONCE, WAIT, COME_BACK = BoundedSemaphore(2), 1, 5


@require_safe
def cards(request: HttpRequest, language: str, form: str) -> HttpResponse:
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
def card(request: HttpRequest, language: str, number: int, form: str) -> HttpResponse:
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


def made(request: HttpRequest, job: Job, name: str) -> HttpResponse:
    """What comes of a job, as a file called `name` (ASCII); or nothing new for who has it, or a page that asks for
    patience. Of who asks it holds on to nothing, and no text of theirs gets into a log."""
    etag = quote_etag(job.digest)
    headers = {"ETag": etag, "Content-Disposition": f'inline; filename="{name}"'}
    if "t" in request.GET:
        headers["X-Robots-Tag"] = "noindex"  # what somebody else wrote, no search engine tells in our name
    response = HttpResponse(content_type={"pdf": "application/pdf", "png": "image/png"}[job.form], headers=headers)
    if known := get_conditional_response(request, etag=etag):
        return known
    if request.method == "HEAD":
        return response
    if MADE.exceeded(request.META["REMOTE_ADDR"]):
        return refused(request, "many", 429, WINDOW)
    if not AT_ONCE.acquire(timeout=WAIT):
        return refused(request, "busy", 503, COME_BACK)
    try:
        MADE.count(request.META["REMOTE_ADDR"])
        response.content = typeset(job)
    except TypesettingError as error:
        if "t" in request.GET:  # what it says may hold a text of the visitor
            raise TypesettingError(f"{job.template} can't be made of this list") from None
        raise error
    finally:
        AT_ONCE.release()
    return response


def refused(request: HttpRequest, why: str, status: int, seconds: int = 0) -> HttpResponse:
    """Say why there is no file, and how to go on; `seconds` is how long to wait."""
    context = {"why": why, "minutes": WINDOW // 60, "addresses": in_each_language("home")}
    response = render(request, "techniques/no_handout.html", context, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
