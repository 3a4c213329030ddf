"""What can be kept on a device is what the site shows, within its bounds; and a phone can have the site as an app."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.test import Client

from coachapp import edition, serving
from techniques.fields import Language
from tests.integration.test_edition import ask

pytestmark = pytest.mark.usefixtures("another_tests_connection")


def asked_json(path: str) -> Any:
    status, headers, body = ask(path)
    assert status == 200
    assert headers["Content-Type"] in ("application/json", "application/manifest+json")
    return json.loads(body)


def static(address: str) -> bytes:
    return (Path(settings.STATIC_ROOT) / address.removeprefix("/static/")).read_bytes()


@pytest.mark.parametrize("language", Language)
def test_every_page_of_the_sitemap_is_in_the_pack_as_the_site_shows_it(language: Language) -> None:
    pack = asked_json(f"/offline/{language}/pack.json")
    listed = re.findall(r"<loc>[^<]*?//[^/<]+([^<]+)</loc>", ask("/sitemap.xml")[2].decode())
    paths = [path for path in listed if path.startswith("/en/") == (language is Language.EN)]
    assert len(paths) > 60
    for path in paths:
        assert pack["texts"][path].encode() == ask(path)[2], path


@pytest.mark.parametrize("language", Language)
def test_the_list_names_each_file_by_what_is_in_it(language: Language) -> None:
    listed, pack = (asked_json(f"/offline/{language}/{name}.json") for name in ("files", "pack"))
    assert listed == {name: pack[name] for name in ("version", "files", "short")}
    assert len(listed["short"]) == 26 + 5, "techniques and conversations"
    assert {*listed["short"].values()} < {*listed["files"]}
    for address, digest in listed["files"].items():
        if address.startswith("/static/"):
            assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), "cache first: its name says what is in it"
            assert static(address)
        else:
            assert ask(address)[1]["Etag"] == f'"{digest}"', "so a file that fits the list is the right one"


@pytest.mark.parametrize("language", Language)
def test_what_kept_pages_ask_for_is_kept(language: Language) -> None:
    pack = asked_json(f"/offline/{language}/pack.json")
    wanted = set()
    for page in pack["texts"].values():
        wanted |= set(re.findall(r'(?:src|data-[a-z]+)="(/static/[^"]+)"', page))
        wanted |= set(re.findall(r'<link rel="(?:stylesheet|icon)"[^>]* href="(/static/[^"]+)"', page))
    for sheet in [each for each in wanted if each.endswith(".css")]:
        wanted |= {f"/static/{found}" for found in re.findall(r'url\("\.\./([^"]+)"\)', static(sheet).decode())}
    assert any(each.endswith(".woff2") for each in wanted)
    assert wanted <= {*pack["files"]}


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, br", "br"), ("gzip", None), ("", None)])
def test_a_pack_comes_in_brotli_or_as_it_is(accepted: str, coding: str | None) -> None:
    _, headers, body = ask("/offline/nl/pack.json", ACCEPT_ENCODING=accepted)
    assert headers.get("Content-Encoding") == coding
    assert json.loads(brotli.decompress(body) if coding else body)["texts"]["/nu/"]


def test_both_languages_travel_in_at_most_600_kilobytes() -> None:
    now = serving.now()
    assert now
    files = {file for language in Language for file in asked_json(f"/offline/{language}/files.json")["files"]}
    travelling = [static(file) for file in files if file.startswith("/static/")]
    packed = [now.pages[f"/offline/{language}/pack.json"]["br"].body for language in Language]
    weight = sum(len(each or b"") for each in packed)
    weight += sum(min(len(each), len(brotli.compress(each))) for each in travelling)
    assert 200_000 < weight <= 600_000


def test_all_scripts_weigh_at_most_30_kilobytes() -> None:
    own = (Path(settings.BASE_DIR) / "static/js").glob("*.js")
    htmx = next((Path(settings.STATIC_ROOT) / "django_htmx").glob("htmx-2.min.*.js"))
    scripts = [*(file.read_bytes() for file in own), htmx.read_bytes(), ask("/service-worker.js")[2]]
    assert sum(len(brotli.compress(each)) for each in scripts) <= 30_000


@pytest.mark.parametrize("language", Language)
def test_the_app_starts_where_there_is_something_kept_and_has_its_icons(language: Language) -> None:
    prefix = "/en" if language is Language.EN else ""
    app = asked_json(f"{prefix}/manifest.json")
    kept = asked_json(f"/offline/{language}/files.json")["files"]
    assert app["lang"] == language
    assert app["start_url"] == f"{prefix}/"
    for start in [app["start_url"], *(shortcut["url"] for shortcut in app["shortcuts"])]:
        path, _, anchor = start.partition("#")
        assert path in kept
        assert not anchor or f'id="{anchor}"' in ask(path)[2].decode()
    assert {icon.get("purpose", "any") for icon in app["icons"]} == {"any", "maskable"}
    for icon in app["icons"]:
        picture = static(icon["src"])
        assert "{}x{}".format(*struct.unpack(">II", picture[16:24])) == icon["sizes"]
    assert f'<link rel="manifest" href="{prefix}/manifest.json">' in ask(f"{prefix}/")[2].decode()


def test_the_service_worker_may_serve_the_whole_site_and_is_always_asked_for_again() -> None:
    status, headers, body = ask("/service-worker.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert headers["Cache-Control"] == "no-cache"
    assert 'nl: "/niet-bewaard/", en: "/en/not-saved/"' in body.decode()


def test_what_a_visitor_gets_for_themselves_is_never_kept(client: Client) -> None:
    kept = {file for language in Language for file in asked_json(f"/offline/{language}/files.json")["files"]}
    pages = {each for each in kept if not each.startswith("/static/")}
    assert pages < {*edition.addresses()} | {f"/offline/{language}/search.json" for language in Language}
    for page in sorted(pages):
        assert client.get(page).headers["Cache-Control"] == "no-cache"
