"""The MDN HTTP Observatory, run on this machine, gives every kind of page its best grade."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.proxy import Proxy
from tests.server import Server, fresh_database

SOURCE = ROOT / "tests" / "observatory"
INSTALLED = ROOT / "var" / "observatory"
PACKAGES = ["package.json", "package-lock.json"]
#: Names that browsers know to be https. The scanner would download the list while it is installed; ours is empty.
PRELOADED = INSTALLED / "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"

#: The last one is not there.
PAGES = ["/", "/technieken/stiltes-laten-vallen/", "/zelftest/", "/technieken/onzin/"]
#: What other sites may frame: it is open to them, which earns nothing, and that is all.
FRAMES = ["/embed/humor/", "/en/embed/humour/?theme=dark"]
#: Pages with a form that is sent, so they set a cookie.
FORMS = ["/zelftest/situatie/1/", "/zelftest/groep/openen/"]

#: What a page earns on top of 100; one that sets a cookie earns five more.
EARNED = {"content-security-policy": 10, "cross-origin-resource-policy": 10, "referrer-policy": 5, "x-frame-options": 5}
COOKIES = {"cookies": 5}
OPEN = {"cross-origin-resource-policy": 0}


def missing() -> str:
    """Why the scanner cannot run on this machine, if it cannot."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "the Observatory's scanner needs node and npm, and they are not on the PATH"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return "" if int(version[1:].partition(".")[0]) >= 20 else f"the Observatory's scanner needs node 20, not {version}"


def install() -> None:
    """Install the scanner, unless it is there already."""
    same, _, _ = filecmp.cmpfiles(SOURCE, INSTALLED, PACKAGES, shallow=False)
    if same != PACKAGES or not PRELOADED.exists():
        shutil.rmtree(INSTALLED, ignore_errors=True)
        INSTALLED.mkdir(parents=True)
        for name in PACKAGES:
            shutil.copy(SOURCE / name, INSTALLED)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=INSTALLED, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"npm could not install the scanner: {done.stderr}"
        PRELOADED.write_text("{}")
    # A script finds the packages that lie beside it.
    shutil.copy(SOURCE / "scan.mjs", INSTALLED)


def scan(proxy: Proxy, paths: list[str]) -> dict[str, Any]:
    """What the Observatory thinks of pages, by their path."""
    command = ["node", "scan.mjs", f"localhost:{proxy.port}", str(proxy.plain_port), *paths]
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": str(proxy.authority)}
    done = subprocess.run(command, cwd=INSTALLED, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"the scanner stopped: {done.stderr}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lost(tests: dict[str, Any], earned: dict[str, int]) -> list[str]:
    """The tests that cost points, or earn fewer than they should."""
    return [
        f"{name}: {test['result']} ({test['scoreModifier']:+})"
        for name, test in tests.items()
        if not test["pass"] or test["scoreModifier"] < earned.get(name, 0)
    ]


def test_the_observatory_gives_every_page_its_best_grade(tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    install()
    site = Server(fresh_database(tmp_path))
    with Proxy(tmp_path, site) as proxy:
        site.settings["SITE_URL"] = proxy.address
        with site:
            found = scan(proxy, PAGES + FRAMES + FORMS)
    remarks = []
    for path, page in found.items():
        costs = lost(page["tests"], EARNED | (COOKIES if path in FORMS else OPEN if path in FRAMES else {}))
        if costs or page["grade"] != "A+" or page["score"] < (120 if path in FRAMES else 130):
            remarks.append(f"{path} gets {page['score']}, {page['grade']}: {', '.join(costs)}")
    assert not remarks, "\n".join(remarks)
