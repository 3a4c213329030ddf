"""The reference's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from techniques.exports.api import ROOT as API
from techniques.fields import Language
from techniques.views import api, embedding, exports, handouts, lists, pictures, reference, sharing

#: First part of an address, by what it leads to.
WORDS = {
    "techniques": {"nl": "technieken", "en": "techniques"},
    "moments": {"nl": "nu", "en": "now"},
    "goals": {"nl": "doelen", "en": "goals"},
    "conversations": {"nl": "kerngesprekken", "en": "key-conversations"},
    "pitfalls": {"nl": "valkuilen", "en": "pitfalls"},
    "guides": {"nl": "handreikingen", "en": "guides"},
    "terms": {"nl": "begrippen", "en": "glossary"},
    "method": {"nl": "methode", "en": "method"},
    "about": {"nl": "over", "en": "about"},
    "list": {"nl": "lijst", "en": "list"},
    "picture": {"nl": "beeld", "en": "picture"},
    "slide": {"nl": "dia", "en": "slide"},
    "slides": {"nl": "dias", "en": "slides"},
    "list-builder": {"nl": "lijst/maken", "en": "list/make"},
    "cards": {"nl": "kaarten", "en": "cards"},
    "trainers": {"nl": "trainers", "en": "trainers"},
}


def addresses(language: str) -> list[URLPattern]:
    """Patterns of one language."""
    extra = {"language": language}
    word = {name: words[language] for name, words in WORDS.items()}
    patterns = [
        path("", reference.home, extra, name="home"),
        path(f"{word['techniques']}/", reference.techniques, extra, name="techniques"),
        path(f"{word['techniques']}/<slug:slug>/", reference.technique, extra, name="technique"),
        path(f"{word['terms']}/", reference.glossary, extra, name="terms"),
        path(f"{word['list']}/", lists.own_list, extra, name="list"),
        path("embed/<slug:slug>/", embedding.embed, extra, name="embed"),
        path(f"{word['list-builder']}/", lists.builder, extra, name="list-builder"),
        path(f"{word['list']}/qr.<str:form>", lists.qr_code, extra, name="list-qr"),
        path(f"{word['cards']}/<slug:form>.pdf", handouts.cards, extra, name="cards"),
        path(f"{word['cards']}/<int:number>/<slug:form>.pdf", handouts.card, extra, name="card"),
        path(f"{word['trainers']}/", reference.trainers, extra, name="trainers"),
        path(f"{word['method']}/", reference.page, {**extra, "name": "method"}, name="method"),
        path(f"{word['about']}/", reference.page, {**extra, "name": "about"}, name="about"),
    ]
    if language == Language.EN:  # on what is made in English
        patterns += [
            path("t/<int:number>", sharing.short_link, {**extra, "kind": "techniques"}, name="short-link"),
            path("k/<int:number>", sharing.short_link, {**extra, "kind": "conversations"}, name="short-conversation"),
        ]
    patterns += [
        re_path(
            rf"^{word['picture']}/(?P<kind>[tk])(?P<number>[1-9][0-9]?)\.png$", pictures.picture, extra, name="picture"
        ),
        path(f"{word['slide']}/<int:number>.pdf", pictures.slide, extra, name="slide"),
        path(f"{word['slides']}.pdf", pictures.slides_of_many, extra, name="slides"),
    ]
    patterns += [
        path(f"{word['techniques']}.{form.ending}", exports.export, {**extra, "form": name}, name=name)
        for name, form in exports.FORMS.items()
    ]
    # Kinds with a list and a page for each.
    for kind in ("moments", "goals", "conversations", "pitfalls", "guides"):
        both = {**extra, "kind": kind}
        patterns += [
            path(f"{word[kind]}/", reference.overview, both, name=kind),
            path(f"{word[kind]}/<slug:slug>/", reference.one, both, name=kind.removesuffix("s")),
        ]
    return patterns


#: Addresses that carry no language: they live as long as the paper that they stand on.
short_links = [
    path("t/<int:number>", sharing.short_link, {"kind": "techniques"}, name="short-link"),
    path("t/<int:number>.<str:form>", sharing.qr_code, {"kind": "techniques"}, name="short-link-qr"),
    path("k/<int:number>", sharing.short_link, {"kind": "conversations"}, name="short-conversation"),
    path("k/<int:number>.<str:form>", sharing.qr_code, {"kind": "conversations"}, name="short-conversation-qr"),
    path("oembed", embedding.oembed, name="oembed"),
]

#: For programs.
for_programs = [
    path(API.lstrip("/"), api.index, name="api"),
    path(f"{API.lstrip('/')}openapi.json", api.description, name="api-description"),
    path(f"{API.lstrip('/')}<str:language>/<str:kind>", api.things, name="api-things"),
    path(f"{API.lstrip('/')}<str:language>/<str:kind>/<str:key>", api.thing, name="api-thing"),
]
