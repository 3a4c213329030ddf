"""New content under a running site: it takes its place as a whole, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from coachapp import prepared
from tests.conftest import ROOT
from tests.deployed import FILE, PAGE, Site, site_of_its_own
from tests.integration.conftest import full_draft, signed
from tests.server import Visitor

OTHER = "/technieken/samenvatten/"
SENTENCE = "Je zegt niets en laat de ander denken."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site_of_its_own(tmp_path_factory.mktemp("reload")) as site:
        yield site


def test_new_content_is_shown_without_a_restart(site: Site) -> None:
    before = site.health()["content"]
    _, tag, page = site.asked(PAGE)
    other = site.asked(OTHER)
    assert SENTENCE not in page
    draft = signed(str(full_draft()))
    site.write(SENTENCE)
    (site.state / "reload").touch()
    site.until("ok", content=str(before))
    _, new_tag, new_page = site.asked(PAGE)
    assert SENTENCE in new_page
    assert new_tag != tag
    assert site.asked(OTHER) == other, "what did not change is what browsers have"
    assert PAGE in site.asked("/technieken/?q=niets+en+laat+denken")[2], "search knows it too"
    visitor = Visitor(site.server, 2)
    visitor.cookies["selftest"] = draft
    assert visitor.ask("GET", "/zelftest/uitslag/")[0] == 200, "a self-test under way goes on"


def test_broken_content_changes_nothing_and_is_told(site: Site) -> None:
    served, before = site.health()["content"], site.asked(PAGE)
    site.write("")
    (site.state / "reload").touch()
    site.until("degraded")
    assert site.health()["problems"] == {"content": "the new content does not load"}
    assert site.health()["content"] == served
    assert site.asked(PAGE) == before
    assert f"{FILE}:" in site.said(), "with file and line"
    refused = site.command("content", "reload")
    assert refused.returncode == 1
    assert f"{FILE}:" in refused.stderr
    assert "gist" in refused.stderr
    site.write(SENTENCE)
    (site.state / "reload").touch()
    site.until("ok")


def test_a_restart_with_broken_content_shows_what_was_shown_last(site: Site) -> None:
    shown = site.asked(PAGE)
    site.write("")
    try:
        site.server.stop()
        site.server.start()
        assert site.health()["problems"] == {"content": "the new content does not load"}
        assert site.asked(PAGE)[2] == shown[2]
        assert site.asked("/technieken/?q=niets+en+laat+denken")[0] == 200
    finally:
        site.write(SENTENCE)


def test_broken_content_does_not_start_when_there_is_nothing_to_show(site: Site, tmp_path: Path) -> None:
    site.write("")
    (tmp_path / "static").symlink_to(ROOT / "var" / "static")
    try:
        command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "coachapp.wsgi:application"]
        environment = {**os.environ, **site.server.settings, "VAR_DIR": str(tmp_path), "GRANIAN_PORT": "0"}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode != 0
        assert f"{FILE}:" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        site.write(SENTENCE)


def test_what_was_made_ahead_and_can_not_be_read_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "edition").mkdir()
    with override_settings(VAR_DIR=tmp_path):
        (tmp_path / "edition" / f"{prepared.name()}.pickle").write_bytes(b"\x80\x05\x95 cut off")
        assert prepared.find() is None
    assert "it is made anew" in caplog.text
