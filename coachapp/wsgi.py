"""The WSGI application. It loads the content first, so that a broken site never starts."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
application = get_wsgi_application()

from techniques import store  # noqa: E402  # needs the settings that the line above has set up

store.library()
