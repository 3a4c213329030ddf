"""The visitor's own list: made, ordered and kept on the device, and passed on by its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import unquote_plus, urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from techniques.library import Library
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_axe import AXE, TAGS, findings
from tests.integration.test_list import LISTS, MAKER

OpenPage = Callable[..., Page]


def own_list(open_page: OpenPage, numbers: str, address: str = "/lijst/", width: int = PHONE) -> Page:
    """An address on a device that has a list."""
    page = open_page("/over/", width=width)
    page.evaluate("numbers => { localStorage.list = numbers; }", numbers)
    page.goto(address)
    return page


def kept(page: Page) -> str | None:
    return page.evaluate("localStorage.getItem('list')")  # type: ignore[no-any-return]


def shown(page: Page) -> list[int]:
    """Numbers of the rows that are to be seen, from top to bottom."""
    return [int(row.get_attribute("data-number") or 0) for row in page.locator("[data-number]:visible").all()]


def says(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def test_a_technique_is_put_in_the_list_and_taken_out(open_page: OpenPage) -> None:
    page = open_page("/technieken/stiltes-laten-vallen/", width=PHONE, has_touch=True)
    star = page.get_by_role("button", name="In mijn lijst zetten")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.tap()
    expect(says(page, "‘Stiltes laten vallen’ staat nu in je lijst")).to_be_visible()
    inside = page.get_by_role("button", name="Staat in mijn lijst")
    expect(inside).to_have_attribute("aria-pressed", "true")
    page.goto("/technieken/luisteren/")
    page.get_by_role("button", name="In mijn lijst zetten").tap()
    assert kept(page) == "19,2"
    page.goto("/technieken/stiltes-laten-vallen/")
    inside.tap()
    expect(says(page, "‘Stiltes laten vallen’ is uit je lijst")).to_be_visible()
    expect(star).to_have_attribute("aria-pressed", "false")
    assert kept(page) == "2"
    page.goto("/en/list/")
    assert shown(page) == [2]


def test_the_own_list_shows_number_name_and_sentence_in_the_visitors_order(
    open_page: OpenPage, library: Library
) -> None:
    page = own_list(open_page, "19,3,12")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Mijn lijst"))
    assert shown(page) == [19, 3, 12]
    technique = library.number(3)
    assert technique
    row = page.locator("[data-number='3']")
    expect(row.get_by_role("link", name=f"3 {technique.short_title.nl}")).to_be_visible()
    expect(row.locator("q")).to_have_text(technique.say[0].words.nl)


def test_nothing_is_sent(open_page: OpenPage) -> None:
    page = own_list(open_page, "19,3,12")
    page.wait_for_load_state("networkidle")  # the page's own files may still come
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Zet 3, Iets van jezelf laten zien, hoger").click()
    page.get_by_role("button", name=re.compile("^Haal 12, ")).click()
    assert shown(page) == [3, 19]
    assert asked == []


def test_a_row_moves_by_keyboard_and_keeps_the_focus(open_page: OpenPage) -> None:
    page = own_list(open_page, "19,3,12")
    up = page.get_by_role("button", name=re.compile("^Zet 12, .* hoger$"))
    up.focus()
    page.keyboard.press("Enter")
    assert (shown(page), kept(page)) == ([19, 12, 3], "19,12,3")
    expect(says(page, "12 staat nu op plaats 2 van 3")).to_have_count(1)
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    assert (shown(page), kept(page)) == ([12, 19, 3], "12,19,3")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("^Zet 12, .* lager$"))).to_be_focused()
    page.keyboard.press("Space")
    assert shown(page) == [19, 12, 3]
    expect(says(page, "12 staat nu op plaats 2 van 3")).to_have_count(1)
    page.reload()
    assert shown(page) == [19, 12, 3]


def test_taking_out_leads_to_the_next_row_and_at_last_to_all_techniques(open_page: OpenPage) -> None:
    page = own_list(open_page, "19,3,12")
    page.get_by_role("button", name=re.compile("^Haal 3, ")).click()
    expect(page.get_by_role("button", name=re.compile("^Haal 12, "))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Haal 19, "))).to_be_focused()
    page.keyboard.press("Enter")
    expect(says(page, "19 is uit je lijst")).to_be_visible()
    expect(page.get_by_role("link", name="Alle technieken")).to_be_focused()
    assert (shown(page), kept(page)) == ([], None)


def test_an_empty_list_says_how_to_fill_it(open_page: OpenPage) -> None:
    page = open_page("/lijst/", width=PHONE)
    expect(page.get_by_text("Je lijst is leeg.")).to_be_visible()
    expect(page.get_by_text("Druk bovenaan op ‘In mijn lijst zetten’.")).to_be_visible()
    assert shown(page) == []
    expect(page.get_by_role("heading", name="Delen en printen")).to_be_hidden()
    page.get_by_role("link", name="Alle technieken").click()
    page.get_by_role("main").get_by_role("link", name="Mijn lijst").click()
    expect(page).to_have_url(re.compile("/lijst/$"))


def test_without_scripts_the_page_says_so_and_shows_every_technique(open_page: OpenPage) -> None:
    page = open_page("/lijst/", java_script_enabled=False)
    expect(page.get_by_text("Een eigen lijst werkt alleen met scripts.")).to_be_visible()
    assert len(shown(page)) == 26
    assert page.locator("main button:visible").count() == 0
    page.goto("/technieken/luisteren/")
    expect(page.locator(".star")).to_be_hidden()


def test_without_scripts_a_list_that_was_passed_on_shows_as_it_is(open_page: OpenPage) -> None:
    page = open_page("/lijst/?t=12,3,99", java_script_enabled=False)
    assert shown(page) == [12, 3]
    expect(page.get_by_text("Nummer 99 bestaat niet. We lieten het weg.")).to_be_visible()
    expect(page.get_by_text("Iemand koos deze technieken voor je uit.")).to_be_visible()
    assert page.locator("main button:visible").count() == 0


def test_the_list_is_passed_on_by_its_address(open_page: OpenPage, site: str) -> None:
    page = own_list(open_page, "19,3,12")
    page.get_by_role("button", name=re.compile("^Zet 12, .* hoger$")).click()
    address = f"{site}/lijst/?t=19,12,3"
    expect(page.get_by_role("link", name=address)).to_have_attribute("href", address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieer link").click()
    expect(says(page, "Link gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.locator("[data-share-link]").get_attribute("data-share-link") == address
    page.evaluate("localStorage.clear()")
    page.goto(address)
    assert shown(page) == [19, 12, 3]
    expect(page.get_by_role("button", name=re.compile("^Zet "))).to_have_count(0)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "3,7,12", "Dit is nu jouw lijst"),
        ("19,7", "19,7,3,12", "Achteraan in je lijst gezet: 3, 12"),
        ("12,7,3", "12,7,3", "Deze staan allemaal al in je lijst"),
    ],
)
def test_a_list_that_was_passed_on_is_taken_over(open_page: OpenPage, before: str, after: str, told: str) -> None:
    page = own_list(open_page, before, "/lijst/?t=3,7,12")
    assert shown(page) == [3, 7, 12]
    page.get_by_role("button", name="Neem over als mijn lijst").click()
    expect(says(page, told)).to_be_visible()
    assert kept(page) == after
    page.get_by_role("link", name="Naar mijn lijst").click()
    expect(page.locator("[data-list=own]")).to_be_visible()
    assert ",".join(map(str, shown(page))) == after


#: Words of a list's maker, as an address carries them.
MADE = {
    "title and notes": [("title", "Week 1 & 2"), ("n7", "Bij de overdracht: 'kijk' (goed)"), ("n3", "é")],
    "markup": [("title", "<b>vet</b>"), ("n3", "<img src=x onerror=alert(1)>")],
    "too long": [("title", "😀" * 70), ("n3", "a" * 99 + " b")],
    "unseen signs": [
        ("title", " \u202eom\u00ad\u200b\t\ufeffkeren\ue000 "),
        ("n3", "\u200b"),
        ("n7", "e\u0301" + "\u0332" * 9),
    ],
    "notes on others": [("n9", "weg"), ("n7", "eerste"), ("n7", "tweede"), ("n03", "weg")],
}
QUERIES = {
    **{name: [("t", text)] for name, (text, _, _) in LISTS.items()},
    **{name: [("t", "3,7,12"), *words] for name, words in MADE.items()},
}
#: What a list says, wherever it comes from. Its files need a connection.
SAID = ".intro, [data-list-rows], [data-list-maker], .own__make"


def test_the_saved_page_shows_the_list_of_an_address_as_the_server_would(open_page: OpenPage) -> None:
    page = open_page("/over/")
    saved = page.request.get("/lijst/").body()

    def look(query: list[tuple[str, str]]) -> list[object]:
        page.goto(f"/lijst/?{urlencode(query)}", wait_until="domcontentloaded")
        page.wait_for_function("document.querySelector('[data-list]').dataset.list !== 'plain'")
        links = [link.get_attribute("href") for link in page.locator("#lang a, [data-list-link]").all()]
        links = [unquote_plus(str(link).replace(page.url.partition("/lijst")[0], "")) for link in links]
        # What was left out of title and notes, only the site says.
        remarks = [
            text for text in page.locator(".remarks li").all_inner_texts() if not re.search("otitie|titel", text)
        ]
        page.evaluate("document.querySelector('.remarks').remove()")
        return [shown(page), remarks, page.locator(SAID).filter(visible=True).all_inner_texts(), links]

    served = {name: look(query) for name, query in QUERIES.items()}
    # What a service worker answers when it has no other page for an address.
    page.route("**/lijst/?t=*", lambda route: route.fulfill(body=saved, content_type="text/html; charset=utf-8"))
    assert {name: look(query) for name, query in QUERIES.items()} == served


@pytest.mark.parametrize(
    ("stored", "numbers"),
    [("{]", []), ("3,x,3,,99,7", [3, 7]), ("null", []), (",", []), ("3," * 500, [3]), ("<b>", [])],
)
def test_a_damaged_list_breaks_nothing(open_page: OpenPage, stored: str, numbers: list[int]) -> None:
    page = own_list(open_page, stored)
    assert shown(page) == numbers
    page.goto("/technieken/luisteren/")
    page.get_by_role("button", name="In mijn lijst zetten").click()
    page.goto("/lijst/")
    assert shown(page) == [*numbers, 2]


def test_a_device_that_keeps_nothing_is_told_so(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto("/technieken/luisteren/")
    page.get_by_role("button", name="In mijn lijst zetten").click()
    expect(says(page, "Op dit toestel kunnen we geen lijst bewaren")).to_be_visible()
    expect(page.get_by_role("button", name="In mijn lijst zetten")).to_have_attribute("aria-pressed", "false")
    page.goto("/lijst/")
    expect(page.get_by_text("Je lijst is leeg.")).to_be_visible()


def test_other_tabs_follow(open_page: OpenPage) -> None:
    page = own_list(open_page, "19")
    other = page.context.new_page()
    other.goto("/technieken/luisteren/")
    other.get_by_role("button", name="In mijn lijst zetten").click()
    expect(page.locator("[data-number='2']")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Haal 2, ")).click()
    expect(other.get_by_role("button", name="In mijn lijst zetten")).to_have_attribute("aria-pressed", "false")
    other.close()


def test_on_paper_are_the_rows_and_their_sentences(open_page: OpenPage) -> None:
    page = own_list(open_page, "19,3")
    page.emulate_media(media="print")
    assert shown(page) == [19, 3]
    expect(page.locator("q:visible")).to_have_count(2)
    expect(page.locator("main button:visible")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_own_list(open_page: OpenPage, scheme: str) -> None:
    page = own_list(open_page, "19,3,12,26")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate(AXE.read_text())
    assert findings(page, TAGS) == []


@pytest.mark.parametrize("address", ["/lijst/", "/lijst/?t=3,7,12,99", "/technieken/ontlokken-aanbieden-ontlokken/"])
def test_the_list_and_the_star_fit_at_320_px_and_with_text_at_200_percent(open_page: OpenPage, address: str) -> None:
    page = own_list(open_page, "19,3,12,11", address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": DESK, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("address", ["/lijst/?t=3,7,12,19", "/lijst/"])
def test_names_and_sentences_have_room_on_a_tablet_and_on_paper(
    open_page: OpenPage, address: str, media: Literal["screen", "print"]
) -> None:
    page = own_list(open_page, "3,7,12,19", address, width=768)
    page.emulate_media(media=media)
    texts = page.locator("[data-list-rows] > li:visible :is(.tech__name, .say__line)").all()
    assert len(texts) == 8
    for text in texts:
        lines = text.evaluate("e => Math.round(e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))")
        words = text.inner_text().split()
        assert lines <= 1 + len(words) // 3, (text.inner_text(), lines)


# -- a list for others ----------------------------------------------------------------------------------

FIVE = {2: "Luisteren", 7: "Goudklompjes", 12: "Elkaar helpen", 19: "Stiltes laten vallen", 23: "Boos worden"}


def placed(page: Page) -> list[str]:
    """Names in the form's list, from top to bottom."""
    return page.locator(".own--made .tech__name").all_inner_texts()


