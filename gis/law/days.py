"""Counting days as the law counts them.

The day after the starting day is day 1: Bộ luật Dân sự 2015, Điều 147 (from memory, not read) leaves the first day out,
and it is the reading kinder to the authority by one day. The last day belongs to the limit until it ends.

A *working day* is any day that is neither a weekend nor a public holiday of Việt Nam (Tết included), plus the weekend
days on which the State makes up for a day off in between. A *month* runs to the day of the same number, or to the last
of the month where there is none. Days are numpy ``datetime64[D]``; an unknown day is NaT.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final, Literal

import holidays
import numpy as np
from numpy.typing import NDArray

Unit = Literal["calendar_day", "working_day", "month"]
Days = NDArray[np.datetime64]
Counts = NDArray[np.integer[Any]]

_LUNAR: Final = (1901, 2100)
"""Years for which the lunar calendar, hence Tết, is known."""
_TET: Final = "Lunar New Year"
_ONE_DAY: Final = np.timedelta64(1, "D")


def after(start: Days, count: Counts | int, unit: Unit) -> Days:
    """Answer the last day of a limit of `count` days or months.

    Parameters
    ----------
    start
        (n,) days on which the limits start; they are not counted themselves.
    count
        (n,) or one number of them, 0 or more.
    unit
        What is counted.

    Returns
    -------
    (n,) days; NaT where the start is unknown.
    """
    counts = np.broadcast_to(np.asarray(count, dtype="int64"), start.shape)
    due: Days = np.full(start.shape, np.datetime64("NaT", "D"))
    if unit == "calendar_day":
        due[:] = start + counts.astype("timedelta64[D]")
        return due
    if unit == "month":
        return _months_after(start, counts)
    known = ~np.isnat(start)
    if known.any():
        calendar = _calendar_around(start[known], int(counts[known].max()))
        due[known] = np.busday_offset(start[known], counts[known], roll="backward", busdaycal=calendar)
    return due


def _months_after(start: Days, counts: Counts) -> Days:
    months = start.astype("datetime64[M]")
    reached = months + counts.astype("timedelta64[M]")
    last = (reached + np.timedelta64(1, "M")).astype("datetime64[D]") - _ONE_DAY
    same: Days = np.minimum(reached.astype("datetime64[D]") + (start - months.astype("datetime64[D]")), last)
    return same


def between(start: Days, end: Days, unit: Unit) -> NDArray[np.int64]:
    """Answer how many days lie after `start`, up to and with `end`; 0 where there are none or either is unknown.

    Months have no days of their own: of them calendar days are counted.
    """
    known = ~(np.isnat(start) | np.isnat(end))
    found = np.zeros(start.shape, dtype="int64")
    if not known.any():
        return found
    first, last = start[known], end[known]
    if unit != "working_day":
        found[known] = (last - first).astype("int64")
    else:
        calendar = _calendar_around(np.concatenate([first, last]), 0)
        found[known] = np.busday_count(first + _ONE_DAY, last + _ONE_DAY, busdaycal=calendar)
    return np.maximum(found, 0)


def years_of(days: Days, *, more: int = 0) -> range:
    """Answer the years in which days lie, and some more on either side; none where no day is known."""
    known = days[~np.isnat(days)]
    if not len(known):
        return range(0)
    years = known.astype("datetime64[Y]").astype("int64") + 1970
    return _lunar(int(years.min()) - more, int(years.max()) + more)


def is_weekend(days: Days) -> NDArray[np.bool_]:
    """Answer which days are a Saturday or a Sunday."""
    found: NDArray[np.bool_] = ~np.is_busday(days) & ~np.isnat(days)
    return found


def is_holiday(days: Days) -> NDArray[np.bool_]:
    """Answer which days are a public holiday of Việt Nam, Tết and days off in exchange included."""
    return np.isin(days, _as_days(_vietnam(years_of(days))))


@lru_cache(maxsize=256)
def tet(year: int) -> tuple[np.datetime64, np.datetime64]:
    """Answer the first and the last public holiday of a year's Tết."""
    found = sorted(day for day, name in _vietnam(range(year, year + 1)).items() if _TET in name)
    return np.datetime64(found[0]), np.datetime64(found[-1])


def _lunar(first: int, last: int) -> range:
    return range(max(first, _LUNAR[0]), min(last, _LUNAR[1]) + 1)


def _vietnam(years: range) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=years, language="en_US")


def _calendar_around(days: Days, count: int) -> np.busdaycalendar:
    """Answer a calendar that reaches a year beyond the days, and far enough to count `count` working days."""
    years = days.astype("datetime64[Y]").astype("int64") + 1970
    return _calendar(int(years.min()) - 1, int(years.max()) + 1 + count // 200)


@lru_cache(maxsize=32)
def _calendar(first: int, last: int) -> np.busdaycalendar:
    """Make the calendar of these years.

    numpy knows a weekly pattern and exceptions that are days off, but no made-up weekend days; so every day of the week
    counts as worked, and all days off, weekends with them, are exceptions.
    """
    vietnam = _vietnam(_lunar(first, last))
    days = np.arange(np.datetime64(f"{first:04d}-01-01"), np.datetime64(f"{last + 1:04d}-01-01"))
    weekends = days[~np.is_busday(days)]
    made_up = np.array(sorted(vietnam.weekend_workdays), dtype="datetime64[D]")
    off = np.union1d(np.setdiff1d(weekends, made_up), _as_days(vietnam))
    return np.busdaycalendar(weekmask="1111111", holidays=off)


def _as_days(found: holidays.HolidayBase) -> Days:
    dates: list[dt.date] = sorted(found.keys())
    return np.array(dates, dtype="datetime64[D]")
