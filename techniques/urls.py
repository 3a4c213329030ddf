"""The reference's addresses, in each language."""

from __future__ import annotations

from django.urls import URLPattern, path

from techniques.views import handouts, lists, reference, sharing

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
    "cards": {"nl": "kaarten", "en": "cards"},
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
        path(f"{word['cards']}/<slug:form>.pdf", handouts.cards, extra, name="cards"),
        path(f"{word['cards']}/<int:number>/<slug:form>.pdf", handouts.card, extra, name="card"),
        path(f"{word['method']}/", reference.page, {**extra, "name": "method"}, name="method"),
        path(f"{word['about']}/", reference.page, {**extra, "name": "about"}, name="about"),
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
    path("t/<int:number>", sharing.short_link, name="short-link"),
]
