"""A group as its leader, its people and everybody else meet it, on each database."""

from __future__ import annotations

import io
import logging
import os
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, override_settings

from selftest import cookie, groups
from selftest.answers import Draft, Month
from selftest.models import Entry, Group
from selftest.private import WithoutAddress
from selftest.snapshot import Contribution
from selftest.store import instrument
from selftest.views import guard
from techniques.attempts import Attempts
from tests.handmade import boldest, safest
from tests.integration.conftest import GROUP, ROOTS, bring, person, private_code
from tests.integration.test_nu import remarks
from tests.server import held_bytes

pytestmark = pytest.mark.django_db(transaction=True)

NL, EN = ROOTS["nl"]["group"], ROOTS["en"]["group"]


@pytest.fixture(autouse=True)
def nobody_tried_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with bounds that nobody used."""
    for name in ("WRONG", "OPENED", "SENT"):
        bound = Attempts(getattr(guard, name).most)
        monkeypatch.setattr(guard, name, bound)
        for module in ("groups", "joining"):
            monkeypatch.setattr(f"selftest.views.{module}.{name}", bound, raising=False)


def text(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def database_url() -> str:
    """Address of the database under test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


class Leader:
    """Who opened a group, with what the browser and the paper on the desk hold."""

    def __init__(self, name: str = "", root: str = NL, words: dict[str, str] = GROUP["nl"], **extra: Any) -> None:
        self.client, self.root, self.words, self.extra = Client(), root, words, extra
        self.page = text(self.client.post(root + words["open"], {"name": name}, **extra))
        found = re.search(r'id="closing-link">(http[^<]+)#([\w-]+)<', self.page)
        assert found
        self.link, self.secret = found[1], found[2]
        code = re.search(rf"{root}([0-9A-Z]{{10}})/", self.page)
        assert code
        self.code = code[1]
        self.address = f"{root}{self.code}/"

    def close(self) -> Any:
        return self.client.post(self.address + self.words["close"], **self.extra)

    def screen(self, **extra: Any) -> Any:
        return self.client.get(self.address + self.words["screen"], **extra)


def join(leader: Leader, draft: Draft, client: Client | None = None, **fields: str) -> Any:
    fields = {"private": private_code(draft), "agreed": "yes", "go": "send", **fields}
    return (client or Client()).post(leader.address, fields)


def fill(leader: Leader, count: int, usage: bool = True) -> None:
    for seed in range(count):
        assert join(leader, person(seed, usage)).status_code == 302


# -- opening ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_group_is_opened_without_an_account_and_shown_on_a_screen(client: Client, language: str) -> None:
    leader = Leader("Training <b>Hal 3</b>", ROOTS[language]["group"], GROUP[language])
    assert "Training <b>Hal 3</b>" in leader.page
    screen = leader.screen()
    page = text(screen)
    assert b"<b>Hal 3</b>" not in screen.content
    assert f"<span>{leader.code[:5]}</span> <span>{leader.code[5:]}</span>" in page
    assert "testserver/g/" in page
    assert "<svg" in page.partition('class="share__qr')[2]
    assert ("minder dan 8" if language == "nl" else "fewer than 8") in page
    assert leader.secret not in page
    assert f'href="{leader.address}{GROUP[language]["close"]}"' in page


def test_the_closing_link_is_shown_once_and_kept_as_a_hash_alone() -> None:
    leader = Leader()
    assert len(leader.secret) == 22, "128 bits"
    for address in (leader.address, leader.address + "scherm/", leader.address + "sluiten/", NL, NL + "sleutel/"):
        assert leader.secret not in text(leader.client.get(address))
    group = Group.objects.get(code=leader.code)
    assert leader.secret not in repr(vars(group))
    assert groups.opens_with(group, leader.secret)


@pytest.mark.parametrize("secure", [False, True])
def test_the_link_becomes_a_cookie_for_this_host_and_a_clean_address(secure: bool) -> None:
    leader, other = Leader(), Client()
    response = other.post(NL + "sleutel/", {"link": f"{leader.link}#{leader.secret}"}, secure=secure)
    assert response["Location"] == leader.address + "sluiten/"
    name = ("__Host-" if secure else "") + f"closes-{leader.code}"
    kept = other.cookies[name]
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    assert bool(kept["secure"]) == secure
    assert (kept["path"], kept["domain"]) == ("/", "")
    assert "De groep sluiten?" in text(other.get(response["Location"], secure=secure))


