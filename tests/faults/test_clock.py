"""A clock that jumps a day, forward and back, under the running site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.integration.conftest import GROUP, ROOTS
from tests.server import CLOCK, Server, Visitor, fresh_database

pytestmark = pytest.mark.database

NL, WORDS = ROOTS["nl"], GROUP["nl"]


def test_nothing_is_lost_when_the_clock_jumps(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0")
    settings = {"LD_PRELOAD": str(CLOCK), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    site = Server(fresh_database(tmp_path), settings=settings)
    site.start()
    try:
        leader, person = Visitor(site, 1), Visitor(site, 2)
        leader.ask("GET", NL["group"] + WORDS["open"])
        _, _, page = leader.ask("POST", NL["group"] + WORDS["open"], {"name": "Hal 3", "form": ""})
        found = re.search(rf"{NL['group']}([0-9A-Z]{{10}})/", page)
        assert found
        group = found[0]
        situation = f"{NL['situation']}1/"
        _, _, page = person.ask("GET", situation)
        hidden = dict(re.findall(r'name="(version|seed)" value="(\w+)"', page))
        status, _, page = person.ask("POST", situation, {**hidden, "most": "a", "least": "b", "go": "next"})
        assert status == 302, page

        for jump in ("+1d", "-1d", "-400d", "+0"):
            clock.write_text(jump)
            assert leader.ask("GET", "/")[0] == 200
            _, _, page = person.ask("GET", situation)
            assert re.search(r'name="most"[^>]*value="a"[^>]*checked', page), f"the answers are still there at {jump}"
            status, _, page = leader.ask("GET", group)
            assert (status, "Hal 3" in page) == (200, True), f"the group is still there at {jump}"
        clock.write_text("+8d")
        assert "checked" not in person.ask("GET", situation)[2], "after seven days answers are gone: the clock did jump"
        status, leads, _ = leader.ask("POST", group + WORDS["close"], {})
        assert (status, leads) == (302, group)
    finally:
        site.kill()  # its clock is no good for a stop in order
