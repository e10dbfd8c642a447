"""The risk of places in a file: no small count, nor what tells one, and what is expected goes with its number."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gis.briefing import risk_told
from gis.settings import Settings

FEWEST = 5


def line(code: str, n: int, whole: int, overdue: int, **more: Any) -> dict[str, Any]:
    reasons = more.get("reasons", [{"kind": "overdue", "n": overdue}, {"kind": "contact", "n": 3}])
    return {
        "code": code, "n": n, "enough": n >= FEWEST, "expected": 2.5, "low": 1, "high": 4, "open": whole,
        "overdue": overdue, "reasons": reasons, "duties": more.get("duties", {}), "next_due": None,
    }  # fmt: skip


def told(*wards: dict[str, Any], **out: int) -> dict[str, Any]:
    answer = {"as_of": "2026-09-30", "out": out, "wards": list(wards), "projects": []}
    return risk_told.for_file(answer)


def test_small_counts_go_with_what_would_tell_them(office: Settings) -> None:
    counts = {
        "a": {"open": 30, "in_time": 2, "overdue": 28, "duty_case": 12},
        "b": {"open": 90, "in_time": 50, "overdue": 40, "payment": 3},
        "c": {"open": 70, "in_time": 40, "overdue": 30, "payment": 80},
    }
    hidden = risk_told.hidden(counts)
    assert (hidden["a"]["open"], hidden["a"]["in_time"], hidden["a"]["overdue"]) == (30, None, None)
    assert (hidden["b"]["payment"], hidden["c"]["payment"]) == (None, None)  # their sum is known
    assert (hidden["a"]["duty_case"], hidden["b"].get("duty_case")) == (12, None)
    assert risk_told.each_hidden({"court": 0, "ended": 3, "merged": 20}) == {"court": 0, "ended": None, "merged": None}
    assert risk_told.hidden({}) == {}


def test_what_is_expected_goes_with_a_number_that_would_tell_two_cases_aside(office: Settings) -> None:
    found = told(line("a", 28, 30, 10), line("b", 40, 60, 12), line("c", 40, 60, 12))["wards"]
    a, b, c = found
    assert a["reasons"][0] == {"kind": "overdue", "n": 10, "of": None if a["n"] else 30}
    assert a["n"] is None or a["reasons"][0]["of"] is None
    for one in (a, b, c):
        assert [one[name] is None for name in ("expected", "low", "high")] == [one["n"] is None] * 3
    assert a["reasons"][1] == {"kind": "contact", "n": 3, "of": None}  # days


def test_a_place_of_which_nothing_is_told_is_not_told_by_the_others(office: Settings) -> None:
    few = line("b", 3, 3, 0)
    a, b = told(line("a", 20, 30, 10), few)["wards"]
    assert b == {"code": "b", "enough": False}
    assert (a["n"], a["expected"]) == (None, None)  # with the sum, 20 would tell the 3
    a, _ = told(line("a", 20, 30, 10), few | {"n": 0, "open": 0})["wards"]
    assert (a["n"], a["expected"]) == (20, 2.5)


def test_many_places_with_few_cases_hide_nothing_of_those_with_many(office: Settings) -> None:
    """Each of twenty hides the others: their sum tells of none. A city has more of them than of large ones."""
    many = [line(str(n), 3, 3, 0) for n in range(20)]
    large, *_ = told(
        line("a", 30, 88, 18, reasons=[{"kind": "overdue", "n": 18}, {"kind": "waiting", "n": 11}]), *many
    )["wards"]
    assert (large["n"], large["expected"]) == (30, 2.5)
    assert large["reasons"] == [{"kind": "overdue", "n": 18, "of": 88}, {"kind": "waiting", "n": 11, "of": None}]


parts = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40))


@given(st.lists(parts, min_size=1, max_size=6))
def test_no_small_count_is_what_shown_counts_leave(places: list[tuple[int, int, int]]) -> None:
    """Open cases less those looked at, and less those overdue, are never told to be 1 to 4."""
    lines = [
        line(str(i), n, n + aside, min(late, n + aside), reasons=[{"kind": "overdue", "n": min(late, n + aside)}])
        for i, (n, aside, late) in enumerate(places)
    ]
    for one in told(*lines)["wards"]:
        if not one["enough"]:
            continue
        (reason,) = one["reasons"]
        for part in (one["n"], reason["n"]):
            left = [] if part is None or reason["of"] is None else [reason["of"] - part]
            assert all(not 0 < count < FEWEST for count in [*left, part or 0])
