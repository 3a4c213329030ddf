"""Whether somebody takes part makes no difference to anything that anybody else is told.

Two groups live through the same random joining, withdrawing and closing, one with a certain person and one
without. Every address is asked by everybody else, in both languages, and the answers are laid side by side. While
open they may differ in the two words; after closing only as far as the rules of the snapshot differ.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from selftest import cookie, snapshot
from selftest.models import Entry, Group
from selftest.views import guard
from techniques.attempts import Attempts
from tests.integration.conftest import GROUP, ROOTS, person, private_code, sends, signed
from tests.integration.test_groups import Leader, join

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = range(11)
#: Somebody who looks on, has a result, and never joins.
BYSTANDER = 99

Answers = dict[tuple[str, str, str], Any]


@pytest.fixture(autouse=True)
def without_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it comes from one address here."""
    for name in ("WRONG", "OPENED", "SENT"):
        for module in ("guard", "groups", "joining"):
            monkeypatch.setattr(f"selftest.views.{module}.{name}", Attempts(10**9), raising=False)
    assert guard.SENT.most == 10**9


@cache
def code_of(seed: int) -> str:
    return private_code(person(seed))


@cache
def cookie_of(seed: int) -> str:
    return signed(str(person(seed)))


class World:
    """A group and everybody around it."""

    def __init__(self, without: int | None = None) -> None:
        self.without = without
        self.leader = Leader("Hal 3")
        self.clients = {seed: Client() for seed in (*PEOPLE, BYSTANDER)}
        for seed, client in self.clients.items():
            client.cookies[cookie.NAME] = cookie_of(seed)
        self.inside: set[int] = set()

    def do(self, act: str, seed: int) -> None:
        """Let a person join, or withdraw from the own browser or by code. The one left out does nothing."""
        if seed == self.without:
            return
        if act == "join":
            assert join(self.leader, person(seed), self.clients[seed]).status_code == 302
            self.inside.add(seed)
            return
        by_code = {"private": code_of(seed)} if act == "withdraw by code" else {}
        client = Client() if by_code else self.clients[seed]
        if by_code or seed in self.inside:
            assert client.post(self.leader.address + "intrekken/", by_code).status_code == 200
            self.inside.discard(seed)

    def answers(self, asking: set[int]) -> Answers:
        """Every address of the group, asked by an outsider, the leader and these people."""
        everybody = {"outsider": Client(), "leader": self.leader.client}
        everybody |= {f"person {seed}": self.clients[seed] for seed in asking}
        return {
            (who, method, self.plain(address)): self.seen(client, method, address, fields)
            for who, client in everybody.items()
            for method, address, fields in self.questions(who)
        }

    def questions(self, who: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        for language, root in ROOTS.items():
            group = f"{root['group']}{self.leader.code}/"
            yield from (("get", group + GROUP[language][name], {}) for name in ("screen", "close", "withdraw", "image"))
            yield "get", group, {}
            if who == "outsider" or (who == "leader" and language == "en"):
                yield from (("get", root["group"] + GROUP[language][name], {}) for name in ("open", "key"))
                yield "get", root["group"], {}
                yield "htmx", group, {}
                yield "htmx", f"{group}{GROUP[language]['screen']}?seen=many", {}
                yield "post", group, {"private": code_of(BYSTANDER)}
                yield "post", group + GROUP[language]["withdraw"], {"private": code_of(BYSTANDER)}
                yield "post", root["group"], {"group": self.leader.code, "private": code_of(BYSTANDER)}
        yield "get", f"/g/{self.leader.code}/", {}

    def seen(self, client: Client, method: str, address: str, fields: dict[str, str]) -> Any:
        """Status, headers and body, without what differs between any two answers or any two groups."""
        if method == "post":
            response = client.post(address, fields)
        else:
            response = client.get(address, headers={"HX-Request": "true"} if method == "htmx" else {})
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        body = re.sub(r'name="form" value="\w+"', "", body)
        body = re.sub(r"<svg[^>]* class=\"segno\".*?</svg>", "", body, flags=re.DOTALL)
        headers = {name: self.plain(value) for name, value in response.headers.items() if name != "Content-Length"}
        given_cookies = sorted(self.plain(name) for name in response.cookies if name != "csrftoken")
        return response.status_code, headers, given_cookies, self.plain(body)

    def plain(self, text: str) -> str:
        code = self.leader.code
        return text.replace(f"{code[:5]}</span> <span>{code[5:]}", "CODE").replace(code, "CODE")


def differing(one: Answers, other: Answers) -> set[tuple[str, str, str]]:
    assert one.keys() == other.keys()
    return {question for question in one if one[question] != other[question]}


ACTS = st.tuples(st.sampled_from(["join", "join", "withdraw", "withdraw by code"]), st.sampled_from(PEOPLE))
SHOWS_THE_WORDS = {word for words in GROUP.values() for word in (words["screen"], words["close"])}


#: A failing example is not made smaller: each costs hundreds of answers.
PHASES = (Phase.explicit, Phase.generate)


@settings(max_examples=int(os.environ.get("EXAMPLES", "4")), phases=PHASES)
@given(
    st.sets(st.sampled_from(PEOPLE), min_size=3),
    st.lists(ACTS, max_size=8),
    st.permutations(PEOPLE).map(lambda p: p[:2]),
)
def test_one_persons_presence_makes_no_difference_to_others(
    first: set[int], acts: list[tuple[str, int]], two: list[int]
) -> None:
    somebody, asking = two[0], {two[1], BYSTANDER}
    with_them, without_them = World(), World(without=somebody)
    for world in (with_them, without_them):
        for act, seed in [*(("join", seed) for seed in sorted(first)), ("join", somebody), *acts]:
            world.do(act, seed)
    words = {len(world.inside) >= 8 for world in (with_them, without_them)}
    for question in differing(with_them.answers(asking), without_them.answers(asking)):
        assert len(words) == 2, question
        assert any(word in question[2] for word in SHOWS_THE_WORDS), question
    for world in (with_them, without_them):
        world.leader.close()
        taken = Group.objects.get(code=world.leader.code).snapshot
        assert taken == snapshot.to_text(snapshot.snapshot([sends(seed) for seed in world.inside]))
    assert not Entry.objects.exists()
    texts = {Group.objects.get(code=world.leader.code).snapshot for world in (with_them, without_them)}
    for question in differing(with_them.answers(asking), without_them.answers(asking)):
        assert len(texts) == 2, question
        assert question[2].endswith(("CODE/", GROUP["nl"]["image"], GROUP["en"]["image"])), question


@settings(max_examples=int(os.environ.get("EXAMPLES", "4")), phases=PHASES)
@given(st.lists(ACTS, max_size=14), st.permutations(list(PEOPLE)[:9]))
def test_a_snapshot_tells_nothing_of_who_came_when(acts: list[tuple[str, int]], order: list[int]) -> None:
    """Whoever is in at the end decides alone: what went before leaves no trace in any answer."""
    straight, roundabout = World(), World()
    for seed in sorted(order):
        straight.do("join", seed)
    for act, seed in acts:
        roundabout.do(act, seed)
    for seed in order:
        roundabout.do("join", seed)
    for seed in roundabout.inside - set(order):
        roundabout.do("withdraw by code", seed)
    for world in (straight, roundabout):
        world.leader.close()
    assert Entry.objects.count() == 0
    asking = {order[0], BYSTANDER}
    assert differing(straight.answers(asking), roundabout.answers(asking)) == set()
