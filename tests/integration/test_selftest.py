"""The self-test as a visitor meets it: every way through, every way to go wrong, and nothing left behind."""

from __future__ import annotations

import io
import logging
import re
import time
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.signing import TimestampSigner, b62_encode
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client

from selftest import cookie, store
from selftest.answers import Draft, Month
from selftest.instrument import Items
from selftest.privatecode import decode, encode
from techniques.fields import Language
from techniques.store import library
from tests.handmade import boldest, safest
from tests.integration.conftest import ROOTS, bring

NL = ROOTS["nl"]


@pytest.fixture
def items() -> Items:
    return store.instrument().current


def text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def post(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"version": "1", "seed": "k3f9", "go": "next", **fields})


def answer(client: Client, number: int, most: str = "a", least: str = "b", **fields: Any) -> Any:
    return post(client, f"{NL['situation']}{number}/", most=most, least=least, **fields)


def answer_all(client: Client, root: dict[str, str] = NL) -> None:
    for number in range(1, 17):
        post(client, f"{root['situation']}{number}/", most="abcd"[number % 4], least="abcd"[(number + 1) % 4])


def draft(client: Client) -> Draft:
    """The draft that the site gave this client to keep."""
    request = HttpRequest()
    request.COOKIES[cookie.NAME] = client.cookies[cookie.NAME].value
    kept = cookie.find(request).draft
    assert kept
    return kept


class SignerOfEightDaysAgo(TimestampSigner):
    """Signs as the site would have done eight days ago."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - 8 * 24 * 3600)


class SignerOfSixDaysAgo(TimestampSigner):
    """Signs as the site would have done almost seven days ago."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - 7 * 24 * 3600 + 60)


# -- through the test --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_visitor_goes_through_part_a_to_a_result(client: Client, language: str) -> None:
    root = ROOTS[language]
    for number in range(1, 17):
        response = post(client, f"{root['situation']}{number}/", most="a", least="b")
        next_one = f"{root['situation']}{number + 1}/" if number < 16 else root["review"]
        assert (response.status_code, response["Location"]) == (302, next_one)
    review = text(client.get(root["review"]))
    assert ("Je hebt 16 van de 16" if language == "nl" else "You have answered 16 of 16") in review
    result = text(client.get(root["result"]))
    assert ("Jouw plek op de kaart" if language == "nl" else "Your place on the map") in result
    assert result.count('class="try"') == 3
    assert result.count('class="plot__dot" cx') == 16 + 1, "an answer each, and one in the key"
    assert len(re.findall(r"<span>[0-9A-Z]{2,4}</span>", result)) == 10


def test_an_answer_shows_again_when_one_comes_back(client: Client) -> None:
    answer(client, 3, "c", "d")
    page = text(client.get(f"{NL['situation']}3/"))
    assert 'id="most-c" name="most" value="c" checked' in page
    assert 'id="least-d" name="least" value="d" checked' in page


def test_options_keep_their_order_within_an_attempt(client: Client) -> None:
    first = text(client.get(f"{NL['situation']}2/"))
    seed = re.search(r'name="seed" value="(\w+)"', first)
    assert seed
    answer(client, 1, seed=seed[1])
    again = text(client.get(f"{NL['situation']}2/"))
    order = re.compile(r'id="most-(\w)"')
    assert order.findall(first) == order.findall(again)


def test_progress_survives_and_other_answers_stay(client: Client) -> None:
    answer(client, 1)
    answer(client, 2, "c", "d")
    answer(client, 1, "d", "a")
    given = draft(client).answers.situations
    assert [(s.most, s.least) for s in given if s] == [("d", "a"), ("c", "d")]
    start = text(client.get(NL[""]))
    assert f'href="{NL["situation"]}3/"' in start
    assert client.cookies[cookie.NAME]["max-age"] == 7 * 24 * 3600
    assert client.cookies[cookie.NAME]["httponly"]


def test_skipping_and_going_back_keep_what_was_there(client: Client) -> None:
    answer(client, 1)
    skipped = post(client, f"{NL['situation']}2/", go="skip", most="a")
    assert skipped["Location"] == f"{NL['situation']}3/"
    back = answer(client, 3, "b", "c", go="back")
    assert back["Location"] == f"{NL['situation']}2/"
    assert [s is not None for s in draft(client).answers.situations[:4]] == [True, False, True, False]
    # Half an answer is no reason to keep somebody from going back.
    assert post(client, f"{NL['situation']}4/", go="back", most="a").status_code == 302


