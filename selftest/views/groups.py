"""A group for who leads it: open it, show it on a screen, close it."""

from __future__ import annotations

import secrets
import unicodedata

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from selftest import cookie, groups, privatecode
from selftest.models import NAME, Group
from selftest.views.guard import OPENED, WRONG, count, exceeded, of_group, too_many
from selftest.views.page import by_htmx, show, to
from techniques.addresses import absolute

#: So much of a name or a link is shown again when it is wrong.
MOST_TYPED = 200
#: What becomes of characters that nobody sees, by category; but two hold letters and emoji together.
_CONTROL, _JOINERS = {"Cc": " ", "Cs": "", "Cf": "", "Cn": ""}, "\u200c\u200d"


@require_http_methods(["GET", "HEAD", "POST"])
def open_group(request: HttpRequest, language: str) -> HttpResponse:
    """Open a group. The page that follows shows its closing link, once."""
    name = _one_line(request.POST.get("name", ""))
    if request.method != "POST" or len(name) > NAME:
        context = {"typed": name[:MOST_TYPED], "longest": NAME, "form": secrets.token_hex(16)}
        return show(request, "groups/open", "self-test-group-open", **context)
    if exceeded(request, OPENED):
        return too_many(request)
    count(request, OPENED)
    group, secret = groups.open_group(name, request.POST.get("form", ""))
    if group.closed:  # the form of long ago, sent once more
        return to(language, "self-test-group-page", group.code)
    link = absolute(reverse(f"{language}:self-test-group-key")) + f"#{secret}"
    response = show(request, "groups/opened", "self-test-group-screen", group.code, group=group, link=link)
    _give_key(request, response, group, secret)
    return response


def _one_line(typed: str) -> str:
    """A name with single spaces, without control characters and what would turn the line around."""
    kept = (_CONTROL.get(unicodedata.category(char), char) if char not in _JOINERS else char for char in typed)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _give_key(request: HttpRequest, response: HttpResponse, group: Group, secret: str) -> None:
    name = cookie.name_for(request, cookie.CLOSES, group.code)
    cookie.give(request, response, name, secret, groups.OPEN_FOR.days)


def _may_close(request: HttpRequest, group: Group) -> bool:
    secret = request.COOKIES.get(cookie.name_for(request, cookie.CLOSES, group.code), "")
    return groups.opens_with(group, secret)


@require_safe
@of_group
def screen(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    """For the projector: how to join, and whether there are eight already. It asks again by itself."""
    if group.closed:
        address = reverse(f"{language}:self-test-group-page", args=[group.code])
        return HttpResponseClientRedirect(address) if by_htmx(request) else HttpResponseRedirect(address)
    many = groups.many(group)
    if by_htmx(request) and request.GET.get("seen") == _word(many):
        return HttpResponse(status=204)
    link = absolute(reverse("group-link", args=[group.code]))
    return show(
        request,
        "groups/screen",
        "self-test-group-screen",
        group.code,
        group=group,
        many=many,
        word=_word(many),
        code=privatecode.grouped(group.code, 5),
        enter=absolute(reverse("group-links")).partition("://")[2],
        link=link,
        qr=segno.make(link, error="m").svg_inline(border=0, omitsize=True),
        may_close=_may_close(request, group),
    )


def _word(many: bool) -> str:
    return "many" if many else "few"


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, language: str) -> HttpResponse:
    """The closing link: what stands behind its # becomes a cookie, and the address is clean."""
    if request.method != "POST":
        return show(request, "groups/key", "self-test-group-key", typed="", wrong=False)
    if exceeded(request, WRONG):
        return too_many(request)
    typed = request.POST.get("link", "").strip()
    secret = typed.rpartition("#")[2]
    group = groups.find_by_secret(secret)
    if group is None:
        count(request, WRONG)
        return show(request, "groups/key", "self-test-group-key", typed=typed[:MOST_TYPED], wrong=True)
    response = to(language, "self-test-group-close", group.code)
    _give_key(request, response, group, secret)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_group
def close(request: HttpRequest, language: str, group: Group) -> HttpResponse:
    """Close the group, after asking; only with its key."""
    if group.closed:
        return to(language, "self-test-group-page", group.code)
    if not _may_close(request, group):
        return to(language, "self-test-group-key")
    if request.method != "POST":
        many = groups.many(group)
        return show(request, "groups/close", "self-test-group-close", group.code, group=group, many=many)
    groups.close(group)
    return to(language, "self-test-group-page", group.code)