def test_without_its_key_nobody_closes_a_group() -> None:
    leader, other = Leader(), Client()
    second = Leader()
    other.cookies[f"closes-{leader.code}"] = second.secret
    for response in (other.post(leader.address + "sluiten/"), second.client.post(leader.address + "sluiten/")):
        assert response["Location"] == NL + "sleutel/"
    wrong = other.post(NL + "sleutel/", {"link": "x" * 22})
    assert "Bij deze link hoort geen groep" in text(wrong)
    assert f'value="{"x" * 22}"' in text(wrong)
    assert Group.objects.get(code=leader.code).closed is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A\uffff\ufdd0B", "AB"),
        ("  Hal   3\r\n", "Hal 3"),
        ("a\x00b\x1fc", "a b c"),
        ("e\u0301" * 60, "é" * 60),
        ("\u202ehal", "hal"),
        ("🧰" * 60, "🧰" * 60),
        ("", ""),
    ],
    ids=["noncharacters", "spaces", "control", "combining", "turned", "emoji", "empty"],
)
def test_a_name_is_kept_as_one_line(typed: str, kept: str) -> None:
    assert Group.objects.get(code=Leader(typed).code).name == kept


def test_sending_the_same_form_again_opens_no_second_group() -> None:
    browser = Client()
    form = re.search(r'name="form" value="(\w+)"', text(browser.get(NL + "openen/")))
    assert form
    pages = [text(browser.post(NL + "openen/", {"name": "Hal 3", "form": form[1]})) for _ in range(2)]
    links = {re.search(r'id="closing-link">([^<]+)<', page)[1] for page in pages}  # type: ignore[index]
    assert len(links) == 1
    assert Group.objects.count() == 1
    for guessed in ("", "1", "x" * 32):
        assert links.isdisjoint(
            re.findall(r'id="closing-link">([^<]+)<', text(browser.post(NL + "openen/", {"form": guessed})))
        )
    assert Group.objects.count() == 4


def test_a_name_that_is_too_long_is_told_and_kept(client: Client) -> None:
    page = text(client.post(NL + "openen/", {"name": "n" * 61}))
    assert "Hooguit 60 tekens" in page
    assert f'value="{"n" * 61}"' in page
    assert not Group.objects.exists()


# -- joining ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_has_no_result_is_sent_to_the_test_and_finds_the_way_back(client: Client, language: str) -> None:
    leader = Leader("Hal 3", ROOTS[language]["group"], GROUP[language])
    short = client.get(f"/g/{leader.code.lower()}/", headers={"accept-language": language})
    assert (short.status_code, short["Location"]) == (302, leader.address)
    assert short["Cache-Control"] == "no-store"
    invitation = text(client.get(leader.address))
    assert f'href="{ROOTS[language][""]}"' in invitation
    bring(client, str(person(1)))
    result = text(client.get(ROOTS[language]["result"]))
    assert f'name="group" value="{leader.code}"' in result
    assert f'<p><a href="{leader.address}">' in result
    assert 'name="agreed"' in text(client.get(leader.address))


def test_what_would_be_sent_is_shown_and_sent_by_consent_alone(client: Client) -> None:
    leader = Leader()
    draft = person(3)
    bring(client, str(draft))
    page = text(client.get(leader.address))
    refused = client.post(leader.address, {"private": private_code(draft), "go": "send"})
    assert "Er is niets gestuurd" in text(refused)
    assert not Entry.objects.exists()
    assert join(leader, draft, client)["Location"] == leader.address
    entry = Entry.objects.get()
    assert f"verbinding {entry.connection / 20:.2f} en uitdaging {entry.challenge / 20:.2f}".replace(".", ",") in page
    bands = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    for band, title in (
        ("2", "6 tot 10 keer"),
        ("1", "3 tot 5 keer"),
        ("0", "Hooguit 2 keer, of je kent de techniek niet"),
    ):
        shown = [int(n) for n in re.findall(r"(?:^|, )(\d+)\s", bands[title])]
        assert shown == [n for n, each in enumerate(entry.usage, 1) if each == band]
    fields = {field.name for field in Entry._meta.fields}
    assert fields == {"id", "group", "mark", "connection", "challenge", "usage"}, "no name, no time, no code"
    assert "Je uitslag zit in de groep" in text(client.get(leader.address))