@pytest.mark.parametrize(
    ("fields", "says", "chosen"),
    [
        ({}, "Er ontbreekt nog iets", 0),
        ({"most": "a"}, "Kies wat het minst op jou lijkt", 1),
        ({"least": "a"}, "Kies wat het meest op jou lijkt", 1),
        ({"most": "a", "least": "a"}, "Je koos twee keer hetzelfde antwoord", 2),
        ({"most": "z", "least": "\x00"}, "Er ontbreekt nog iets", 0),
        ({"most": "abc", "least": "a" * 10_000}, "Er ontbreekt nog iets", 0),
    ],
)
def test_a_wrong_answer_is_told_and_keeps_what_was_chosen(
    client: Client, fields: dict[str, str], says: str, chosen: int
) -> None:
    answer(client, 1)
    response = post(client, f"{NL['situation']}2/", **fields)
    page = text(response)
    assert response.status_code == 200
    assert says in page
    assert 'role="alert"' in page
    assert page.count(" checked>") == chosen
    assert draft(client).answers.situations[0] is not None
    assert draft(client).answers.situations[1] is None


def test_two_tabs_and_double_submits_lose_nothing(client: Client) -> None:
    client.get(f"{NL['situation']}1/")
    client.get(f"{NL['situation']}9/")
    answer(client, 9, "c", "d")
    answer(client, 1)
    answer(client, 1)
    given = draft(client).answers.situations
    assert [i + 1 for i, s in enumerate(given) if s] == [1, 9]


@pytest.mark.parametrize("cookie_value", ["expired", "forged", "nonsense", "unknown version", "too short", "gone"])
def test_a_cookie_that_is_lost_costs_no_answer_in_hand(client: Client, items: Items, cookie_value: str) -> None:
    whole = str(Draft("k3f9", Month(2026, 11), safest(items)))
    match cookie_value:
        case "expired":
            bring(client, whole, SignerOfEightDaysAgo)
        case "forged":
            bring(client, whole)
            client.cookies[cookie.NAME] = client.cookies[cookie.NAME].value[:-1] + "x"
        case "nonsense":
            client.cookies[cookie.NAME] = "nonsense"
        case "unknown version":
            bring(client, "31" + whole[1:])
        case "too short":
            bring(client, "1.2026-11.k3f9.ab.0.0")
    for address in (NL[""], NL["review"], NL["result"], f"{NL['situation']}5/", f"{NL['usage']}1/"):
        assert client.get(address).status_code == 200
    response = answer(client, 5, "c", "d")
    page = text(response)
    assert response.status_code == 200
    assert "Je eerdere antwoorden zijn er niet meer" in page
    assert 'id="most-c" name="most" value="c" checked' in page
    assert [i + 1 for i, s in enumerate(draft(client).answers.situations) if s] == [5]


def test_skipping_with_a_lost_cookie_leads_on(client: Client) -> None:
    client.cookies[cookie.NAME] = "nonsense"
    assert post(client, f"{NL['situation']}2/", go="skip")["Location"] == f"{NL['situation']}3/"
    assert client.cookies[cookie.NAME].value == "", "what cannot be read is taken away"


def test_a_draft_of_almost_seven_days_still_counts(client: Client, items: Items) -> None:
    bring(client, str(Draft("k3f9", Month(2026, 11), safest(items))), SignerOfSixDaysAgo)
    assert "Je hebt 16 van de 16" in text(client.get(NL["review"]))


def test_a_form_of_another_version_is_asked_again(client: Client) -> None:
    answer(client, 1)
    response = post(client, f"{NL['situation']}2/", version="99", most="a", least="b")
    assert "hoort bij een andere versie" in text(response)
    assert [s is not None for s in draft(client).answers.situations[:2]] == [True, False]
    rated = post(client, f"{NL['usage']}1/", version="99", **{"answer-0": "4"})
    assert "hoort bij een andere versie" in text(rated)


