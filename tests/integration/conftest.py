from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from django.core.signals import request_finished, request_started
from django.core.signing import TimestampSigner
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client, override_settings

from selftest import cookie
from selftest.answers import Choice, Draft, Month
from selftest.privatecode import encode
from selftest.result import result
from selftest.snapshot import Contribution, contribution
from selftest.store import instrument
from techniques.attempts import Attempts
from techniques.fields import Language
from techniques.library import Library
from techniques.store import library
from techniques.views import handouts
from tests.handmade import answering, safest


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ALLOWED_HOSTS=["testserver"], SITE_URL="http://testserver"):
        yield Client()


@pytest.fixture(autouse=True)
def nobody_asked_for_handouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is another visitor to the bound on what is made, and finds nothing that was made before."""
    monkeypatch.setattr(handouts, "_LAST", {})
    monkeypatch.setattr(handouts, "MADE", Attempts(handouts.MADE.most))


@pytest.fixture
def another_tests_connection() -> Iterator[None]:
    """For who asks the application itself: what another test left open stays as it is, as with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


WORDS = {
    "nl": {
        "techniques": "/technieken/",
        "moments": "/nu/",
        "goals": "/doelen/",
        "conversations": "/kerngesprekken/",
        "pitfalls": "/valkuilen/",
        "guides": "/handreikingen/",
    },
    "en": {
        "techniques": "/en/techniques/",
        "moments": "/en/now/",
        "goals": "/en/goals/",
        "conversations": "/en/key-conversations/",
        "pitfalls": "/en/pitfalls/",
        "guides": "/en/guides/",
    },
}


def addresses(library: Library) -> list[str]:
    """Every page of the reference, in both languages."""
    found = ["/", "/en/", "/begrippen/", "/en/glossary/", "/methode/", "/en/method/", "/over/", "/en/about/"]
    found += ["/lijst/", "/en/list/"]
    found += ["/trainers/", "/en/trainers/"]
    found += ["/op-je-telefoon/", "/en/on-your-phone/"]
    found += ["/toegankelijkheid/", "/en/accessibility/"]
    for language in Language:
        for kind, word in WORDS[language].items():
            found.append(word)
            found += [f"{word}{thing.slug[language]}/" for thing in library.kinds()[kind].values()]
    return found


#: Addresses of the self-test by language and name.
ROOTS = {
    "nl": {
        "": "/zelftest/",
        "situation": "/zelftest/situatie/",
        "usage": "/zelftest/gebruik/",
        "balance": "/zelftest/balans/",
        "review": "/zelftest/nakijken/",
        "result": "/zelftest/uitslag/",
        "code": "/zelftest/code/",
        "resume": "/zelftest/verder/",
        "compare": "/zelftest/vergelijken/",
        "plan": "/zelftest/oefenplan/",
        "calendar": "/zelftest/oefenplan.ics",
        "shared": "/zelftest/gedeeld/",
        "erase": "/zelftest/wissen/",
        "manual": "/zelftest/verantwoording/",
        "group": "/zelftest/groep/",
    },
    "en": {
        "": "/en/self-test/",
        "situation": "/en/self-test/situation/",
        "usage": "/en/self-test/use/",
        "balance": "/en/self-test/balance/",
        "review": "/en/self-test/review/",
        "result": "/en/self-test/result/",
        "code": "/en/self-test/code/",
        "resume": "/en/self-test/resume/",
        "compare": "/en/self-test/compare/",
        "plan": "/en/self-test/practice-plan/",
        "calendar": "/en/self-test/practice-plan.ics",
        "shared": "/en/self-test/shared/",
        "erase": "/en/self-test/erase/",
        "manual": "/en/self-test/technical-manual/",
        "group": "/en/self-test/group/",
    },
}


def self_test_addresses() -> list[str]:
    """Every page of the self-test that a link leads to, in both languages."""
    found = []
    for language, root in ROOTS.items():
        found += [root[name] for name in ("", "review", "result", "code", "compare", "manual", "group")]
        found += [root["group"] + GROUP[language][name] for name in ("open", "key")]
        found += [f"{root['situation']}{number}/" for number in range(1, 17)]
        found += [f"{root['usage']}{page}/" for page in range(1, 7)]
        found += [f"{root['balance']}{page}/" for page in (1, 2)]
        found += [f"{root['plan']}?t=19&t=2", f"{root['shared']}?p=0.65_-0.30&t=14-19-16"]
    return found


#: Last parts of a group's addresses, by language and name.
GROUP = {
    "nl": {
        "open": "openen/",
        "key": "sleutel/",
        "screen": "scherm/",
        "close": "sluiten/",
        "withdraw": "intrekken/",
        "image": "kaart.svg",
    },
    "en": {
        "open": "open/",
        "key": "key/",
        "screen": "screen/",
        "close": "close/",
        "withdraw": "withdraw/",
        "image": "map.svg",
    },
}


#: Ways to lean: most and least by value, for corner and for edge items.
LEANINGS = [
    (((1, -1), (-1, 1)), ((1, 0), (-1, 0))),
    (((-1, 1), (1, -1)), ((0, 1), (0, -1))),
    (((1, 1), (-1, -1)), ((1, 0), (-1, 0))),
    (((-1, -1), (1, 1)), ((0, -1), (0, 1))),
]


def person(seed: int, usage: bool = True) -> Draft:
    """Somebody with answers of their own: the same for the same seed."""
    rng = random.Random(seed)
    items = instrument().current
    answers = answering(items, *LEANINGS[seed % len(LEANINGS)])
    for index in rng.sample(range(len(items.situations)), 5):
        answers = answers.with_situation(index, Choice(*rng.sample("abcd", 2)))
    if usage:
        answers = answers.with_usage({index: rng.randrange(5) for index in range(26)})
    return Draft("k3f9", Month(2026, 11), answers)


def private_code(draft: Draft) -> str:
    """The private code of somebody's result."""
    return encode(draft.answers, draft.month)


@cache
def sends(seed: int) -> Contribution:
    """What that somebody would send to a group, worked out beside the site."""
    draft = person(seed)
    items = instrument().versions[draft.answers.version]
    found = result(items, library(), draft.answers)
    assert found
    return contribution(found, items)


def full_draft() -> Draft:
    """A draft with every part answered."""
    answers = safest(instrument().current)
    usage = {i: (3 * i) % 5 for i in range(26)}
    return Draft("k3f9", Month(2026, 11), answers.with_usage(usage).with_statements(dict.fromkeys(range(8), 3)))


def signed(line: str, signer: type[TimestampSigner] = TimestampSigner) -> str:
    """A draft's line as the site would sign it for a browser to keep."""
    with override_settings(SIGNING_BACKEND=f"{signer.__module__}.{signer.__name__}"):
        response = HttpResponse()
        response.set_signed_cookie(cookie.NAME, line, salt=cookie.SALT)
    return response.cookies[cookie.NAME].value


def bring(client: Client, line: str, signer: type[TimestampSigner] = TimestampSigner) -> None:
    """Give the client a draft to bring."""
    client.cookies[cookie.NAME] = signed(line, signer)