def scanned(page: Page) -> bool:
    """Whether the picture of the QR code is there."""
    return bool(
        page.locator(".own__qr img").evaluate("async image => { await image.decode(); return image.naturalWidth; }")
    )


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (DESK, True)], ids=["without scripts", "with"])
def test_five_techniques_with_an_address_a_code_cards_and_files_take_seven_taps(
    open_page: OpenPage, site: str, width: int, scripts: bool
) -> None:
    page = open_page("/lijst/maken/", width=width, java_script_enabled=scripts)
    for name in FIVE.values():
        page.get_by_role("checkbox", name=name).click()
    page.get_by_role("button", name="Verder: volgorde en notities").click()
    assert placed(page) == list(FIVE.values())
    page.get_by_role("button", name="Bekijk de lijst").click()
    expect(page).to_have_url(f"{site}/lijst/?t=2,7,12,19,23")
    expect(page.get_by_role("link", name=f"{site}/lijst/?t=2,7,12,19,23")).to_be_visible()
    expect(page.get_by_role("button", name="Kopieer link")).to_be_visible(visible=scripts)
    if scripts:
        assert scanned(page)
    for kind in ("SVG", "PNG"):
        link = page.get_by_role("link", name=f"QR als {kind}")
        assert page.request.get(str(link.get_attribute("href"))).ok
    starts = {
        "A6, ": b"%PDF",
        "A4 met": b"%PDF",
        "A4 enkel": b"%PDF",
        "Dia": b"%PDF",
        "Cursus": b"PK",
        "Oefenen": b"PK",
    }
    for name, start in starts.items():
        file = page.request.get(str(page.get_by_role("link", name=re.compile(f"^{name}")).get_attribute("href")))
        assert file.body().startswith(start), name


