"""Handouts that were made ahead are served as files, and made again only where something changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from coachapp import ready
from techniques import handouts, pictures, store
from techniques.typesetting import Job
from tests.integration.test_edition import ask

PICTURE = "/beeld/t19.png"


@pytest.mark.parametrize(("address", "start"), [(PICTURE, b"\x89PNG"), ("/en/cards/fold.pdf", b"%PDF")])
def test_a_file_made_ahead_is_served_without_being_made(
    address: str, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("techniques.views.handouts.typeset", None)
    status, headers, body = ask(address)
    assert (status, body[:4]) == (200, start)
    assert headers["Content-Length"] == str(len(body))
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin", "other sites show our pictures"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    known, about, nothing = ask(address, IF_NONE_MATCH=headers["Etag"])
    assert (known, nothing, about["Etag"]) == (304, b"", headers["Etag"])
    assert ask(address, method="HEAD")[1:] == (headers, b"")


def test_a_file_is_saved_under_a_name_that_tells_what_it_is() -> None:
    assert ask("/dia/19.pdf")[1]["Content-Disposition"] == 'inline; filename="coachkompas-dia-19.pdf"'


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[None]:
    """A folder of files made ahead in which there are none yet."""
    with override_settings(VAR_DIR=tmp_path):
        yield


@pytest.mark.usefixtures("empty")
def test_nothing_beside_the_files_is_served() -> None:
    for name in ("files/a.pdf", "files/b.txt", "beside.pdf"):
        file = ready.folder("now").parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert ready.find("now", "/a.pdf")
    for address in ("/b.txt", "/../beside.pdf", "/a.pdf/../../beside.pdf", "/c.pdf", "//a.pdf/", "/"):
        assert ready.find("now", address) is None, address


@pytest.mark.usefixtures("empty")
def test_what_stays_the_same_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    same, other = (pictures.conversation(each, "nl") for each in list(store.library().conversations.values())[:2])

    def made(name: str, *jobs: Job) -> list[Path]:
        monkeypatch.setattr(handouts, "ready", lambda: {f"/{n}.png": job for n, job in enumerate(jobs)})
        ready._make(ready.folder(name))
        return [ready.folder(name) / f"{n}.png" for n in range(len(jobs))]

    before = made("before", same, other)
    after = made("after", same, replace(other, data={**other.data, "title": "Iets anders"}))
    assert before[0].samefile(after[0])
    assert before[1].read_bytes() != after[1].read_bytes()
    assert {file.name for file in ready.folder("after").iterdir()} == {"0.png", "1.png"}
