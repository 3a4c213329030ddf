"""While developing: content reloads, and what is wrong with it shows in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from tests import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "content", tiny.content())


def test_an_edit_shows_on_the_next_request(client: Client, folder: Path) -> None:
    with override_settings(DEBUG=True, CONTENT_DIR=folder):
        assert "Kern van horen." in client.get("/technieken/horen/").content.decode()
        files = tiny.content()
        files["techniques/horen.yaml"]["gist"]["nl"] = "Nieuwe kern."
        tiny.write(folder, files)
        assert "Nieuwe kern." in client.get("/technieken/horen/").content.decode()


def test_a_content_error_shows_file_line_and_what_is_expected(client: Client, folder: Path) -> None:
    files = tiny.content()
    files["techniques/horen.yaml"]["gist"]["nl"] = "x" * 150
    tiny.write(folder, files)
    with override_settings(DEBUG=True, CONTENT_DIR=folder):
        response = client.get("/technieken/")
    assert isinstance(response, HttpResponse)
    assert response.status_code == 500
    page = response.content.decode()
    assert "content/techniques/horen.yaml, line" in page
    assert "gist.nl: 150 characters; expected at most 140" in page
