"""A list of techniques in somebody's own order, as an address carries it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from struct import unpack
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from techniques import qr
from techniques.library import Library
from techniques.ownlist import MAX_NOTE, MAX_TITLE, parse

#: Lists in an address, with the numbers that are shown and what is said of the rest.
LISTS: dict[str, tuple[str, list[int], list[str]]] = {
    "in their order": ("12,3,7", [12, 3, 7], []),
    "one": ("19", [19], []),
    "with spaces and loose commas": (" 3, 7 ,,12,", [3, 7, 12], []),
    "written long": ("03,007", [3, 7], []),
    "not there": ("3,99,0,7", [3, 7], ["99 bestaat niet", "0 bestaat niet"]),
    "no numbers": (
        "drie,3;4,-3,3.0,1e1",
        [],
        ["drie bestaat", "3;4 bestaat", "-3 bestaat", "3.0 bestaat", "1e1 bestaat"],
    ),
    "other digits": ("٣,３", [], ["٣ bestaat niet", "３ bestaat niet"]),
    "twice": ("3,7,3,03,7", [3, 7], ["3 stond er vaker in", "7 stond er vaker in"]),
    "wrong twice": ("x,x,3", [3], ["x bestaat niet"]),
    "a script": ("<script>alert(1)</script>,3", [3], ["&lt;script&gt;alert(1)&lt;/script&gt; bestaat niet"]),
    "far too long": ("3,7," + "1," * 2000, [3, 7, 1], ["1 stond er vaker in", "lijst was te lang"]),
    "without an end": ("9" * 3000, [], ["lijst was te lang"]),
    "nothing": ("", [], []),
}


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li data-number="(\d+)"', page)]


@pytest.mark.parametrize(("text", "numbers", "remarks"), LISTS.values(), ids=LISTS)
def test_an_address_shows_its_list_and_says_what_was_left_out(
    client: Client, library: Library, text: str, numbers: list[int], remarks: list[str]
) -> None:
    response = client.get("/lijst/", {"t": text})
    page = response.content.decode()
    assert response.status_code == 200
    assert rows(page) == numbers
    said = re.findall(r"<li>(Nummer .*?|Deze lijst was .*?)</li>", page)
    assert len(said) == len(remarks)
    for words, expected in zip(said, remarks, strict=True):
        assert expected in words
    for number in numbers:
        technique = library.number(number)
        assert technique
        assert technique.say[0].words.nl in page
    assert f'data-list="{"given" if numbers else "nothing"}"' in page


def test_every_technique_fits_in_one_list(library: Library) -> None:
    whole = ",".join(str(technique.number) for technique in library.techniques)
    assert parse(library, {"t": [whole]}).techniques == library.techniques


def test_the_other_language_shows_the_same_list(client: Client) -> None:
    page = client.get("/lijst/?t=12,3,99").content.decode()
    assert re.search(r'<a href="/en/list/\?t=12,3" lang="en"', page)
    other = client.get("/en/list/?t=12,3").content.decode()
    assert rows(other) == [12, 3]
    assert re.search(r'<a href="/lijst/\?t=12,3" lang="nl"', other)


def test_a_list_is_passed_on_with_the_sites_own_address(client: Client) -> None:
    page = client.get("/lijst/?t=12,3,3,99").content.decode()
    for name in ("data-copy", "data-share-link", "href"):
        assert f'{name}="http://testserver/lijst/?t=12,3"' in page


def test_several_lists_in_one_address_are_one(client: Client) -> None:
    assert rows(client.get("/lijst/?t=12&t=3").content.decode()) == [12, 3]


def test_no_search_engine_keeps_a_list_but_it_may_keep_the_page(client: Client) -> None:
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in client.get("/lijst/?t=3").content.decode()
    assert noindex not in client.get("/lijst/").content.decode()


def test_the_plain_page_holds_every_technique_for_the_script_to_choose_from(client: Client, library: Library) -> None:
    for address in ("/lijst/", "/en/list/"):
        page = client.get(address).content.decode()
        assert rows(page) == [technique.number for technique in library.techniques]
        assert 'data-list="plain"' in page


def test_the_list_of_all_techniques_leads_to_the_own_list(client: Client) -> None:
    assert re.search(r'<a class="alone" href="/lijst/">Mijn lijst', client.get("/technieken/").content.decode())


# -- title and notes ------------------------------------------------------------------------------------

WORDS = "?t=7,3&title=Week+1+%26+2&n7=Bij+de+overdracht"
MAKER = "De titel en de notities zijn van wie deze lijst maakte, niet van Coachkompas."


def notes(page: str) -> list[str]:
    """The notes that a page shows."""
    return [unescape(note) for note in re.findall(r'<p class="own__note">.*?<bdi>(.*?)</bdi></p>', page)]


def test_a_list_has_its_makers_title_and_notes_and_says_whose_they_are(client: Client) -> None:
    page = client.get("/lijst/" + WORDS).content.decode()
    assert '<bdi data-list-title="">Week 1 &amp; 2</bdi>' in page
    assert "<title>Week 1 &amp; 2 · Lijst met technieken" in page
    assert notes(page) == ["Bij de overdracht"]
    assert re.search(rf"data-list-maker>{re.escape(MAKER)}", page)
    assert re.search(r'<a href="/en/list/\?t=7,3&amp;title=Week\+1\+%26\+2&amp;n7=Bij\+de\+overdracht" lang="en"', page)
    plain = client.get("/lijst/?t=7,3").content.decode()
    assert '<bdi data-list-title="">Een lijst voor jou</bdi>' in plain
    assert (notes(plain), "data-list-maker hidden" in plain) == ([], True)


@pytest.mark.parametrize("address", ["/lijst/", "/en/list/"])
def test_what_was_cut_or_left_out_of_the_words_is_said(client: Client, address: str) -> None:
    page = client.get(f"{address}?t=7&title={'a' * 61}&n7={'b' * 101}&n9=weg").content.decode()
    said = re.search(r'<ul class="remarks" data-list-remarks>(.*?)</ul>', page, re.DOTALL)
    assert said
    assert len(re.findall("<li>[^<]+</li>", said[1])) == 3
    assert notes(page) == ["b" * 100]


#: What somebody may put in an address to do harm.
HOSTILE: dict[str, str | Sequence[tuple[str, str]]] = {
    "markup": [("t", "3"), ("title", "<script>alert(1)</script>"), ("n3", '"><img src=x onerror=alert(1)>')],
    "a template": [("t", "3"), ("title", "{{ settings.SECRET_KEY }}{% load x %}"), ("n3", "${7*7}")],
    "a link": [("t", "3"), ("title", "https://evil.example/login"), ("n3", "<a href=//evil.example>x</a>")],
    "turned around": [("t", "3"), ("title", "\u202eevil\u2066"), ("n3", "\u200b\ufeff")],
    "controls": "t=3%00&title=%00%01%1b[31m&n3=%0d%0aSet-Cookie:%20x=1",
    "broken bytes": "t=3&title=%ff%fe%ed%a0%80&n3=%c3",
    "long": [("t", "3"), ("title", "a" * 2000), ("n3", "😀" * 400)],
    "many notes": [("t", "3"), *((f"n{number}", "x") for number in range(150))],
    "the same again": "t=3&" * 150 + "title=a&title=b&n3=c&n3=d",
    "moves": "t=3&t=7&order=7,3,%00,99&move=%00&move=7-up",
}
#: More than an address of ours can have: refused in words, before anything is read.
REFUSED = {"t five hundred times": ("t=1&" * 500, 400), "far too long": ("t=3&title=" + "a" * 10_000, 414)}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("address", ["/lijst/", "/lijst/maken/", "/en/list/", "/en/list/make/"])
def test_a_strangers_words_stay_words(client: Client, address: str, query: str | Sequence[tuple[str, str]]) -> None:
    response = client.get(f"{address}?{query if isinstance(query, str) else urlencode(query)}")
    page = response.content.decode()
    assert response.status_code == 200
    assert not re.search(r"<script>|<img src=x|<a href=//|\x00|\x1b|[\u202a-\u202e\u2066-\u2069]", page)
    assert "SECRET_KEY }}" in page or "SECRET" not in page
    assert not re.search(r'href="[^"?]*evil', page)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("query", "status"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("address", ["/lijst/", "/en/list/make/", "/lijst/qr.svg"])
def test_what_no_list_needs_is_refused_in_words(client: Client, address: str, query: str, status: int) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code == status
    assert b"<h1" in response.content


def test_the_longest_list_in_dutch_has_an_address_that_every_proxy_takes(client: Client, library: Library) -> None:
    """Each note and the title full, with two accents and a dash in each: half of what proxies bear."""
    note = ("Één – " + "leg de nadruk op het begin, " * 4)[:MAX_NOTE]
    whole = {f"n{technique.number}": note for technique in library.techniques}
    whole |= {"t": ",".join(str(technique.number) for technique in library.techniques), "title": note[:MAX_TITLE]}
    page = client.get("/lijst/", whole).content.decode()
    link = re.search(r'data-link="([^"]+)"', page)
    assert link
    assert len(unescape(link[1])) < 4096
    assert notes(page) == [note] * len(library.techniques)
    assert re.search(r"data-list-link>[^<]{200,300}…</a>", page), "shown short, kept whole"
    sent = [*whole.items(), ("order", whole["t"]), *(("t", str(each.number)) for each in library.techniques)]
    assert len(urlencode(sent)) < 8192 - 1024
    assert client.get("/lijst/maken/", {**whole, "move": "7-up"}).status_code == 200


# -- the QR code ----------------------------------------------------------------------------------------


def test_the_qr_code_holds_the_lists_own_address_in_two_forms(client: Client) -> None:
    link = "http://testserver/lijst/" + WORDS
    drawn = client.get("/lijst/qr.svg?n7=Bij+de+overdracht&t=7,3,7,99&title=Week+1+%26+2")
    assert (drawn.headers["Content-Type"], drawn.content) == ("image/svg+xml", qr.svg(link))
    pixels = client.get("/lijst/qr.png" + WORDS)
    assert (pixels.headers["Content-Type"], pixels.content) == ("image/png", qr.png(link))
    width, height = unpack(">II", pixels.content[16:24])
    assert width == height >= 600
    page = client.get("/lijst/" + WORDS).content.decode()
    assert page.count(f'"/lijst/qr.svg{WORDS.replace("&", "&amp;")}"') == 2


def test_a_list_that_makes_too_fine_a_code_is_scanned_without_notes_and_the_page_says_so(client: Client) -> None:
    long = "?t=1,2,3,4,5,6,7,8,9&title=Alles&" + "&".join(f"n{number}={'a' * 95}" for number in range(1, 10))
    page = client.get("/lijst/" + long).content.decode()
    words = "De notities passen niet in de QR-code. Deel de link om ze mee te sturen."
    assert words in page
    assert client.get("/lijst/qr.svg" + long).content == qr.svg(
        "http://testserver/lijst/?t=1,2,3,4,5,6,7,8,9&title=Alles"
    )
    assert words not in client.get("/lijst/" + WORDS).content.decode()


@pytest.mark.parametrize(("length", "level"), [(60, "m"), (412, "m"), (413, "l"), (858, "l"), (859, None)])
def test_a_code_has_as_few_modules_as_its_address_allows(length: int, level: qr.Level | None) -> None:
    address = ("https://coachkompas.example/lijst/?t=3&n3=" + "a" * 1000)[:length]
    assert qr.level(address) == level
    if level:
        viewbox = re.search(rb'viewBox="0 0 (\d+) ', qr.svg(address, level))
        assert viewbox
        assert int(viewbox[1]) - 8 <= (77 if level == "m" else 97)


def test_what_cards_and_slides_leave_out_is_said_beforehand(client: Client) -> None:
    told = "Op kaarten en dia’s vallen ze weg."
    assert told in client.get("/lijst/", {"t": "3", "title": "Week \u6f22"}).content.decode()
    assert told in client.get("/lijst/", {"t": "3", "n3": "Mooi \U0001f600"}).content.decode()
    assert (
        told
        not in client.get("/lijst/", {"t": "3", "title": "Pawe\u0142 & Ay\u015fe", "n3": "Eerst dit!"}).content.decode()
    )


@pytest.mark.parametrize(
    "address",
    ["/lijst/qr.svg", "/lijst/qr.png?t=", "/lijst/qr.svg?t=99,x&title=a", "/en/list/qr.png?n3=a", "/lijst/qr.gif?t=3"],
)
def test_no_list_has_no_code(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


# -- the form that makes a list -------------------------------------------------------------------------


def fields(page: str) -> dict[str, str]:
    """The text fields of the form, with what stands in them."""
    return {
        name: unescape(value) for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', page)
    }


def made(client: Client, sent: Mapping[str, str | Sequence[str]], address: str = "/lijst/maken/") -> str:
    response = client.get(address, sent)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_offers_every_technique_and_the_list_once_some_are_chosen(client: Client, library: Library) -> None:
    page = made(client, {})
    offered = [int(number) for number in re.findall(r'name="t" value="(\d+)"', page)]
    assert offered == [technique.number for technique in library.techniques]
    assert "http://testserver/lijst/?" not in page
    page = made(client, {"t": ["3", "7"], "title": ""})
    assert 'name="view"' in page, "the list, with its link, is one press away"
    assert re.findall(r'value="(\d+)" checked', page) == ["3", "7"]
    assert fields(page) == {"title": "", "n3": "", "n7": ""}


def test_a_move_keeps_all_that_was_typed_and_leaves_the_focus_on_its_button(client: Client) -> None:
    typed = {"title": "Week 1", "n3": "eerst", "n7": "<dan>", "n12": ""}
    page = made(client, {"t": ["3", "7", "12"], "order": "3,7,12", "move": "7-up", **typed})
    assert fields(page) == {"title": "Week 1", "n7": "<dan>", "n3": "eerst", "n12": ""}
    assert 'name="order" value="7,3,12"' in page
    assert re.findall(r'value="(\S+)" aria-label="[^"]*" aria-disabled="true" autofocus', page) == ["7-up"]
    assert page.count("autofocus") == 1
    assert "‘Goudklompjes’ staat nu op plaats 1 van 3." in page
    page = made(client, {"t": ["3", "7", "12"], "order": "7,3,12", "move": "12-out", **typed})
    assert list(fields(page)) == ["title", "n7", "n3"]
    assert re.findall(r'value="(\S+)" aria-label="[^"]*" data-drop autofocus', page) == ["3-out"]
    assert "‘Elkaar helpen’ is nu uit de lijst." in page
    page = made(client, {"t": ["3"], "order": "3", "move": "3-out", "title": "Week 1"})
    assert 'type="hidden" name="title" value="Week 1"' in page
    assert page.count("autofocus") == 1


@pytest.mark.parametrize(("form", "page"), [("/lijst/maken/", "/lijst/"), ("/en/list/make/", "/en/list/")])
def test_viewing_leads_to_the_lists_one_address_and_back(client: Client, form: str, page: str) -> None:
    sent = {"t": ["3", "7"], "order": "7", "title": " Week  1 ", "n3": "", "n7": "Kijk", "view": "1"}
    response = client.get(form, sent)
    assert (response.status_code, response.headers["Location"]) == (302, f"{page}?t=7,3&title=Week+1&n7=Kijk")
    shown = client.get(response.headers["Location"]).content.decode()
    assert f'href="{form}?t=7,3&amp;title=Week+1&amp;n7=Kijk"' in shown
    again = made(client, parse_qs(urlsplit(response.headers["Location"]).query), form)
    assert fields(again) == {"title": "Week 1", "n7": "Kijk", "n3": ""}


@pytest.mark.parametrize("view", [{}, {"view": "1"}])
def test_too_long_a_text_stays_as_typed_with_a_message_beside_it(client: Client, view: dict[str, str]) -> None:
    typed = {"title": "a" * 70, "n7": "b" * 130, "n3": "kort"}
    page = made(client, {"t": ["3", "7"], **typed, **view})
    assert fields(page) == typed
    for name, most in (("title", 60), ("n7", 100)):
        assert re.search(rf'id="{name}-wrong">.*?Hooguit {most} tekens', page)
        assert re.search(rf'<input id="{name}"[^>]* aria-invalid="true" aria-describedby="{name}-wrong"', page)
        assert f'href="#{name}">' in page
    assert 'id="n3-wrong"' not in page
    assert "<title>Fout:" in page


def test_viewing_nothing_says_what_to_do(client: Client) -> None:
    page = made(client, {"view": "1", "title": "Week 1", "t": "99"})
    assert "Je koos nog niets" in page
    assert 'type="hidden" name="title" value="Week 1"' in page
    assert "Nummer 99 bestaat niet" in page


def test_a_note_whose_technique_is_unticked_does_not_go_unnoticed(client: Client) -> None:
    page = made(client, {"t": ["3"], "order": "3,7", "n7": "weg"})
    assert "Er was een notitie bij nummer 7, maar dat staat niet in de lijst." in page


def test_the_form_sends_no_cookie_and_only_the_empty_one_may_be_found(client: Client) -> None:
    for address, found in (("/lijst/maken/", True), ("/en/list/make/", True), ("/lijst/maken/?t=3", False)):
        response = client.get(address)
        assert ('content="noindex"' not in response.content.decode()) == found
        assert not response.cookies
