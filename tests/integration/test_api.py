"""The JSON API keeps what its description promises: tried by hand and by a program that wants it to fail."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any
from wsgiref.util import setup_testing_defaults

import jsonschema_rs
import pytest
from django.test import Client, override_settings

from coachapp.wsgi import application
from techniques.exports import api
from techniques.fields import Language
from techniques.library import Library, leaves

ROOT = "http://testserver/api/v1/"
KINDS = list(api.MODELS)


@cache
def description() -> Any:
    with override_settings(ALLOWED_HOSTS=["testserver"], SITE_URL="http://testserver"):
        return Client().get("/api/v1/openapi.json").json()


def strict(path: str) -> jsonschema_rs.Validator:
    """What an address may answer, and not a field more."""
    whole = deepcopy(description())
    schema = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    closed = {"components": whole["components"], **schema}
    _close(closed)
    return jsonschema_rs.Draft202012Validator(closed, validate_formats=True)


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)
    elif isinstance(schema, list):
        for each in schema:
            _close(each)


def addresses(library: Library) -> Iterator[tuple[str, str]]:
    """Every address, with its path in the description."""
    yield "/api/v1/", "/api/v1/"
    for language in Language:
        for kind in [*KINDS, "map", "vocabulary"]:
            yield f"/api/v1/{language}/{kind}", f"/api/v1/{{language}}/{kind}"
            for key in library.kinds().get(kind, ()):
                yield f"/api/v1/{language}/{kind}/{key}", f"/api/v1/{{language}}/{kind}/{{id}}"


def test_every_answer_is_as_described_and_holds_nothing_else(client: Client, library: Library) -> None:
    described = {path: strict(path) for path in description()["paths"] if not path.endswith("openapi.json")}
    asked = set()
    for address, path in addresses(library):
        response = client.get(address)
        assert response.status_code == 200, address
        described[path].validate(response.json())
        asked.add(path)
    assert asked == set(described)


@pytest.mark.parametrize("language", Language)
def test_texts_are_in_the_language_of_the_address(client: Client, library: Library, language: Language) -> None:
    for kind, things in library.kinds().items():
        response = client.get(f"/api/v1/{language}/{kind}")
        assert response["Content-Language"] == language
        items = response.json()["items"]
        assert [item["id"] for item in items] == list(things)
        for item, thing in zip(items, things.values(), strict=True):
            told = [value for _, value in strings(item)]
            for path, value in leaves(thing):
                names = [step for step in path if isinstance(step, str)]
                if language in names:
                    assert value in told
            assert item["title"] == thing.title[language]


def strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from strings(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, path)
    elif isinstance(value, str):
        yield path, value


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_leads_to_its_page_and_to_itself_in_the_other_language(client: Client, kind: str) -> None:
    item = client.get(f"/api/v1/nl/{kind}").json()["items"][-1]
    assert client.get(f"/api/v1/nl/{kind}/{item['id']}").json()["item"] == item
    other = client.get(item["alternate"]).json()
    assert (other["language"], other["item"]["id"]) == ("en", item["id"])
    assert other["item"]["alternate"] == f"{ROOT}nl/{kind}/{item['id']}"
    assert client.get(item["url"]).status_code == 200
    assert ("short_url" in item) == (kind in ("techniques", "conversations"))
    if "short_url" in item:
        assert client.get(item["short_url"])["Location"] == item["url"].removeprefix("http://testserver")


def test_the_index_leads_everywhere(client: Client) -> None:
    index = client.get("/api/v1/").json()
    found = [value for _, value in strings(index) if value.startswith(ROOT)]
    assert len(found) == 1 + 2 * 9
    for address in found:
        assert client.get(address).status_code == 200


def test_every_answer_says_whose_it_is_and_on_what_terms(client: Client) -> None:
    for address in ("/api/v1/", "/api/v1/nl/map", "/api/v1/en/terms", "/api/v1/nl/techniques/3"):
        answer = client.get(address).json()
        assert (answer["license"], answer["attribution"]) == ("CC-BY-4.0", "Coachkompas, http://testserver/")


def test_the_map_says_where_each_technique_stands(client: Client, library: Library) -> None:
    found = client.get("/api/v1/nl/map").json()
    assert {number: place["id"] for place in found["places"] for number in place["techniques"]} == {
        technique.number: technique.place for technique in library.techniques
    }
    assert [(axis["name"], [level["name"] for level in axis["levels"]]) for axis in found["axes"]] == [
        ("Verbinding", ["laag", "midden", "hoog"]),
        ("Uitdaging", ["laag", "midden", "hoog"]),
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("t=12,3,7", [12, 3, 7]),
        ("t=12,99,3,3", [12, 3]),
        ("t=3&t=12", [3, 12]),
        ("connection=low&challenge=high", [23]),
        ("t=21,3&challenge=high&challenge=mid", [21]),
        ("t=3&challenge=high", []),
    ],
)
def test_a_list_has_the_techniques_that_were_asked_for(client: Client, query: str, numbers: list[int]) -> None:
    items = client.get(f"/api/v1/nl/techniques?{query}").json()["items"]
    assert [item["number"] for item in items] == numbers


WRONG: dict[str, tuple[int, str, dict[str, Any]]] = {
    "no such kind": (404, "/api/v1/nl/onzin", {}),
    "no such language": (404, "/api/v1/fr/techniques", {}),
    "no such technique": (404, "/api/v1/nl/techniques/99", {}),
    "a number in another way": (404, "/api/v1/nl/techniques/03", {}),
    "no such version": (404, "/api/v9/", {}),
    "a slash too many": (404, "/api/v1/nl/techniques/", {}),
    "no list": (400, "/api/v1/nl/techniques?t=drie", {}),
    "a list without an end": (400, f"/api/v1/nl/techniques?t={'1,' * 100}1", {}),
    "no such level": (400, "/api/v1/nl/techniques?connection=hoog", {}),
    "an address without an end": (414, f"/api/v1/nl/techniques?t={'1' * 9000}", {}),
    "another site": (400, "/api/v1/", {"HTTP_HOST": "elsewhere.example"}),
    "headers without an end": (431, "/api/v1/", {"HTTP_COOKIE": "x" * 40000}),
}


@pytest.mark.parametrize(("status", "address", "asked"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_in_a_form_that_programs_read(
    client: Client, status: int, address: str, asked: dict[str, Any]
) -> None:
    response = client.get(address, **asked)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    told = response.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "get"])
def test_nothing_can_be_changed(method: str) -> None:
    status, headers, body = ask("/api/v1/nl/techniques/3", method)
    assert status == 405
    assert headers["Allow"] == "GET, HEAD, OPTIONS"
    assert json.loads(body)["status"] == 405


@pytest.mark.usefixtures("another_tests_connection")
def test_a_page_elsewhere_may_ask_first_and_read_then() -> None:
    asked = {"HTTP_ORIGIN": "https://course.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET"}
    status, headers, body = ask("/api/v1/nl/techniques", "OPTIONS", **asked)
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in headers["Access-Control-Allow-Methods"]
    assert headers["Access-Control-Allow-Headers"] == "If-None-Match"
    status, headers, _ = ask("/api/v1/nl/techniques", "GET", **asked)
    assert status == 200
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in headers
    assert ask("/technieken/", "OPTIONS")[0] == 405, "only here"
    assert ask("/technieken/", "GET")[1]["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_a_program_has_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/v1/nl/techniques", headers={"Accept-Encoding": "gzip"})
    assert len(first.content) < 80_000
    assert len(json.loads(gzip.decompress(first.content))["items"]) == 26
    again = client.get("/api/v1/nl/techniques", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    other = client.get("/api/v1/en/techniques", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    assert first["Cache-Control"] == "public, max-age=300"
    assert client.head("/api/v1/nl/techniques").content == b""


def ask(path: str, method: str, **more: str) -> tuple[int, dict[str, str], bytes]:
    """What the application answers, as a server asks it."""
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method, "REMOTE_ADDR": "192.0.2.1", **more}
    environ |= {"wsgi.input": io.BytesIO(), "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    answered: list[Any] = []
    body = b"".join(application(environ, lambda *given: answered.extend(given)))
    return int(answered[0][:3]), dict(answered[1]), body


@pytest.mark.usefixtures("another_tests_connection")
def test_a_program_that_tries_everything_finds_nothing_wrong() -> None:
    """Schemathesis: each example, each bound and thousands of values, right and wrong, against every check it has."""
    import schemathesis  # a second of imports, for this test alone
    from schemathesis.engine import Status, events, from_schema

    asked: set[str] = set()

    def as_it_is(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # it does not unpack what it gets without a network
        asked.add(environ["REQUEST_METHOD"])
        return application(environ, start_response)

    steady = {"seed": 7, "generation": {"max-examples": 5, "deterministic": True, "database": "none"}}
    config = schemathesis.Config.from_dict(steady)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", as_it_is, config=config)
    schema.validate()  # by the schema of OpenAPI 3.1 itself
    wrong, checked = [], set()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(event))
        elif isinstance(event, events.ScenarioFinished):
            for check in (each for checks in event.recorder.checks.values() for each in checks):
                checked.add(check.name)
                if check.status is not Status.SUCCESS:
                    wrong.append(f"{event.recorder.label}: {check.name}: {check.failure_info}")
    assert not wrong
    assert {"response_schema_conformance", "negative_data_rejection", "positive_data_acceptance"} <= checked
    assert {"GET", "POST", "DELETE"} <= asked
