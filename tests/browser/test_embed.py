"""A technique in a frame, on a page of another site."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from techniques.library import Library

#: Sizes of a frame, in pixels, that course pages and learning platforms give.
SIZES = [(320, 240), (400, 300), (600, 400), (800, 600)]
PAPER, NIGHT = "rgb(253, 252, 247)", "rgb(19, 28, 24)"

#: What is cut off, hangs over an edge or scrolls. What wrapped out of sight is there for who listens, and not cut.
CUT = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) found.push("it scrolls");
  for (const each of document.querySelectorAll("h1, .line, .steps h2, .steps__list > li, .foot a")) {
    const box = each.getBoundingClientRect();
    let windows = [{ right: innerWidth, bottom: innerHeight }];
    for (let around = each.parentElement; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflowY === "clip" && style.display !== "contents") windows.push(around.getBoundingClientRect());
    }
    if (windows.some(({ right }) => box.left >= right - 1)) continue;
    if (windows.some(({ right, bottom }) => box.right > right + 0.5 || box.bottom > bottom + 0.5)) {
      found.push(`cut: ${each.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}"""
#: The words that can be seen.
SEEN = """() => [...document.querySelectorAll("h1, .line, .steps__list b")].filter((each) => {
  const box = each.getBoundingClientRect();
  const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return on && (each.contains(on) || on.contains(each));
}).map((each) => each.textContent.trim())"""

#: What a learning platform does with a frame that says how high it would like to be.
PLATFORM = """<script>onmessage = ({ data: { subject, height } }) => {
  if (subject === "lti.frameResize") document.querySelector("iframe").height = height;
}</script>"""


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: any page that is asked for is what stands behind the question mark."""

    def do_GET(self) -> None:
        path, _, page = self.path.partition("?")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if path == "/isolated":
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Course</title>{unquote(page)}".encode())

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Address of another site: another name than the site's, and another port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


Framed = Callable[..., Page]


@pytest.fixture
def framed(browser: Browser, site: str, elsewhere: str) -> Iterator[Framed]:
    """Open a page of the other site with an address of ours in a frame."""
    contexts: list[BrowserContext] = []

    def open_(path: str, at: str = "/", size: tuple[int, int] = (600, 400), **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        frame = f'<iframe src="{site}{path}" title="Technique" width="{size[0]}" height="{size[1]}"></iframe>'
        page.goto(f"{elsewhere}{at}?{frame}{PLATFORM if at == '/course' else ''}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("at", ["/", "/isolated"])
def test_another_site_shows_a_technique_and_no_cookie_is_set(framed: Framed, at: str) -> None:
    page = framed("/embed/stiltes-laten-vallen/", at)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("19 Stiltes laten vallen")
    expect(frame.get_by_text("Waardoor lukte het deze week niet?")).to_be_visible()
    assert page.context.cookies() == []
    inside = page.frames[1]
    assert inside.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


@pytest.mark.parametrize("path", ["/", "/technieken/stiltes-laten-vallen/", "/zelftest/", "/t/19"])
def test_another_site_can_frame_nothing_else(framed: Framed, site: str, path: str) -> None:
    page = framed(path)
    assert page.frames[1].url.startswith("chrome-error:")
    expect(page.frame_locator("iframe").get_by_text("Coachkompas")).to_have_count(0)


def test_the_link_opens_beside_the_course(framed: Framed, site: str) -> None:
    page = framed("/en/embed/silences/")
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Read on at Coachkompas").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Letting silences fall")
    assert opened.value.url == f"{site}/en/techniques/silences/"
    assert opened.value.evaluate("opener") is None


@pytest.mark.parametrize(
    ("device", "query", "colour"),
    [("light", "", PAPER), ("dark", "", NIGHT), ("dark", "?theme=light", PAPER), ("light", "?theme=dark", NIGHT)],
)
def test_the_theme_is_the_devices_or_what_the_course_says(framed: Framed, device: str, query: str, colour: str) -> None:
    page = framed(f"/embed/humor/{query}", color_scheme=device)
    expect(page.frame_locator("iframe").locator("body")).to_have_css("background-color", colour)


def test_a_platform_that_listens_gives_it_the_height_for_everything(framed: Framed, library: Library) -> None:
    page = framed("/en/embed/silences/", "/course", size=(500, 300))
    inside = page.frames[1]
    inside.wait_for_function("""() => {
      const box = document.querySelector(".steps__how").getBoundingClientRect();
      return box.width && box.right < innerWidth;
    }""")
    technique = library.number(19)
    assert technique
    seen = " ".join(inside.evaluate(SEEN))
    for text in (*(say.words.en for say in technique.say), *(step.title.en for step in technique.steps)):
        assert text in seen
    assert inside.evaluate(CUT) == []
    assert inside.evaluate("innerHeight") < 1500


def test_whatever_its_size_a_frame_shows_title_and_first_sentence_and_cuts_nothing(
    browser: Browser, site: str, library: Library
) -> None:
    page = browser.new_page()
    wrong = []
    longest = sorted(library.techniques, key=lambda each: -len(each.title.nl + each.say[0].words.nl + each.gist.nl))
    for i, technique in enumerate(longest[:10]):
        language = ("nl", "en")[i % 2]
        page.goto(f"{site}{'/en' if language == 'en' else ''}/embed/{technique.slug[language]}/")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            seen = page.evaluate(SEEN)
            wrong += [f"{page.url} {width}x{height}: {each}" for each in page.evaluate(CUT)]
            if seen[:2] != [f"{technique.number} {technique.title[language]}", technique.say[0].words[language]]:
                wrong.append(f"{page.url} {width}x{height}: {seen[:2]}")
            if (width, height) == SIZES[-1] and technique.steps[0].title[language] not in seen:
                wrong.append(f"{page.url}: there is room for the steps")
    page.close()
    assert wrong == []


def test_on_paper_and_without_scripts_everything_is_there(browser: Browser, site: str, library: Library) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 600, "height": 400})
    page = context.new_page()
    page.goto(f"{site}/embed/stiltes-laten-vallen/")
    page.emulate_media(media="print")
    technique = library.number(19)
    assert technique
    bottom = 0.0
    for say in technique.say:
        box = page.get_by_text(say.words.nl).bounding_box()
        assert box
        assert box["y"] >= bottom, "below the one before"
        assert box["x"] < 600
        bottom = box["y"] + box["height"]
    expect(page.get_by_text(technique.steps[0].text.nl)).to_be_visible()
    context.close()
