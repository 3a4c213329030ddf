"""A technique on other sites: the page in a frame, and what tells them how to frame it (oEmbed)."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from techniques import framing, store
from techniques.addresses import absolute
from techniques.fields import Language
from techniques.kinds import Technique
from techniques.views import moved
from techniques.views.sharing import visitors_language

#: In place of the site's own: any site may frame this page, also one that takes in only what says so (COEP). In the
#: frame it can do less than our other pages.
FRAMED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: Any site may read this, and keep it for a day.
READ = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=86400",
}
THEMES = ("light", "dark")
#: Pixels of a frame where a site has the room, and of a share picture.
FRAME, PICTURE = (600, 400), (1200, 630)


@require_safe
def embed(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One technique to frame; `?theme=light` or `?theme=dark` for a site that has but one."""
    library = store.library()
    technique: Technique | None = library.find("techniques", language, slug)
    if technique:
        theme = request.GET.get("theme", "")
        context = {"technique": technique, "library": library, "theme": theme if theme in THEMES else ""}
        response = render(request, "techniques/embed.html", context)
    else:
        response = moved.to_the_present(request, "techniques", language, slug)
    for name, value in FRAMED.items():
        response.headers[name] = value
    return response


@require_safe
@conditional_page
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0 (oembed.com): how another site shows the technique at `url`. JSON alone."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("JSON alone: format=json\n", status=501, content_type="text/plain", headers=READ)
    technique, language = _technique_at(request, request.GET.get("url", ""))
    most = [_most(request, name) for name in ("maxwidth", "maxheight")]
    width, height = (min(pair) for pair in zip(FRAME, most, strict=True))
    title = technique.title[language]
    address = absolute(reverse(f"{language}:embed", args=[technique.slug[language]]))
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Coachkompas",
        "provider_url": absolute(reverse(f"{language}:home")),
        "cache_age": 86400,
        "html": framing.iframe(address, title, width, height),
        "width": width,
        "height": height,
    }
    if all(size <= room for size, room in zip(PICTURE, most, strict=True)):
        picture = absolute(reverse(f"{language}:picture", args=["t", technique.number]))
        told |= {"thumbnail_url": picture, "thumbnail_width": PICTURE[0], "thumbnail_height": PICTURE[1]}
    response = JsonResponse(told, headers={**READ, "Content-Language": language.value})
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _technique_at(request: HttpRequest, url: str) -> tuple[Technique, Language]:
    """The technique of an address of ours: its page, its frame or its short link. Raises Http404."""
    site, slash, path = url.partition(f"{settings.SITE_URL}/")
    if site or not slash:
        raise Http404(url)
    try:
        match = resolve("/" + path.partition("#")[0].partition("?")[0])
    except Resolver404 as error:
        raise Http404(url) from error
    library, found = store.library(), None
    language = Language(match.kwargs.get("language") or visitors_language(request))
    if match.view_name == "short-link":
        found = library.number(match.kwargs["number"])
    elif match.url_name in ("technique", "embed"):
        asked = "techniques", language, match.kwargs["slug"]
        found = library.find(*asked) or library.moved(*asked)
    if found is None:
        raise Http404(url)
    return found, language


def _most(request: HttpRequest, name: str) -> int:
    """Pixels that a site has; what is no number bounds nothing."""
    given = request.GET.get(name, "")
    return int(given) if re.fullmatch("[1-9][0-9]{0,8}", given) else 10**9
