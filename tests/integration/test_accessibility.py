"""What every page has for whoever does not see it whole: title, headings, landmarks, help in the same place."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coachapp import edition
from coachapp.accessibility import TABLE, read
from techniques.addresses import pages as sitemap
from techniques.fields import Language
from techniques.library import Library
from tests.conftest import ROOT
from tests.integration.conftest import ROOTS, bring, full_draft, self_test_addresses
from tests.integration.test_nu import MORE, forms

EMPTY = {"br", "hr", "img", "input", "link", "meta"}
Element = dict[str, Any]


class Elements(HTMLParser):
    """The elements of a page in order, each with its attributes, the names of those around it, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.open: list[Element] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: Element = {**dict(attrs), "tag": tag, "within": [each["tag"] for each in self.open], "text": ""}
        self.all.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append({**dict(attrs), "tag": tag, "within": [], "text": ""})

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data

    def of(self, *tags: str) -> list[Element]:
        return [each for each in self.all if each["tag"] in tags]

    def by_id(self, name: str) -> Element | None:
        return next((each for each in self.all if each.get("id") == name), None)


@pytest.fixture(scope="module")
def pages() -> dict[str, Elements]:
    """Every page of the site, those of the self-test filled in."""
    client = Client(headers={"host": "localhost"})
    bring(client, str(full_draft()))
    listed = [address for address in edition.addresses() if address.endswith("/") and "/embed/" not in address]
    return {
        address: Elements(client.get(address).content.decode())
        for address in dict.fromkeys([*listed, *MORE, *self_test_addresses()])
    }


def test_every_page_is_found_in_more_than_one_way(pages: dict[str, Elements], library: Library) -> None:
    listed = {address for page in sitemap() for address in page.values()}
    searched = {
        reverse(f"{language}:{kind.removesuffix('s')}", args=[thing.slug[language]])
        for language in Language
        for kind, things in library.kinds().items()
        if kind != "terms"
        for thing in things.values()
    }
    beside, within = set[str](), set[str]()
    for address, page in pages.items():
        for link in page.of("a"):
            target = urldefrag(link["href"])[0].partition("?")[0]
            if {"header", "footer"} & set(link["within"][:3]):
                beside.add(target)
            elif target != address:
                within.add(target)
    ways = {address: [address in some for some in (searched, beside, within)] for address in listed}
    assert {address: found for address, found in ways.items() if sum(found) < 2} == {}


def test_every_page_has_a_title_of_its_own(pages: dict[str, Elements]) -> None:
    titles: dict[str, list[str]] = {}
    for address, page in pages.items():
        titles.setdefault(page.of("title")[0]["text"], []).append(address)
    # Two addresses that are not there, and the filters of one list, say the same.
    same = {title: found for title, found in titles.items() if len({each.partition("?")[0] for each in found}) > 1}
    assert {title: found for title, found in same.items() if "404" not in title and "niet" not in title} == {}
    assert all(title.endswith(" · Coachkompas") and not title.startswith(" ") for title in titles)


