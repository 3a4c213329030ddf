"""The Edition as a site of files, for any web server or a USB stick.

Links between pages become relative, or start with an address. What only the live site can do leads there; without
one, forms make way for a sentence that says so.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from urllib.parse import urldefrag

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from coachapp.edition import Edition, plain
from coachapp.language import language_of
from techniques.addresses import moved
from techniques.fields import Language

_LINK = re.compile(r'(?<=[\s])(href|src|action)="([^"]*)"')
_LIVE = re.compile(r'<link rel="(?:manifest"|alternate" type="application/json\+oembed")[^>]*>')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Files:
    """The pages and files that are exported, and what their links start with: nothing, or an address."""

    known: frozenset[str]
    base: str = ""
    live: str = ""

    def link(self, page: str, target: str) -> str | None:
        """A link on a page as it is exported. None when it leads to what only the live site can do."""
        if target.startswith("#") or not target:
            return target
        path = target.removeprefix(settings.SITE_URL) or "/"
        if not path.startswith("/"):
            return target  # elsewhere
        address, anchor = urldefrag(path)
        after = f"#{anchor}" if anchor else ""
        if address in self.known:
            if self.base:
                return f"{self.base}{address}{after}"
            return posixpath.relpath(file_of(address), posixpath.dirname(file_of(page)) or ".") + after
        return f"{self.live}{path}" if self.live else None


def file_of(address: str) -> str:
    """The file of an address: `/en/` is `en/index.html`."""
    return address.removeprefix("/") + ("index.html" if address.endswith("/") else "")


def export(edition: Edition, handouts: Path, folder: Path, base: str = "", live: str = "") -> int:
    """Write pages, static files and `handouts` under `folder`; how many there are."""
    copied = {
        f"{root}{file.relative_to(source).as_posix()}": file
        for root, source in ((settings.STATIC_URL, settings.STATIC_ROOT), ("/", handouts))
        for file in source.rglob("*")
        if file.is_file() and file.suffix not in (".gz", ".br")
    }
    pages = {address: page for address, page in edition.items() if not _for_devices(address)}
    files = Files(frozenset({*pages, *copied}), base.rstrip("/"), live.rstrip("/"))
    for address, page in pages.items():
        _write(folder / file_of(address), _page(files, address, plain(page).decode()).encode())
    for address, file in copied.items():
        _write(folder / file_of(address), file.read_bytes())
    for language in Language:
        for old, new in moved(language).items():
            _write(folder / file_of(old), _leading_on(files, old, new).encode())
    return len(files.known)


def _leading_on(files: Files, old: str, new: str) -> str:
    """What stands at an old address: files can't redirect, a browser can."""
    with translation.override(language_of(new).value):
        return render_to_string("moved.html", {"link": files.link(old, new)})


def _for_devices(address: str) -> bool:
    """Whether an address is there for saving the live site on a device, which a copy in files leaves alone."""
    return address.startswith("/offline/") or address.endswith(("/manifest.json", "/service-worker.js"))


def _page(files: Files, address: str, text: str) -> str:
    """A page with its links turned. Other files name the site that they came from by its address."""
    if not address.endswith("/"):
        return text.replace(settings.SITE_URL, files.base or settings.SITE_URL)
    text = _LIVE.sub("", text)
    if not files.live:
        text = _FORM.sub(lambda form: _in_place_of(form[0], address), text)

    def turned(match: re.Match[str]) -> str:
        name, target = match.groups()
        # A form wants an answer, also where a page is.
        link = files.live + target if name == "action" else files.link(address, unescape(target))
        return f'{name}="{escape(link)}"' if link is not None else 'aria-disabled="true"'

    return _LINK.sub(turned, text)


def _in_place_of(form: str, address: str) -> str:
    if 'role="search"' in form and 'id="site-q"' in form:
        return ""  # the header has no room to explain
    with translation.override(language_of(address).value):
        return render_to_string("_needs_live.html", {"search": 'id="q"' in form})


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
