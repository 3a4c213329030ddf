"""How a shared link looks, and what pages say of themselves to search engines."""

from __future__ import annotations

import json
import struct
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from techniques import handouts, pictures
from techniques.library import Library
from techniques.templatetags.kompas import data_block
from techniques.typesetting import Job, typeset_all

SITE = "http://testserver"
#: A technique's and a conversation's page in each language, with the address of its picture.
PAGES = {
    "/technieken/stiltes-laten-vallen/": "/beeld/t19.png",
    "/en/techniques/silences/": "/en/picture/t19.png",
    "/kerngesprekken/verzuim/": "/beeld/k5.png",
    "/en/key-conversations/absence/": "/en/picture/k5.png",
}
#: Bytes; messengers leave out what is many times as large.
MOST = 128 * 1024


class Head(HTMLParser):
    """The properties and the data of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.data: list[dict[str, Any]] = []
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("content") and (name := given.get("property") or given.get("name")):
            self.properties[name] = str(given["content"])
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, text: str) -> None:
        if self._in_data:
            self.data.append(json.loads(text))
            self._in_data = False


def head(client: Client, address: str) -> Head:
    return Head(client.get(address).content.decode())


@pytest.fixture(scope="module")
def ready() -> dict[str, Job]:
    """The pictures that are made ahead, by address."""
    return {address: job for address, job in handouts.ready().items() if job.form == "png"}


def size(png: bytes) -> tuple[int, int]:
    """Width and height that a PNG says it has."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("address", PAGES)
def test_a_shared_link_shows_a_picture_that_is_there(client: Client, address: str) -> None:
    shown = head(client, address).properties
    assert shown["og:image"] == SITE + PAGES[address]
    response = client.get(PAGES[address])
    assert response["Content-Type"] == shown["og:image:type"] == "image/png"
    said = int(shown["og:image:width"]), int(shown["og:image:height"])
    assert size(response.content) == said == (pictures.WIDTH, pictures.HEIGHT)
    assert shown["twitter:card"] == "summary_large_image"


def test_a_shared_link_says_what_is_there_in_its_own_language(client: Client) -> None:
    dutch, english = (head(client, address).properties for address in list(PAGES)[:2])
    assert (dutch["og:title"], english["og:title"]) == ("Stiltes laten vallen", "Letting silences fall")
    assert dutch["og:description"] == dutch["description"]
    assert (dutch["og:locale"], dutch["og:locale:alternate"]) == ("nl_NL", "en_GB")
    assert (english["og:locale"], english["og:locale:alternate"]) == ("en_GB", "nl_NL")
    assert english["og:url"] == f"{SITE}/en/techniques/silences/"
    assert (english["og:type"], english["og:site_name"]) == ("article", "Coachkompas")
    assert english["og:image:alt"].startswith("Technique 19, Letting silences fall: connection mid, challenge high. “")


def test_every_technique_and_conversation_has_its_picture_ahead(ready: dict[str, Job], library: Library) -> None:
    named = [f"t{each.number}" for each in library.techniques]
    named += [f"k{each.number}" for each in library.conversations.values()]
    assert sorted(ready) == sorted(f"/{folder}/{name}.png" for folder in ("beeld", "en/picture") for name in named)


def test_every_picture_is_made_whole_and_small(ready: dict[str, Job], tmp_path: Path) -> None:
    files = {tmp_path / address.lstrip("/"): job for address, job in ready.items()}
    typeset_all(files)
    for file in files:
        assert size(file.read_bytes()) == (pictures.WIDTH, pictures.HEIGHT)
        assert file.stat().st_size < MOST, file


@pytest.mark.parametrize("address", ["beeld/t99.png", "beeld/t0.png", "beeld/t019.png", "beeld/k6.png", "beeld/x1.png"])
def test_what_is_not_there_has_no_picture(client: Client, address: str) -> None:
    assert client.get(f"/{address}").status_code == 404
    assert client.get(f"/en/{address.replace('beeld', 'picture')}").status_code == 404


def test_a_technique_is_a_term_of_the_set_that_its_page_teaches(client: Client, library: Library) -> None:
    address = "/en/techniques/silences/"
    technique = library.number(19)
    assert technique
    [said] = head(client, address).data
    assert said["@context"] == "https://schema.org"
    assert (said["@type"], said["url"], said["inLanguage"]) == ("LearningResource", SITE + address, "en")
    assert said["image"] == f"{SITE}/en/picture/t19.png"
    assert said["isAccessibleForFree"] is True
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "CC BY 4.0" in (Path(__file__).parents[2] / "content" / "LICENSE").read_text()
    term = said["teaches"]
    assert (term["@type"], term["termCode"], term["name"]) == ("DefinedTerm", "19", technique.title.en)
    assert term["inDefinedTermSet"]["url"] == f"{SITE}/en/techniques/"


@pytest.mark.parametrize("address", ["/technieken/", "/en/techniques/"])
def test_the_overview_is_the_set_of_terms_unless_it_is_filtered(client: Client, address: str) -> None:
    [said] = head(client, address).data
    assert (said["@type"], said["url"]) == ("DefinedTermSet", SITE + address)
    assert said["description"]
    assert head(client, f"{address}?q=stil").data == []


def test_a_conversation_teaches_the_techniques_of_its_phases(client: Client, library: Library) -> None:
    conversation = library.conversations["absence"]
    [said] = head(client, "/kerngesprekken/verzuim/").data
    named = {reason.number for phase in conversation.phases for reason in phase.techniques}
    taught = [technique for number in named if (technique := library.number(number))]
    assert (said["@type"], said["name"]) == ("LearningResource", conversation.title.nl)
    assert {term["url"] for term in said["teaches"]} == {f"{SITE}/technieken/{each.slug.nl}/" for each in taught}
    assert len(said["teaches"]) == len(named)


def test_no_text_ends_the_data_that_it_stands_in() -> None:
    text = "</script><!-- & \u2028 “stil”"
    block = data_block({"name": text})
    assert block.count("<") == 2  # the element's own tags
    assert Head(block).data == [{"name": text}]
