"""How fast somebody may ask: so many at once, as many a minute after that, each for themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.access.pace import Pace, network


def test_so_many_at_once_and_then_one_by_one() -> None:
    pace = Pace(3)  # one each 20 s
    assert [pace.wait("an", 0.0) for _ in range(5)] == [0, 0, 0, 20, 20], "a refusal costs nothing"
    assert pace.wait("an", 19.0) == pytest.approx(1.0)
    assert pace.wait("an", 20.0) == 0
    assert pace.wait("an", 20.0) == pytest.approx(20.0)
    assert pace.wait("an", 200.0) == 0, "after a long time all may come again at once"


def test_each_for_themselves() -> None:
    pace = Pace(1)
    assert pace.wait("an", 0.0) == 0
    assert pace.wait("an", 0.0) > 0
    assert pace.wait("binh", 0.0) == 0


def test_a_bounded_number_of_names_is_held_those_that_asked_last() -> None:
    pace = Pace(1, names=2)
    for name in ("an", "binh", "an", "chi"):  # "an" asked again before "chi" came: "binh" is forgotten
        pace.wait(name, 0.0)
    assert len(pace._paid) == 2
    assert pace.wait("an", 0.0) > 0
    assert pace.wait("binh", 0.0) == 0


@given(st.integers(1, 20), st.lists(st.floats(0, 30), max_size=200))
def test_whoever_waits_as_told_gets_through_and_no_minute_sees_more_than_twice_the_limit(
    most: int, pauses: list[float]
) -> None:
    pace, now, through = Pace(most), 0.0, []
    for pause in pauses:
        now += pause
        wait = pace.wait("an", now)
        if wait:
            now += wait + 1e-6
            assert pace.wait("an", now) == 0
        through.append(now)
    assert all(sum(at <= one < at + 60 for one in through) <= 2 * most for at in through)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_a_machine_of_ipv6_counts_once_with_all_its_addresses(address: str, name: str) -> None:
    assert network(address) == name
