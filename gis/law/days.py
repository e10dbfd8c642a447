"""Counting days as the law counts them.

The day after the starting day is day 1: Bộ luật Dân sự 2015, Điều 147 (from memory, not read) leaves the first day out,
and it is the reading kinder to the authority by one day. The last day belongs to the limit until it ends.

A *working day* is any day that is neither a weekend nor a public holiday of Việt Nam (Tết included), plus the weekend
days on which the State makes up for a day off in between. Days are numpy ``datetime64[D]``; an unknown day is NaT.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final

import holidays
import numpy as np
from numpy.typing import NDArray

from gis.law.terms import Unit

Days = NDArray[np.datetime64]
Counts = NDArray[np.integer[Any]]

_LUNAR: Final = (1901, 2100)
"""Years for which the lunar calendar, hence Tết, is known."""
_ONE_DAY: Final = np.timedelta64(1, "D")


def after(start: Days, count: Counts | int, unit: Unit) -> Days:
    """Answer the last day of a limit of `count` days.

    Parameters
    ----------
    start
        (n,) days on which the limits start; they are not counted themselves.
    count
        (n,) or one number of days, 0 or more.
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
    known = ~np.isnat(start)
    if known.any():
        calendar = _calendar_around(start[known], int(counts[known].max()))
        due[known] = np.busday_offset(start[known], counts[known], roll="backward", busdaycal=calendar)
    return due


def between(start: Days, end: Days, unit: Unit) -> NDArray[np.int64]:
    """Answer how many days lie after `start`, up to and with `end`; 0 where there are none or either is unknown."""
    known = ~(np.isnat(start) | np.isnat(end))
    found = np.zeros(start.shape, dtype="int64")
    if not known.any():
        return found
    first, last = start[known], end[known]
    if unit == "calendar_day":
        found[known] = (last - first).astype("int64")
    else:
        calendar = _calendar_around(np.concatenate([first, last]), 0)
        found[known] = np.busday_count(first + _ONE_DAY, last + _ONE_DAY, busdaycal=calendar)
    return np.maximum(found, 0)


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
    years = range(max(first, _LUNAR[0]), min(last, _LUNAR[1]) + 1)
    vietnam = holidays.country_holidays("VN", years=years)
    days = np.arange(np.datetime64(f"{first:04d}-01-01"), np.datetime64(f"{last + 1:04d}-01-01"))
    weekends = days[~np.is_busday(days)]
    made_up = np.array(sorted(vietnam.weekend_workdays), dtype="datetime64[D]")
    off = np.union1d(np.setdiff1d(weekends, made_up), _as_days(vietnam))
    return np.busdaycalendar(weekmask="1111111", holidays=off)


def _as_days(found: holidays.HolidayBase) -> Days:
    dates: list[dt.date] = sorted(found.keys())
    return np.array(dates, dtype="datetime64[D]")