def test_headings_go_down_one_step_at_a_time_from_one_first(pages: dict[str, Elements]) -> None:
    for address, page in pages.items():
        levels = [int(each["tag"][1]) for each in page.of("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[:1] == [1], address
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (address, levels)
        assert all(each["text"].strip() for each in page.of("h1", "h2", "h3", "h4")), address


def test_everything_stands_in_a_landmark_and_regions_have_names(pages: dict[str, Elements]) -> None:
    for address, page in pages.items():
        for tag in ("header", "main", "footer"):
            assert sum(each["within"] == ["html", "body"] for each in page.of(tag)) == 1, (address, tag)
        assert page.all[page.all.index(page.of("body")[0]) + 1]["href"] == "#main", f"{address}: the skip link is first"
        names = [each.get("aria-label") for each in page.of("nav")]
        assert len(set(names)) == len(names), address
        assert None not in names, address
        for section in page.of("section"):
            if name := section.get("aria-labelledby"):
                assert page.by_id(name), (address, name)


def test_language_of_the_page_is_that_of_its_address(pages: dict[str, Elements]) -> None:
    for address, page in pages.items():
        assert page.of("html")[0]["lang"] == ("en" if address.startswith("/en/") else "nl"), address


def test_menu_help_and_footer_are_the_same_and_in_the_same_order_everywhere(pages: dict[str, Elements]) -> None:
    for language in ("nl", "en"):
        menus, footers = set(), set()
        for address, page in pages.items():
            if address.startswith("/en/") != (language == "en"):
                continue
            links = page.of("a")
            menu = tuple((a["href"], a["text"]) for a in links if a["within"][:4] == ["html", "body", "header", "div"])
            menus.add(tuple(each for each in menu[1:] if each[1] not in ("NL", "EN", "")))
            footers.add(tuple((a["href"], a["text"]) for a in links if "footer" in a["within"]))
        assert len(footers) == 1, "help (about, accessibility, report a mistake) is reached from the same place"
        assert len(menus - {()}) == 1, "where the menu is left out, during the test, nothing else takes its place"


def test_what_has_the_same_name_leads_to_the_same_place(pages: dict[str, Elements]) -> None:
    """In the header and the footer, where a visitor learns it once."""
    leads: dict[tuple[bool, str], set[str]] = {}
    for address, page in pages.items():
        for link in page.of("a"):
            if {"header", "footer"} & set(link["within"][:3]) and "nav" not in link["within"][-1:]:
                name = link.get("aria-label") or link["text"].strip()
                if not name.startswith(("NL", "EN")):
                    leads.setdefault((address.startswith("/en/"), name), set()).add(link["href"])
    assert {name: places for name, places in leads.items() if len(places) > 1} == {}


def test_every_field_has_a_label_and_none_asks_for_what_a_browser_knows(pages: dict[str, Elements]) -> None:
    asked = set()
    for address, page in pages.items():
        labels = {each.get("for") for each in page.of("label")}
        for field in page.of("input", "textarea", "select"):
            if field.get("type") == "hidden":
                continue
            assert field.get("id") in labels or "label" in field["within"], (address, field)
            if "readonly" in field:
                continue
            asked.add(field["name"])
            # WCAG 1.3.5 asks for a token where a field is about its user. Searches and codes are not.
            assert (
                field.get("autocomplete") == "off"
                or field.get("type") in ("radio", "checkbox", "date")
                or (field["tag"] == "textarea")
            ), (address, field)
    known = {
        "q",
        "private",
        "group",
        "code",
        "earlier",
        "later",
        "name",
        "day",
        "t",
        "most",
        "least",
        "theme",
        "size",
        "link",
        "title",
    }
    mine = {name for name in asked if not re.match(r"(answer|moment|action)-\d+$|n\d+$", name)}
    filters = {"setting", "connection", "challenge", "difficulty", "goal", "kind"}
    filters |= {"situatie", "verbinding", "uitdaging", "niveau", "doel", "soort"}
    assert mine <= known | filters, "does a new field ask about the person? Then it needs its autocomplete token"


def test_no_page_asks_for_a_password_a_puzzle_or_a_time_and_none_plays_by_itself(pages: dict[str, Elements]) -> None:
    for address, page in pages.items():
        assert not [each for each in page.all if each.get("type") in ("password", "email", "tel")], address
        assert not [each for each in page.of("meta") if each.get("http-equiv") == "refresh"], address
        assert not page.of("video", "audio", "iframe", "object", "embed", "canvas", "marquee", "blink"), address
        zoom = next(each["content"] for each in page.of("meta") if each.get("name") == "viewport")
        assert "scalable" not in zoom, address
        assert "maximum" not in zoom, address


def test_pictures_say_what_they_show_or_stay_silent(pages: dict[str, Elements]) -> None:
    for address, page in pages.items():
        for picture in page.of("svg"):
            silent = picture.get("aria-hidden") == "true"
            named = picture.get("role") == "img" and (picture.get("aria-label") or picture.get("aria-labelledby"))
            assert silent or named or "div" in picture["within"][-1:], (address, picture)
        for code in page.of("img"):
            assert "/qr.svg" in code["src"], f"{address}: a picture other than a code could hold text"
            assert code["alt"], address
        assert page.of("picture", "canvas", "object") == [], f"{address}: a picture could hold text"


def test_a_name_holds_the_words_that_are_seen(pages: dict[str, Elements]) -> None:
    """Or somebody who says what they see to their device is not understood."""
    for address, page in pages.items():
        for control in page.of("a", "button", "summary", "input"):
            seen = " ".join(control["text"].split()).casefold()
            if name := control.get("aria-label"):
                assert seen in name.casefold(), (address, seen, name)


def test_the_statement_sums_up_its_table_and_names_every_part_of_the_model() -> None:
    client = Client(headers={"host": "localhost"})
    for address, met, contact in (
        ("/toegankelijkheid/", "van de 55 eisen gehaald", "loop-je-vast"),
        ("/en/accessibility/", "of 55 requirements are met", "feedback"),
    ):
        page = Elements(client.get(address).content.decode())
        told = page.of("main")[0]["text"]
        statement = read(TABLE.read_text(encoding="utf-8"))
        assert f"{statement.met} {met}" in " ".join(told.split())
        assert f"Status {statement.status}" in told
        rows = [" ".join(each["text"].split()) for each in page.of("th") if each.get("scope") == "row"]
        language = address[1:3] if address.startswith("/en/") else "nl"
        assert rows == [f"{each.number} {each.name[language]} ({each.level})" for each in statement.criteria]
        assert page.by_id(contact)
        assert settings.ACCESSIBILITY_CONTACT in [a.get("href") for a in page.of("a")]
        assert len([each for each in page.of("h2") if each.get("id") != "woorden"]) >= 7


def test_about_leads_to_the_statement(client: Client) -> None:
    assert 'href="/toegankelijkheid/"' in client.get("/over/").content.decode()
    assert 'href="/en/accessibility/"' in client.get("/en/about/").content.decode()


def test_nothing_turns_the_page_or_listens_to_keys_gestures_or_movement() -> None:
    own = [*(ROOT / "static").rglob("*.js"), *(ROOT / "static").rglob("*.css"), *(ROOT / "templates").rglob("*.html")]
    assert len(own) > 50
    forbidden = r"\borientation\b|accesskey|\bkey(?:down|up|press)|devicemotion|(?:touch|pointer)move|touchstart"
    forbidden += r"|(?:mouse|pointer)down|draggable"
    listening = {file: found for file in own if (found := re.findall(forbidden, file.read_text(encoding="utf-8")))}
    assert {file.name: found for file, found in listening.items()} == {"read.js": ["keydown"]}
    [reading] = listening
    assert '("keydown", ({ key }) => { if (key === "Escape") stop(); })' in reading.read_text(), (
        "no letter, sign or digit"
    )


def test_every_error_is_told_in_words_beside_its_field_and_in_the_title() -> None:
    client = Client(headers={"host": "localhost"})
    bring(client, str(full_draft()))
    sent = {address: Elements(page.decode()) for address, page in forms(client).items()}
    wrong = {address: page for address, page in sent.items() if any(e.get("role") == "alert" for e in page.all)}
    assert len(wrong) >= 8
    for address, page in wrong.items():
        assert page.of("title")[0]["text"].startswith(("Fout:", "Error:")), address
        alert = next(each for each in page.all if each.get("role") == "alert")
        assert len(alert["text"].split()) > 3, address
        links = [
            a["href"].removeprefix("#")
            for a in page.of("a")
            if a.get("href", "").startswith("#") and (a["href"] != "#main")
        ]
        assert any(page.by_id(link) for link in links), address
        told = [
            each
            for each in page.all
            if each.get("aria-describedby") and each["tag"] in ("input", "textarea", "fieldset")
        ]
        assert told, address
        for field in told:
            for name in field["aria-describedby"].split():
                described = page.by_id(name)
                assert described, (address, name)
                assert described["text"].strip(), (address, name)
        assert any(each.get("aria-invalid") == "true" or each["tag"] == "fieldset" for each in told), address


def test_what_was_typed_stays_and_is_not_asked_again() -> None:
    client = Client(headers={"host": "localhost"})
    typed = "ABCD-EFGH"
    page = Elements(client.post(ROOTS["nl"]["code"], {"code": typed}).content.decode())
    field = page.by_id("code")
    assert field
    assert field["value"] == typed
    bring(client, str(full_draft()))
    result = Elements(client.get(ROOTS["nl"]["result"]).content.decode())
    sent = [each["value"] for each in result.of("input") if each.get("type") == "hidden" and len(each["value"]) > 30]
    assert sent, "the code travels by itself to the group, the plan and the comparison"