def press_until(page: Page, key: str, name: str) -> None:
    """Press a key until the control with this name has the focus."""
    for _ in range(60):
        page.keyboard.press(key)
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        label = page.evaluate("document.activeElement.getAttribute('aria-label')")
        if name in (label, focused):
            return
    raise AssertionError(f"{name} can't be reached")


def test_a_list_is_made_ordered_and_annotated_by_keyboard_alone(open_page: OpenPage, site: str) -> None:
    page = open_page("/lijst/maken/")
    for number in (3, 7, 12):
        page.locator(f"[name=t][value='{number}']").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".own--made > li")).to_have_count(3)
    up = "Zet 12, Elkaar helpen, hoger"
    press_until(page, "Tab", "Notitie: 7, Goudklompjes")
    page.keyboard.type("Blijft staan")
    press_until(page, "Tab", up)
    page.keyboard.press("Enter")
    expect(says(page, "‘Elkaar helpen’ staat nu op plaats 2 van 3.")).to_be_visible()
    expect(page.get_by_role("button", name=up)).to_be_focused()
    page.keyboard.press("Enter")
    expect(says(page, "‘Elkaar helpen’ staat nu op plaats 1 van 3.")).to_be_visible()
    expect(page.get_by_role("button", name=up)).to_be_focused()
    expect(page.get_by_role("button", name=up)).to_be_in_viewport()
    assert placed(page) == ["Elkaar helpen", "Iets van jezelf laten zien", "Goudklompjes"]
    press_until(page, "Tab", "Haal 3, Iets van jezelf laten zien, uit de lijst")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Haal 7, Goudklompjes, uit de lijst")).to_be_focused()
    press_until(page, "Shift+Tab", "Titel")
    page.keyboard.type("Week 1")
    page.keyboard.press("Enter")
    expect(page.locator(".own--made > li")).to_have_count(2)
    assert placed(page) == ["Elkaar helpen", "Goudklompjes"]
    press_until(page, "Tab", "Bekijk de lijst")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/lijst/?t=12,7&title=Week+1&n7=Blijft+staan")
    expect(page.get_by_role("heading", level=1, name="Week 1", exact=True)).to_be_visible()
    expect(page.get_by_text(MAKER)).to_be_visible()


