"""The WSGI application. It loads the content first, so that a broken site never starts.

While developing it starts all the same: what is wrong then shows in the browser.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # needs the application above

from selftest.store import instrument  # noqa: E402  # idem

if not settings.DEBUG:
    instrument()  # and with it the library