@pytest.mark.parametrize("name", ["situation", "usage", "balance"])
@pytest.mark.parametrize("number", [0, 17, 999999999999])
def test_a_page_that_is_not_there_is_a_404(client: Client, name: str, number: int) -> None:
    assert client.get(f"{NL[name]}{number}/").status_code == 404


def test_erasing_is_done_at_once_and_by_a_form_only(client: Client) -> None:
    answer(client, 1)
    assert "Wis nu" in text(client.get(f"{NL['situation']}2/"))
    assert client.get(NL["erase"])["Location"] == NL[""]
    assert draft(client)
    response = client.post(NL["erase"])
    assert response["Location"] == NL[""] + "?erased"
    assert client.cookies[cookie.NAME].value == ""
    assert "weg van dit toestel" in text(client.get(NL[""] + "?erased"))


# -- parts B and C -----------------------------------------------------------------------------------


def test_parts_b_and_c_are_kept_and_change_the_result(client: Client) -> None:
    answer_all(client)
    before = text(client.get(NL["result"]))
    assert "Door naar deel B" in before
    pages = [6, 2]
    for name, count in zip(("usage", "balance"), pages, strict=True):
        for page in range(1, count + 1):
            shown = text(client.get(f"{NL[name]}{page}/"))
            indices = sorted({int(i) for i in re.findall(r'name="answer-(\d+)"', shown)})
            response = post(client, f"{NL[name]}{page}/", **{f"answer-{i}": str(i % 5) for i in indices})
            follows = f"{NL[name]}{page + 1}/" if page < count else NL["result"]
            assert response["Location"] == follows
    kept = draft(client).answers
    assert kept.usage == tuple(i % 5 for i in range(26))
    assert kept.statements == tuple(i % 5 for i in range(8))
    after = text(client.get(NL["result"]))
    assert "plot__region--before" in after
    assert "Door naar deel B" not in after
    assert "Door naar deel C" not in after
    for name in ("usage", "balance"):
        assert f'href="{NL[name]}1/"' in after, "both parts can be changed"
    # Leaving answers out, or sending nonsense, takes nothing away.
    post(client, f"{NL['usage']}1/", **{"answer-0": "17", "answer-99": "1", "answer-x": "y"})
    assert draft(client).answers.usage == kept.usage


def test_all_the_same_does_not_count_and_says_so(client: Client) -> None:
    answer_all(client)
    for page in range(1, 7):
        post(client, f"{NL['usage']}{page}/", **{f"answer-{i}": "4" for i in range(26)})
    result = text(client.get(NL["result"]))
    assert "bij elke techniek hetzelfde antwoord. Dat zegt niets" in result
    assert "dus geen ervan springt eruit" in result


def test_eleven_answers_give_no_place_but_a_way_on(client: Client) -> None:
    for number in range(1, 12):
        answer(client, number)
    page = text(client.get(NL["result"]))
    assert "Nog geen uitslag" in page
    assert f'href="{NL["situation"]}12/"' in page
    assert "plot__region" not in page


# -- the code, comparing, sharing ----------------------------------------------------------------------


def code_of(page: str) -> str:
    found = re.search(r'data-copy-text="([0-9A-Z]{38})"', page)
    assert found
    return found[1]


def test_a_code_brings_the_same_result_on_another_device(client: Client) -> None:
    answer_all(client)
    here = text(client.get(NL["result"]))
    there = Client()
    result = there.post(NL["code"], {"code": " ".join(re.findall(".{1,4}", code_of(here).lower()))})
    page = text(result)
    assert page[page.index('<figure class="plot">') : page.index("</figure>")] in here
    assert page[page.index('<ol class="section__body tries">') : page.index('id="balance"')] in here
    assert cookie.NAME not in there.cookies, "looking at a code puts nothing on the device"


def test_answers_of_a_code_can_be_taken_on(client: Client, items: Items) -> None:
    code = encode(safest(items), Month(2026, 11))
    response = client.post(NL["resume"], {"code": code, "part": "usage"})
    assert response["Location"] == f"{NL['usage']}1/"
    assert draft(client).answers == safest(items)
    assert client.post(NL["resume"], {"code": "x"}).status_code == 200
    assert draft(client).answers == safest(items)


