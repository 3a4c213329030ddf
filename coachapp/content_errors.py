"""While developing, content that does not load shows in the browser: file, line and what is expected."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from techniques.loader import ContentError


class ContentErrorPage:
    """Middleware that turns a ContentError into a page, with DEBUG only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (settings.DEBUG and isinstance(exception, ContentError)):
            return None
        return render(request, "content_error.html", {"problems": exception.problems}, status=500)
