"""Each address answers in both languages with what a visitor came for."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from coachapp import stylesheet
from techniques.library import Library
from tests.integration.conftest import addresses, bring, full_draft, self_test_addresses


def text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "language", "heading"),
    [
        ("/", "nl", "Wat wil je bereiken?"),
        ("/en/", "en", "What do you want to achieve?"),
        ("/technieken/", "nl", "Alle technieken"),
        ("/en/techniques/", "en", "All techniques"),
        ("/technieken/stiltes-laten-vallen/", "nl", "Stiltes laten vallen"),
        ("/en/techniques/silences/", "en", "Letting silences fall"),
    ],
)
def test_page_speaks_the_language_of_its_address(client: Client, address: str, language: str, heading: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    page = text(response)
    assert f'<html lang="{language}">' in page
    assert re.search(rf"<h1[^>]*>{re.escape(heading)}</h1>", page)


def test_home_holds_every_technique_twice_and_every_goal_once(client: Client, library: Library) -> None:
    page = text(client.get("/"))
    for technique in library.techniques:
        assert page.count(f'href="/technieken/{technique.slug.nl}/"') == 2, "once in the table, once in the groups"
    for goal in library.goals.values():
        assert page.count(f'href="/doelen/{goal.slug.nl}/"') == 1


def test_newcomer_on_a_phone_meets_low_challenge_first(client: Client) -> None:
    page = text(client.get("/"))
    groups = page[page.index('class="matrix-narrow"') : page.index('<table class="matrix"')]
    assert groups.index("Samenvatten") < groups.index("Boos worden")
    assert groups.rindex("/technieken/") == groups.index("/technieken/boos-worden/")


def test_other_language_is_one_tap_away_and_announced(client: Client) -> None:
    page = text(client.get("/technieken/luisteren/"))
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/techniques/listening/">' in page
    assert 'href="/en/techniques/listening/" lang="en"' in page
    filtered = text(client.get("/technieken/?verbinding=hoog&q=boos"))
    assert 'href="/en/techniques/?q=boos&amp;connection=high" lang="en"' in filtered


def test_technique_shows_every_section(client: Client, library: Library) -> None:
    for technique in library.techniques:
        page = text(client.get(f"/technieken/{technique.slug.nl}/"))
        for anchor in ("zeg", "stappen", "wanneer", "voorbeeld", "liever-zo", "wat", "werkvloer", "valkuilen"):
            assert f'<h2 id="{anchor}">' in page
        for anchor in ("gevorderd", "oefen", "verder", "gebruik", "delen", "bron"):
            assert f'<h2 id="{anchor}">' in page


def test_editorial_parts_are_marked_and_others_not(client: Client, library: Library) -> None:
    technique = library.number(19)
    assert technique is not None
    page = text(client.get("/technieken/stiltes-laten-vallen/"))
    assert len(re.findall(r'class="section__origin">onze uitwerking<', page)) == len(technique.editorial)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", 26),
        ("?verbinding=laag", 1),
        ("?verbinding=laag&uitdaging=laag", 0),
        ("?verbinding=onzin&kleur=rood", 26),
        ("?q=" + "x" * 3000, 0),
        ("?q=%00%ff%27%22%3Cscript%3E", 0),
    ],
)
def test_filters_are_shareable_and_never_fail(client: Client, query: str, numbers: int) -> None:
    response = client.get(f"/technieken/{query}")
    assert response.status_code == 200
    page = text(response)
    assert f">{numbers} gevonden<" in page
    assert page.count('class="hit"') == numbers
    assert "<script>" not in page


def test_a_filter_keeps_all_nine_places_with_their_counts(client: Client) -> None:
    page = text(client.get("/technieken/?verbinding=laag"))
    assert len(re.findall(r'<section class="cell[^"]*" id="(?:low|mid|high)-', page)) == 9
    assert "0 van 6 passen" in page


def test_goal_gives_an_ordered_handful_with_reason_and_sentence(client: Client, library: Library) -> None:
    goal = library.goals["short-stop"]
    page = text(client.get("/doelen/nu-stoppen/"))
    places = [page.index(f"<q>{offer.words.nl}</q>") for offer in goal.techniques]
    assert places == sorted(places)
    assert [offer.number for offer in goal.techniques][:3] == [23, 22, 26]


def test_search_says_where_it_matched(client: Client) -> None:
    page = text(client.get("/technieken/?q=tot+vijf+tellen"))
    techniques = page[page.index('<h2 id="technieken">') :]
    first = techniques[techniques.index('class="hit"') :][:1200]
    assert "Stiltes laten vallen" in first
    assert re.search(r"<mark>\w+</mark>", first)


@pytest.mark.parametrize(
    ("accepts", "target"),
    [
        ("nl", "/technieken/stiltes-laten-vallen/"),
        ("en-GB,en;q=0.8", "/en/techniques/silences/"),
        ("fr", "/technieken/stiltes-laten-vallen/"),
        ("", "/technieken/stiltes-laten-vallen/"),
    ],
)
def test_short_link_goes_to_the_visitors_language(client: Client, accepts: str, target: str) -> None:
    response = client.get("/t/19", headers={"accept-language": accepts})
    assert (response.status_code, response.headers["Location"]) == (302, target)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/t/99", "/t/99999999999999999999", "/technieken/onzin/", "/en/nothing/", "/%00"])
def test_unknown_address_is_a_helpful_404(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in text(response)
    assert f'href="{"/en/#map" if address.startswith("/en") else "/#kaart"}"' in text(response)


def test_404_names_the_nearest_titles(client: Client) -> None:
    assert 'href="/technieken/luisteren/"' in text(client.get("/technieken/luistern/"))
    assert 'href="/en/techniques/silences/"' in text(client.get("/en/techniques/silence/"))


def test_500_is_a_page_that_leans_on_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from techniques import store

    def broken() -> Library:
        raise RuntimeError("broken")

    monkeypatch.setattr(store, "library", broken)
    client.raise_request_exception = False
    response = client.get("/en/techniques/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    for address in ("/", "/technieken/", "/t/1", "/onzin"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


class Links(HTMLParser):
    """Links, anchors and files of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.files: set[str] = set()
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.add(str(given["href"]))
        if tag == "link" and given.get("rel") in ("stylesheet", "icon"):
            self.files.add(str(given["href"]))
        if tag == "script" and given.get("type") != "application/ld+json":  # data, not a file
            self.files.add(str(given["src"]))


