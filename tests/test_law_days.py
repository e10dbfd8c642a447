"""Days are counted from the day after the start; working days leave out weekends, holidays and Tết."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.law import days


def day(*texts: str) -> days.Days:
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-09-01", 10, "2026-09-11"),
        ("2024-02-28", 1, "2024-02-29"),  # leap day
        ("2024-02-28", 30, "2024-03-29"),
        ("2023-02-28", 30, "2023-03-30"),
        ("2025-12-31", 1, "2026-01-01"),
        ("2026-02-10", 10, "2026-02-20"),  # calendar days run through Tết
    ],
)
def test_calendar_days_start_counting_on_the_next_day(start, count, due):
    assert days.after(day(start), count, "calendar_day") == day(due)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-09-07", 1, "2026-09-08"),  # Monday to Tuesday
        ("2026-09-04", 1, "2026-09-07"),  # Friday to Monday
        ("2026-09-05", 1, "2026-09-07"),  # a Saturday itself is not counted
        ("2026-09-07", 10, "2026-09-21"),
        ("2026-02-13", 1, "2026-02-23"),  # Friday before Tết 2026 (16 to 20 February off)
        ("2026-02-12", 2, "2026-02-23"),
        ("2026-02-12", 1, "2026-02-13"),
        ("2026-08-28", 1, "2026-09-03"),  # 31 August off in exchange, 1 and 2 September National Day
        ("2026-08-21", 1, "2026-08-22"),  # the Saturday worked in exchange counts
        ("2026-04-24", 1, "2026-04-28"),  # the Hùng Kings' day fell on a Sunday, Monday was off for it
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start, count, due):
    assert days.after(day(start), count, "working_day") == day(due)


@pytest.mark.parametrize("unit", ["calendar_day", "working_day"])
def test_an_unknown_start_has_no_due_day(unit):
    assert np.isnat(days.after(day("NaT", "NaT"), 5, unit)).all()
    assert np.isnat(days.after(day("2026-09-07", "NaT"), 5, unit)).tolist() == [False, True]


@pytest.mark.parametrize("unit", ["calendar_day", "working_day"])
def test_between_is_never_negative_and_nothing_where_unknown(unit):
    first, last = (
        day("2026-09-07", "2026-09-09", "NaT", "2026-09-07"),
        day("2026-09-09", "2026-09-07", "2026-09-09", "NaT"),
    )
    assert days.between(first, last, unit).tolist() == [2, 0, 0, 0]


def test_between_counts_only_working_days():
    assert days.between(day("2026-02-13"), day("2026-02-24"), "working_day").tolist() == [2]


BEGIN = st.integers(min_value=0, max_value=12_000).map(lambda n: np.datetime64("2010-01-01") + n)


@given(BEGIN, st.integers(min_value=0, max_value=400), st.sampled_from(["calendar_day", "working_day"]))
def test_as_many_days_lie_between_start_and_due_day_as_were_counted(start, count, unit):
    due = days.after(np.array([start]), count, unit)
    assert days.between(np.array([start]), due, unit).tolist() == [count]


@given(BEGIN, st.integers(min_value=1, max_value=60))
def test_working_days_never_end_before_calendar_days(start, count):
    starts = np.array([start])
    assert days.after(starts, count, "working_day") >= days.after(starts, count, "calendar_day")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-01-15", 12, "2027-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("NaT", 12, "NaT"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last(start, count, due):
    [found] = days.after(day(start), count, "month")
    assert str(found) == due


def test_tet_has_its_first_and_last_public_holiday():
    assert [str(each) for each in days.tet(2026)] == ["2026-02-16", "2026-02-20"]
    assert [str(each) for each in days.tet(2025)] == ["2025-01-27", "2025-02-01"]