def test_a_list_is_changed_from_its_page_and_back_has_what_was_typed(open_page: OpenPage, site: str) -> None:
    page = open_page("/lijst/?t=12,7&title=Week+1&n7=Kijk", width=PHONE)
    page.get_by_role("link", name="Deze lijst aanpassen").click()
    expect(page.get_by_label("Titel")).to_have_value("Week 1")
    expect(page.get_by_label("Notitie: 7, Goudklompjes")).to_have_value("Kijk")
    page.get_by_label("Titel").fill("Week 2")
    page.get_by_role("checkbox", name="Elkaar helpen").uncheck()
    page.get_by_role("button", name="Werk de lijst bij").click()
    page.get_by_role("navigation", name="Taal").get_by_role("link", name="EN").click()
    expect(page.get_by_label("Title")).to_have_value("Week 2")
    page.get_by_role("button", name="View the list").click()
    expect(page).to_have_url(f"{site}/en/list/?t=7&title=Week+2&n7=Kijk")


def test_the_own_list_becomes_one_for_others_when_its_owner_wants_that(open_page: OpenPage) -> None:
    page = own_list(open_page, "19,3,12")
    page.get_by_role("button", name=re.compile("^Zet 12, .* hoger$")).click()
    page.get_by_role("link", name="Maak een lijst voor anderen").click()
    assert placed(page) == ["Stiltes laten vallen", "Elkaar helpen", "Iets van jezelf laten zien"]


def test_on_paper_a_list_has_its_words_and_its_code(open_page: OpenPage) -> None:
    page = open_page("/lijst/?t=12,7&title=Week+1&n7=Kijk")
    page.emulate_media(media="print")
    for text in ("Week 1", "Kijk", "Scan om deze lijst op een telefoon te openen.", MAKER):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    assert scanned(page)
    expect(page.locator(".own__qr img")).to_be_visible()
    for text in ("QR als SVG", "Deze lijst aanpassen", "Delen en printen", "Meenemen"):
        expect(page.get_by_text(text, exact=True)).to_be_hidden()


def test_without_a_connection_the_form_says_so_before_anything_is_typed(open_page: OpenPage) -> None:
    page = open_page("/lijst/maken/?t=3")
    page.context.set_offline(True)
    expect(page.get_by_text("Je hebt nu geen internet.")).to_be_visible()