@pytest.fixture(scope="module")
def pages(library: Library) -> dict[str, Links]:
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["testserver"], SITE_URL="http://testserver"):
        client = Client()
        bring(client, str(full_draft()))
        every = [*addresses(library), *self_test_addresses(), "/lijst/maken/", "/en/list/make/"]
        return {urlsplit(address).path: Links(text(client.get(address))) for address in every}


def test_every_internal_link_answers_and_every_anchor_exists(client: Client, pages: dict[str, Links]) -> None:
    broken = []
    files: dict[str, int] = {}  # by address: how it answers
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), f"an id stands twice on {address}"
        for link in page.links:
            target, anchor = urldefrag(link.removeprefix("http://testserver"))
            path = urlsplit(target).path or address
            if re.fullmatch(r"/[tk]/\d+", path) or link.startswith(("mailto:", "https://")):
                continue
            if re.search(r"\.[a-z]+$|^/api/", path):
                if files.setdefault(path, 0) == 0:
                    files[path] = client.head(path).status_code
                if files[path] != 200:
                    broken.append(f"{address} -> {link}")
                continue
            if path.endswith("/code/"):
                anchor = ""  # a private code, for the page's script
            if path not in pages or (anchor and anchor not in pages[path].ids):
                broken.append(f"{address} -> {link}")
    assert broken == []