def test_a_result_goes_from_the_result_page_by_its_own_form(client: Client) -> None:
    leader = Leader()
    code = private_code(person(4))
    page = text(client.post(NL, {"group": f" {leader.code[:5].lower()}-{leader.code[5:]}", "private": code}))
    assert "Dit zou je sturen" in page
    assert f'name="private" value="{code}"' in page
    wrong = text(client.post(NL, {"group": "0000000000", "private": code}))
    assert "We kennen deze groep niet" in wrong
    assert 'value="0000000000"' in wrong
    assert f'name="private" value="{code}"' in wrong, "nothing typed is lost"


def test_a_private_code_of_another_device_will_do(client: Client) -> None:
    leader = Leader()
    page = text(client.post(leader.address, {"private": private_code(person(4))}))
    assert "Dit zou je sturen" in page
    wrong = text(client.post(leader.address, {"private": "mistyped"}))
    assert "We kunnen deze code niet lezen" in wrong
    assert 'value="mistyped"' in wrong


def test_the_same_result_counts_once_however_often_it_is_sent() -> None:
    leader = Leader()
    draft = person(1)
    for each in (draft, draft, Draft("zzzz", Month(2027, 3), draft.answers)):
        assert join(leader, each).status_code == 302
    assert Entry.objects.count() == 1
    join(Leader(), draft)
    assert Entry.objects.values("mark").distinct().count() == 2, "a mark says nothing in another group"


def test_on_a_shared_device_both_results_count_and_ones_own_is_replaced() -> None:
    leader, tablet = Leader(), Client()
    first, second = person(1), person(2)
    join(leader, first, tablet)
    bring(tablet, str(second))
    assert "een andere uitslag dan er is gestuurd" in text(tablet.get(leader.address))
    page = text(tablet.post(leader.address, {"private": private_code(second)}))
    assert 'value="instead"' in page
    join(leader, second, tablet)
    assert Entry.objects.count() == 2
    join(leader, person(3), tablet, go="instead")
    assert Entry.objects.count() == 2
    withdrawn = Client().post(leader.address + "intrekken/", {"private": private_code(first)})
    assert withdrawn.status_code == 200
    assert Entry.objects.count() == 1


def test_erasing_makes_a_shared_device_ready_for_the_next(client: Client) -> None:
    leader = Leader()
    first = person(1)
    bring(client, str(first))
    join(leader, first, client)
    assert "Wis mijn antwoorden, de volgende kan" in text(client.get(leader.address))
    erased = client.post(ROOTS["nl"]["erase"], {"group": leader.code})
    assert erased["Location"] == leader.address
    page = text(client.get(leader.address))
    assert "Je doet mee" not in page
    assert "Op dit toestel staat er nog geen" in page
    assert Entry.objects.count() == 1, "what was sent stays"
    client.post(leader.address + "intrekken/", {"private": private_code(first)})
    assert not Entry.objects.exists()


def test_saying_no_sends_nothing_and_forgets_the_group(client: Client) -> None:
    leader = Leader()
    client.get(leader.address)
    bring(client, str(person(1)))
    response = client.post(leader.address, {"private": private_code(person(1)), "agreed": "yes", "go": "no"})
    assert response["Location"] == ROOTS["nl"]["result"]
    assert not Entry.objects.exists()
    assert leader.code not in text(client.get(ROOTS["nl"]["result"]))


# -- withdrawing ---------------------------------------------------------------------------------------------------


def test_one_withdraws_from_the_same_browser(client: Client) -> None:
    leader = Leader()
    join(leader, person(1), client)
    assert "Je uitslag zit niet in de groep" in text(client.post(leader.address + "intrekken/"))
    assert not Entry.objects.exists()
    bring(client, str(person(1)))
    assert 'name="agreed"' in text(client.get(leader.address)), "and may join again"


def test_a_double_click_on_withdrawing_is_no_error(client: Client) -> None:
    leader = Leader()
    join(leader, person(1), client)
    receipt = client.cookies[f"sent-{leader.code}"].value
    client.post(leader.address + "intrekken/")
    client.cookies[f"sent-{leader.code}"] = receipt  # the second click had left before the first was answered
    second = client.post(leader.address + "intrekken/")
    assert "Je uitslag zit niet in de groep" in text(second)
    assert client.cookies[f"sent-{leader.code}"].value == ""


