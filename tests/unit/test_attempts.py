"""Guessing is bounded for each visitor, and no address is kept."""

from __future__ import annotations

from techniques import attempts
from techniques.attempts import Attempts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_visitor_is_stopped_and_others_are_not() -> None:
    bound = Attempts(3)
    for _ in range(3):
        assert not bound.exceeded("192.0.2.7")
        bound.count("192.0.2.7")
    assert bound.exceeded("192.0.2.7")
    assert not bound.exceeded("192.0.2.8")


def test_after_ten_minutes_all_is_forgotten() -> None:
    clock = Clock()
    bound = Attempts(1, clock)
    bound.count("192.0.2.7")
    clock.now = attempts.WINDOW - 1
    assert bound.exceeded("192.0.2.7")
    clock.now = attempts.WINDOW
    assert not bound.exceeded("192.0.2.7")
    assert bound.counts.total() == 0


def test_moving_through_ones_own_ipv6_network_does_not_help() -> None:
    bound = Attempts(1)
    bound.count("2001:db8:1:2::1")
    assert bound.exceeded("2001:db8:1:2:3:4:5:6")
    assert not bound.exceeded("2001:db8:1:3::1")


def test_ipv4_in_the_form_of_ipv6_is_ipv4() -> None:
    bound = Attempts(1)
    bound.count("::ffff:192.0.2.7")
    assert bound.exceeded("192.0.2.7")
    assert not bound.exceeded("::ffff:192.0.2.8")


def test_memory_is_bounded_and_holds_no_address() -> None:
    bound = Attempts(3)
    for i in range(70_000):
        bound.count(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}")
    assert len(bound.counts) <= 65_536
    assert all(len(counter) == 2 for counter in bound.counts)


def test_something_that_is_no_address_is_bounded_too() -> None:
    bound = Attempts(1)
    bound.count("")
    assert bound.exceeded("unix:")
