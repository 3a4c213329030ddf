"""Requests that no browser sends. Each is refused or answered, at once, and the site goes on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Set
from typing import Literal, NamedTuple

import pytest

from tests.proxy import Proxy
from tests.server import Server, fresh_database

#: Seconds after which a request has stalled.
PATIENCE = 5
#: The connection ended without an answer.
CLOSED: Literal["closed"] = "closed"
#: A form that is read, whatever a view makes of it.
READ = {200, 302, 400, 403, 404}

Outcome = int | Literal["closed"]


class Request(NamedTuple):
    """What is sent, and what may come of it. `ends`: after it the client closes its side of the connection."""

    name: str
    sent: bytes
    right: Set[Outcome]
    ends: bool = False


def request(target: bytes, *headers: bytes, method: bytes = b"GET", body: bytes = b"") -> bytes:
    """A request with these headers beside its host."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def get(target: bytes, *headers: bytes) -> bytes:
    """A request for a page."""
    return request(target, *headers)


def post(*headers: bytes, body: bytes = b"", kind: bytes = b"application/x-www-form-urlencoded") -> bytes:
    """A form that Django takes, with a guard that fits its cookie; its length is one of the headers, or missing."""
    given = (b"Cookie: csrftoken=" + b"a" * 32, b"X-CSRFToken: " + b"a" * 32, b"Content-Type: " + kind)
    return request(b"/zelftest/groep/", *given, *headers, method=b"POST", body=body)


def form(body: bytes, kind: bytes = b"application/x-www-form-urlencoded") -> bytes:
    """A form that says how long it is."""
    return post(b"Content-Length: %d" % len(body), body=body, kind=kind)


def multipart(name: bytes, content: bytes, times: int = 1) -> bytes:
    """A form in parts."""
    part = b"--b\r\nContent-Disposition: form-data; " + name + b"\r\n\r\n" + content + b"\r\n"
    return form(part * times + b"--b--\r\n", kind=b"multipart/form-data; boundary=b")


def chunks(content: bytes) -> bytes:
    """A body in one chunk."""
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)


