"""Other sites can frame a technique, and nothing but that; oEmbed tells them how."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from coachapp.headers import SECURITY_HEADERS
from techniques.library import Library
from techniques.views.embedding import FRAMED
from tests.integration.conftest import addresses, self_test_addresses

SITE = "http://testserver"
PREFIX = {"nl": "", "en": "/en"}
PAGES = {"nl": "/technieken/", "en": "/en/techniques/"}


def frame(library: Library, language: str, number: int = 19) -> str:
    technique = library.number(number)
    assert technique
    return f"{PREFIX[language]}/embed/{technique.slug[language]}/"


class Parts(HTMLParser):
    """The text of a page, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_frame_says_what_the_technique_is_and_what_to_say(client: Client, library: Library, language: str) -> None:
    words = {"nl": "Verbinding {}, uitdaging {}", "en": "Connection {}, challenge {}"}[language]
    levels = library.vocabulary.levels
    for technique in library.techniques:
        answer = client.get(frame(library, language, technique.number))
        said = Parts(answer.content.decode()).text
        assert answer.headers["Content-Language"] == language
        place = (levels[technique.connection].name[language], levels[technique.challenge].name[language])
        for text in (str(technique.number), technique.title[language], technique.gist[language], words.format(*place)):
            assert text in said
        for say in technique.say:
            assert say.moment[language] in said
            assert say.words[language] in said
        for step in technique.steps:
            assert step.title[language] in said


def test_a_frame_has_one_link_which_opens_outside_of_it_and_asks_for_nothing(client: Client, library: Library) -> None:
    for language in PREFIX:
        answer = client.get(frame(library, language))
        assert not answer.cookies
        page = Parts(answer.content.decode())
        assert page.elements[0] == ("html", {"lang": language})
        (link,) = (given for tag, given in page.elements if tag == "a")
        technique = library.number(19)
        assert technique
        assert link["href"] == f"{PAGES[language]}{technique.slug[language]}/"
        assert (link["target"], link["rel"]) == ("_blank", "noopener")
        assert not {"form", "input", "button", "nav", "iframe", "img"} & {tag for tag, _ in page.elements}
        files = [given.get("href") or given.get("src") for tag, given in page.elements if tag in ("link", "script")]
        assert len(files) == 3
        assert all(str(file).startswith("/static/") for file in files), "nothing comes from elsewhere"


def test_any_site_may_frame_a_frame_and_nothing_else(client: Client, library: Library) -> None:
    for language in PREFIX:
        headers = client.get(frame(library, language)).headers
        policy = dict(each.strip().partition(" ")[::2] for each in headers["Content-Security-Policy"].split(";"))
        assert policy["frame-ancestors"] == "*"
        assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Cross-Origin-Embedder-Policy"] == "require-corp", "else a page with COEP could not frame it"
        assert "X-Frame-Options" not in headers
        same = {name: value for name, value in SECURITY_HEADERS.items() if name not in FRAMED}
        assert {name: headers[name] for name in same} == same
    others = [*addresses(library), *self_test_addresses(), "/embed/onzin/", "/embed/", "/t/19", "/t/19.svg", "/oembed"]
    for address in others[::7] + others[-5:]:
        assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"], address


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("", None),
        ("?theme=dark", "dark"),
        ("?theme=light", "light"),
        ("?theme=pink", None),
        ("?theme=%22%3E%3Cscript%3E", None),
        ("?theme=", None),
    ],
)
def test_who_frames_it_chooses_the_theme_or_leaves_it(
    client: Client, library: Library, query: str, theme: str | None
) -> None:
    answer = client.get(frame(library, "nl") + query)
    page = Parts(answer.content.decode())
    assert answer.status_code == 200
    assert page.elements[0][1].get("data-theme") == theme
    (scheme,) = (given["content"] for tag, given in page.elements if given.get("name") == "color-scheme")
    assert scheme == (theme or "light dark")


def test_search_engines_keep_the_page_and_not_its_frame(client: Client, library: Library) -> None:
    assert '<meta name="robots" content="noindex">' in client.get(frame(library, "nl")).content.decode()
    assert "/embed/" not in client.get("/sitemap.xml").content.decode()


# -- oEmbed ---------------------------------------------------------------------------------------


