"""What docs/operating.md and deploy/ tell an administrator, tried as far as one machine without a name allows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.conftest import CONTENT, ROOT

DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "environment").read_text(encoding="utf-8")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SECRET = "kZ3-".join("abcdefghijklmnopqrstu")
PUBLIC = {"SITE_URL": "https://coachkompas.example", "SECRET_KEY": SECRET}


def example(folder: Path) -> str:
    """The example environment with a secret, and with state of its own."""
    filled = EXAMPLE.replace("\nSECRET_KEY=\n", f"\nSECRET_KEY={SECRET}\n")
    return filled.replace("/var/lib/coachkompas", str(folder / "var"))


def run(command: list[str], settings: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A command with these settings and no others."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


# -- settings --------------------------------------------------------------------------------------------


def test_every_setting_is_explained_and_no_other() -> None:
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', (ROOT / "coachapp/settings.py").read_text(encoding="utf-8")))
    table = GUIDE.partition("\n## Settings\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == read


WRONG = {
    "SITE_URL": {**PUBLIC, "SITE_URL": "coachkompas.example"},
    "SECRET_KEY": {"SITE_URL": PUBLIC["SITE_URL"]},
    "SECRET_KEY, too short": {**PUBLIC, "SECRET_KEY": "short"},
    "TRUSTED_PROXIES": {**PUBLIC, "TRUSTED_PROXIES": "rubbish"},
    "CONTENT_DIR": {**PUBLIC, "CONTENT_DIR": "/nowhere"},
    "DATABASE_URL": {**PUBLIC, "DATABASE_URL": "rubbish"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_stops_the_start_and_is_named(name: str, tmp_path: Path) -> None:
    done = run(manage("check"), WRONG[name], tmp_path)
    assert done.returncode == 1
    [said] = done.stderr.splitlines()
    assert f'"{name.partition(",")[0]}"' in said
    if "short" in name:
        assert said in GUIDE, "the guide's example"


def test_the_service_names_a_wrong_setting_too(tmp_path: Path) -> None:
    unit = (DEPLOY / "coachkompas@.service").read_text(encoding="utf-8").replace("\\\n", "")
    [command] = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    command = command.replace("/srv/coachkompas/.venv/bin", str(Path(sys.executable).parent)).replace("%i", "0")
    done = run(shlex.split(command), WRONG["SITE_URL"], tmp_path)
    assert done.returncode != 0
    assert 'can\'t start: Environment variable "SITE_URL" invalid' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_passes_the_checks_of_a_public_site(tmp_path: Path) -> None:
    pairs = re.findall(r"^([A-Z_]+)=(.*)$", example(tmp_path), re.MULTILINE)
    done = run(manage("check", "--deploy", "--fail-level", "WARNING"), dict(pairs), tmp_path)
    assert done.returncode == 0, done.stderr


# -- what the guide and the units say -----------------------------------------------------------------------


def commands() -> Iterator[str]:
    """What comes after `manage.py` wherever we say so, and after `coachkompas` in the guide."""
    fenced = "\n".join(re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))
    yield from re.findall(r"^coachkompas (.*)$", fenced, re.MULTILINE)
    yield from re.findall(r"`coachkompas ([a-z].*?)`", GUIDE)
    everywhere = "\n".join([fenced, *(unit.read_text(encoding="utf-8") for unit in [*UNITS, DEPLOY / "Containerfile"])])
    yield from re.findall(r"python manage\.py ([a-z][^\\\n&]*)", everywhere)
    yield from re.findall(r"^manage (.*?)(?: #.*)?$", (DEPLOY / "update").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted({command.strip() for command in commands()}))
def test_every_command_exists_with_its_options(command: str) -> None:
    name, *arguments = shlex.split(command)
    found = load_command_class(get_commands()[name], name)
    found.create_parser("manage.py", name).parse_args(arguments)  # an unknown one raises CommandError


def test_every_problem_of_healthz_is_explained() -> None:
    modules = [ROOT / f"{name}.py" for name in ("coachapp/health", "coachapp/serving", "selftest/writing")]
    source = "\n".join(module.read_text(encoding="utf-8") for module in modules)
    told = re.findall(r'^ +(?:return .*|self\.problem = )"([^"]+)"$', source, re.MULTILINE)
    told += re.findall(r'OperationalError\(f?"([^"{:]+)', source)
    assert len(told) > 6
    table = re.search(r"^\| in `problems`.*?\n\n", GUIDE, re.MULTILINE | re.DOTALL)
    assert table
    assert [problem for problem in told if f"`{problem}`" not in table[0]] == []


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    (tmp_path / "environment").write_text("", encoding="utf-8")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/coachkompas/.venv/bin", str(Path(sys.executable).parent))
        text = text.replace("/etc/coachkompas", str(tmp_path))
        (tmp_path / unit.name.replace("@", "@8001")).write_text(text, encoding="utf-8")
    units = [str(unit) for unit in sorted(tmp_path.glob("coachkompas*"))]
    assert len(units) == 5
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "coachkompas" in line] == []
    assert done.returncode == 0, done.stderr


def test_the_container_starts_the_site_as_the_service_does_from_files_that_exist() -> None:
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--)(.*) \S+$", container, re.MULTILINE) for name in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"coachapp", "selftest", "techniques", "templates", "static", "content", "locale"} < set(copied)
    service = (DEPLOY / "coachkompas@.service").read_text(encoding="utf-8")
    options = [re.search(r"granian (--interface.*?:application)", text, re.DOTALL) for text in (container, service)]
    inside, outside = [re.sub(r"[\s\\]+", " ", found[1]) for found in options if found]
    assert inside == outside.replace("127.0.0.1", "0.0.0.0").replace("%i", "8000")


# -- deploy/update ---------------------------------------------------------------------------------------


class Update:
    """deploy/update in a copy of this site, with processes that only say that they are there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.calls = folder, folder / "site", folder / "calls"
        for name in ("coachapp", "techniques", "selftest", "templates", "locale", "static", "deploy"):
            shutil.copytree(ROOT / name, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manage.py", self.root)
        shutil.copytree(ROOT / "docs", self.root / "docs")
        (self.root / ".venv").symlink_to(sys.prefix)
        prepared = self.root / "coachapp/prepared.py"  # packed less, to save ten seconds
        prepared.write_text(prepared.read_text(encoding="utf-8").replace("= 11, 5", "= 1, 1"), encoding="utf-8")
        self.systemctl = folder / "systemctl"
        self.systemctl.write_text(f'#!/bin/sh\necho "$@" >> {self.calls}\n', encoding="utf-8")
        self.systemctl.chmod(0o755)
        self.calls.touch()

    def run(self, content: Path, *ports: int) -> subprocess.CompletedProcess[str]:
        told = example(self.folder) + f"CONTENT_DIR={content}\n"
        (self.folder / "environment").write_text(told, encoding="utf-8")
        settings = {
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            "ROOT": str(self.root),
            "ENVIRONMENT": str(self.folder / "environment"),
            "SYSTEMCTL": str(self.systemctl),
            "AS_USER": "",
            "INSTALL": "true",
            "PORTS": " ".join(str(port) for port in ports),
            "PATIENCE": "2",
        }
        return run([str(self.root / "deploy/update")], settings, self.folder)


@pytest.fixture
def update(tmp_path: Path) -> Update:
    return Update(tmp_path)


def test_an_update_restarts_one_process_after_the_other(update: Update) -> None:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with update.calls.open("a", encoding="utf-8") as calls:
                calls.write(f"{self.path} of {self.server.server_port}\n")  # type: ignore[attr-defined]
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Healthy) as one, HTTPServer(("127.0.0.1", 0), Healthy) as other:
        for server in (one, other):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        ports = [server.server_port for server in (one, other)]
        done = update.run(CONTENT, *ports)
        for server in (one, other):
            server.shutdown()
    assert done.returncode == 0, done.stderr
    expected = [line for port in ports for line in (f"restart coachkompas@{port}", f"/healthz of {port}")]
    assert update.calls.read_text(encoding="utf-8").splitlines() == expected
    var = update.folder / "var"
    assert (var / "coachkompas.sqlite3").exists()
    assert list((var / "static/css").glob("site.*.css"))
    assert list((var / "edition").glob("*.pickle"))


def test_an_update_with_broken_content_restarts_nothing(update: Update) -> None:
    content = Path(shutil.copytree(CONTENT, update.folder / "content"))
    (content / "moments.yaml").write_text("moments: [", encoding="utf-8")
    done = update.run(content, 1)
    assert done.returncode != 0
    assert "content/moments.yaml:2:1: " in done.stderr
    assert update.calls.read_text(encoding="utf-8") == ""