def test_withdrawing_tells_nobody_who_takes_part(client: Client) -> None:
    leader = Leader()
    join(leader, person(1))
    there, not_there = (
        client.post(leader.address + "intrekken/", {"private": private_code(person(seed))}) for seed in (1, 2)
    )
    assert (there.status_code, there.content) == (not_there.status_code, not_there.content)
    assert not Entry.objects.exists()


def test_a_receipt_of_before_says_nothing_of_who_joins_later() -> None:
    leader, watcher = Leader(), Client()
    join(leader, person(1), watcher)
    watcher.post(leader.address + "intrekken/", {"private": private_code(person(1))})
    watcher.cookies[f"sent-{leader.code}"] = "1234567890"
    before = watcher.get(leader.address).status_code, "Je doet mee" in text(watcher.get(leader.address))
    join(leader, person(1))
    assert (watcher.get(leader.address).status_code, "Je doet mee" in text(watcher.get(leader.address))) == before


def test_withdrawing_without_anything_to_go_by_asks_for_the_code(client: Client) -> None:
    leader = Leader()
    assert "Vul dan de eigen code in" in text(client.get(leader.address + "intrekken/"))
    for typed in ("", "mistyped"):
        page = text(client.post(leader.address + "intrekken/", {"private": typed}))
        assert "We kunnen deze code niet lezen" in page
        assert f'value="{typed}"' in page


# -- closing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("count", "kind"), [(0, "nothing"), (4, "nothing"), (5, "middle"), (7, "middle"), (8, "map")])
def test_closing_makes_one_snapshot_and_deletes_the_rows(count: int, kind: str, language: str) -> None:
    leader = Leader("Hal 3", ROOTS[language]["group"], GROUP[language])
    fill(leader, count)
    response = leader.close()
    assert response["Location"] == leader.address
    assert not Entry.objects.exists()
    page = text(Client().get(leader.address))
    wording = instrument().group
    assert wording.kinds[kind][language] in page  # type: ignore[index]
    assert page.count('data-said="') == (0 if kind == "nothing" else 9)
    assert page.count('data-said="middle"') == (kind == "middle")
    assert (wording.users["few"][language] in page or wording.users["some"][language] in page) == (kind == "map")
    assert (wording.next[language] in page) == (kind == "map")
    for each in wording.not_for:
        assert each[language] in page


def test_a_snapshot_never_changes_again(client: Client) -> None:
    leader = Leader()
    fill(leader, 9)
    before_it_closed = leader.client.get(leader.address + "sluiten/")
    assert "8 of meer" in text(before_it_closed)
    leader.close()
    kept = Group.objects.get(code=leader.code)
    page = client.get(leader.address).content
    late = join(leader, person(30))
    assert late.status_code == 409
    assert "De groep was al gesloten" in text(late)
    assert Client().post(leader.address + "intrekken/", {"private": private_code(person(1))}).status_code == 409
    assert client.post(NL, {"group": leader.code, "private": private_code(person(31))})["Location"] == leader.address
    leader.close()
    groups.close(kept)
    assert client.get(leader.address).content == page
    assert Group.objects.get(code=leader.code).snapshot == kept.snapshot
    assert not Entry.objects.exists()


def test_everybody_sees_the_same_bytes(client: Client) -> None:
    leader = Leader("Hal 3")
    clients = [Client() for _ in range(8)]
    for seed, each in enumerate(clients):
        bring(each, str(person(seed)))
        join(leader, person(seed), each)
    leader.close()
    pages = {each.get(leader.address).content for each in [*clients, leader.client, client]}
    assert len(pages) == 1
    assert f"closes-{leader.code}" in leader.client.cookies
    assert leader.client.cookies[f"closes-{leader.code}"].value == "", "the key has done its work"
    pictures = {each.get(leader.address + "kaart.svg").content for each in [*clients, leader.client]}
    assert len(pictures) == 1
    assert pictures.pop().count(b"<rect") == 10


