"""Kept on the device: with the connection cut, everything opens; with a new version, only what changed travels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coachapp.headers import SECURITY_HEADERS
from techniques.library import Library
from tests.browser.between import Between
from tests.browser.conftest import PHONE
from tests.content.test_search import GOLDEN
from tests.deployed import PAGE, Site, site_of_its_own

SENTENCE = "Je telt tot vijf en zegt niets."
LIST = "/offline/nl/files.json"

Phone = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site_of_its_own(tmp_path_factory.mktemp("offline")) as site:
        yield site


@pytest.fixture
def line(site: Site) -> Iterator[Between]:
    with Between(site.server.port) as line:
        yield line


@pytest.fixture
def phone(browser: Browser, line: Between) -> Iterator[Phone]:
    """A phone that was never here: `phone("/")`. A script's error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_(address: str) -> Page:
        context = browser.new_context(
            base_url=line.address, viewport={"width": PHONE, "height": 844}, reduced_motion="reduce", locale="nl-NL"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def save(page: Page) -> None:
    """One tap, at the foot of any page."""
    page.get_by_role("button", name=re.compile("Bewaren voor zonder|Save for without")).click()
    expect(page.locator("[data-toast]")).to_contain_text(re.compile("Bewaard|Saved"), timeout=20_000)


def sitemap(site: Site, language: str) -> list[str]:
    """The path of every page of a language."""
    with urlopen(f"{site.server.address}/sitemap.xml") as answer:
        found = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    paths = [urlsplit(each).path for each in found]
    return [path for path in paths if path.startswith("/en/") == (language == "en")]


def listed(site: Site) -> dict[str, str]:
    """The files of the Dutch version that the site has now, with their hashes."""
    with urlopen(f"{site.server.address}{LIST}") as answer:
        found: dict[str, str] = json.load(answer)["files"]
    return found


def caches(page: Page) -> list[str]:
    """What the device keeps."""
    found: list[str] = page.evaluate("caches.keys()")
    return found


@pytest.mark.parametrize(("language", "start"), [("nl", "/"), ("en", "/en/")])
def test_after_one_visit_and_one_tap_every_page_opens_without_a_connection(
    site: Site, line: Between, phone: Phone, language: str, start: str
) -> None:
    page = phone(start)
    save(page)
    line.gone = True
    paths = sitemap(site, language)
    assert len(paths) > 60
    wrong = []
    for path in paths if language == "nl" else paths[::6]:  # both languages come in the same way
        page.goto(path, wait_until="domcontentloaded")
        with urlopen(f"{site.server.address}{path}") as answer:
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.read().decode(), re.DOTALL)
        assert heading
        shown = unescape(page.locator("h1").inner_html())
        if shown.strip() != unescape(heading[1]).strip():
            wrong.append((path, shown))
    assert wrong == []
    assert page.evaluate("document.fonts.ready.then(all => [...all].map(font => font.status))") == [
        "loaded",
        "unloaded",
    ]


def test_what_people_type_is_found_and_filtered_without_a_connection(
    line: Between, phone: Phone, library: Library
) -> None:
    page = phone("/")
    save(page)
    line.gone = True
    wanted = [(query, key.split(":")) for language, key, query in GOLDEN if language == "nl"]
    assert len(wanted) > 30
    sections = {str(kind): word.slug.nl for kind, word in library.vocabulary.kinds.items()}
    page.goto("/technieken/?q=zzzz")
    for query, (kind, key) in wanted:
        page.get_by_role("searchbox").fill(query)
        page.keyboard.press("Enter")
        found = page.locator(f"section[aria-labelledby={sections[kind]}] .hit").first
        expect(found, query).to_have_attribute("href", re.compile(rf"[/#]{library.kinds()[kind][key].slug.nl}/?$"))
    page.goto("/technieken/?verbinding=laag&uitdaging=laag")
    expect(page.get_by_role("status").filter(has_text="gevonden")).to_be_visible()
    page.get_by_role("searchbox").fill("stilte")
    page.locator("summary").first.click()
    page.get_by_role("link", name="Wis alles").click()
    expect(page.get_by_role("status").filter(has_text="26 gevonden")).to_be_visible()
    page.get_by_role("searchbox").fill("zwijgen")
    expect(page.get_by_role("region", name="Technieken").locator(".hit__no").first).to_have_text("19")
    assert page.url.endswith("?q=zwijgen")


