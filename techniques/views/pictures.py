"""Share pictures and slides: those that were not made ahead."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from techniques import handouts, ownlist, pictures, slides, store
from techniques.ownlist import Chosen
from techniques.typeface import printable
from techniques.views.handouts import made, refused


@require_safe
def picture(request: HttpRequest, language: str, kind: str, number: str) -> HttpResponseBase:
    """The picture that stands beside a link to a technique (`t`) or a key conversation (`k`)."""
    library = store.library()
    if kind == "t" and (technique := library.number(int(number))):
        job = pictures.technique(library, technique, language, handouts.words(language))
        return made(request, job, f"coachkompas-t{number}.png")
    conversations = {str(each.number): each for each in library.conversations.values()}
    if kind == "k" and number in conversations:
        return made(request, pictures.conversation(conversations[number], language), f"coachkompas-k{number}.png")
    raise Http404(number)


@require_safe
def slide(request: HttpRequest, language: str, number: int) -> HttpResponseBase:
    """The slides of one technique."""
    library = store.library()
    technique = library.number(number)
    if technique is None:
        raise Http404(number)
    job = slides.slides(library, technique, language, handouts.words(language), handouts.short_link)
    return made(request, job, f"coachkompas-{number}-{technique.slug[language]}.pdf")


@require_safe
def slides_of_many(request: HttpRequest, language: str) -> HttpResponseBase:
    """The slides of every technique, or of a list with its title and notes."""
    library = store.library()
    asked = ownlist.parse(library, dict(request.GET.lists()))
    if "t" in request.GET and not asked.chosen:
        return refused(request, "nothing", 404)
    chosen = asked.chosen or tuple(Chosen(technique) for technique in library.techniques)
    words = handouts.words(language)
    title = (printable(asked.title) or words["list"]) if asked.chosen else words["title"]
    job = slides.deck(library, chosen, language, words, handouts.short_link, title)
    numbers = "".join(f"-{technique.number}" for technique in asked.techniques)
    return made(request, job, f"coachkompas-{'dias' if language == 'nl' else 'slides'}{numbers}.pdf")