def test_suggestions_are_techniques_that_few_use_with_links() -> None:
    leader = Leader()
    items = instrument().current
    for seed in range(8):
        # Techniques 1 to 6 never, the others often; two kinds of people, so that they do not share a place.
        usage = {i: 0 if number <= 6 else 3 + seed % 2 for i, number in enumerate(items.techniques)}
        answers = (safest(items) if seed % 2 else boldest(items)).with_usage(usage)
        for index in range(seed):
            answers = answers.with_situation(index, None) if seed < 4 else answers
        answers = answers.with_statements({0: seed % 5, 1: seed // 5})
        join(leader, Draft("k3f9", Month(2026, 11), answers))
    assert Entry.objects.count() == 8
    leader.close()
    page = text(Client().get(leader.address))
    suggested = page.partition('id="next"')[2].partition("</section>")[0]
    numbers = [int(n) for n in re.findall(r'class="tech__no">(\d+)<', suggested)]
    assert 1 <= len(numbers) <= 3
    assert set(numbers) <= set(range(1, 7))
    assert 'href="/technieken/' in suggested
    assert "?" + "&".join(f"t={n}" for n in numbers) in suggested


def test_the_picture_is_there_only_after_closing() -> None:
    leader = Leader('<script>"Hal"')
    assert leader.client.get(leader.address + "kaart.svg").status_code == 404
    leader.close()
    picture = leader.client.get(leader.address + "kaart.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<script>" not in picture.content


def test_nu_finds_nothing_on_any_page_of_a_group(client: Client, tmp_path: Path) -> None:
    leader = Leader("Hal 3")
    pages = {"opened": leader.page.encode(), "screen": leader.screen().content}
    pages |= {word: leader.client.get(leader.address + word).content for word in ("", "sluiten/", "intrekken/")}
    bring(client, str(person(20)))
    pages["offer"] = client.get(leader.address).content
    pages["offer-wrong"] = client.post(leader.address, {"private": private_code(person(20)), "go": "send"}).content
    pages["invited-wrong"] = client.post(leader.address, {"private": "x"}).content
    fill(leader, 9)
    join(leader, person(20), client)
    pages["joined"] = client.get(leader.address).content
    pages["withdrawn"] = client.post(leader.address + "intrekken/").content
    pages["withdraw-wrong"] = client.post(leader.address + "intrekken/", {"private": "x"}).content
    pages["key-wrong"] = client.post(NL + "sleutel/", {"link": "x"}).content
    pages["enter-wrong"] = client.post(NL, {"group": "x", "private": "y"}).content
    pages["name-too-long"] = client.post(NL + "openen/", {"name": "n" * 61}).content
    leader.close()
    pages["map"] = client.get(leader.address).content
    pages["refused"] = client.get(leader.address + "intrekken/").content
    picture = client.get(leader.address + "kaart.svg").content
    assert remarks(pages, tmp_path) == ""
    assert ElementTree.fromstring(picture).tag.endswith("svg")


# -- a database that is busy --------------------------------------------------------------------------------


@contextmanager
def busy_database() -> Iterator[None]:
    """Somebody else holds the database for longer than a visitor is kept waiting."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        other = psycopg.connect(database_url())
        other.execute("LOCK TABLE selftest_group")
    try:
        yield
    finally:
        other.close()
        connection.close()


def test_a_busy_database_is_told_and_nothing_typed_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    leader = Leader()
    with busy_database():
        opening = Client().post(NL + "openen/", {"name": "Hal <3>"})
        joining = join(leader, person(1))
    for response in (opening, joining):
        assert response.status_code == 503
        assert response["Retry-After"] == "10"
        assert response["Cache-Control"] == "no-store"
        assert "De groepen zijn even niet te bereiken" in text(response)
    assert 'name="name" value="Hal <3>"' in text(opening)
    assert f'name="private" value="{private_code(person(1))}"' in text(joining)
    assert f'action="{leader.address}"' in text(joining)
    logged = " ".join((WithoutAddress().filter(record) and record.getMessage()) or "" for record in caplog.records)
    assert "cannot be reached" in logged
    assert leader.code not in logged
    assert join(leader, person(1)).status_code == 302, "and it works again"


# -- htmx ------------------------------------------------------------------------------------------------------


def test_the_screen_asks_again_and_gets_an_answer_only_when_the_word_changes() -> None:
    leader = Leader()
    asked = {"HX-Request": "true"}
    screen = leader.address + "scherm/"
    assert leader.client.get(screen + "?seen=few", headers=asked).status_code == 204
    fill(leader, 8)
    changed = leader.client.get(screen + "?seen=few", headers=asked)
    assert "8 of meer" in text(changed)
    assert leader.client.get(screen + "?seen=many", headers=asked).status_code == 204
    assert Client().get(leader.address, headers=asked).status_code == 204
    leader.close()
    assert leader.client.get(screen + "?seen=many", headers=asked)["HX-Redirect"] == leader.address
    assert Client().get(leader.address, headers=asked)["HX-Refresh"] == "true"
    assert leader.client.get(screen)["Location"] == leader.address, "without a script too"


# -- guessing ----------------------------------------------------------------------------------------------------


def test_guessing_codes_is_bounded_and_the_bound_is_told() -> None:
    leader = Leader()
    for i in range(guard.WRONG.most):
        assert Client().get(f"{NL}00000000{i:02}/", REMOTE_ADDR="192.0.2.7").status_code == 404
    for address in (f"{NL}0000000099/", leader.address, leader.address + "scherm/"):
        response = Client().get(address, REMOTE_ADDR="192.0.2.7")
        assert response.status_code == 429
        assert response["Retry-After"] == "600"
        assert "Te veel pogingen" in text(response)
    for address, fields in ((NL, {"group": leader.code}), (NL + "sleutel/", {"link": leader.secret})):
        assert Client().post(address, fields, REMOTE_ADDR="192.0.2.7").status_code == 429
    assert Client().get(leader.address, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_opening_and_sending_without_end_is_bounded() -> None:
    for _ in range(guard.OPENED.most):
        Client().post(NL + "openen/", REMOTE_ADDR="192.0.2.7")
    assert Client().post(NL + "openen/", REMOTE_ADDR="192.0.2.7").status_code == 429
    leader = Leader()
    guard.SENT.counts.clear()
    for _ in range(guard.SENT.most):
        guard.SENT.count("127.0.0.1")
    assert join(leader, person(1)).status_code == 429
    assert not Entry.objects.exists()


def test_who_takes_part_or_leads_is_not_locked_out_by_others() -> None:
    leader, participant = Leader(), Client()
    join(leader, person(1), participant)
    for i in range(guard.WRONG.most):
        Client().get(f"{NL}00000000{i:02}/")
    assert Client().get(leader.address).status_code == 429
    assert "Je doet mee" in text(participant.get(leader.address))
    assert leader.screen().status_code == 200
    assert participant.post(leader.address + "intrekken/").status_code == 200
    assert leader.close().status_code == 302
    forger = Client()
    forger.cookies[f"closes-{leader.code}"] = "x" * 22
    forger.cookies[f"sent-{leader.code}"] = "1"
    assert forger.get(leader.address).status_code == 429


def test_a_page_elsewhere_cannot_use_up_the_attempts_of_a_room() -> None:
    leader = Leader()
    planted = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}
    for i in range(guard.WRONG.most + 5):
        assert Client().get(f"{NL}00000000{i:02}/", headers=planted).status_code == 404
    assert Client().get(leader.address, headers=planted).status_code == 404, "and learns nothing"
    assert Client().get(leader.address).status_code == 200


@pytest.mark.parametrize("code", ["0000000000", "7k4mq2xtob", "ILILILILIL"])
def test_an_unknown_code_is_a_page_with_a_way_on(client: Client, code: str) -> None:
    for word in ("", "scherm/", "sluiten/", "intrekken/", "kaart.svg"):
        response = client.get(f"{NL}{code}/{word}")
        assert response.status_code == 404
        assert "We kennen deze groep niet" in text(response)


@pytest.mark.parametrize("typed", ["", "x", "9" * 19, "9" * 40, "\x00" * 10, "é" * 300, "<script>" * 9, "0" * 10_000])
def test_nonsense_is_never_an_error_of_ours(client: Client, typed: str) -> None:
    leader = Leader()
    for address, field in ((NL, "group"), (NL + "sleutel/", "link"), (leader.address, "private")):
        response = client.post(address, {field: typed})
        assert response.status_code == 200
        assert b"<script>" not in response.content
    for name in (f"sent-{leader.code}", f"closes-{leader.code}", cookie.INVITED):
        client.cookies[name] = typed[:50]
    bring(client, str(person(1)))
    for address in (leader.address, leader.address + "intrekken/", ROOTS["nl"]["result"]):
        assert client.get(address).status_code == 200


# -- time ----------------------------------------------------------------------------------------------------------


def age(code: str, **by: int) -> None:
    """Move a group's times back."""
    Group.objects.filter(code=code).update(opened=F("opened") - timedelta(**by), closed=F("closed") - timedelta(**by))


def test_an_open_group_is_over_after_thirty_days() -> None:
    leader = Leader()
    fill(leader, 2)
    age(leader.code, days=30, minutes=-5)
    assert leader.client.get(leader.address).status_code == 200
    age(leader.code, minutes=10)
    assert leader.client.get(leader.address).status_code == 404
    assert join(leader, person(5)).status_code == 404
    assert leader.close().status_code == 404
    assert "geen groep" in text(leader.client.post(NL + "sleutel/", {"link": leader.secret}))
    out = io.StringIO()
    call_command("purge", stdout=out)
    assert "1" in out.getvalue()
    assert not Group.objects.exists()
    assert not Entry.objects.exists()


def test_a_snapshot_is_over_after_a_year() -> None:
    leader, other = Leader(), Leader()
    fill(leader, 8)
    leader.close()
    other.close()
    page = leader.client.get(leader.address).content
    age(leader.code, days=365, minutes=-5)
    call_command("purge", stdout=io.StringIO())
    assert Client().get(leader.address).status_code == 200
    assert page != b""
    age(leader.code, minutes=10)
    assert Client().get(leader.address).status_code == 404
    call_command("purge", stdout=io.StringIO())
    assert [group.code for group in Group.objects.all()] == [other.code]


def test_opening_a_group_also_deletes_what_is_over() -> None:
    old = Leader()
    fill(old, 3)
    age(old.code, days=31)
    Leader()
    assert not Entry.objects.exists()
    assert not Group.objects.filter(code=old.code).exists()


# -- what the database itself holds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"connection": 21},
        {"connection": -21},
        {"challenge": 21},
        {"challenge": -21},
        {"usage": "0" * 25},
        {"mark": "0" * 31},
        {"mark": ""},
    ],
)
def test_an_entry_out_of_bounds_is_refused_by_the_database(wrong: dict[str, Any]) -> None:
    group = Group.objects.get(code=Leader().code)
    values = {"mark": "0" * 32, "connection": 0, "challenge": 0, "usage": "", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(group=group, **values)


def test_a_second_entry_with_the_same_mark_is_refused_by_the_database() -> None:
    group = Group.objects.get(code=Leader().code)
    Entry.objects.create(group=group, mark="0" * 32, connection=0, challenge=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(group=group, mark="0" * 32, connection=1, challenge=1)


@pytest.mark.parametrize("wrong", ["code", "closing", "open with a snapshot", "closed without one", "twice"])
def test_a_group_in_no_state_is_refused_by_the_database(wrong: str) -> None:
    group = Group.objects.get(code=Leader().code)
    match wrong:
        case "code":
            group.code = "7K4M"
        case "closing":
            group.closing = "f" * 63
        case "open with a snapshot":
            group.snapshot = "[]"
        case "closed without one":
            group.closed = group.opened
        case "twice":
            group = Group(code=group.code, closing="f" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        group.save()


def test_the_database_is_set_up_as_promised() -> None:
    with connection.cursor() as cursor:

        def ask(question: str) -> Any:
            cursor.execute(question)
            return cursor.fetchone()[0]

        if connection.vendor == "sqlite":
            assert ask("PRAGMA journal_mode") == "wal"
            assert ask("PRAGMA synchronous") == 2, "FULL"
            assert ask("PRAGMA secure_delete") == 1
            assert ask("PRAGMA foreign_keys") == 1
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            assert 0 < ask("PRAGMA busy_timeout") <= 5000
        else:
            assert ask("SHOW lock_timeout") == "5s"
            assert ask("SHOW statement_timeout") == "10s"


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())


# -- nothing left -------------------------------------------------------------------------------------------------


def database_bytes() -> bytes:
    """All that the files of the database under test hold."""
    return held_bytes(database_url())


@pytest.mark.parametrize("how", ["close", "withdraw", "purge", "instead"])
def test_what_is_deleted_is_gone_from_the_files_too(how: str) -> None:
    leader = Leader()
    tablet = Client()
    fill(leader, 12)
    join(leader, person(12), tablet)
    traces = [trace.encode() for entry in Entry.objects.all() for trace in (entry.usage, entry.mark)]
    assert all(trace in database_bytes() for trace in traces), "or this test would see nothing"
    match how:
        case "close":
            leader.close()
        case "purge":
            age(leader.code, days=31)
            call_command("purge", stdout=io.StringIO())
        case "withdraw":
            receipt = int(tablet.cookies[f"sent-{leader.code}"].value)
            traces = [entry.encode() for entry in Entry.objects.filter(id=receipt).values_list("usage", "mark").get()]
            tablet.post(leader.address + "intrekken/")
        case "instead":
            receipt = int(tablet.cookies[f"sent-{leader.code}"].value)
            traces = [entry.encode() for entry in Entry.objects.filter(id=receipt).values_list("usage", "mark").get()]
            join(leader, person(99), tablet, go="instead")
    left = database_bytes()
    assert [trace for trace in traces if trace in left] == []


def test_the_order_of_joining_is_not_in_the_rows() -> None:
    leader = Leader()
    fill(leader, 12)
    marks = [
        groups.mark(Group.objects.get(), private_code(Draft("", Month(2026, 1), person(s).answers))) for s in range(12)
    ]
    by_id = list(Entry.objects.order_by("id").values_list("mark", flat=True))
    assert sorted(by_id) == sorted(marks)
    assert by_id != marks


def test_who_sent_before_a_change_of_the_secret_can_still_withdraw_with_the_code() -> None:
    leader = Leader()
    join(leader, person(4), Client())
    before = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[before]):
        join(leader, person(4), Client())
        assert Entry.objects.count() == 1, "sending again still counts once"
        Client().post(leader.address + "intrekken/", {"private": private_code(person(4))})
        assert Entry.objects.count() == 0


def test_with_many_groups_and_much_coming_and_going_nothing_stays_behind() -> None:
    """Pages of the database are rebuilt as rows come and go; what was in them must not stay in a corner."""
    leaders = [Group.objects.get(code=Leader().code) for _ in range(6)]
    rng = random.Random(1)
    gone, here = [], {}
    for _ in range(240):
        group, mark = rng.choice(leaders), rng.randbytes(16).hex()
        sent = Contribution(rng.randint(-20, 20), rng.randint(-20, 20), "".join(rng.choices("012-", k=26)))
        groups.join(group, sent, mark)
        here[mark] = group
        if rng.random() < 0.15:
            mark = rng.choice(list(here))
            groups.withdraw(here.pop(mark), mark)
            gone.append(mark)
    for group in leaders[:3]:
        groups.close(group)
        gone += [mark for mark, its in here.items() if its == group]
    left = database_bytes()
    assert [mark for mark in gone if mark.encode() in left] == []
    assert all(mark.encode() in left for mark, group in here.items() if group in leaders[3:])


def test_what_a_busy_database_kept_goes_with_the_next_purge(caplog: pytest.LogCaptureFixture) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits for its lock instead")
    leader = Leader()
    fill(leader, 8)
    traces = [mark.encode() for mark in Entry.objects.values_list("mark", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM selftest_entry").fetchone()
    leader.close()
    reader.close()
    assert "too busy" in caplog.text
    groups.purge()
    assert [trace for trace in traces if trace in database_bytes()] == []


def test_a_transaction_elsewhere_on_the_server_is_waited_for_or_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "SWEEP_PATIENCE", 2)  # the server is other tests' too
    if connection.vendor == "sqlite":
        pytest.skip("its file is its own")
    leader = Leader()
    fill(leader, 8)
    traces = [mark.encode() for mark in Entry.objects.values_list("mark", flat=True)]
    with psycopg.connect(database_url().rpartition("/")[0] + "/postgres") as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")  # it has begun to write
        leader.close()
    assert "too busy" in caplog.text
    groups.purge()
    assert [trace for trace in traces if trace in database_bytes()] == []


def test_nothing_about_a_group_is_logged() -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        leader = Leader("Hal 3")
        fill(leader, 8)
        Client().get(f"{NL}0000000000/")
        Client().post(NL + "sleutel/", {"link": leader.secret[:-1] + "x"})
        leader.close()
        join(leader, person(20))
        Client().get(leader.address)
    finally:
        logging.getLogger().removeHandler(handler)
    assert log.getvalue() == ""


def test_every_answer_about_a_group_is_private() -> None:
    leader = Leader()
    fill(leader, 8)
    responses = [
        Client().get(address)
        for address in (NL, NL + "openen/", NL + "sleutel/", leader.address, f"/g/{leader.code}/", "/g/", "/g", "/g/x/")
    ]
    responses += [leader.screen(), leader.close(), leader.client.get(leader.address), join(leader, person(20))]
    responses += [leader.client.get(leader.address + "kaart.svg"), Client().get(f"{NL}0000000000/")]
    for response in responses:
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
