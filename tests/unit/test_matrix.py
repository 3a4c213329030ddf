"""The map is always the same way up, and always whole."""

from __future__ import annotations

from itertools import combinations

from techniques.library import Library
from techniques.matrix import matrix, neighbours, peg, route


def test_rows_go_from_high_challenge_down_and_columns_to_high_connection(tiny_library: Library) -> None:
    made = matrix(tiny_library, tiny_library.techniques)
    assert [[cell.key for cell in row.cells] for row in made.rows] == [
        ["low-high", "mid-high", "high-high"],
        ["low-mid", "mid-mid", "high-mid"],
        ["low-low", "mid-low", "high-low"],
    ]
    assert {cell.key: [t.number for t in cell.techniques] for cell in made.groups if cell.techniques} == {
        "high-low": [1, 4],
        "mid-mid": [2],
        "low-high": [3],
    }
    assert made.count == 4


def test_groups_start_with_low_challenge_and_end_with_low_connection(tiny_library: Library) -> None:
    groups = [cell.key for cell in matrix(tiny_library, tiny_library.techniques).groups]
    assert groups[0] == "high-low"
    assert [key.split("-")[1] for key in groups] == ["low"] * 3 + ["mid"] * 3 + ["high"] * 3
    assert groups.index("low-high") > groups.index("mid-mid")


def test_a_filter_empties_a_place_and_leaves_it_standing(tiny_library: Library) -> None:
    made = matrix(tiny_library, [t for t in tiny_library.techniques if t.number == 4])
    cells = {cell.key: cell for cell in made.groups}
    assert len(cells) == 9
    assert (len(cells["high-low"].techniques), cells["high-low"].total) == (1, 2)
    assert (len(cells["mid-mid"].techniques), cells["mid-mid"].total) == (0, 1)


def test_peg_stands_where_the_map_says() -> None:
    assert peg("low-high") == (0, 0)
    assert peg("high-low") == (17, 17)
    assert peg("mid-mid") == (8.5, 8.5)


def test_neighbours_know_where_the_map_ends(tiny_library: Library) -> None:
    asking = tiny_library.number(2)
    angry = tiny_library.number(3)
    assert asking is not None
    assert angry is not None
    assert neighbours(tiny_library, asking).more_connection == ()
    assert neighbours(tiny_library, angry).more_challenge is None


def test_stops_of_a_route_never_hide_each_other() -> None:
    for places in (
        ["high-low", "high-mid", "high-mid", "mid-high", "high-low"],
        ["high-low", "high-high", "mid-high", "high-mid", "mid-low"],
        ["mid-mid"] * 3 + ["low-low"] * 2,
    ):
        stops = route(places)
        assert [stop.number for stop in stops] == [1, 2, 3, 4, 5]
        for one, other in combinations(stops, 2):
            assert abs(one.x - other.x) >= 33 or abs(one.y - other.y) >= 33
        assert all(0 <= stop.x <= 300 for stop in stops)
