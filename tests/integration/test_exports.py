"""Techniques as files for other programs, at their addresses."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client

from techniques.library import Library

FILES = {
    "csv": "text/csv; charset=utf-8",
    "imscc": "application/vnd.ims.imsccv1p1",
    "apkg": "application/octet-stream",
}
WORDS = {"/technieken": "nl", "/en/techniques": "en"}


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("word", WORDS)
def test_each_file_is_kept_under_a_telling_name_and_not_fetched_twice(client: Client, word: str, ending: str) -> None:
    address = f"{word}.{ending}"
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == FILES[ending]
    assert response["Content-Language"] == WORDS[word]
    name = f"coachkompas-{word.rpartition('/')[2]}.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert not response.cookies
    assert client.get(address).content == response.content
    known = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("ending", FILES)
def test_a_list_is_a_file_of_its_own(client: Client, ending: str) -> None:
    own = {"t": "19,3", "title": "Week 1: stilte & “rust”", "n3": "Probeer dit"}
    response = client.get(f"/technieken.{ending}", own)
    assert response["Content-Disposition"] == f'attachment; filename="week-1-stilte-rust.{ending}"'
    whole = client.get(f"/technieken.{ending}")
    assert response["ETag"] != whole["ETag"]
    assert (response["X-Robots-Tag"], whole.get("X-Robots-Tag")) == ("noindex", None), "no search engine keeps a list"
    assert client.get(f"/technieken.{ending}?t=19,3&title=★")["Content-Disposition"].endswith(
        f'"coachkompas-technieken.{ending}"'
    )


@pytest.mark.parametrize("ending", FILES)
def test_a_list_of_nothing_is_a_page_that_says_so(client: Client, ending: str) -> None:
    for query in ("?t=", "?t=99,x", "?t=0&title=Week 1"):
        response = client.get(f"/technieken.{ending}{query}")
        assert response.status_code == 404
        assert "<h1" in response.content.decode()


def test_the_table_has_every_technique_with_links_that_lead_there(client: Client, library: Library) -> None:
    text = client.get("/technieken.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    assert [row["techniek"] for row in rows] == [technique.title.nl for technique in library.techniques]
    for row in rows:
        assert row["korte link"] == f"http://testserver/t/{row['nummer']}"
        assert client.get(row["pagina"]).status_code == 200
    assert all("‘" in row["zinnen om te zeggen"] for row in rows)


@pytest.mark.parametrize(("word", "language"), WORDS.items())
def test_every_link_of_the_course_opens_a_page_in_its_language(client: Client, word: str, language: str) -> None:
    with ZipFile(BytesIO(client.get(f"{word}.imscc").content)) as course:
        links = [course.read(name).decode() for name in course.namelist() if name.startswith("links/")]
    assert len(links) == 31
    for link in links:
        found = re.search(r'href="([^"]+)"', link)
        assert found
        page = client.get(found[1])
        assert (page.status_code, page["Content-Language"]) == (200, language)
