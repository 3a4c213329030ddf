"""Reading aloud: what is said and in which order, what is marked, and the buttons.

A browser without windows has no voices, so these tests bring a stand-in for the device's speech. It does what real
ones do: it ends what is broken off with an error, some time later, and drops what is said right after breaking off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from techniques.library import Library
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_axe import AXE, TAGS, findings

OpenPage = Callable[..., Page]

STAND_IN = """
const speech = new EventTarget();
const heard = [];
let now = null, deaf = false;
const tell = (utterance, type) => setTimeout(() => utterance["on" + type]?.({ type, target: utterance }));
Object.assign(speech, {
  getVoices: () => speech.voices,
  speak(utterance) {
    if (deaf) return;
    now = utterance;
    heard.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice.name, rate: utterance.rate });
  },
  cancel() {
    sessionStorage.silent = !now;
    if (!now) return;
    tell(now, "error");
    now = null;
    deaf = true;
    setTimeout(() => { deaf = false; }, 20);
  },
});
Object.defineProperties(speech, { speaking: { get: () => now !== null }, pending: { value: false } });
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.device = {
  heard,
  voices(voices) { speech.voices = voices; speech.dispatchEvent(new Event("voiceschanged")); },
  end(type = "end") { tell(now, type); now = null; },
};
"""
NL = {"name": "Fleur", "lang": "nl-NL", "localService": True, "default": False}
EN = {"name": "Alice", "lang": "en-GB", "localService": True, "default": False}
#: As they speak elsewhere.
BELGIAN = {**NL, "name": "Ellen", "lang": "nl_BE"}
AMERICAN = {**EN, "name": "Albert", "lang": "en-US"}
#: Sends what it reads to somebody else.
REMOTE = {"name": "Cloud", "lang": "nl-NL", "localService": False, "default": True}

SILENCES = "/technieken/stiltes-laten-vallen/"
SAY, STEPS, DIALOGUE = 0, 1, 2


@pytest.fixture
def open_with(open_page: OpenPage) -> OpenPage:
    """Open an address on a device with voices."""

    def open_(address: str, *voices: dict[str, Any], **options: Any) -> Page:
        page = open_page("about:blank", **options)
        page.add_init_script(
            f"{STAND_IN}speech.voices = {[*voices]!r}".replace("True", "true").replace("False", "false")
        )
        page.goto(address)
        return page

    return open_


def block(page: Page, number: int) -> Locator:
    """The buttons at a block of the page."""
    return page.locator(".read").nth(number)


def button(page: Page, number: int, name: str) -> Locator:
    return block(page, number).get_by_role("button", name=name, exact=True)


def hear(page: Page, count: int) -> str:
    """Wait until so many pieces were said; the last one."""
    page.wait_for_function("count => device.heard.length === count", arg=count)
    return str(page.evaluate("device.heard.at(-1).text"))


def hear_all(page: Page, count: int) -> list[str]:
    """What is said when nobody stops it, in so many pieces; silences are skipped."""
    for said in range(1, count + 1):
        hear(page, said)
        page.evaluate("device.end()")
        page.clock.run_for(11_000)
    expect(page.locator("[data-reading]")).to_have_count(0)
    return [each["text"] for each in page.evaluate("device.heard")]


@pytest.mark.parametrize(
    "voices", [[], [REMOTE], [EN], [REMOTE, EN]], ids=["none", "of somebody else", "of another language", "both"]
)
def test_without_a_voice_of_the_device_nothing_is_offered(open_with: OpenPage, voices: list[dict[str, Any]]) -> None:
    page = open_with(SILENCES, *voices)
    expect(page.get_by_role("heading", name="Zeg bijvoorbeeld")).to_be_visible()
    expect(page.locator(".read")).to_have_count(3)
    expect(page.locator(".read:visible")).to_have_count(0)


def test_a_browser_that_cannot_speak_offers_nothing(open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis")
    page.goto(SILENCES)
    page.keyboard.press("Escape")
    expect(page.locator(".read")).to_have_count(3)
    expect(page.locator(".read:visible")).to_have_count(0)


def test_voices_that_come_late_bring_the_buttons_and_take_them_along(open_with: OpenPage) -> None:
    page = open_with(SILENCES)
    expect(button(page, SAY, "Lees voor")).to_be_hidden()
    page.evaluate("voice => device.voices([voice])", NL)
    button(page, SAY, "Lees voor").click()
    hear(page, 1)
    page.evaluate("device.voices([])")
    expect(page.locator(".read:visible")).to_have_count(0)
    expect(page.locator("[data-reading]")).to_have_count(0)


PLACES = {
    "a technique": (SILENCES, 3),
    "a moment": ("/nu/schreeuwen/", 1),
    "a goal": ("/doelen/nu-stoppen/", 1),
    "a conversation": ("/kerngesprekken/verzuim/", 6),
    "a pitfall": ("/valkuilen/haastige-spoed/", 2),
    "a guide": ("/handreikingen/van-controle-naar-verbinding/", 2),
}


@pytest.mark.parametrize(("address", "least"), PLACES.values(), ids=PLACES)
def test_every_block_with_words_to_say_can_be_heard(open_with: OpenPage, address: str, least: int) -> None:
    page = open_with(address, NL)
    buttons = page.get_by_role("button", name="Lees voor")
    assert buttons.count() >= least
    for number in range(buttons.count()):
        page.locator("[data-read-main]").nth(number).click()
        page.wait_for_function("count => device.heard.length === count", arg=number + 1)
        assert page.evaluate("device.heard.at(-1).text.length") > 2


def test_sentences_are_read_in_their_order_with_the_voice_of_the_language(
    open_with: OpenPage, library: Library
) -> None:
    technique = library.number(19)
    assert technique
    for address, language, voice in ((SILENCES, "nl", NL), ("/en/techniques/silences/", "en", EN)):
        page = open_with(address, REMOTE, BELGIAN, AMERICAN, NL, EN)
        page.clock.install()
        page.locator("[data-read-main]").nth(SAY).click()
        assert hear_all(page, len(technique.say)) == [say.words[language] for say in technique.say]
        for said in page.evaluate("device.heard"):
            assert (said["voice"], said["lang"]) == (voice["name"], voice["lang"])
            assert 0.9 <= said["rate"] < 1


def test_the_voice_that_somebody_chose_is_used(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL, {**BELGIAN, "default": True})
    button(page, SAY, "Lees voor").click()
    hear(page, 1)
    assert page.evaluate("[device.heard[0].voice, device.heard[0].lang]") == ["Ellen", "nl-BE"]


def test_steps_are_read_with_their_titles(open_with: OpenPage, library: Library) -> None:
    technique = library.number(19)
    assert technique
    page = open_with(SILENCES, NL)
    page.clock.install()
    button(page, STEPS, "Lees voor").click()
    said = hear_all(page, len(technique.steps))
    for step, heard in zip(technique.steps, said, strict=True):
        assert heard == f"{step.title.nl}. {step.text.nl}"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_in_a_dialogue_the_name_of_who_speaks_comes_first(open_with: OpenPage, library: Library, width: int) -> None:
    technique = library.number(19)
    assert technique
    dialogue = technique.dialogue
    page = open_with(SILENCES, NL, width=width)
    page.clock.install()
    button(page, DIALOGUE, "Lees voor").click()
    turns = [f"{turn.name}. {turn.nl}" for turn in dialogue.turns if turn.who in ("leader", "other")]
    said = hear_all(page, len(turns) + 2)
    assert said == [dialogue.scene.nl, *turns, f"Wat hier gebeurt: {dialogue.what_happened.nl}"]


def test_a_silence_lasts_its_seconds_and_starts_again_after_a_pause(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL)
    page.clock.install()
    button(page, SAY, "Lees voor").click()
    hear(page, 1)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.evaluate("device.end()")
    page.clock.run_for(10)
    silence = page.locator("[data-reading]")
    expect(silence).to_contain_text("tel dan tot 5")
    page.clock.run_for(4900)
    button(page, SAY, "Pauze").click()
    page.clock.run_for(60_000)
    button(page, SAY, "Ga door").click()
    page.clock.run_for(4900)
    expect(silence).to_contain_text("tel dan tot 5")
    assert page.evaluate("device.heard.length") == 1
    page.clock.run_for(100)
    assert hear(page, 2) == "Neem de tijd. Ik wacht even."


def test_what_is_read_is_marked_and_counted(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL)
    main, marked = page.locator("[data-read-main]").nth(STEPS), page.locator("[data-reading]")
    main.click()
    expect(marked).to_contain_text(hear(page, 1).partition(". ")[2])
    expect(marked).to_have_attribute("aria-current", "true")
    expect(block(page, STEPS)).to_contain_text("1 van ")
    assert marked.evaluate("e => parseFloat(getComputedStyle(e, '::after').borderInlineStartWidth)") >= 4
    page.evaluate("device.end()")
    expect(marked).to_contain_text(hear(page, 2).partition(". ")[2])
    expect(marked).to_have_count(1)
    expect(page.locator("[aria-current=true]:not(.lang a)")).to_have_count(1)
    expect(block(page, STEPS)).to_contain_text("2 van ")


def test_the_mark_shows_in_forced_colours_and_not_on_paper(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL, forced_colors="active")
    button(page, SAY, "Lees voor").click()
    mark = "e => { const s = getComputedStyle(e, '::after'); return [s.display, s.borderInlineStartStyle] }"
    assert page.locator("[data-reading]").evaluate(mark) == ["block", "solid"]
    page.emulate_media(media="print")
    assert page.locator("[data-reading]").evaluate(mark)[0] == "none"
    expect(page.locator(".read:visible")).to_have_count(0)


def test_pause_goes_on_with_the_same_piece_and_the_focus_stays(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL)
    button(page, STEPS, "Lees voor").click()
    hear(page, 1)
    page.evaluate("device.end()")
    second = hear(page, 2)
    button(page, STEPS, "Pauze").click()
    expect(button(page, STEPS, "Ga door")).to_be_focused()
    expect(page.locator("[data-reading]")).to_have_count(1)
    assert page.evaluate("speechSynthesis.speaking") is False
    button(page, STEPS, "Ga door").click()
    assert hear(page, 3) == second
    expect(button(page, STEPS, "Pauze")).to_be_focused()


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_stop_brings_everything_back_and_keeps_the_focus(open_with: OpenPage, how: str) -> None:
    page = open_with(SILENCES, NL)
    button(page, STEPS, "Lees voor").click()
    hear(page, 1)
    stop = button(page, STEPS, "Stop")
    stop.focus()
    page.keyboard.press("Enter" if how == "button" else "Escape")
    expect(button(page, STEPS, "Lees voor")).to_be_focused()
    expect(stop).to_be_hidden()
    expect(page.locator("[data-reading], [aria-current=true]:not(.lang a)")).to_have_count(0)
    assert page.evaluate("speechSynthesis.speaking") is False
    button(page, STEPS, "Lees voor").click()
    assert hear(page, 2) == page.evaluate("device.heard[0].text"), "from the start again"


def test_only_one_block_is_read_at_a_time(open_with: OpenPage, library: Library) -> None:
    technique = library.number(19)
    assert technique
    page = open_with(SILENCES, NL)
    button(page, STEPS, "Lees voor").click()
    hear(page, 1)
    button(page, SAY, "Lees voor").click()
    assert hear(page, 2) == technique.say[0].words.nl
    expect(button(page, STEPS, "Lees voor")).to_be_visible()
    expect(page.locator("[data-reading]")).to_have_count(1)
    expect(page.locator("[data-reading]")).to_have_text(technique.say[0].words.nl)


def test_at_the_end_the_button_offers_to_read_again(open_with: OpenPage) -> None:
    page = open_with("/nu/schreeuwen/", NL)
    button(page, 0, "Lees voor").click()
    hear(page, 1)
    button(page, 0, "Stop").focus()
    page.evaluate("device.end()")
    expect(button(page, 0, "Lees voor")).to_be_focused()
    expect(page.locator("[data-reading]")).to_have_count(0)


def test_a_voice_that_fails_stops(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL)
    button(page, STEPS, "Lees voor").click()
    hear(page, 1)
    page.evaluate("device.end('error')")
    expect(button(page, STEPS, "Lees voor")).to_be_visible()
    expect(page.locator("[data-reading]")).to_have_count(0)


def test_leaving_the_page_ends_the_voice(open_with: OpenPage) -> None:
    page = open_with(SILENCES, NL)
    button(page, STEPS, "Lees voor").click()
    hear(page, 1)
    page.goto("/over/")
    assert page.evaluate("sessionStorage.silent") == "false"


def test_by_keyboard_alone(open_with: OpenPage) -> None:
    page = open_with("/nu/schreeuwen/", NL)
    while page.evaluate("document.activeElement.innerText.trim()") != "Lees voor":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    hear(page, 1)
    page.keyboard.press("Space")
    expect(button(page, 0, "Ga door")).to_be_focused()
    page.keyboard.press("Tab")
    expect(button(page, 0, "Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, 0, "Lees voor")).to_be_focused()


@pytest.mark.parametrize("number", [SAY, STEPS, DIALOGUE])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_each_piece_and_the_buttons_stay_in_sight(open_with: OpenPage, width: int, number: int) -> None:
    page = open_with(SILENCES, NL, width=width, viewport={"width": width, "height": 480})
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.locator("[data-read-main]").nth(number).click()
    count = int(block(page, number).locator("[data-read-at]").inner_text().split()[-1])
    for at in range(1, count + 1):
        expect(block(page, number)).to_contain_text(f"{at} van {count}")
        expect(page.locator("[data-reading]")).to_be_in_viewport(ratio=0.99)
        expect(button(page, number, "Pauze")).to_be_in_viewport(ratio=0.99)
        covered = page.locator("[data-reading]").evaluate(
            """piece => {
              const a = piece.getBoundingClientRect();
              const b = document.querySelector('.read:not([data-state=off])').getBoundingClientRect();
              return a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
            }"""
        )
        assert not covered
        page.evaluate("speechSynthesis.speaking && device.end()")
        page.clock.run_for(page.locator("[data-reading]").evaluate("e => 1000 * (e.dataset.silence ?? 0)") + 10)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_reading(open_with: OpenPage, scheme: str) -> None:
    for number in (SAY, DIALOGUE):
        page = open_with(SILENCES, NL, width=PHONE, color_scheme=scheme)
        page.locator("[data-read-main]").nth(number).click()
        expect(page.locator("[data-reading]")).to_have_count(1)
        page.evaluate(AXE.read_text())
        assert findings(page, TAGS) == []
