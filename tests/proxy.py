"""The site behind a proxy, as we recommend it: with the files of deploy/, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import trustme

from tests.conftest import ROOT
from tests.server import Server

NAME = "coachkompas.example"
_SERVERS = "    server 127.0.0.1:8001 max_fails=0;\n    server 127.0.0.1:8002 max_fails=0;\n"


class Proxy:
    """nginx before one server of the site or two, from deploy/nginx.conf, with a certificate of its own for localhost.

    It may be made before they start, which can then be told of it: SITE_URL is its `address`, TRUSTED_PROXIES is
    127.0.0.1. Raises AssertionError when something that a test has to change is not in that file any more.
    """

    def __init__(self, folder: Path, *sites: Server) -> None:
        self.folder, self.sites = folder, sites
        self.process: subprocess.Popen[bytes] | None = None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.plain_port = _free_ports()
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        authority.cert_pem.write_to_path(self.authority)
        for number, part in enumerate(certificate.cert_chain_pems):
            part.write_to_path(self._chain, append=number > 0)
        certificate.private_key_pem.write_to_path(self._key)

    @property
    def address(self) -> str:
        """Where it listens, encrypted."""
        return f"https://localhost:{self.port}"

    @property
    def authority(self) -> Path:
        """The certificate to trust, as PEM."""
        return self.folder / "authority.pem"

    @property
    def log(self) -> Path:
        """What it writes down of each request."""
        return self.folder / "coachkompas.access.log"

    @property
    def _messages(self) -> Path:
        return self.folder / "messages"

    @property
    def _chain(self) -> Path:
        return self.folder / "fullchain.pem"

    @property
    def _key(self) -> Path:
        return self.folder / "privkey.pem"

    def __enter__(self) -> Proxy:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it listens."""
        with self._messages.open("ab") as messages:
            environment = {**os.environ, "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
            self.process = subprocess.Popen(self._command(), env=environment, stdout=messages, stderr=messages)
        for _ in range(100):
            try:
                for port in (self.port, self.plain_port):
                    socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise AssertionError(f"the proxy did not start:\n{self._messages.read_text()}")

    def stop(self) -> None:
        """Stop it."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def _command(self) -> list[str]:
        """Write the files that it needs; the program and its options."""
        site = self.folder / "site.conf"
        site.write_text(
            _replaced(
                (ROOT / "deploy/nginx.conf").read_text(),
                {
                    "listen 80": f"listen 127.0.0.1:{self.plain_port}",
                    "listen 443": f"listen 127.0.0.1:{self.port}",
                    "    listen [::]:80": f"    # listen [::]:{self.plain_port}",
                    "    listen [::]:443": f"    # listen [::]:{self.port}",
                    _SERVERS: "".join(f"    server 127.0.0.1:{site.port} max_fails=0;\n" for site in self.sites),
                    f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(self._chain),
                    f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(self._key),
                    f"https://{NAME}$request_uri": f"{self.address}$request_uri",
                    f"server_name {NAME}": "server_name localhost",
                    # On a port of its own, the browser's idea of this site has that port.
                    "Host $host;": "Host $host:$server_port;",
                    "/var/log/nginx/": f"{self.folder}/",
                },
                left_over=[NAME, ":8001", ":8002", "/etc/", "/var/log", "listen 80", "listen 443"],
            )
        )
        folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        main = self.folder / "nginx.conf"
        main.write_text(
            ("user root;\n" if os.geteuid() == 0 else "")  # a worker of another user could not read the folder
            + f"daemon off; pid {self.folder}/nginx.pid; worker_processes 2; error_log {self.folder}/error.log;\n"
            + "events { worker_connections 1024; }\n"
            + "http {\n"
            + "".join(f"{each}_temp_path {self.folder}/{each};\n" for each in folders)
            + f"include {site};\n}}\n"
        )
        program = _program("nginx")
        return [program, "-e", str(self.folder / "error.log"), "-p", str(self.folder), "-c", str(main)]


class Caddy(Proxy):
    """Caddy before one server of the site or two, from deploy/Caddyfile."""

    @property
    def log(self) -> Path:
        return self._messages

    def _command(self) -> list[str]:
        site = self.folder / "Caddyfile"
        there = [f" 127.0.0.1:{each.port}" for each in self.sites]
        # Not the port for its administration, which another Caddy on this machine may have.
        ours = f"{{\n\tadmin off\n\thttp_port {self.plain_port}\n\thttps_port {self.port}\n\tdefault_bind 127.0.0.1\n"
        site.write_text(
            _replaced(
                (ROOT / "deploy/Caddyfile").read_text(),
                {
                    "{\n\tservers {\n": f"{ours}\tskip_install_trust\n\tservers {{\n",
                    f"http://{NAME}": "http://localhost",
                    f"https://{NAME}{{uri}}": f"{self.address}{{uri}}",
                    f"\n{NAME} {{\n": f"\nlocalhost {{\n\ttls {self._chain} {self._key}\n",
                    " 127.0.0.1:8001 127.0.0.1:8002": "".join(there),
                    " 127.0.0.1:8002 127.0.0.1:8001": "".join(reversed(there)),
                },
                left_over=[NAME, ":8001", ":8002"],
            )
        )
        return [_program("caddy"), "run", "--config", str(site), "--adapter", "caddyfile"]


def _replaced(text: str, changes: dict[str, str], left_over: list[str]) -> str:
    """A configuration, without its comments, with every change made."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    text = "\n".join(lines) + "\n"
    for old, new in changes.items():
        assert old in text, f"not in the configuration any more: {old!r}"
        text = text.replace(old, new)
    for each in left_over:
        assert each not in text, f"still in the configuration: {each!r}"
    return text


def _program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert found, f"{name} is not installed"
    return found


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
