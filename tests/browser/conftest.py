"""A real browser on a real server. Without a browser these tests fail; `BROWSER=0 make test` leaves them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from coachapp import edition
from tests.browser.find import find
from tests.integration.conftest import self_test_addresses
from tests.server import Server, fresh_database

PHONE, DESK = 390, 1280
MEASURE = Path(__file__).with_name("measure.js")
#: The longest words that fit a title and a note, and longer.
LONG = "title=Arbeidsongeschiktheidsverzekeringsmaatschappijwerknemersvoo&n7=" + "Overdrachtsmomenten" * 5
#: Pages that no link of the sitemap leads to, or that hold more than others of their kind.
MORE = {
    "nl": [
        "/kerngesprekken/verzuim/",
        "/technieken/?doel=sfeer",
        "/technieken/?q=zzzz",
        "/technieken/onzin/",
        "/lijst/maken/",
        f"/lijst/?t=3,7,14,22&{LONG}",
    ],
    "en": [
        "/en/techniques/?q=angry",
        "/en/techniques/?kind=guides",
        "/en/nothing/",
        f"/en/list/make/?t=3&t=7&t=14&{LONG}menten&view=1",
    ],
}


def every_page(language: str) -> list[str]:
    """The sitemap's addresses in a language; of the self-test, where questions look alike, one of each kind.

    Frames for other sites are no pages of ours: they have tests of their own.
    """
    listed = [address for address in edition.addresses() if address.endswith("/") and "/embed/" not in address]
    test = {re.sub(r"\d+/$", "", address): address for address in self_test_addresses()}
    english = language == "en"
    return [a for a in dict.fromkeys([*listed, *test.values()]) if a.startswith("/en/") == english] + MORE[language]


def page_of_each_kind(language: str) -> list[str]:
    """The first page of each kind, and those that hold more."""
    kinds = {
        resolve(address.partition("?")[0]).url_name: address
        for address in reversed(every_page(language)[: -len(MORE[language])])
    }
    return [*kinds.values(), *MORE[language]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "no browser found; install Chromium, or leave these tests out with BROWSER=0"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served as in production by a server of its own."""
    with Server(fresh_database(tmp_path_factory.mktemp("site")), own_address=True) as server:
        yield server.address


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open an address of the site: `open_page("/", width=390, color_scheme="dark")`.

    A script error, a broken rule of the content security policy or a file that is not there fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def missing(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            errors.append(f"{response.status} {response.url}")

    def open_(address: str, width: int = DESK, **options: Any) -> Page:
        options = {"viewport": {"width": width, "height": 844}, "reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        # As for who walks through the site by its links: who comes back by an address gets a hint, which has its test.
        context.add_init_script("Object.defineProperty(document, 'referrer', { value: location.origin })")
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("response", missing)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [error for error in errors if not error.startswith("Failed to load resource")] == []
