"""Searching and filtering without a server gives what the server gives, from a search file that was saved."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from techniques.library import Library
from techniques.search import Index, build, search
from techniques.templatetags.kompas import mark
from tests.content.test_search import GOLDEN

OpenPage = Callable[..., Page]

LISTS = {"nl": "/technieken/", "en": "/en/techniques/"}
#: What people type besides: typing errors, parts and endings of words, phrases, signs, nothing at all.
ODD = {
    "nl": (
        "vertrouwn",
        "vertruowen",
        "konfrontatie",
        "gespreken",
        "samenvattne",
        "veiligheidsgesprek",
        "gesprek",
        "fouten",
        "klachten",
        "te laat",
        "te la",
        "hoe gaat het",
        "de collega komt te laat",
        "altijd te laat altijd te laat",
        "tot vijf tellen",
        "Één café",
        "hùmor",
        "hu\u0300mor",
        "zo'n collega’s",
        "collegas",
        "i.o.p.",
        "6 G's",
        "één",
    ),
    "en": (
        "perspectve",
        "lisening",
        "trsut",
        "colleagues",
        "conversations",
        "summaries",
        "teamwrok",
        "work",
        "always late",
        "pros and co",
        "does not want to",
        "Naïve",
        "don't",
        "don’t know",
        "self-disclosure",
        "dont know",
    ),
}
ANYWHERE = (
    "",
    "   ",
    "?!",
    "'",
    "_",
    "zzzzqqq",
    "a",
    "de",
    "een twee drie vier vijf zes zeven acht negen",
    "one two three four five six seven eight nine",
    "🙂",
    "laat 🙂 late",
    "<b>late</b> & laat",
    "ﬁjn straße İstanbul ΟΔΟΣ",
    "𝐥𝐚𝐚𝐭",
    "१२ 日本 한국어",
    "constructor __proto__ toString",
    "x" * 300,
)


def queries(language: str, index: Index) -> list[str]:
    golden = [query for of, _, query in GOLDEN if of == language]
    chance = Random(1)
    known = [*index.postings]
    misspelt = [" ".join(misspell(chance.choice(known), chance) for _ in range(1 + i % 3)) for i in range(300)]
    return [*golden, *ODD[language], *ANYWHERE, *misspelt]


def misspell(word: str, chance: Random) -> str:
    """A word as it is, or with letters dropped, added, changed or swapped somewhere."""
    i, letter = chance.randrange(len(word)), chance.choice("aeiounrst")
    head, tail = word[:i], word[i:]
    swapped = head + tail[1:2] + tail[:1] + tail[2:]
    return chance.choice([word, word[: i + 1], word + letter, head + tail[1:], head + letter + tail[1:], swapped])


@pytest.mark.parametrize("language", LISTS)
def test_browser_finds_what_python_finds_to_the_digit(open_page: OpenPage, library: Library, language: str) -> None:
    page = open_page(LISTS[language])
    index = build(library, language)
    asked = queries(language, index)
    found = page.evaluate(
        """async (queries) => {
            const { saved, search: address } = document.querySelector("[data-filters]").dataset;
            const { search, mark } = await import(address);
            const file = await (await fetch(saved)).json();
            return queries.map((query) => search(file, query).map(({ page, score, passage, marks }) => [
                page.kind, page.key, score, passage.field, passage.text, marks, mark(passage.text, marks)]));
        }""",
        asked,
    )
    expected = [
        [
            [h.kind, h.key, h.score, h.passage.field, h.passage.text, [*h.marks], mark(h.passage.text, h.marks)]
            for h in search(index, query)
        ]
        for query in asked
    ]
    assert sum(map(len, expected)) > 1000
    for query, there, here in zip(asked, found, expected, strict=True):
        assert there == here, query


def test_browser_marks_as_python_does(open_page: OpenPage) -> None:
    texts = [
        ("", ["laat"]),
        ("Niets te zien hier", ["laat"]),
        ("Hij's “te laat” & <boos>", ["laat", "boos"]),
        ("Te laat 🙂 " * 30 + "ruzie", ["ruzie"]),
        ("🙂 " * 34 + "a ruzie", ["ruzie"]),
        ("é_n veiligheidsgesprek collega’s", ["gesprek", "collegas", "en"]),
    ]
    page = open_page(LISTS["nl"])
    found = page.evaluate(
        """async (texts) => {
            const { mark } = await import(document.querySelector("[data-filters]").dataset.search);
            return texts.map(([text, words]) => mark(text, words));
        }""",
        texts,
    )
    assert found == [mark(text, words) for text, words in texts]


def save_pages(page: Page) -> None:
    """Keep the search file as the offline pack does; and load the module, which is in that as well."""
    page.evaluate(
        """async () => {
            const { saved, search } = document.querySelector("[data-filters]").dataset;
            await (await caches.open("pack")).put(saved, await fetch(saved));
            await import(search);
        }"""
    )


#: What a visitor sees of an answer, whatever the white space between tags.
SEEN = """(page) => {
    const plain = (element) => {
        const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
            text.data = text.data.replace(/\\s+/g, " ");
            if (text.data === " ") text.remove();
        }
        element.normalize();
        return element.innerHTML.replace(/ *(<[^>]*>) */g, "$1\\n");
    };
    const ids = ["results", "count", "chosen", "lang"];
    return [page.title, plain(page.querySelector(".intro")), ...ids.map((id) => plain(page.getElementById(id)))];
}"""

COMBINATIONS: dict[str, list[dict[str, Any]]] = {
    "nl": [
        {"q": "te laat"},
        {"q": "boos", "verbinding": "laag"},
        {"q": "gesprek", "soort": ["kerngesprekken", "valkuilen", "begrippen"]},
        {"q": "schreeuwt  tegen een collega "},
        {"q": "xyzzy <b>&amp;</b> ~*"},
        {"q": "knokken", "situatie": ["groep", "werkvloer"], "niveau": "eerste-stappen"},
        {"verbinding": "laag"},
        {"verbinding": "laag", "uitdaging": "laag"},
        {"verbinding": ["hoog", "midden"], "uitdaging": ["midden", "laag"]},
        {"doel": "nu-stoppen"},
        {"doel": ["nu-stoppen", "sfeer"], "soort": "technieken"},
        {"soort": ["begrippen", "valkuilen"]},
        {"soort": ["technieken", "nu"], "niveau": "geoefend"},
        {"q": "één", "doel": "sfeer"},
    ],
    "en": [
        {"q": "always late"},
        {"q": 'it\'s a "test" & more'},
        {"q": "trust", "connection": ["high", "mid"], "challenge": "low"},
        {"q": "shouts", "kind": ["now", "techniques"]},
        {"q": "phone", "setting": "group"},
        {"challenge": "high", "difficulty": "first-steps"},
        {"connection": "low", "challenge": ["low", "mid"]},
        {"kind": ["goals", "guides", "key-conversations"]},
        {"kind": "glossary", "connection": "high"},
        {"q": "absence", "kind": "techniques", "difficulty": "practised"},
        {"setting": ["one-to-one", "floor"]},
        {"q": "x" * 100},
    ],
}


@pytest.mark.parametrize("language", LISTS)
def test_page_answers_an_address_as_the_server_would(open_page: OpenPage, language: str) -> None:
    """Opened without a connection: the plain page comes, with the file that was saved."""
    page = open_page(LISTS[language])
    save_pages(page)
    plain = page.request.get(LISTS[language]).body()

    def as_saved(route: Route) -> None:
        route.fulfill(body=plain, content_type="text/html; charset=utf-8")

    goals = [{"doel" if language == "nl" else "goal": value} for value in goals_of(page)]
    for asked in [*COMBINATIONS[language], *goals]:
        address = f"{LISTS[language]}?{urlencode(asked, doseq=True)}"
        server = page.request.get(address).text()
        expected = page.evaluate(f"(html) => ({SEEN})(new DOMParser().parseFromString(html, 'text/html'))", server)
        page.route(f"**{LISTS[language]}?*", as_saved)
        page.goto(address)
        page.unroute(f"**{LISTS[language]}?*")
        with contextlib.suppress(PlaywrightTimeout):  # the comparison below then tells what differs
            page.wait_for_function(
                f"(seen) => JSON.stringify(({SEEN})(document.cloneNode(true))) === seen",
                arg=json.dumps(expected, ensure_ascii=False, separators=(",", ":")),
                timeout=5000,
            )
        assert page.evaluate(f"({SEEN})(document.cloneNode(true))") == expected, address
        query = asked.get("q", "")
        assert page.get_by_role("searchbox").input_value().split() == query.split()
        checked = {box.get_attribute("value") for box in page.locator("[data-filters] :checked").all()}
        assert checked == {
            v for k, given in asked.items() if k != "q" for v in ([given] if str(given) == given else given)
        }


def goals_of(page: Page) -> list[str]:
    values = page.locator("input[name=doel], input[name=goal]").evaluate_all("boxes => boxes.map((box) => box.value)")
    return [str(value) for value in values]


def test_typing_and_choosing_work_without_a_connection(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    save_pages(page)
    page.context.set_offline(True)
    count = page.get_by_role("status").filter(has_text="gevonden")
    box = page.get_by_role("searchbox")
    box.press_sequentially("boos")
    expect(page).to_have_url(re.compile(r"/technieken/\?q=boos$"))
    expect(page.locator(".hit").first).to_contain_text("Boos worden")
    expect(page).to_have_title("Zoek: boos · Coachkompas")
    expect(box).to_be_focused()
    with_boos = count.text_content()

    page.locator("summary", has_text="Filter").click()
    low = page.get_by_role("group", name="Verbinding").get_by_label("laag")
    low.check()
    expect(page).to_have_url(re.compile(r"/technieken/\?q=boos&verbinding=laag$"))
    expect(count).to_have_text("1 gevonden")
    expect(page.locator("#chosen")).to_have_text("(1)")
    expect(low).to_be_focused()
    expect(page.get_by_role("link", name="EN, English")).to_have_attribute(
        "href", "/en/techniques/?q=boos&connection=low"
    )
    expect(page.get_by_role("link", name="Wis alles")).to_be_visible()

    page.go_back()
    expect(page).to_have_url(re.compile(r"/technieken/\?q=boos$"))
    expect(count).to_have_text(with_boos or "")
    expect(low).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/technieken/$"))
    expect(count).to_have_text("26 gevonden")
    expect(box).to_have_value("")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle technieken")
    expect(page.get_by_role("link", name="Wis alles")).to_be_hidden()
    page.go_forward()
    expect(box).to_have_value("boos")
    expect(count).to_have_text(with_boos or "")


def test_the_way_back_asks_the_server_when_nothing_was_saved(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    count = page.get_by_role("status").filter(has_text="gevonden")
    page.get_by_role("searchbox").fill("boos")
    expect(page.locator(".hit").first).to_contain_text("Boos worden")
    page.get_by_role("searchbox").fill("zwijgen")
    expect(page.locator(".hit").first).to_contain_text("Stiltes laten vallen")
    page.go_back()
    expect(page.locator(".hit").first).to_contain_text("Boos worden")
    expect(page.get_by_role("searchbox")).to_have_value("boos")
    page.get_by_role("searchbox").fill("")
    expect(count).to_have_text("26 gevonden")
    expect(page).to_have_url(re.compile(r"/technieken/$"))


def test_address_is_the_one_that_the_server_would_leave(open_page: OpenPage) -> None:
    """Signs and all, so that it can be shared."""
    left = []
    for saved in (False, True):
        page = open_page("/technieken/")
        if saved:
            save_pages(page)
            page.context.set_offline(True)
        page.locator("summary", has_text="Filter").click()
        page.get_by_label("laag").first.check()
        expect(page).to_have_url(re.compile("laag"))
        page.get_by_role("searchbox").fill("it's “één” & ~*(x)+!")
        expect(page).to_have_url(re.compile("q="))
        left.append(page.url)
    assert left[0] == left[1]


def test_a_file_of_other_content_is_left_alone(open_page: OpenPage) -> None:
    page = open_page("/technieken/")
    page.evaluate(
        """async () => {
            const { saved } = document.querySelector("[data-filters]").dataset;
            const file = { ...await (await fetch(saved)).json(), version: "older", pages: [] };
            await (await caches.open("older pack")).put(saved, new Response(JSON.stringify(file)));
        }"""
    )
    page.get_by_role("searchbox").fill("boos")
    expect(page.locator(".hit").first).to_contain_text("Boos worden")
    save_pages(page)  # a newer one beside it
    page.context.set_offline(True)
    page.get_by_role("searchbox").fill("zwijgen")
    expect(page.locator(".hit").first).to_contain_text("Stiltes laten vallen")


def test_without_connection_and_saved_pages_it_says_so(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)  # not `open_page`: htmx writes of the failure on the console
    page = context.new_page()
    page.goto("/technieken/")
    told = page.get_by_role("status").filter(has_text="Je hebt nu geen internet.")
    context.set_offline(True)
    expect(told).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="26 gevonden")).to_be_visible()
    context.set_offline(True)
    page.get_by_role("searchbox").fill("boos")
    expect(told).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("boos")
    expect(page.locator(".hit")).to_have_count(26)
    context.set_offline(False)
    page.get_by_role("searchbox").fill("boos worden")
    expect(page.get_by_role("status").filter(has_text="gevonden")).to_be_visible()
    expect(page.locator(".hit").first).to_contain_text("Boos worden")
    context.close()
