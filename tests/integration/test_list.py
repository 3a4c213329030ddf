"""A list of techniques in somebody's own order, as an address carries it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from techniques.library import Library
from techniques.ownlist import MAX_LENGTH, MAX_NOTE, MAX_TITLE, parse

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


@given(st.text(), st.text(), st.dictionaries(st.from_regex(r"n[0-9]{1,3}", fullmatch=True), st.text(), max_size=5))
def test_no_list_is_too_strange(library: Library, text: str, title: str, notes: dict[str, str]) -> None:
    found = parse(library, {"t": [text], "title": [title], **{name: [note] for name, note in notes.items()}})
    assert len(set(found.techniques)) == len(found.techniques)
    assert len(found.title) <= MAX_TITLE
    assert all(len(each.note) <= MAX_NOTE for each in found.chosen)
    assert sum(len(remark.value) for remark in found.remarks) <= MAX_LENGTH + 3 * len(notes)
    again = parse(library, dict(QueryDict(found.query.removeprefix("?")).lists()))
    assert again == replace(found, remarks=()), "a list of ours is read as it is"


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
