"""What reaches Django from the outside."""

from __future__ import annotations

import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import override_settings

from coachapp.wsgi import application

pytestmark = pytest.mark.usefixtures("another_tests_connection")

MULTIPART = b'--XX\r\nContent-Disposition: form-data; name="code"\r\n\r\n+2AA-\\ud800\r\n--XX--\r\n'


def ask(path: str, method: str, content_type: str, body: bytes = b"") -> tuple[str, dict[str, str]]:
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method, "CONTENT_TYPE": content_type}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": "192.0.2.1"}
    setup_testing_defaults(environ)
    answered: list[Any] = []
    start: Any = lambda *given: answered.extend(given)  # noqa: E731
    with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
        b"".join(application(environ, start))
    return answered[0], dict(answered[1])


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "base64", "rot13", "idna", "undefined", "nonsense"])
@pytest.mark.parametrize("path", ["/zelftest/code/", "/technieken/"])
def test_a_form_in_an_odd_alphabet_is_no_error_of_ours(path: str, charset: str) -> None:
    posted, _ = ask(path, "POST", f"multipart/form-data; boundary=XX; charset={charset}", MULTIPART)
    assert posted[:3] in ("403", "405"), "no guard, or not a form at all"
    asked, headers = ask(path, "GET", f"text/plain; charset={charset}")
    assert asked == "200 OK", "whatever alphabet it claims"
    assert headers["X-Content-Type-Options"] == "nosniff"