CHUNKED = b"Transfer-Encoding: chunked"
REQUESTS = [
    # Too much.
    Request("address of 100 kB", get(b"/" + b"a" * 100_000), {400, 414, 431}),
    Request("query of 100 kB", get(b"/?q=" + b"a" * 100_000), {400, 414, 431}),
    Request("header of 100 kB", get(b"/", b"X-Long: " + b"a" * 100_000), {400, 431}),
    Request("header without end", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 1_000_000, {400, 431}),
    Request("1000 headers", get(b"/", *(b"X-Header-%d: a" % n for n in range(1000))), {400, 431}),
    Request("cookie of 16 kB", get(b"/zelftest/", b"Cookie: selftest=" + b"a" * 16_000), {200, 400, 431}),
    Request("1000 cookies", get(b"/zelftest/", b"Cookie: " + b"; ".join([b"a=b"] * 1000)), {200, 400, 431}),
    Request("body too large, as announced", form(b"name=" + b"a" * 70_000), {413}),
    Request("body too large, announced and not sent", post(b"Content-Length: 9999999999"), {413}),
    Request("body too large, in chunks", post(CHUNKED, body=chunks(b"name=" + b"a" * 70_000)), {400, 403, 411, 413}),
    Request("large file", multipart(b'name="f"; filename="f"', b"a" * 500_000), {413}),
    Request("small file, where none is asked for", multipart(b'name="f"; filename="f"', b"a" * 50_000), READ),
    Request("form with 5000 fields", form(b"a=&" * 5000), {400}),
    Request("form in 5000 parts", multipart(b'name="a"', b"", times=5000), {413}),
    Request("form in 1000 parts", multipart(b'name="a"', b"", times=1000), {400}),
    # Too little.
    Request("nothing", b"", {400, 408, CLOSED}, ends=True),
    Request("half a request line", b"GET /", {400, 408, CLOSED}, ends=True),
    Request("half the headers", b"GET / HTTP/1.1\r\nHost: loc", {400, 408, CLOSED}, ends=True),
    Request("body shorter than announced", post(b"Content-Length: 50", body=b"name="), {400, 408, CLOSED}, ends=True),
    Request("body in chunks without end", post(CHUNKED, body=b"5\r\nname="), {400, 403, 408, 411, CLOSED}, ends=True),
    Request("parts without end", form(b"--b\r\nContent-Disp", kind=b"multipart/form-data; boundary=b"), READ),
    Request("parts without a boundary", form(b"--b--", kind=b"multipart/form-data"), READ),
    # Letters that are none.
    Request("raw bytes in the path", get(b"/\xff\xfe/"), {400, 404}),
    Request("bad UTF-8 in the path", get(b"/technieken/%ff%fe/"), {400, 404}),
    Request("bad UTF-8 in the query", get(b"/technieken/?q=%ff%fe"), {200, 400}),
    Request("raw bytes in the query", get(b"/technieken/?q=\xff\xfe"), {200, 400}),
    Request("bad UTF-8 in a cookie", get(b"/zelftest/", b"Cookie: selftest=\xff\xfe"), {200, 400}),
    Request("bad UTF-8 in a form", form(b"code=%ff\xff"), READ),
    Request("encoded NUL in the path", get(b"/technieken/%00/"), {400, 404}),
    Request("encoded NUL in the query", get(b"/technieken/?q=a%00b"), {200, 400}),
    Request("encoded NUL in a form", form(b"code=a%00b"), READ),
    Request("NUL in the path", get(b"/technieken/\0/"), {400, CLOSED}),
    Request("NUL in the query", get(b"/technieken/?q=a\0b"), {400, CLOSED}),
    Request("NUL in a header", get(b"/", b"X-Zero: a\0b"), {400, CLOSED}),
    Request("NUL in a header's name", get(b"/", b"X-Ze\0ro: a"), {400, CLOSED}),
    Request("NUL in a form", form(b"code=a\0b"), READ),
    Request("broken escapes in the path", get(b"/%zz/%"), {400, 404}),
    Request("broken escapes in the query", get(b"/technieken/?q=%zz%"), {200, 400}),
    Request("broken escapes in a form", form(b"code=%zz%&%=%"), READ),
    Request("encoded line ends in the path", get(b"/technieken%0d%0aX-Planted:%20yes"), {400, 404}),
    Request("encoded dots in the path", get(b"/static/%2e%2e/%2e%2e/coachapp/settings.py"), {400, 404}),
    Request("encoded dots and slashes", get(b"/static/..%2f..%2fcoachapp%2fsettings.py"), {400, 404}),
    Request("dots in the path", get(b"/../../../../etc/passwd"), {400, 404}),
    # How long is it?
    Request("length and chunks", post(b"Content-Length: 5", CHUNKED, body=chunks(b"a=b")), {400, 411}),
    Request("length and chunks, for a page", get(b"/", b"Content-Length: 5", CHUNKED) + chunks(b"a=b"), {400, 411}),
    Request("two lengths", post(b"Content-Length: 3", b"Content-Length: 4", body=b"a=bc"), {400}),
    Request("two lengths in one", post(b"Content-Length: 3, 4", body=b"a=bc"), {400}),
    Request("negative length", post(b"Content-Length: -3", body=b"a=b"), {400}),
    Request("length with a sign", post(b"Content-Length: +3", body=b"a=b"), {400}),
    Request("length in letters", post(b"Content-Length: three", body=b"a=b"), {400}),
    Request("length beyond numbers", post(b"Content-Length: " + b"9" * 40), {400, 413}),
    Request("bad length of a chunk", post(CHUNKED, body=b"xyz\r\na=b\r\n0\r\n\r\n"), {400, 403, 411, CLOSED}),
    Request("huge length of a chunk", post(CHUNKED, body=b"f" * 40 + b"\r\na=b"), {400, 403, 411, 413, CLOSED}),
    Request("unknown transfer", post(b"Transfer-Encoding: xchunked", body=chunks(b"a=b")), {400, 501}),
    Request("chunks, and something on top", post(b"Transfer-Encoding: chunked, identity"), {400, 501}),
    # Which lines are headers, and whose are they?
    Request("folded header", get(b"/", b"X-Folded: a\r\n b"), {200, 400}),
    Request("line ends without CR", b"GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n", {200, 400}),
    Request("space in a header's name", get(b"/", b"X Space: a"), {200, 400}),
    Request("space before the colon", post(b"Content-Length : 3", body=b"a=b"), {400}),
    Request("no host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    Request("two hosts", get(b"/", b"Host: other.example"), {400}),
    Request("another host", b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n", {400, 421, CLOSED}),
    Request("bad host", b"GET / HTTP/1.1\r\nHost: local host/@\r\n\r\n", {400, 421, CLOSED}),
    # granian tells nobody of that other name; what it answers is ours, and names ours alone.
    Request("another host in the target", get(b"http://other.example/"), {200, 400, 421, CLOSED}),
    # Which version and method?
    Request("HTTP/0.9", b"GET /\r\n", {400, CLOSED}, ends=True),
    Request("HTTP/3.0", b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", {400, 505, CLOSED}),
    Request("no version", b"GET / HTTP/\r\nHost: localhost\r\n\r\n", {400, CLOSED}),
    Request("TLS, or TLS within", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + b"\0" * 32, {400, CLOSED}),
    Request("TRACE", request(b"/", method=b"TRACE"), {405}),
    Request("CONNECT", b"CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n", {400, 405, CLOSED}),
    Request("OPTIONS *", request(b"*", method=b"OPTIONS"), {200, 204, 400, 405}),
    Request("PUT", request(b"/zelftest/", b"Content-Length: 3", method=b"PUT", body=b"a=b"), {405}),
    Request("method in small letters", request(b"/", method=b"get"), {400, 405, 501}),
    Request("method that is none", request(b"/", method=b"BREW"), {400, 405, 501}),
    Request("method of 10 kB", request(b"/", method=b"A" * 10_000), {400, 405, 414, 431, 501}),
]


class Place(NamedTuple):
    """Where requests go: straight to the site, or through the proxy that we recommend."""

    port: int
    trust: ssl.SSLContext | None = None

    def connect(self) -> socket.socket:
        """A connection to it."""
        plain = socket.create_connection(("localhost", self.port), timeout=PATIENCE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.trust.wrap_socket(plain, server_hostname="localhost") if self.trust else plain

    def outcome(self, sent: bytes, ends: bool = False) -> Outcome:
        """Status of the answer, if there is one. Raises TimeoutError when it stalls."""
        received = b""
        with self.connect() as connection:
            try:
                connection.sendall(sent)
                if ends:
                    connection.shutdown(socket.SHUT_WR)
                while b"\r\n" not in received and (more := connection.recv(4096)):
                    received += more
            except (ConnectionError, ssl.SSLError):
                received += rest(connection)
        if not received:
            return CLOSED
        assert received.startswith(b"HTTP/1."), received[:100]
        return int(received.split(b" ", 2)[1][:3])


def rest(connection: socket.socket) -> bytes:
    """What was answered before the connection broke while we still sent."""
    try:
        return connection.recv(4096)
    except (ConnectionError, ssl.SSLError):
        return b""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    folder = tmp_path_factory.mktemp("malformed")
    with Server(fresh_database(folder)) as site, Proxy(folder / "proxy", site) as proxy:
        trust = ssl.create_default_context(cafile=str(proxy.authority))
        yield {"straight": Place(site.port), "proxy": Place(proxy.port, trust)}


@pytest.mark.parametrize("where", ["straight", "proxy"])
@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case.name)
def test_no_request_breaks_the_site(places: dict[str, Place], where: str, case: Request) -> None:
    outcome = places[where].outcome(case.sent, case.ends)
    assert outcome in case.right
    assert places[where].outcome(get(b"/")) == 200, "the site is gone"


@pytest.mark.parametrize("where", ["straight", "proxy"])
def test_requests_sent_at_once_are_answered_in_turn(places: dict[str, Place], where: str) -> None:
    asked = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
    received = b""
    with places[where].connect() as connection:
        connection.sendall(asked % b"over/" + asked % b"not/there/" + get(b"/en/about/"))
        while more := connection.recv(65536):
            received += more
    assert [int(part[1:4]) for part in received.split(b"HTTP/1.1")[1:]] == [200, 404, 200]