def test_a_code_keeps_its_month_until_an_answer_changes(client: Client, items: Items) -> None:
    client.post(NL["resume"], {"code": encode(safest(items), Month(2026, 3))})
    code = code_of(text(client.get(NL["result"])))
    assert decode(code, store.shapes())[1] == Month(2026, 3)
    answer(client, 1, "c", "d")
    code = code_of(text(client.get(NL["result"])))
    assert decode(code, store.shapes())[1] == cookie.this_month()


def test_what_is_said_of_situations_comes_from_the_situations(client: Client, items: Items) -> None:
    """Part B moves the place, but not what somebody chose in the situations."""
    low = safest(items).with_usage({i: 4 if t.challenge == "high" else 0 for i, t in enumerate(library().techniques)})
    page = text(client.post(NL["code"], {"code": encode(low, Month(2026, 11))}))
    wording = {each.key: each for each in store.instrument().wording.places}
    assert wording["high-low"].often.nl in page
    assert "vertel" in page, "and that the report differs"


def test_a_code_says_when_it_replaces_other_answers(client: Client, items: Items) -> None:
    answer(client, 1)
    page = text(client.post(NL["code"], {"code": encode(safest(items), Month(2026, 11))}))
    assert "Op dit toestel staan al andere antwoorden" in page


@pytest.mark.parametrize("typed", ["", "abc", "7K4M Q2XT", "0" * 38, "<script>" * 20, "\x00", "é" * 38])
def test_a_wrong_code_is_told_and_kept(client: Client, typed: str) -> None:
    for address, name in ((NL["code"], "code"), (NL["compare"], "earlier")):
        response = client.post(address, {name: typed})
        assert response.status_code == 200
        assert "We kunnen deze code niet lezen" in text(response)
        assert "<script>" not in response.content.decode()
    if typed.isascii() and typed.isprintable():
        assert f'value="{typed[:200]}"' in text(client.post(NL["code"], {"code": typed}))


def test_two_codes_on_one_grid(client: Client, items: Items) -> None:
    earlier, later = (encode(a, Month(2026, m)) for a, m in ((safest(items), 3), (boldest(items), 11)))
    page = text(client.post(NL["compare"], {"earlier": earlier, "later": later}))
    assert "Je koos minder vaak voor contact dan eerst." in page
    assert "Je vroeg meer van de ander dan eerst." in page
    assert page.count("<ellipse") == 4, "two regions, each also in the key"
    assert "3-2026" in page
    turned = text(client.post(NL["compare"], {"earlier": later, "later": earlier}))
    assert turned.index("3-2026") < turned.index("11-2026"), "the months decide which was earlier"
    same = text(client.post(NL["compare"], {"earlier": later, "later": later}))
    assert "Geen zichtbare verandering" in same
    half = text(client.post(NL["compare"], {"earlier": earlier, "later": "mistyped"}))
    assert f'value="{earlier}"' in half
    assert 'value="mistyped"' in half


def test_the_share_link_shows_a_place_and_no_answer(client: Client) -> None:
    answer_all(client)
    result = text(client.get(NL["result"]))
    link = re.search(r'href="http://testserver(/zelftest/gedeeld/[^"]+)"', result)
    assert link
    page = text(Client().get(link[1]))
    assert "Een plek op de kaart" in page
    assert page.count('class="tech"') == 3
    assert "k3f9" not in link[1]
    assert Client().get(NL["shared"] + "?p=9.99_0.00").status_code == 404


# -- the plan ------------------------------------------------------------------------------------------


def test_a_plan_is_made_printed_and_taken_along(client: Client) -> None:
    form = text(client.get(NL["plan"] + "?t=19&t=2&t=99&t=x"))
    assert re.findall(r'name="moment-(\d+)"', form) == ["19", "2"]
    day = re.search(r'name="day" type="date" value="([\d-]+)"', form)
    assert day
    typed = {
        "t": ["19"],
        "moment-19": "Sara <zucht>",
        "action-19": "Neem de tijd.",
        "day": day[1],
    }
    plan = client.post(NL["plan"], typed)
    assert "Sara <zucht>" in text(plan)
    assert "<zucht>" not in plan.content.decode()
    file = client.post(NL["calendar"], typed)
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="oefenplan.ics"'
    assert b"RRULE:FREQ=WEEKLY;COUNT=6;INTERVAL=1" in file.content