def test_a_page_from_the_device_says_so(line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    line.gone = True
    answer = page.goto(PAGE)
    expect(page.get_by_role("status").filter(has_text="Geen of traag internet")).to_contain_text("202")
    assert answer
    assert answer.from_service_worker
    assert {name: answer.headers.get(name.lower()) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_both_languages_when_asked_for(line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    page.goto("/op-je-telefoon/")
    page.get_by_role("button", name="Bewaar alles in het Engels").click()
    expect(page.get_by_text("De Engelse pagina's staan op dit toestel")).to_be_visible(timeout=20_000)
    line.gone = True
    page.goto("/en/techniques/silences/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Letting silences fall")
    page.goto("/technieken/stiltes-laten-vallen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stiltes laten vallen")


def test_a_page_that_is_not_saved_says_so_and_offers_what_is(line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    line.gone = True
    for address in ("/zelftest/", "/zelftest/situatie/1/", "/technieken/bestaat-niet/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina heeft internet nodig")
    page.get_by_role("main").get_by_role("link", name="Nu een gesprek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat is er aan de hand?")
    page.goto("/zelftest/")
    line.gone = False
    page.get_by_role("link", name="Probeer opnieuw").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Deze pagina heeft internet nodig")


def test_a_page_comes_from_the_device_when_the_connection_is_slow_or_the_site_is_ill(
    line: Between, phone: Phone
) -> None:
    page = phone("/")
    save(page)
    page.wait_for_load_state("networkidle")
    line.delay = 20
    page.goto(PAGE, wait_until="domcontentloaded", timeout=10_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stiltes laten vallen")
    expect(page.get_by_role("status").filter(has_text="Geen of traag internet")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Geen of traag internet")).to_be_hidden()
    page.emulate_media(media="screen")
    line.delay = 0
    line.broken = {PAGE}
    page.goto(PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stiltes laten vallen")


def test_saving_is_all_or_nothing(site: Site, line: Between, phone: Phone) -> None:
    page = phone("/")
    line.broken = {file for file in listed(site) if file.startswith("/static/django_htmx/")}
    assert line.broken, "the last to travel, after the pages"
    page.clock.install()
    page.get_by_role("button", name="Bewaren voor zonder internet").click()
    expect(page.locator("[data-toast]")).to_contain_text("Bewaren lukt niet")
    page.clock.run_for(60_000)
    expect(page.locator("[data-toast]")).to_contain_text("Bewaren lukt niet")  # read at one's own pace
    assert caches(page) == []
    line.broken = set()
    save(page)


def test_two_taps_and_two_pages_save_once_and_whole(line: Between, phone: Phone) -> None:
    page = phone("/")
    other = page.context.new_page()
    other.goto("/op-je-telefoon/")
    line.delay = 0.3
    for _ in range(2):
        page.get_by_role("button", name="Bewaren voor zonder internet").click()
    other.get_by_role("button", name="Bewaar alles in het Nederlands").click()
    expect(page.locator("[data-toast]")).to_contain_text("Bewaard", timeout=20_000)
    expect(other.get_by_text("De Nederlandse pagina's staan op dit toestel")).to_be_visible(timeout=20_000)
    line.gone = True
    page.goto(PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stiltes laten vallen")


def test_saving_without_a_connection_says_that_it_failed(line: Between, phone: Phone) -> None:
    page = phone("/")
    line.gone = True
    page.get_by_role("button", name="Bewaren voor zonder internet").click()
    expect(page.locator("[data-toast]")).to_contain_text("Bewaren lukt niet. Is er internet?")


def test_removing_while_a_new_version_is_looked_for_removes_it_all(site: Site, line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    site.deploy("Je zegt even helemaal niets.")
    line.delay = 0.5
    page.goto("/op-je-telefoon/")
    page.get_by_role("button", name="Verwijder van dit toestel").click()
    expect(page.locator("[data-toast]")).to_contain_text("Verwijderd", timeout=20_000)
    assert caches(page) == []
    line.delay = 0
    page.get_by_role("button", name="Bewaar alles in het Nederlands").click()
    expect(page.locator("[data-toast]")).to_contain_text("Bewaard", timeout=20_000)
    assert page.evaluate("document.activeElement.textContent") == "Zonder internet"
    line.gone = True
    page.goto(PAGE)
    expect(page.get_by_text("Je zegt even helemaal niets.")).to_be_visible()


def test_short_links_and_forgotten_slashes_lead_on_without_a_connection(line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    line.gone = True
    page.goto("/t/19")
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    page.goto("/technieken")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle technieken")


def test_a_changed_technique_travels_alone_waits_and_offers_itself(site: Site, line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    before = listed(site)
    site.deploy(SENTENCE)
    after = listed(site)
    changed = {path for path, digest in after.items() if before.get(path) != digest}
    assert PAGE in changed
    assert len(changed) < 15, "most pages do not show this technique's gist"

    # A self-test is not disturbed: it does not even look.
    line.asked.clear()
    page.goto("/zelftest/")
    page.wait_for_load_state("networkidle")
    assert LIST not in line.asked
    expect(page.locator(".bar")).to_have_count(0)

    line.asked.clear()
    page.goto("/over/")
    offer = page.get_by_role("status").filter(has_text="Er is een nieuwe versie.")
    expect(offer).to_be_visible(timeout=20_000)
    asked = {path for path in line.asked if not path.startswith("/static/")} - {"/over/", "/service-worker.js"}
    assert asked == {*changed, LIST}
    assert not {path for path in line.asked if path.startswith("/static/")} & {*after} - {*before}

    # It waits: without a connection it is still the old one.
    line.gone = True
    page.goto(PAGE)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    line.gone = False
    page.goto("/methode/")
    page.get_by_role("button", name="Gebruik de nieuwe versie").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".bar")).to_have_count(0)
    line.gone = True
    page.goto(PAGE)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    assert len(caches(page)) == 2, "one version, and what is said of it"


def test_an_update_that_breaks_off_leaves_the_old_version_whole(site: Site, line: Between, phone: Phone) -> None:
    page = phone("/")
    save(page)
    site.deploy("Je zwijgt, en je kijkt rustig.")
    line.broken = {PAGE}
    page.goto("/over/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".bar")).to_have_count(0)
    assert len(caches(page)) == 2
    line.broken = set()
    page.goto("/methode/")
    expect(page.get_by_role("status").filter(has_text="nieuwe versie")).to_be_visible(timeout=20_000)


def test_what_is_saved_is_told_with_its_date_and_can_be_removed(line: Between, phone: Phone) -> None:
    page = phone("/op-je-telefoon/")
    page.get_by_role("button", name="Bewaar alles in het Nederlands").click()
    told = page.get_by_text("De Nederlandse pagina's staan op dit toestel, bewaard op")
    expect(told).to_contain_text(page.evaluate("new Intl.DateTimeFormat('nl', {dateStyle: 'long'}).format(new Date())"))
    page.get_by_role("button", name="Verwijder van dit toestel").click()
    expect(page.locator("[data-toast]")).to_contain_text("Verwijderd")
    expect(told).to_be_hidden()
    assert caches(page) == []
    page.reload()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    expect(page.get_by_role("button", name="Bewaar alles in het Nederlands")).to_be_visible()


def test_nothing_is_kept_before_somebody_asks_for_it(phone: Phone) -> None:
    page = phone("/")
    page.goto("/nu/")
    page.wait_for_load_state("networkidle")
    assert caches(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_browser_finds_nothing_missing_to_install_the_site(phone: Phone) -> None:
    page = phone("/en/")
    browser = page.context.new_cdp_session(page)
    assert browser.send("Page.getAppManifest")["errors"] == []
    missing = {error["errorId"] for error in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert missing <= {"in-incognito"}, "which every test is"


def test_once_installed_it_saves_by_itself(line: Between, phone: Phone) -> None:
    page = phone("/")
    page.evaluate("dispatchEvent(new Event('appinstalled'))")  # as a browser says it; no test can install
    expect(page.locator("[data-toast]")).to_contain_text("Bewaard", timeout=20_000)
    line.gone = True
    page.goto("/nu/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat is er aan de hand?")


def test_a_form_that_needs_the_server_says_so_before_anything_is_sent(line: Between, phone: Phone) -> None:
    page = phone("/zelftest/situatie/1/")
    warning = page.get_by_text("Je hebt nu geen internet.")
    expect(warning).to_be_hidden()
    page.context.set_offline(True)
    expect(warning).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("main").get_by_role("button").first.click()
    assert page.url.endswith("/zelftest/situatie/1/")
    expect(page.get_by_role("radio").first).to_be_checked()
    page.context.set_offline(False)
    expect(warning).to_be_hidden()


def test_who_comes_back_gets_a_hint_until_they_say_no(phone: Phone) -> None:
    page = phone("/")
    hint = page.get_by_role("status").filter(has_text="Coachkompas werkt ook zonder internet.")
    page.wait_for_load_state("networkidle")
    expect(hint).to_have_count(0)
    page.get_by_role("link", name="Gesprekken").click()
    page.wait_for_load_state("networkidle")
    expect(hint).to_have_count(0)

    again = page.context.new_page()
    page.close()
    again.goto("/")
    hint = again.get_by_role("status").filter(has_text="Coachkompas werkt ook zonder internet.")
    expect(hint.get_by_role("link", name="Laat zien hoe")).to_have_attribute("href", "/op-je-telefoon/")
    hint.get_by_role("button", name="Nee, dank je").click()
    expect(hint).to_have_count(0)
    third = again.context.new_page()
    third.goto("/")
    third.wait_for_load_state("networkidle")
    expect(third.locator(".bar")).to_have_count(0)


def test_the_own_list_and_one_that_was_passed_on_open_without_a_connection(line: Between, phone: Phone) -> None:
    page = phone("/technieken/stiltes-laten-vallen/")
    page.get_by_role("button", name="In mijn lijst zetten").click()
    save(page)
    line.gone = True
    rows = page.locator("[data-number]:visible .tech__no")
    page.goto("/lijst/")
    expect(rows).to_have_text(["19"])
    page.goto("/lijst/?t=12,3,99")
    expect(rows).to_have_text(["12", "3"])
    expect(page.get_by_text("Nummer 99 bestaat niet. We lieten het weg.")).to_be_visible()
    page.get_by_role("button", name="Neem over als mijn lijst").click()
    page.get_by_role("contentinfo").get_by_role("link", name="Mijn lijst").click()
    expect(rows).to_have_text(["19", "12", "3"])
    page.get_by_role("button", name="Zet 3, Iets van jezelf laten zien, hoger").click()
    expect(rows).to_have_text(["19", "3", "12"])
