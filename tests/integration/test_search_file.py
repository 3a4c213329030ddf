"""The search file holds what the server searches with, and changes exactly when that does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from techniques import filters, listing, search, searchfile, store
from techniques.library import Library

LISTS = {"nl": "/technieken/", "en": "/en/techniques/"}


def served(client: Client, language: str) -> dict[str, Any]:
    response = client.get(f"/offline/{language}/search.json")
    assert response.status_code == 200
    file: dict[str, Any] = response.json()
    return file


@pytest.mark.parametrize("language", LISTS)
def test_it_is_the_same_for_everybody_and_says_its_language(client: Client, language: str) -> None:
    response = client.get(f"/offline/{language}/search.json", headers={"accept-language": "fr"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Language"] == language
    assert not response.cookies
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.content == Client().get(f"/offline/{language}/search.json").content
    assert response.json()["language"] == language


def test_there_is_none_in_another_language(client: Client) -> None:
    assert client.get("/offline/fr/search.json").status_code == 404


@pytest.mark.parametrize("language", LISTS)
def test_it_weighs_every_passage_and_word_as_the_server_does(client: Client, language: str) -> None:
    file, index = served(client, language), store.index(language)
    passages = [
        (page["kind"], page["key"], field, text)
        for page in file["pages"]
        for field, *texts in page["texts"]
        for text in texts
    ]
    assert passages == [(p.kind, p.key, p.field, p.text) for p in index.passages]
    weights = [file["fields"][field][0] * file["lengths"][len(search.words(text))] for *_, field, text in passages]
    assert weights == [*index.weights]
    assert file["rarity"] == [*index.rarity]


@pytest.mark.parametrize("language", LISTS)
def test_its_rows_are_those_of_the_list(client: Client, library: Library, language: str) -> None:
    kind = filters.NAMES["kind"][language]
    for value in served(client, language)["filters"][-1]["values"]:
        page = client.get(LISTS[language], {kind: value[language]}).content.decode()
        rows = [each["row"] for each in served(client, language)["pages"] if each["kind"] == value["kind"]]
        assert rows
        if value["kind"] == "techniques":
            page = client.get(LISTS[language]).content.decode()
        assert all(row in page for row in rows[: len(rows) if value["kind"] == "techniques" else listing.MOST])


def test_it_knows_what_each_technique_answers_to(client: Client, library: Library) -> None:
    file = served(client, "nl")
    techniques = {page["key"]: page for page in file["pages"] if page["kind"] == "techniques"}
    for each in file["filters"][:-1]:
        for value in each["values"]:
            asked = filters.parse(library, "nl", {each["name"]["nl"]: [value["nl"]]})
            fitting = {str(t.number) for t in filters.apply(asked, library.techniques)}
            holding = {key for key, page in techniques.items() if value["nl"] in page["values"][each["name"]["nl"]]}
            assert holding == fitting
    assert {value["nl"] for value in file["filters"][3]["values"] if value["now"]} == {
        goal.slug.nl for goal in library.goals.values() if goal.horizon == "now"
    }


@pytest.mark.parametrize("language", LISTS)
def test_the_list_carries_its_version(client: Client, language: str) -> None:
    version = served(client, language)["version"]
    for query in ("", "?q=laat"):
        assert f'data-version="{version}"' in client.get(LISTS[language] + query).content.decode()


def test_its_version_follows_what_is_in_it_and_nothing_else(library: Library) -> None:
    def versions(of: Library) -> dict[str, str]:
        loaded = store.Loaded(of, {language: search.build(of, language) for language in LISTS})
        with store.holding(loaded):
            found = {language: searchfile.version(language) for language in LISTS}
            assert found == {language: json.loads(searchfile.text(language))["version"] for language in LISTS}
        return found

    def told(thing: Any) -> Any:
        return thing.model_copy(update={"gist": thing.gist.model_copy(update={"nl": "Een heel andere zin."})})

    first, *others = library.techniques
    before = versions(library)
    assert versions(library) == before
    technique = versions(replace(library, techniques=(told(first), *others)))
    assert technique["nl"] != before["nl"]
    assert technique["en"] == before["en"]
    page = versions(replace(library, pages={**library.pages, "method": told(library.pages["method"])}))
    assert page == before, "search does not look there"
