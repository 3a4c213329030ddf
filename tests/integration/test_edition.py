"""The Edition's pages, as they come in front of Django, and the same headers from both."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from coachapp import edition
from coachapp.headers import SECURITY_HEADERS
from coachapp.wsgi import application
from techniques import store
from tests.integration.conftest import addresses, self_test_addresses

PAGE = "/technieken/stiltes-laten-vallen/"
HOST = settings.SITE_URL.partition("://")[2]


pytestmark = pytest.mark.usefixtures("another_tests_connection")


def ask(path: str, method: str = "GET", query: str = "", app: edition.WSGI = application, **given: str) -> Any:
    """Status, headers and body of an answer; `given` are headers as WSGI names them, without HTTP_."""
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": HOST}
    environ |= {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1"}
    environ |= {f"HTTP_{name}": value for name, value in given.items()}
    answered: list[Any] = []
    body = b"".join(app(environ, lambda *told: answered.extend(told)))
    return int(answered[0][:3]), {name.title(): value for name, value in answered[1]}, body


@pytest.mark.parametrize("path", [PAGE, "/", "/en/", "/en/self-test/technical-manual/", "/sitemap.xml", "/robots.txt"])
def test_a_page_of_the_edition_is_what_django_would_answer(path: str) -> None:
    status, headers, body = ask(path)
    of_django, its_headers, its_body = ask(path, app=WSGIHandler())
    assert status == of_django == 200
    assert body == its_body
    assert {*headers} - {*its_headers} <= {"Etag", "Vary"}
    assert headers["Vary"] == "Accept-Encoding"
    assert {name: value for name, value in its_headers.items() if headers[name] != value and name != "Vary"} == {}


def test_every_page_of_the_reference_is_in_the_edition() -> None:
    rendered = set(edition.addresses())
    assert {*addresses(store.library()), "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"} <= rendered
    assert {each for each in self_test_addresses() if "/zelftest/" in each} & rendered == {"/zelftest/verantwoording/"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("", "identity"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, br;q=0.2", "identity"),
        ("BR;Q=1.0", "br"),
        ("br;q=rubbish", "identity"),
        ("deflate, zstd", "identity"),
    ],
)
def test_a_page_comes_in_the_coding_that_the_browser_likes_best(accepted: str, coding: str) -> None:
    _, headers, body = ask(PAGE, ACCEPT_ENCODING=accepted)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[coding]
    assert unpack(body) == ask(PAGE)[2]
    assert headers.get("Content-Encoding", "identity") == coding
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_a_browser_that_has_a_page_gets_no_second_one(accepted: str) -> None:
    _, headers, _ = ask(PAGE, ACCEPT_ENCODING=accepted)
    etag = headers["Etag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        status, told, body = ask(PAGE, ACCEPT_ENCODING=accepted, IF_NONE_MATCH=known)
        assert (status, body) == (304, b"")
        assert told["Etag"] == etag
        assert told["Vary"] == "Accept-Encoding"
        assert not {"Content-Length", "Content-Encoding", "Content-Type"} & {*told}
    for unknown in ('"other"', etag.strip('"'), "rubbish"):
        assert ask(PAGE, ACCEPT_ENCODING=accepted, IF_NONE_MATCH=unknown)[0] == 200


def test_each_coding_has_a_tag_of_its_own() -> None:
    tags = {ask(PAGE, ACCEPT_ENCODING=accepted)[1]["Etag"] for accepted in ("br", "gzip", "")}
    assert len(tags) == 3


def test_head_tells_the_same_without_the_page() -> None:
    _, headers, body = ask(PAGE, ACCEPT_ENCODING="br")
    status, told, nothing = ask(PAGE, "HEAD", ACCEPT_ENCODING="br")
    assert (status, nothing) == (200, b"")
    assert told == headers
    assert int(told["Content-Length"]) == len(body)


def test_a_tag_follows_the_content_and_nothing_else() -> None:
    library = store.library()
    first = library.techniques[0]
    title = first.gist.model_copy(update={"nl": "Een heel andere zin."})
    changed = replace(library, techniques=(first.model_copy(update={"gist": title}), *library.techniques[1:]))

    def tags(of: store.Loaded) -> dict[str, str]:
        with store.holding(of):
            return {address: page["br"].etag for address, page in edition.build(WSGIHandler(), 1).items()}

    before, again = tags(store.current()), tags(store.current())
    after = tags(store.Loaded(changed, store.current().index))
    assert before == again, "two processes with the same content agree"
    differing = {address for address in before if before[address] != after[address]}
    assert f"/technieken/{first.slug.nl}/" in differing
    assert not any(address.startswith("/en/") for address in differing)
    assert "/methode/" not in differing


@pytest.mark.parametrize(
    ("status", "path", "asked"),
    [
        (200, PAGE, {}),
        (200, PAGE, {"method": "HEAD"}),
        (200, PAGE, {"query": "utm_source=x"}),
        (200, "/technieken/", {"query": "q=laat"}),
        (200, "/zelftest/", {}),
        (200, "/zelftest/situatie/1/", {}),
        (304, PAGE, {"IF_NONE_MATCH": "*"}),
        (302, "/t/19", {}),
        (301, PAGE.rstrip("/"), {}),
        (400, PAGE, {"HOST": "elsewhere.example"}),
        (403, "/zelftest/situatie/1/", {"method": "POST"}),
        (404, "/technieken/onzin/", {}),
        (404, "/static/onzin.css", {}),
        (403, PAGE, {"method": "POST"}),
        (405, PAGE, {"method": "TRACE"}),
        (405, PAGE, {"method": "get"}),
        (405, "/zelftest/oefenplan.ics", {}),
        (411, PAGE, {"TRANSFER_ENCODING": "chunked"}),
        (414, PAGE, {"query": "q=" + "x" * 9000}),
        (431, "/zelftest/", {"COOKIE": "x" * 40000}),
    ],
)
def test_every_kind_of_answer_has_the_same_security_headers(status: int, path: str, asked: dict[str, Any]) -> None:
    answered, headers, body = ask(path, **asked)
    assert answered == status
    assert {name: headers.get(name.title()) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "Cache-Control" in headers
    if status >= 400:
        assert b"<h1" in body, "every failure is a readable page"
        assert "Etag" not in headers


def test_a_page_in_an_unknown_way_is_no_page_of_the_edition() -> None:
    assert "Etag" not in ask(PAGE, query="q=1")[1]
    assert "Etag" not in ask("//" + PAGE)[1]


def test_robots_are_asked_to_leave_what_is_private(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /zelftest/\n" in told
    assert "Disallow: /g/\n" in told
    assert "Allow: /en/self-test/technical-manual/\n" in told
    assert "Sitemap: http://testserver/sitemap.xml\n" in told
