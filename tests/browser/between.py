"""Stands between a browser and the site, and can be slow, in the way, or gone. It notes what is asked."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What holds between two neighbours only.
_NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


class Between:
    """A connection to a site: `with Between(port) as line`, and visit `line.address`.

    `asked` has the path of every request since it was last emptied; what is in `broken` is answered with 503; every
    answer takes `delay` seconds longer; while it is `gone`, a connection closes without an answer.
    """

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self.delay = 0.0
        self.gone = False
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                if line.gone:
                    self.close_connection = True
                    return
                line.asked.append(self.path)
                time.sleep(line.delay)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with closing(HTTPConnection("localhost", port)) as site:
                    site.request(self.command, self.path, body, dict(self.headers))
                    answer = site.getresponse()
                    content = answer.read()
                    if self.path in line.broken:
                        answer.status, content = 503, b""
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() not in {*_NOT_PASSED_ON, "content-length"}:
                            self.send_header(name, value)
                    if answer.status not in (204, 304):
                        self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            do_GET = do_POST = pass_on  # noqa: N815  # the names that http.server looks for

            def log_message(self, *_: Any) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """A browser may turn away halfway."""

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self._listener.server_port}"

    def __enter__(self) -> Between:
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
