"""Two hundred who are slow, in every way that one can be, and somebody who is not."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPSConnection

import pytest

from tests.proxy import Caddy, Proxy
from tests.server import Server, fresh_database

SLOW_HEADERS, SLOW_BODIES, SLOW_READERS = 90, 90, 20
#: How often a slow reader asks for the stylesheet: more than the four megabytes that Linux holds for it.
ASKED = 150
#: Seconds after which somebody who waits for a page has waited too long: before the slow are sent away, at ten.
PATIENCE = 9
FORM = (
    b"POST /zelftest/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\nname="
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(fresh_database(tmp_path_factory.mktemp("slow"))) as server:
        yield server


_needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")


@pytest.fixture(params=[Proxy, pytest.param(Caddy, marks=_needs_caddy)])
def proxy(request: pytest.FixtureRequest, site: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with request.param(tmp_path_factory.mktemp("proxy"), site) as started:
        yield started


def test_slow_clients_hold_nobody_up(proxy: Proxy) -> None:
    trust = ssl.create_default_context(cafile=str(proxy.authority))
    status, page = _page(proxy, trust, "/")
    stylesheet = re.search(r'href="(/static/css/[^"]+)"', page)
    assert stylesheet
    with ExitStack() as held:

        def hold(number: int, first: bytes, window: int | None = None) -> ssl.SSLSocket:
            """One more visitor, at an address of its own, who sends this much to begin with."""
            connection = socket.socket()
            if window:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            connection.settimeout(PATIENCE)
            connection.bind((f"127.0.3.{number + 1}", 0))
            connection.connect(("127.0.0.1", proxy.port))
            connection = held.enter_context(trust.wrap_socket(connection, server_hostname="localhost"))
            connection.sendall(first)
            return connection

        asked = f"GET {stylesheet[1]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * ASKED
        for number in range(SLOW_READERS):
            hold(number, asked, window=4096)
        senders = [hold(number, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") for number in range(SLOW_HEADERS)]
        senders += [hold(100 + number, FORM) for number in range(SLOW_BODIES)]

        for sender in senders:
            sender.setblocking(False)
            with pytest.raises(ssl.SSLWantReadError):  # held: no answer yet, and not sent away
                sender.recv(1)

        for path in ["/", stylesheet[1], "/zelftest/", "/en/"] * 8:
            for sender in senders:
                with suppress(OSError):  # on a slow machine its time may be over
                    sender.send(b"x")
            status, _ = _page(proxy, trust, path)
            assert status == 200, path
        assert proxy.log.read_text().count(stylesheet[1]) < SLOW_READERS * ASKED  # these were held too


def _page(proxy: Proxy, trust: ssl.SSLContext, path: str) -> tuple[int, str]:
    """Status and page that an ordinary visitor gets, over a connection of its own."""
    connection = HTTPSConnection("localhost", proxy.port, timeout=PATIENCE, context=trust)
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    return response.status, page
