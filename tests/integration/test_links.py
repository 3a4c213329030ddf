"""Links last: what was published answers or leads on; sections and short links can be passed on."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import zxingcpp
from django.core.management import call_command
from django.test import Client
from PIL import Image

from coachapp import offline
from coachapp.export import export
from selftest.store import belongs, instrument
from techniques import register, store
from techniques.library import Library
from techniques.management.commands.addresses import asking
from tests import tiny
from tests.conftest import CONTENT
from tests.integration.conftest import addresses
from tests.integration.test_edition import ask

REGISTER = CONTENT / "addresses.txt"


@cache
def asked(address: str) -> tuple[int, str, str]:
    """What a visitor gets, from the Edition where it has the page."""
    status, headers, body = ask(address)
    is_page = headers["Content-Type"].startswith("text/html")
    return status, headers.get("Location", ""), body.decode() if is_page else ""


@pytest.fixture(scope="module")
def known() -> register.Register:
    return register.read(REGISTER.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("another_tests_connection")
def test_every_address_that_was_ever_published_answers_with_all_its_sections(known: register.Register) -> None:
    assert len(known) > 400
    health = "/healthz"  # it asks the database, and has tests of its own
    assert list(register.lost({each: known[each] for each in known if each != health}, asked)) == []


@pytest.mark.usefixtures("another_tests_connection")
def test_every_published_address_and_section_is_written_down(known: register.Register) -> None:
    grown = register.with_new(known, asked)
    new = {address for address in grown if grown[address] != known.get(address)}
    assert not new, "run `manage.py addresses add`"
    assert REGISTER.read_text(encoding="utf-8") == register.written(known), "it is written by that command"


def test_the_register_holds_what_people_pass_on(known: register.Register, library: Library) -> None:
    assert {*addresses(library)} <= {*known}
    for address in ("/t/19", "/t/19.svg", "/t/19.png", "/k/5", "/k/5.png", "/embed/humor/", "/en/embed/humour/"):
        assert address in known
    for address in ("/zelftest/", "/en/self-test/technical-manual/", "/beeld/t19.png", "/sitemap.xml", "/oembed"):
        assert address in known
    assert {"zeg", "stappen", "bron"} <= {*known["/technieken/humor/"]}
    assert "fase-3" in known["/kerngesprekken/verzuim/"]
    assert "change-talk" in known["/en/glossary/"]


OLD, NEW = "/technieken/horen/", "/technieken/oor/"
OLD_FRAME, OLD_TALK = "/embed/horen/", "/kerngesprekken/gesprek/"

Files = dict[str, tiny.Data]


@pytest.fixture
def shows(tmp_path: Path, client: Client) -> Iterator[Callable[[Files], Client]]:
    """Have the site show handmade content; the client asks it."""
    with ExitStack() as held:

        def show(files: Files) -> Client:
            folder = tmp_path / f"content-{len(list(tmp_path.iterdir()))}"
            loaded = store.read(tiny.write(folder, files))
            belongs(loaded, instrument())  # the self-test has no handmade one that it could show
            held.enter_context(store.holding(loaded))
            return client

        yield show


def renamed(redirects: tiny.Data) -> Files:
    """The handmade content with other slugs of a technique, a conversation and a term."""
    files = {**tiny.content(), "redirects.yaml": {"redirects": redirects}}
    files["techniques/oor.yaml"] = files.pop("techniques/horen.yaml")
    files["techniques/oor.yaml"]["slug"]["nl"] = "oor"
    files["conversations/talk.yaml"]["slug"]["nl"] = "praten"
    files["glossary.yaml"]["terms"]["word"]["slug"]["en"] = "term"
    return files


REDIRECTS = {
    "techniques": {"nl": {"horen": "1"}},
    "conversations": {"nl": {"gesprek": "talk"}},
    "terms": {"en": {"word": "word"}},
}


#: What somebody passed on before anything was renamed.
PASSED_ON = {
    OLD: ("zeg", "stappen"),
    OLD_FRAME: (),
    OLD_TALK: ("fase-1",),
    "/en/glossary/": ("word",),
    "/t/1": (),
}


def test_what_is_there_is_not_lost(shows: Callable[[Files], Client]) -> None:
    assert list(register.lost(PASSED_ON, asking(shows(tiny.content())))) == []


def test_a_changed_slug_without_a_redirect_is_named_with_what_to_do(shows: Callable[[Files], Client]) -> None:
    remarks = list(register.lost(PASSED_ON, asking(shows(renamed({})))))
    assert remarks == [
        f"{OLD} answers 404; say in content/redirects.yaml what it named, or give it back",
        f"{OLD_FRAME} answers 404; say in content/redirects.yaml what it named, or give it back",
        f"{OLD_TALK} answers 404; say in content/redirects.yaml what it named, or give it back",
        "/en/glossary/ lacks #word; give the section its anchor back",
    ]


def test_a_changed_slug_with_a_redirect_leads_on(shows: Callable[[Files], Client]) -> None:
    client = shows(renamed(REDIRECTS))
    assert list(register.lost(PASSED_ON, asking(client))) == []
    for old, new in (
        (OLD, NEW),
        (f"{OLD}?utm=a&b=%C3%A9", f"{NEW}?utm=a&b=%C3%A9"),
        (f"{OLD_FRAME}?theme=dark", "/embed/oor/?theme=dark"),
        (OLD_TALK, "/kerngesprekken/praten/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
        assert client.get(new).status_code == 200
    assert client.get("/en/techniques/horen/").status_code == 404, "it was never a slug in English"
    assert client.get("/oembed", {"url": f"http://testserver{OLD}"}).json()["title"] == "Horen"


def test_old_addresses_lead_on_without_a_connection_and_in_a_site_of_files(
    shows: Callable[[Files], Client], tmp_path: Path
) -> None:
    shows(renamed(REDIRECTS))
    listed = json.loads(offline.files({})["/offline/nl/files.json"])["short"]
    assert listed[OLD] == NEW
    assert listed["/t/1"] == NEW
    assert listed["/k/1"] == listed[OLD_TALK] == "/kerngesprekken/praten/"
    assert OLD not in json.loads(offline.files({})["/offline/en/files.json"])["short"]
    export({}, tmp_path / "no-handouts", tmp_path / "site", live="https://live.example")
    page = (tmp_path / "site/technieken/horen/index.html").read_text()
    assert f'content="0; url=https://live.example{NEW}"' in page
    assert "ergens anders" in page


def test_the_register_only_grows(
    shows: Callable[[Files], Client], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shows(tiny.content())
    file = tmp_path / "addresses.txt"
    file.write_text(register.written({"/gone/": ("a",), OLD: ("once", "zeg")}), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("addresses", "check", "--file", str(file))
    said = capsys.readouterr().err
    assert "/gone/ answers 404" in said
    assert f"{OLD} lacks #once;" in said
    assert "run `manage.py addresses add`" in said
    call_command("addresses", "add", "--file", str(file))
    grown = register.read(file.read_text(encoding="utf-8"))
    assert grown["/gone/"] == ("a",)
    assert grown[OLD][:3] == ("once", "zeg", "stappen")
    assert "/en/embed/hearing/" in grown


@pytest.mark.parametrize(("link", "page"), [("/k/5", "absence"), ("/k/1", "getting-acquainted")])
def test_a_short_link_leads_to_a_conversation_in_the_visitors_language(
    client: Client, library: Library, link: str, page: str
) -> None:
    slug = library.conversations[page].slug
    for accepts, target in (("nl", f"/kerngesprekken/{slug.nl}/"), ("en", f"/en/key-conversations/{slug.en}/")):
        answer = client.get(link, headers={"accept-language": accepts})
        assert (answer.status_code, answer.headers["Location"]) == (302, target)
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("link", ["/t/1", "/t/19", "/t/26", "/k/1", "/k/5"])
def test_a_qr_code_holds_its_short_link(client: Client, link: str) -> None:
    answer = client.get(f"{link}.png")
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.width >= 600
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == f"http://testserver{link}"
    scalable = client.get(f"{link}.svg")
    assert scalable.headers["Content-Type"] == "image/svg+xml"
    side = picture.width // (picture.width // int(re.findall(rb'viewBox="0 0 (\d+) ', scalable.content)[0]))
    assert drawn(scalable.content.decode()) == modules(picture, side), "both show the same code"


def modules(picture: Image.Image, side: int) -> set[tuple[int, int]]:
    """The dark modules of a code in pixels."""
    size = picture.width // side
    grey = picture.convert("L")
    return {
        (x, y)
        for x in range(side)
        for y in range(side)
        if grey.getpixel((x * size + size // 2, y * size + size // 2)) == 0
    }


def drawn(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a code in lines: `M4 4.5h7m1 0h2`, a stroke as wide as a module."""
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    found, x, y = set(), 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if command == "h":
            found |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += int(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return found


def test_a_qr_code_may_be_shown_elsewhere_and_kept(client: Client) -> None:
    answer = client.get("/t/19.svg")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Disposition"] == 'inline; filename="coachkompas-t-19-qr.svg"'
    assert "public" in answer.headers["Cache-Control"]
    again = client.get("/t/19.svg", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["/t/99.svg", "/t/19.gif", "/k/9.png", "/k/9", "/k/0", "/t/19.", "/k/1.svgz"])
def test_there_is_no_code_of_what_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


#: Pages whose sections are worth a link of their own, by the parts of their address.
SECTIONED = {
    *("technieken", "kerngesprekken", "valkuilen", "doelen", "handreikingen", "methode", "over", "toegankelijkheid"),
    *("techniques", "key-conversations", "pitfalls", "goals", "guides", "method", "about", "accessibility"),
}


@pytest.mark.usefixtures("another_tests_connection")
def test_every_section_copies_its_own_link(library: Library) -> None:
    bare = []
    for address in addresses(library):
        parts = address.strip("/").removeprefix("en/").split("/")
        if parts[0] not in SECTIONED or (
            len(parts) == 1 and parts[0] in ("technieken", "techniques", "goals", "doelen")
        ):
            continue
        page = asked(address)[2]
        headed, linked = re.findall(r'<h2[^>]* id="([^"]+)"', page), re.findall(r'data-copy="#([^"]+)"', page)
        bare += [f"{address}#{each}" for each in headed if each not in linked]
    assert bare == []


@pytest.mark.usefixtures("another_tests_connection")
@pytest.mark.parametrize(("address", "language"), [("/begrippen/", "nl"), ("/en/glossary/", "en")])
def test_every_term_copies_its_own_link(library: Library, address: str, language: str) -> None:
    page = asked(address)[2]
    for term in library.terms.values():
        assert f'href="#{term.slug[language]}" data-copy="#{term.slug[language]}"' in page
