"""Who finds a weakness knows where to tell, and nobody floods the site."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.test import Client

from coachapp import refusals
from coachapp.notices import EXPIRES
from coachapp.refusals import POSTS
from tests.integration.conftest import ROOTS
from tests.server import Server, fresh_database

SITUATION = f"{ROOTS['nl']['situation']}1/"


def test_security_txt_says_where_to_report_and_until_when(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert re.match(r"(mailto:|https://)\S+", told["Contact"])
    assert told["Canonical"] == "http://testserver/.well-known/security.txt"
    assert datetime.fromisoformat(told["Expires"]) == EXPIRES


def test_security_txt_is_renewed_in_time() -> None:
    left = EXPIRES - datetime.now(UTC)
    assert left > timedelta(days=60), "look whether coachapp/notices.py is still true, and give it another year"
    assert left < timedelta(days=366), "the standard asks for less than a year"


def test_too_many_forms_are_asked_to_wait_and_nothing_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(POSTS, "most", 3)
    fields = {"most": "a", "least": "c", "go": "next"}
    for _ in range(3):
        assert client.post(SITUATION, fields, REMOTE_ADDR="192.0.2.77").status_code == 200
    refused = client.post(SITUATION, fields, REMOTE_ADDR="192.0.2.77")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    page = refused.content.decode()
    assert f'action="{SITUATION}"' in page
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in page
    assert client.post(SITUATION, fields, REMOTE_ADDR="192.0.2.78").status_code == 200, "others are not held up"
    assert client.get(SITUATION, REMOTE_ADDR="192.0.2.77").status_code == 200, "reading is never bounded"


@pytest.mark.parametrize(("path", "said"), [("/zelftest/situatie/1/", "veel groter"), ("/en/self-test/", "far larger")])
def test_a_form_that_is_far_too_large_is_refused_readably(client: Client, path: str, said: str) -> None:
    response = client.post(path, {"most": "x" * refusals.MOST_BODY})
    assert response.status_code == 413
    assert said in response.content.decode()


def test_a_form_may_have_no_files_and_not_a_thousand_fields(client: Client) -> None:
    many = client.post(SITUATION, {f"field-{number}": "x" for number in range(300)})
    assert many.status_code == 400
    assert "niet lezen wat je browser stuurde" in many.content.decode()


@pytest.mark.database
def test_a_proxy_is_believed_about_the_visitors_address_and_nobody_else(tmp_path: Path) -> None:
    wrong = f"{ROOTS['nl']['group']}0000000000/"
    with Server(fresh_database(tmp_path), settings={"TRUSTED_PROXIES": "127.0.0.1"}) as site:

        def ask(claims: str, source: str) -> int:
            connection = HTTPConnection("localhost", site.port, source_address=(source, 0))
            connection.request("GET", wrong, headers={"X-Forwarded-For": claims})
            status = connection.getresponse().status
            connection.close()
            return status

        for number in range(60):
            assert ask("192.0.2.1", "127.0.0.1") == 404
            assert ask(f"192.0.2.{number}", "127.0.2.1") == 404
        assert ask("192.0.2.1", "127.0.0.1") == 429
        assert ask("192.0.2.2", "127.0.0.1") == 404, "another visitor behind the proxy"
        assert ask("192.0.2.99", "127.0.2.1") == 429, "whoever is no proxy is taken for himself"
