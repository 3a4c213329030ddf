"""The Edition as files: it opens from a folder, and nothing on it leads nowhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command

LINK = re.compile(r'(?<=\s)(?:href|src|action)="([^"]*)"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As for a USB stick."""
    folder = tmp_path_factory.mktemp("export")
    call_command("edition", "export", str(folder), "--live", "", verbosity=0)
    return folder


def test_every_link_leads_to_a_file_that_is_there(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 130
    broken = set()
    for page in pages:
        for link in map(unescape, LINK.findall(page.read_text())):
            if link.startswith(("mailto:", "https://creativecommons.org/")):
                continue
            path, anchor = urldefrag(link)
            target = (page.parent / path).resolve() if path else page
            if (
                not target.is_file()
                or not target.is_relative_to(folder.resolve())
                or (anchor and f'id="{anchor}"' not in target.read_text())
            ):
                broken.add((page.relative_to(folder).as_posix(), link))
    assert not broken


def test_what_only_the_live_site_can_do_says_so(folder: Path) -> None:
    nl, en = (folder / each / "index.html" for each in ("technieken", "en/techniques"))
    assert "<form" not in nl.read_text()
    assert "Zoeken en filteren kan alleen op de site zelf" in nl.read_text()
    assert "Searching and filtering need the live site" in en.read_text()


def test_with_a_live_site_forms_and_the_self_test_lead_there(tmp_path: Path) -> None:
    call_command("edition", "export", str(tmp_path), "--live", "https://live.example", verbosity=0)
    page = (tmp_path / "technieken/stiltes-laten-vallen/index.html").read_text()
    assert 'action="https://live.example/technieken/"' in page
    assert 'href="https://live.example/zelftest/"' in page
    assert 'href="../../index.html"' in page


def test_with_an_address_links_start_there(tmp_path: Path) -> None:
    call_command("edition", "export", str(tmp_path), "--base", "https://mirror.example/coach/", verbosity=0)
    page = (tmp_path / "en/techniques/silences/index.html").read_text()
    assert 'href="https://mirror.example/coach/en/techniques/"' in page
    assert 'hreflang="nl" href="https://mirror.example/coach/technieken/stiltes-laten-vallen/"' in page
    assert "<loc>https://mirror.example/coach/en/</loc>" in (tmp_path / "sitemap.xml").read_text()
