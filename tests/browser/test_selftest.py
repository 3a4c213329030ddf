"""The self-test in a real browser: by touch, by keyboard alone, without scripts, and what a screen reader gets."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from selftest import cookie
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_axe import AXE, SCHEMES, TAGS, findings
from tests.integration.conftest import ROOTS, full_draft, self_test_addresses, signed

OpenPage = Callable[..., Page]
NL = ROOTS["nl"]


def bring(context: BrowserContext, address: str) -> None:
    """Give the browser a draft with everything answered."""
    context.add_cookies([{"name": cookie.NAME, "value": signed(str(full_draft())), "url": address}])


def answer_by(page: Page, act: Callable[[int], None]) -> None:
    for number in range(1, 17):
        expect(page.get_by_text(f"Situatie {number} van 16")).to_be_visible()
        act(number)
    expect(page.get_by_role("heading", name="Jouw antwoorden")).to_be_visible()


def test_part_a_by_touch_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", width=PHONE, has_touch=True, java_script_enabled=False)
    page.get_by_role("link", name="Zelftest").tap()
    page.get_by_role("link", name="Begin", exact=True).tap()

    def act(number: int) -> None:
        page.locator("[data-answer]").nth(number % 4).tap()
        page.locator(".choice").nth(1).locator("[data-answer]").nth((number + 1) % 4).tap()
        page.get_by_role("button", name=re.compile("Volgende|Naar het overzicht")).tap()

    answer_by(page, act)
    page.get_by_role("link", name="Laat mijn uitslag zien").tap()
    expect(page.get_by_role("img", name=re.compile("Jouw gebied op de kaart"))).to_be_visible()
    expect(page.locator(".try")).to_have_count(3)
    page.get_by_role("button", name="Wis nu").tap()
    expect(page.get_by_text("Je antwoorden zijn weg van dit toestel.")).to_be_visible()
    assert [c["name"] for c in page.context.cookies() if c["name"] == cookie.NAME] == []


def test_part_a_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(f"{NL['situation']}1/")

    def focused() -> str:
        return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))

    def tab_to(name: str) -> None:
        for _ in range(12):
            page.keyboard.press("Tab")
            if focused() == name:
                return
        pytest.fail(f"{name} cannot be reached with the Tab key; focus is on {focused()}")

    def act(number: int) -> None:
        tab_to("most")
        page.keyboard.press("Space")
        tab_to("least")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        # Enter sends the form from a radio, as browsers do; the button is what Tab meets next.
        page.keyboard.press("Tab")
        assert focused() == "go"
        page.keyboard.press("Enter")

    answer_by(page, act)


def test_what_a_screen_reader_gets_of_a_question(open_page: OpenPage) -> None:
    page = open_page(f"{NL['situation']}1/")
    asked = page.get_by_role("group", name=re.compile("Kwart over acht.*Wat doe je?"))
    for name in ("Dit lijkt het meest op mij", "Dit lijkt het minst op mij"):
        group = asked.get_by_role("group", name=name)
        expect(group.get_by_role("radio")).to_have_count(4)
        expect(group.get_by_role("radio", name="Ik drink koffie met hem")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kwart over acht")
    page.get_by_role("button", name="Volgende").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Er ontbreekt nog iets")
    alert.get_by_role("link", name="Kies wat het minst op jou lijkt").click()
    expect(page.get_by_role("group", name="Dit lijkt het minst op mij").get_by_role("radio").first).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout:"))


def test_what_a_screen_reader_gets_of_the_result(open_page: OpenPage, site: str) -> None:
    page = open_page(NL[""])
    bring(page.context, site)
    page.goto(NL["result"])
    table = page.get_by_role("region", name="Hetzelfde in een tabel").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Verbinding", "Uitdaging", "Kans"])
    chances = [int(n) for n in re.findall(r"ongeveer (\d+) van de 100", table.inner_text())]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) >= 79
    expect(page.get_by_role("img", name=re.compile("Jouw gebied"))).to_have_count(1)


def test_a_link_with_the_code_brings_the_result_and_the_code_stays_out_of_the_address(
    open_page: OpenPage, site: str
) -> None:
    page = open_page(NL[""])
    bring(page.context, site)
    page.goto(NL["result"])
    link = page.get_by_role("link", name="Link naar je uitslag").get_attribute("href")
    assert link
    drawn = page.locator("ellipse.plot__region--outer").first.get_attribute("transform")
    asked: list[str] = []
    other = open_page(NL["manual"])
    other.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(other.get_by_role("heading", name="Jouw plek op de kaart")).to_be_visible()
    assert other.locator("ellipse.plot__region--outer").first.get_attribute("transform") == drawn
    code = link.partition("#")[2]
    assert code not in other.url
    # A browser never sends what stands behind the #; no address that it asked for holds the code before it.
    assert not any(code in url.partition("#")[0] for url in asked)
    other.get_by_role("link", name="EN, English").click()
    expect(other.get_by_role("heading", name="Your place on the map")).to_be_visible()
    other.get_by_role("link", name="NL, Nederlands").click()
    other.get_by_role("button", name="Door naar deel B").click()
    expect(other.get_by_role("heading", name="Hoe vaak deed je dit?")).to_be_visible()


def test_a_choice_for_most_steps_back_in_the_second_list(open_page: OpenPage) -> None:
    page = open_page(f"{NL['situation']}1/")
    page.locator("#most-b").check(force=True)
    expect(page.get_by_text("Deze koos je bij meest").locator("visible=true")).to_have_count(1)


def test_every_answer_is_a_large_target(open_page: OpenPage) -> None:
    page = open_page(f"{NL['situation']}1/", width=320)
    for answer in page.locator(".option").all():
        box = answer.bounding_box()
        assert box
        assert box["height"] >= 56
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_result_prints_without_its_controls(open_page: OpenPage, site: str) -> None:
    page = open_page(NL[""])
    bring(page.context, site)
    page.goto(NL["result"])
    page.emulate_media(media="print")
    for hidden in ("Maak mijn oefenplan", "Wis nu", "Leg hem ernaast", "Kopieer de code"):
        expect(page.get_by_text(hidden)).to_be_hidden()
    for shown in ("Jouw plek op de kaart", "Drie om nu te proberen", "Bewaar je code"):
        expect(page.get_by_role("heading", name=shown)).to_be_visible()
    expect(page.get_by_role("img", name="QR-code van de link naar je uitslag")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_in_the_self_test(open_page: OpenPage, site: str, language: str) -> None:
    root = ROOTS[language]
    page = open_page(root[""], width=PHONE, color_scheme=SCHEMES[language])
    page.context.add_init_script(path=AXE)
    found, seen = list[str](), set[str]()

    def look() -> None:
        found.extend(findings(page, TAGS, seen))

    def send(button: str) -> None:
        with page.expect_navigation():
            page.locator(button).first.click()

    for address in (root["result"], f"{root['situation']}1/"):
        page.goto(address)  # without answers
        look()
    send("button[value=next]")
    look()
    page.goto(root["code"])
    page.locator("#code").fill("x")
    send("main form button.button")
    look()
    bring(page.context, site)
    # Questions look alike, so one of them stands for the rest: the axe rules know no words.
    kinds = {re.sub(r"\d+/$", "", address): address for address in self_test_addresses()}
    mine = [address for address in kinds.values() if address.startswith(root[""])]
    for address in mine if os.environ.get("AXE") == "all" else mine[language == "en" :: 2]:  # by turns, as elsewhere
        page.goto(address)
        for summary in page.locator("summary").all()[-2:]:
            summary.click()
        look()
    page.goto(f"{root['plan']}?t=19&t=2")
    send("form[method=post] button.button")
    look()
    page.goto(root["result"])
    code = page.locator("[data-copy-text]").get_attribute("data-copy-text")
    page.goto(root["compare"])
    page.locator("#earlier").fill(str(code))
    page.locator("#later").fill(str(code))
    send("main form button.button")
    look()
    page.set_viewport_size({"width": DESK, "height": 844})
    for address in (root["result"], f"{root['situation']}5/"):
        page.goto(address)
        look()
    assert found == []
