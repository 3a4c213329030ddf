"""The WSGI application. It loads the content first, so that a broken site never starts.

While developing it starts all the same: what is wrong then shows in the browser. Whatever alphabet a request claims
to be written in, it is read as UTF-8, as our pages ask: Python knows alphabets that Django stumbles over.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request."""
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        kind, *parameters = environ["CONTENT_TYPE"].split(";")
        kept = [each for each in parameters if not each.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
    return _django(environ, start_response)


from django.conf import settings  # noqa: E402  # needs the application above

from selftest.store import instrument  # noqa: E402  # idem

if not settings.DEBUG:
    instrument()  # and with it the library
