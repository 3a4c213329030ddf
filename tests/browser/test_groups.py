"""A group in real browsers: eight people and a leader, who see the same map, also a day and a restart later."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from selftest import cookie
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_axe import AXE, SCHEMES, TAGS, findings
from tests.integration.conftest import GROUP, ROOTS, person, private_code, signed
from tests.server import Server, Visitor, fresh_database

NL, WORDS = ROOTS["nl"]["group"], GROUP["nl"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(fresh_database(tmp_path_factory.mktemp("groups")), own_address=True) as server:
        yield server


class Room:
    """Browsers that know nothing of each other. An error in any of them fails the test."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server, self.contexts = browser, server, list[BrowserContext]()
        self.errors: list[str] = []

    def somebody(self, seed: int | None = None, width: int = PHONE, **options: object) -> Page:
        """A browser of somebody with a result, or without."""
        context = self.browser.new_context(
            base_url=self.server.address,
            viewport={"width": width, "height": 844},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        if seed is not None:
            context.add_cookies([{"name": cookie.NAME, "value": signed(str(person(seed))), "url": self.server.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        return page


@pytest.fixture
def room(browser: Browser, server: Server) -> Iterator[Room]:
    room = Room(browser, server)
    yield room
    for context in room.contexts:
        context.close()
    assert room.errors == []


def open_group(leader: Page, root: str = NL, words: dict[str, str] = WORDS) -> tuple[str, str]:
    """Open a group by hand: its address and the closing link."""
    leader.goto(root + words["open"])
    leader.locator("#name").fill("Hal 3")
    leader.locator("main form button").first.click()
    link = leader.locator("#closing-link").inner_text()
    leader.locator("main a.button").click()
    code = leader.locator(".screen__code").inner_text()
    return f"{root}{re.sub(r'[^0-9A-Z]', '', code)}/", link


def send(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".mark", has=page.locator("#agreed")).click()
    page.get_by_role("button", name=re.compile("Stuur naar de groep|Send to the group")).click()
    expect(page.get_by_role("heading", name=re.compile("Je doet mee|You take part"))).to_be_visible()


def fill(server: Server, address: str, seeds: range) -> None:
    """Let people join whom nobody looks at."""
    for seed in seeds:
        visitor = Visitor(server, seed)
        visitor.ask("GET", address)
        fields = {"private": private_code(person(seed)), "agreed": "yes", "go": "send"}
        assert visitor.ask("POST", address, fields)[0] == 302


def snapshot_of(page: Page, address: str) -> bytes:
    """The page's bytes as the server sent them to this browser."""
    return page.context.request.get(address).body()


def leave(page: Page) -> None:
    """Away from a page that may be asking again by itself at this very moment."""
    try:
        page.goto("about:blank")
    except Error:
        page.goto("about:blank")


@pytest.mark.database
def test_eight_people_join_and_all_see_the_same_map_a_day_and_a_restart_later(room: Room, server: Server) -> None:
    leader = room.somebody(width=DESK)
    address, link = open_group(leader)
    expect(leader.locator("#present")).to_have_text("minder dan 8")
    leader.get_by_role("link", name="Kijk opnieuw").focus()
    people = [room.somebody(seed, java_script_enabled=seed % 2 == 0) for seed in range(8)]
    for page in people:
        send(page, address)
    expect(leader.locator("#present")).to_have_text("8 of meer", timeout=8000)  # by itself
    expect(leader.get_by_role("link", name="Kijk opnieuw")).to_be_focused()
    leader.goto("about:blank")
    asked: list[str] = []
    leader.on("request", lambda request: asked.append(request.url.partition("#")[0] + str(request.headers)))
    leader.goto(link)
    leader.get_by_role("button", name="Sluit en laat de kaart zien").click()
    expect(leader.get_by_role("heading", name="De groep op de kaart")).to_be_visible()
    secret = link.partition("#")[2]
    assert secret not in leader.url
    assert not any(secret in each.partition("cookie")[0] for each in asked), "in no address and no referrer"
    expect(people[0].get_by_role("heading", name="De groep op de kaart")).to_be_visible(timeout=8000)  # by itself
    people[1].get_by_role("link", name="Is de kaart er al?").click()
    expect(people[1].get_by_role("heading", name="De groep op de kaart")).to_be_visible()
    seen = {snapshot_of(page, address) for page in [*people, leader, room.somebody()]}
    assert len(seen) == 1
    for page in people:
        leave(page)  # or those that still wait would ask a server that is gone
    server.stop()
    server.start(later="+1d")
    assert {snapshot_of(page, address) for page in [*people, leader, room.somebody()]} == seen


@pytest.mark.database
def test_one_joins_by_code_and_withdraws_without_scripts(room: Room) -> None:
    leader = room.somebody(width=DESK, java_script_enabled=False)
    address, link = open_group(leader)
    page = room.somebody(java_script_enabled=False)
    page.goto("/g/")
    page.goto(NL)
    page.locator("#group").fill(address.split("/")[-2].lower())
    page.get_by_role("button", name="Naar de groep").click()
    page.locator("#private").fill(private_code(person(1)))
    page.get_by_role("button", name="Bekijk wat je zou sturen").click()
    page.get_by_role("button", name="Stuur naar de groep").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is niets gestuurd")
    page.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Stuur naar de groep").click()
    page.get_by_role("button", name="Haal mijn uitslag uit deze groep").click()
    expect(page.get_by_role("heading", name="Je uitslag zit niet in de groep")).to_be_visible()
    leader.get_by_role("link", name="Kijk opnieuw").click()
    other = room.somebody(width=DESK, java_script_enabled=False)
    other.goto(link)
    other.locator("#link").fill(link)
    other.get_by_role("button", name="Verder met sluiten").click()
    other.get_by_role("button", name="Sluit en laat de kaart zien").click()
    expect(other.get_by_text("Er deden minder dan vijf mensen mee.")).to_be_visible()


def test_consent_by_keyboard_alone(room: Room) -> None:
    address, _ = open_group(room.somebody())
    page = room.somebody(1, width=DESK)
    page.goto(address)
    page.locator("#agreed").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()


def test_the_map_can_be_saved_as_a_picture(room: Room) -> None:
    leader = room.somebody(width=DESK)
    address, _ = open_group(leader)
    fill(room.server, address, range(5))
    leader.goto(address + WORDS["close"])
    leader.get_by_role("button", name="Sluit en laat de kaart zien").click()
    with leader.expect_download() as saved:
        leader.get_by_role("button", name="Bewaar als plaatje (PNG)").click()
    assert saved.value.suggested_filename == "kaart.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    with leader.expect_download() as drawn:
        leader.get_by_role("link", name="Bewaar als plaatje (SVG)").click()
    assert b"het midden" in drawn.value.path().read_bytes()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_on_any_page_of_a_group(room: Room, language: str) -> None:
    """From opening to the map: the Dutch in the light, the English in the dark."""
    root, words = ROOTS[language]["group"], GROUP[language]
    page = room.somebody(color_scheme=SCHEMES[language])
    page.context.add_init_script(path=AXE)
    found, seen = list[str](), set[str]()

    def look() -> None:
        found.extend(findings(page, TAGS, seen))

    page.goto(root + words["open"])
    page.locator("main form button").first.click()
    look()
    page.locator("main a.button").click()
    look()
    group = page.url.removesuffix(words["screen"])
    page.goto(group)
    look()
    page.context.add_cookies([{"name": cookie.NAME, "value": signed(str(person(0))), "url": room.server.address}])
    page.goto(group)
    look()
    page.get_by_role("button", name=re.compile("Stuur naar|Send to")).click()
    look()
    send(page, group)
    look()
    page.goto(group + words["withdraw"])
    look()
    fill(room.server, group, range(1, 8))
    page.goto(group + words["close"])
    look()
    page.locator("main form .button").first.click()
    look()
    page.set_viewport_size({"width": DESK, "height": 844})
    look()
    page.goto(group + words["withdraw"])
    look()
    page.goto(f"{root}0000000000/")
    look()
    assert [each for each in found if "404" not in each] == []
    room.errors[:] = [error for error in room.errors if "status of 4" not in error]


@pytest.mark.parametrize("width", [320, PHONE])
def test_nothing_sticks_out_of_a_narrow_screen(room: Room, width: int) -> None:
    page = room.somebody(0, width=width)
    address, _ = open_group(page)
    narrow = []
    for part in ("", WORDS["screen"], WORDS["withdraw"], WORDS["close"]):
        page.goto(address + part)
        narrow.append(page.evaluate("document.documentElement.scrollWidth"))
    fill(room.server, address, range(8))
    page.goto(address + WORDS["close"])
    page.get_by_role("button", name="Sluit en laat de kaart zien").click()
    expect(page.get_by_role("heading", name="De groep op de kaart")).to_be_visible()
    narrow.append(page.evaluate("document.documentElement.scrollWidth"))
    assert narrow == [width] * 5
