"""A bare Django to compare with: the project's settings, no middleware, one view that returns a constant page.

Nothing of the product is like this; it is served by a granian of its own.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

#: As many bytes as a page of the Edition about has when it travels.
PAGE = b"x" * 7_000


def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachapp.settings")
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
