"""What a first visit costs a visitor: bytes and requests, counted by a real browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import sync_playwright

from tests.bench.report import COUNT, KB, Row, Section
from tests.bench.servers import Granian
from tests.browser.find import find

PHONE = {"width": 390, "height": 844}


@dataclass
class Answer:
    """One answer: its bytes as they travelled, without its headers and with."""

    url: str
    kind: str
    body: int
    whole: int = 0


def visit(database: str) -> Section:
    """Open the home page with an empty cache."""
    section = Section(
        "First visit",
        "Bytes of the home page with the map, as they travel compressed with brotli to a phone of 390 px that was never"
        " here, in kB of 1000 bytes; these are counted, not timed. Headers are counted apart: behind a proxy, HTTP/2"
        " packs them. The page and its typeface show as soon as what holds up rendering is there.",
    )
    if not (path := find()):
        section.left_out.append("all of it: no browser was found (Debian: apt install chromium-headless-shell).")
        return section
    answers: dict[str, Answer] = {}
    with Granian(database) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=PHONE, locale="nl-NL").new_page()  # type: ignore[arg-type]
        protocol = page.context.new_cdp_session(page)
        protocol.send("Network.enable")

        def received(told: dict[str, Any]) -> None:
            response = told["response"]
            if response["url"].startswith("http"):  # not what the page itself holds
                headers = {name.lower(): value for name, value in response["headers"].items()}
                answers[told["requestId"]] = Answer(response["url"], told["type"], int(headers["content-length"]))

        def finished(told: dict[str, Any]) -> None:
            if answer := answers.get(told["requestId"]):
                answer.whole = int(told["encodedDataLength"])

        protocol.on("Network.responseReceived", received)
        protocol.on("Network.loadingFinished", finished)
        page.goto(site.address, wait_until="networkidle")
        waiting = page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').length"
        )
        browser.close()
        kept, scripts = _kept(site.address)
    every = list(answers.values())
    assert all(answer.url.startswith(site.address) and answer.whole > answer.body for answer in every)
    first = [answer for answer in every if answer.kind in ("Document", "Stylesheet")]
    section.rows += [
        Row("HTML and CSS, bodies", [sum(answer.body for answer in first) / 1000], KB, most=12),
        Row("The whole visit with typeface, bodies", [sum(answer.body for answer in every) / 1000], KB, most=60),
        Row("The whole visit with typeface, with headers", [sum(answer.whole for answer in every) / 1000], KB),
        Row(
            "All pages kept for without a connection, both languages, with what they need", [kept / 1000], KB, most=600
        ),
        Row("All scripts of these pages, htmx and the service worker included", [scripts / 1000], KB, most=30),
        Row("Requests", [len(every)], COUNT),
        Row("Requests that hold up rendering, the page itself not counted", [int(waiting)], COUNT),
    ]
    kinds = {answer.kind: [other for other in every if other.kind == answer.kind] for answer in every}
    told = (f"{kind} ({len(some)}) {sum(a.body for a in some) / 1000:.1f} kB" for kind, some in kinds.items())
    section.context.append(", ".join(told))
    return section


def _kept(site: str) -> tuple[int, int]:
    """Bytes that travel to keep both languages, and those of them that are scripts."""

    def travels(path: str) -> int:
        with urlopen(Request(site + path, headers={"Accept-Encoding": "br"})) as answer:
            return len(answer.read())

    files = set[str]()
    for language in ("nl", "en"):
        with urlopen(f"{site}/offline/{language}/files.json") as answer:
            files |= {file for file in json.load(answer)["files"] if file.startswith("/static/")}
    weights = {file: travels(file) for file in [*files, "/service-worker.js"]}
    scripts = sum(weight for file, weight in weights.items() if file.endswith(".js"))
    packs = sum(travels(f"/offline/{language}/pack.json") for language in ("nl", "en"))
    return packs + sum(weights.values()), scripts
