"""A month's plan: working days, spread evenly, and never later than what falls due there."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.insight.dialogue_plan import month_after, suggested, working_days

FEBRUARY = dt.date(2026, 2, 1)
OCTOBER = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "month"), [("2026-09-30", "2026-10-01"), ("2026-12-01", "2027-01-01"), ("2026-01-31", "2026-02-01")]
)
def test_a_plan_is_for_the_month_after(day: str, month: str) -> None:
    assert month_after(dt.date.fromisoformat(day)) == dt.date.fromisoformat(month)


def test_tet_and_weekends_are_no_days_to_plan() -> None:
    days = working_days(FEBRUARY)
    assert dt.date(2026, 2, 17) not in days, "the first day of the year of the Horse"
    assert all(day.weekday() < 5 for day in days)
    assert len(working_days(OCTOBER)) == 22


def days_for(*due: str | None) -> list[str]:
    index = [f"W{n}" for n in range(len(due))]
    found = suggested(pd.Series(pd.to_datetime(list(due)), index=index), OCTOBER)
    assert list(found.index) == index
    return [day.date().isoformat() for day in found]


def test_days_are_spread_over_the_month_in_the_order_of_the_plan() -> None:
    # of the 22 working days from Thursday 01/10: the 6th (places 0..21: 5) and the 17th
    assert days_for(None, None) == ["2026-10-08", "2026-10-23"]
    assert days_for(None) == ["2026-10-16"]


def test_a_day_is_before_what_falls_due() -> None:
    assert days_for("2026-10-12") == ["2026-10-09"], "12/10 is a Monday"
    assert days_for("2026-10-30") == ["2026-10-16"], "later than the day itself: nothing to hurry for"
    assert days_for("2026-10-01") == ["2026-10-16"], "no working day of the month lies before it"


def test_limits_on_one_day_do_not_make_all_dialogues_on_the_day_before() -> None:
    assert days_for("2026-10-09", "2026-10-09", None) == ["2026-10-06", "2026-10-08", "2026-10-27"]
    assert days_for(*["2026-10-06"] * 4) == ["2026-10-05", "2026-10-02", "2026-10-01", "2026-10-05"], "three days only"


def test_no_plan_has_no_days() -> None:
    assert days_for() == []


@given(st.lists(st.none() | st.dates(dt.date(2026, 9, 1), dt.date(2026, 12, 31)), max_size=60), st.dates())
def test_every_day_is_a_working_day_of_the_month(due: list[dt.date | None], month: dt.date) -> None:
    first = OCTOBER if month.year % 2 else FEBRUARY
    days = pd.Series(pd.to_datetime(due), index=range(len(due)), dtype="datetime64[us]")
    found = suggested(days, first)
    assert {day.date() for day in found} <= set(working_days(first))
    if days.isna().all() and len(days):
        assert found.value_counts().max() <= -(-len(days) // len(working_days(first)))
