"""What is compared: granian with the site or with a bare Django, and nginx; each on the first core. wrk asks from the
last."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.conftest import ROOT
from tests.server import Server

#: Programs that may be missing, and the packages of Debian that have them.
PACKAGES = {"nginx": "nginx-light", "wrk": "wrk"}
BARE = "tests.bench.bare:application"
#: What browsers send.
ACCEPT = {"Accept-Encoding": "gzip, deflate, br"}
#: Connections of wrk that ask all the time.
CONNECTIONS = 16
TICKS = os.sysconf("SC_CLK_TCK")


def found(program: str) -> str | None:
    """Where a program is."""
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")


def missing(*programs: str) -> str:
    """What is not there and how to get it; empty when all is there."""
    wanted = [each for each in programs if not found(each)]
    told = [f"{each} is not installed (Debian: apt install {PACKAGES[each]})" for each in wanted]
    return "; ".join([*told, *([] if Path("/proc/self/stat").exists() else ["this needs Linux"])])


@contextmanager
def on_core(place: int) -> Iterator[None]:
    """Programs that start within this block run on one core, by its place among those that we may use."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[place]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


@dataclass
class Granian(Server):
    """A server as in production, which tells how long its start took."""

    #: From the start of the process to the end of its first answer.
    seconds: float = field(init=False, default=0.0)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Granian:
        self.start()
        return self

    def start(self, later: str = "") -> None:
        assert not later
        environment = {**os.environ, "MALLOC_ARENA_MAX": "1", "DATABASE_URL": self.database, **self.settings}
        began = time.perf_counter()
        with on_core(0):
            self.process = subprocess.Popen(self.command(), cwd=ROOT, env=environment)
        while time.perf_counter() - began < 60:
            try:
                assert ask(self.address + "/")[0] == 200
            except (OSError, HTTPException):
                time.sleep(0.002)
            else:
                self.seconds = time.perf_counter() - began
                return
        self.stop()
        raise AssertionError(f"{self.application} did not start")


@dataclass
class Nginx:
    """nginx with one file, which it serves with the given headers."""

    folder: Path
    body: bytes
    headers: Mapping[str, str]
    port: int = field(init=False)
    process: subprocess.Popen[bytes] | None = field(init=False, default=None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Nginx:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (self.folder / "page").write_bytes(self.body)
        added = "".join(f'add_header {name} "{value}";\n' for name, value in self.headers.items())
        temporary = "".join(f"{each}_temp_path t;\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        configuration = self.folder / "nginx.conf"
        configuration.write_text(
            ("user root;\n" if os.geteuid() == 0 else "")
            + "daemon off; pid pid; worker_processes 1; events { worker_connections 1024; }\n"
            + f"http {{ access_log off; sendfile on; keepalive_requests 1000000; etag on;\n{temporary}"
            + f"server {{ listen 127.0.0.1:{self.port}; root {self.folder};\n"
            + f'default_type "text/html; charset=utf-8";\n{added}}} }}\n'
        )
        program = found("nginx")
        assert program
        command = [program, "-e", str(self.folder / "error.log"), "-p", str(self.folder), "-c", str(configuration)]
        with on_core(0):
            self.process = subprocess.Popen(command)
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except OSError:
                time.sleep(0.01)
        self.__exit__()
        raise AssertionError("nginx did not start")

    def __exit__(self, *error: object) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)


def ask(address: str, headers: Mapping[str, str] = ACCEPT) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer, as they travel."""
    host, _, path = address.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", f"/{path}", headers=dict(headers))
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def processes(server: Server | Nginx) -> list[int]:
    """The process that was started, and those that it started."""
    assert server.process
    first = server.process.pid
    children = [each.read_text().split() for each in Path(f"/proc/{first}/task").glob("*/children")]
    return [first, *(int(pid) for pids in children for pid in pids)]


def worker(server: Server) -> int:
    """The process that answers: the biggest."""
    return max(processes(server), key=lambda pid: memory(pid)[0])


def memory(pid: int) -> tuple[float, float]:
    """What a process holds in MiB: all that is in its memory, and its share of what it shares."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"(\w+): +(\d+) kB", told)}
    return sizes["Rss"], sizes["Pss"]


def processor_time(server: Server | Nginx) -> float:
    """Seconds that a server has used of the processor so far."""
    used = 0
    for pid in processes(server):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


def wrk(address: str, headers: Mapping[str, str], seconds: int) -> tuple[float, int]:
    """Requests per second that were answered well, and how many there were."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    options += [each for name, value in headers.items() for each in ("-H", f"{name}: {value}")]
    with on_core(-1):
        told = subprocess.run(["wrk", *options, address], check=True, capture_output=True, text=True).stdout
    assert not re.search("Non-2xx|Socket errors", told), told
    rate, count = re.search(r"Requests/sec: +([\d.]+)", told), re.search(r"(\d+) requests in", told)
    assert rate, told
    assert count, told
    return float(rate[1]), int(count[1])