def told(client: Client, url: str, **asked: str) -> Any:
    answer = client.get("/oembed", {"url": url, **asked}, headers={"accept-language": "nl"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    return answer.json()


def iframe(html: str) -> dict[str, str | None]:
    ((tag, given),) = Parts(html).elements
    assert tag == "iframe"
    return given


@pytest.mark.parametrize(
    ("path", "framed", "title"),
    [
        ("/technieken/stiltes-laten-vallen/", "/embed/stiltes-laten-vallen/", "Stiltes laten vallen"),
        ("/en/techniques/silences/", "/en/embed/silences/", "Letting silences fall"),
        ("/embed/stiltes-laten-vallen/", "/embed/stiltes-laten-vallen/", "Stiltes laten vallen"),
        ("/en/embed/silences/?theme=dark", "/en/embed/silences/", "Letting silences fall"),
        ("/t/19", "/embed/stiltes-laten-vallen/", "Stiltes laten vallen"),
        ("/en/techniques/silences/?utm_source=x#say", "/en/embed/silences/", "Letting silences fall"),
    ],
)
def test_a_link_to_a_technique_becomes_a_frame(client: Client, path: str, framed: str, title: str) -> None:
    found = told(client, SITE + path)
    assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", title)
    assert found["provider_name"] == "Coachkompas"
    assert found["provider_url"] in (f"{SITE}/", f"{SITE}/en/")
    given = iframe(found["html"])
    assert given["src"] == SITE + framed
    assert given["title"] == f"{title} · Coachkompas"
    assert given["loading"] == "lazy"
    assert (given["width"], given["height"]) == (str(found["width"]), str(found["height"]))
    assert client.get(framed).status_code == 200
    assert found["thumbnail_url"] == f"{SITE}{'/en/picture' if framed.startswith('/en') else '/beeld'}/t19.png"
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (1200, 630)


@pytest.mark.parametrize(
    ("asked", "size", "pictured"),
    [
        ({}, (600, 400), True),
        ({"maxwidth": "320"}, (320, 400), False),
        ({"maxheight": "240"}, (600, 240), False),
        ({"maxwidth": "500", "maxheight": "300"}, (500, 300), False),
        ({"maxwidth": "1200", "maxheight": "630"}, (600, 400), True),
        ({"maxwidth": "1199"}, (600, 400), False),
        ({"maxwidth": "wide", "maxheight": "-3"}, (600, 400), True),
        ({"maxwidth": "0", "maxheight": "9" * 5000}, (600, 400), True),
    ],
)
def test_a_frame_fits_in_the_room_that_a_site_has(
    client: Client, asked: dict[str, str], size: tuple[int, int], pictured: bool
) -> None:
    found = told(client, f"{SITE}/t/19", **asked)
    assert (found["width"], found["height"]) == size
    assert ("thumbnail_url" in found) == pictured


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/technieken/humor/",
        "https://elsewhere.example/technieken/humor/",
        "http://testserver.elsewhere.example/technieken/humor/",
        "http://testserver:81/technieken/humor/",
        "https://elsewhere.example/http://testserver/technieken/humor/",
        "http://testserver",
        "http://testserver/",
        "http://testserver/technieken/",
        "http://testserver/technieken/onzin/",
        "http://testserver/t/99",
        "http://testserver/t/19.svg",
        "http://testserver/k/1",
        "http://testserver/zelftest/",
        "http://testserver//[x",
        "http://testserver/%00",
        "http://testserver/technieken/humor/\0",
        "javascript:alert(1)",
    ],
)
def test_other_links_become_no_frame(client: Client, url: str) -> None:
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_oembed_speaks_json_alone_and_is_asked_again_cheaply(client: Client) -> None:
    asked = {"url": f"{SITE}/t/19"}
    assert client.get("/oembed", {**asked, "format": "xml"}).status_code == 501
    answer = client.get("/oembed", {**asked, "format": "json"})
    again = client.get("/oembed", asked, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/oembed", asked).status_code == 405
    assert client.get("/oembed").status_code == 404


def test_a_technique_tells_where_its_frame_is_described(client: Client, library: Library) -> None:
    for language in PREFIX:
        for technique in library.techniques[::5]:
            page = Parts(client.get(f"{PAGES[language]}{technique.slug[language]}/").content.decode())
            (link,) = (given for _, given in page.elements if given.get("type") == "application/json+oembed")
            assert link["title"] == technique.title[language]
            found = client.get(str(link["href"]).removeprefix(SITE)).json()
            assert iframe(found["html"])["src"] == f"{SITE}{frame(library, language, technique.number)}"


def test_the_code_to_copy_is_the_frame(client: Client, library: Library) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    for language in PREFIX:
        with translation.override(language):
            part = render_to_string("techniques/_embed_code.html", {"technique": library.number(19)})
        (code,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", part)
        assert f'data-copy-text="{code}"' in part
        given = iframe(unescape(code))
        assert given["src"] == f"{SITE}{frame(library, language)}?theme=light", "most pages are light"
        assert given["width"] == "100%"
        assert given["loading"] == "lazy"
        assert 'for="embed-code"' in part