def test_a_plan_that_is_not_whole_keeps_what_was_typed(client: Client) -> None:
    typed = {
        "t": ["19", "2"],
        "moment-19": "",
        "action-19": "Zo zeg ik het.",
        "moment-2": "a",
        "action-2": "En zo.",
        "day": "x",
    }
    for address in (NL["plan"], NL["calendar"]):
        page = text(client.post(address, typed))
        assert page.count("Vul beide helften van de zin in.") == 2, "on top and at the field"
        assert 'aria-describedby="wrong-moment-19"' in page
        assert ">Zo zeg ik het.</textarea>" in page
        assert ">En zo.</textarea>" in page
        assert 'href="#day"' in page


def test_choosing_another_technique_keeps_what_was_typed(client: Client) -> None:
    typed = {"t": ["19", "5"], "moment-19": "Mijn eigen moment", "action-19": "", "go": "choose"}
    page = text(client.post(NL["plan"], typed))
    assert ">Mijn eigen moment</textarea>" in page
    assert 'name="moment-5"' in page
    assert 'role="alert"' not in page


# -- privacy ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_every_answer_is_private(client: Client, language: str) -> None:
    root = ROOTS[language]
    answer_all(client, root)
    responses = [client.get(root[name]) for name in ("", "review", "result", "code", "compare", "plan")]
    responses += [client.get(root["shared"] + "?p=0.00_0.00&t=1"), client.get(f"{root['situation']}1/")]
    responses += [client.post(root["code"], {"code": "x"}), client.post(root["erase"])]
    responses += [client.get(f"{root['situation']}17/"), client.get(root["shared"]), client.get(root[""].rstrip("/"))]
    for response in responses:
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_full_run_leaves_nothing_but_the_visitors_own_signed_draft(client: Client) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        answer_all(client)
        for page in range(1, 7):
            post(client, f"{NL['usage']}{page}/", **{f"answer-{i}": str(i % 5) for i in range(26)})
        for page in (1, 2):
            post(client, f"{NL['balance']}{page}/", **{f"answer-{i}": "4" for i in range(8)})
        code = code_of(text(client.get(NL["result"])))
        client.post(NL["code"], {"code": code})
        client.post(NL["code"], {"code": code + "X"})
        client.get(f"/onzin/{code}/")
        client.get(NL["shared"] + "?p=0.65_-0.30&t=19")
    finally:
        logging.getLogger().removeHandler(handler)
    assert log.getvalue() == ""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        held = {table: cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
    assert {table: count for table, count in held.items() if count and table != "django_migrations"} == {}
    assert set(client.cookies) <= {cookie.NAME, settings.CSRF_COOKIE_NAME}
    assert code not in client.cookies[cookie.NAME].value
    assert str(draft(client)) in client.cookies[cookie.NAME].value, "the draft itself, signed"


def test_a_form_without_its_guard_can_be_sent_again_with_what_was_typed() -> None:
    guarded = Client(enforce_csrf_checks=True)
    response = guarded.post(f"{NL['situation']}3/", {"version": "1", "most": "a", "least": 'b"><script>'})
    assert response.status_code == 403
    page = response.content.decode()
    assert 'name="most" value="a"' in page
    assert "<script>" not in page
    assert f'action="{NL["situation"]}3/"' in page
    assert cookie.NAME not in response.cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    fields = {"version": "1", "seed": "k3f9", "go": "skip", "csrfmiddlewaretoken": token[1]}
    assert guarded.post(f"{NL['situation']}3/", fields).status_code == 302


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_of_another_site_is_not_offered_again(headers: dict[str, str]) -> None:
    guarded = Client(enforce_csrf_checks=True)
    response = guarded.post(NL["erase"], {"code": "x"}, headers=headers)
    assert response.status_code == 403
    assert "Stuur opnieuw" not in text(response)
    assert "niet van een pagina van ons" in text(response)


def test_a_score_is_never_accepted(client: Client) -> None:
    answer_all(client)
    before = text(client.get(NL["result"]))
    assert text(client.get(NL["result"] + "?mean=1,1&score=1")).count("plot__dot") == before.count("plot__dot")
    assert client.post(NL["result"], {"mean": "1"}).status_code == 405