def test_every_file_of_a_page_is_hashed_and_there(pages: dict[str, Links]) -> None:
    for file in {file for page in pages.values() for file in page.files}:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", file), f"{file} has no hash"
        assert (Path(settings.STATIC_ROOT) / file.removeprefix("/static/")).exists()


def test_every_collected_file_is_hashed() -> None:
    root = Path(settings.STATIC_ROOT)
    kinds = {".css", ".js", ".svg", ".woff2"}
    plain = [p for p in root.rglob("*") if p.suffix in kinds and not re.search(r"\.[0-9a-f]{12}\.", p.name)]
    assert plain == []


def test_home_weighs_at_most_12_kilobytes_with_its_stylesheets(client: Client, pages: dict[str, Links]) -> None:
    for address in ("/", "/en/"):
        sheets = [file.removeprefix("/static/") for file in pages[address].files if file.endswith(".css")]
        css = [(Path(settings.STATIC_ROOT) / sheet).read_bytes() for sheet in sheets]
        assert len(css) == 2, "for the screen and for paper"
        assert sum(len(brotli.compress(each)) for each in (client.get(address).content, *css)) <= 12_000


def test_a_part_of_the_stylesheet_that_went_is_gone(tmp_path: Path) -> None:
    parts = [tmp_path / "parts" / "a.css", tmp_path / "parts" / "b.css"]
    parts[0].parent.mkdir()
    for part in parts:
        part.write_text(f".{part.stem} {{ color: red; }}")
    stylesheet.join(parts, joined := tmp_path / "all.css")
    assert joined.read_text() == ".a{color:red}.b{color:red}"
    parts[1].unlink()
    os.utime(parts[1].parent, (joined.stat().st_atime, joined.stat().st_mtime + 1))
    stylesheet.join(parts[:1], joined)
    assert joined.read_text() == ".a{color:red}"


def test_one_stylesheet_is_all_that_a_page_waits_for(client: Client) -> None:
    page = text(client.get("/"))
    sheets = re.findall(r'rel="stylesheet" href="/static/css/(\w+)\.\w+\.css"( media="print")?>', page)
    assert sheets == [("site", ""), ("print", ' media="print"')]
    assert re.findall(r"<script(?! type=\"module\")(?![^>]* async)[^>]*>", page) == []


def test_what_has_to_stop_now_starts_with_challenge_and_ends_with_contact(client: Client) -> None:
    page = text(client.get("/technieken/?doel=nu-stoppen"))
    order = [int(number) for number in re.findall(r'class="hit__no">(\d+)<', page)]
    assert set(order[:3]) == {22, 23, 26}
    assert 4 in order[3:]


EVERYDAY = [
    "schreeuwt tegen een collega",
    "altijd te laat",
    "terug na ziekte",
    "wil leren lassen",
    "doet niks met mijn advies",
]


@pytest.mark.parametrize("query", EVERYDAY)
def test_everyday_words_find_a_sentence_to_say(client: Client, query: str) -> None:
    page = text(client.get("/technieken/", {"q": query}))
    first = page[page.index('class="hit"') :][:600]
    assert "<q>" in first


def test_first_use_of_a_term_offers_its_meaning(client: Client, library: Library) -> None:
    page = text(client.get("/technieken/verandertaal-uitlokken/"))
    assert page.count('popovertarget="term-change-talk"') == 1
    assert 'popover id="term-change-talk"' in page
    assert 'href="/begrippen/#verandertaal"' in page


def test_no_page_is_a_dead_end(pages: dict[str, Links], library: Library) -> None:
    for address in addresses(library):
        onward = {urldefrag(link)[0] for link in pages[address].links} - {address}
        assert len(onward) > 8, address


def test_sitemap_names_every_page(client: Client, library: Library) -> None:
    listed = re.findall(r"<loc>http://testserver([^<]+)</loc>", text(client.get("/sitemap.xml")))
    assert sorted(listed) == sorted(addresses(library))
