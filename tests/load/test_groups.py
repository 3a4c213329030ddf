"""Twenty people at once, two workers, and a closing in the middle of it, on each database."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from selftest import snapshot
from tests.integration.conftest import GROUP, ROOTS, person, private_code, sends
from tests.server import Server, Visitor, ask, fresh_database, held_bytes

pytestmark = pytest.mark.database

NL, WORDS = ROOTS["nl"]["group"], GROUP["nl"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(fresh_database(tmp_path_factory.mktemp("load")), workers=2) as server:
        yield server


class Crowd:
    """A group with people around it, some of them in it already."""

    def __init__(self, site: Server, first: int, inside: int, outside: int) -> None:
        self.site, self.leader = site, Visitor(site, 250)
        self.leader.ask("GET", NL + WORDS["open"])
        _, _, page = self.leader.ask("POST", NL + WORDS["open"], {"name": "Hal 3"})
        found = re.search(rf"{NL}([0-9A-Z]{{10}})/", page)
        assert found
        self.address = found[0]
        self.leader.ask("GET", self.address + WORDS["close"])
        self.visitors = {seed: Visitor(site, seed % 200) for seed in range(first, first + inside + outside)}
        for visitor in self.visitors.values():
            visitor.ask("GET", self.address)
        self.inside = set(range(first, first + inside))
        for seed in self.inside:
            assert self.join(seed)[:2] == (302, self.address)
        self.outside = self.visitors.keys() - self.inside

    def join(self, seed: int) -> tuple[int, str, str]:
        fields = {"private": private_code(person(seed)), "agreed": "yes", "go": "send"}
        return self.visitors[seed].ask("POST", self.address, fields)

    def withdraw(self, seed: int) -> tuple[int, str, str]:
        return self.visitors[seed].ask("POST", self.address + WORDS["withdraw"], {})

    def close(self) -> tuple[int, str, str]:
        return self.leader.ask("POST", self.address + WORDS["close"], {})

    def at_once(self, leaving: set[int], closing_after: float | None) -> None:
        """Everybody outside joins and some of those inside leave at the same moment; `inside` follows what they
        were told."""
        acts: list[Callable[[], None]] = []
        start = Barrier(len(self.outside) + len(leaving) + (closing_after is not None))

        def joining(seed: int) -> None:
            start.wait()
            status, leads, page = self.join(seed)
            if status == 302:
                assert leads == self.address
                self.inside.add(seed)
            else:
                assert status == 409, page
                assert "De groep is gesloten" in page

        def withdrawing(seed: int) -> None:
            start.wait()
            status, _, page = self.withdraw(seed)
            if status == 200:
                assert "Je uitslag zit niet in de groep" in page
                self.inside.discard(seed)
            else:
                assert status == 409, page
                assert "De groep is gesloten" in page

        def closing() -> None:
            start.wait()
            time.sleep(closing_after or 0)
            assert self.close()[:2] == (302, self.address)

        acts += [lambda seed=seed: joining(seed) for seed in self.outside]  # type: ignore[misc]
        acts += [lambda seed=seed: withdrawing(seed) for seed in leaving]  # type: ignore[misc]
        if closing_after is not None:
            acts.append(closing)
        with ThreadPoolExecutor(len(acts)) as pool:
            for done in [pool.submit(act) for act in acts]:
                done.result()


def test_every_acknowledged_join_is_a_row_and_no_other(site: Server) -> None:
    crowd = Crowd(site, first=0, inside=6, outside=20)
    crowd.at_once(leaving=set(range(6)), closing_after=None)
    assert len(crowd.inside) == 20
    rows = ask(site.database, "SELECT connection, challenge, usage FROM selftest_entry")
    assert sorted(rows) == sorted((s.connection, s.challenge, s.usage) for s in map(sends, crowd.inside))
    crowd.close()


@pytest.mark.parametrize("round_", range(4))
def test_a_closing_in_the_middle_counts_whom_it_acknowledged(site: Server, round_: int) -> None:
    rng = random.Random(round_)
    crowd = Crowd(site, first=30 + 30 * round_, inside=8, outside=20)
    leaving = set(rng.sample(sorted(crowd.inside), 5))
    crowd.at_once(leaving, closing_after=rng.choice([0.0, 0.01, 0.03, 0.06]))
    code = crowd.address.rstrip("/").rpartition("/")[2]
    [(taken,)] = ask(site.database, f"SELECT snapshot FROM selftest_group WHERE code = '{code}'")
    assert taken == snapshot.to_text(snapshot.snapshot([sends(seed) for seed in crowd.inside]))
    assert ask(site.database, "SELECT count(*) FROM selftest_entry") == [(0,)]
    held = held_bytes(site.database)
    assert [seed for seed in crowd.visitors if sends(seed).usage.encode() in held] == []
    pages = {visitor.ask("GET", crowd.address)[2] for visitor in [*crowd.visitors.values(), crowd.leader]}
    assert len(pages) == 1
