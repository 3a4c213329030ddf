"""Share pictures and slides: those that were not made ahead."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from techniques import handouts, ownlist, pictures, slides, store
from techniques.ownlist import Chosen
from techniques.typesetting import Job, typeset


@require_safe
def picture(request: HttpRequest, language: str, kind: str, number: str) -> HttpResponse:
    """The picture that stands beside a link to a technique (`t`) or a key conversation (`k`)."""
    library = store.library()
    if kind == "t" and (technique := library.number(int(number))):
        return make(request, pictures.technique(library, technique, language, handouts.words(language)))
    conversations = {str(each.number): each for each in library.conversations.values()}
    if kind == "k" and number in conversations:
        return make(request, pictures.conversation(conversations[number], language))
    raise Http404(number)


@require_safe
def slide(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The slides of one technique."""
    library = store.library()
    technique = library.number(number)
    if technique is None:
        raise Http404(number)
    return make(request, slides.slides(library, technique, language, handouts.words(language), handouts.short_link))


@require_safe
def slides_of_many(request: HttpRequest, language: str) -> HttpResponse:
    """The slides of every technique, or of a list with its title and notes."""
    library = store.library()
    asked = ownlist.parse(library, dict(request.GET.lists()))
    if "t" in request.GET and not asked.chosen:
        raise Http404("no technique in this list")
    chosen = asked.chosen or [Chosen(technique) for technique in library.techniques]
    words = handouts.words(language)
    return make(request, slides.deck(library, chosen, language, words, handouts.short_link, asked.title))


def make(request: HttpRequest, job: Job) -> HttpResponse:
    """Make a document now. Raises TypesettingError."""
    kind = "image/png" if job.form == "png" else "application/pdf"
    return HttpResponse(typeset(job), content_type=kind)
