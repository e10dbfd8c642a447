"""Reporting periods: which days a report is about, and with which days it is compared.

A *calendar* says on which day of the month a reporting month begins. In the plain calendar September is 1/9–30/9; the
inspectorate's periods run from the 15th to the 14th (TT 02/2021/TT-TTCP, TT 01/2024/TT-TTCP, from a secondary text), so
September is 15/8–14/9; the day on which a Party month begins was not found and is a setting. Quarters, halves, nine
months and years are made of such months.

A period that is not over yet ends on the as-of day. It is compared with as many days of the period before it and of the
same period last year, so that ten days are never held against a whole month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from dateutil.relativedelta import relativedelta

PeriodKind = Literal["month", "quarter", "half", "nine_months", "twelve_months", "year"]
Calendar = Literal["plain", "inspectorate", "party"]

KINDS: Final[tuple[PeriodKind, ...]] = get_args(PeriodKind)
CALENDARS: Final[tuple[Calendar, ...]] = get_args(Calendar)
DEFAULT_KIND: Final[PeriodKind] = "twelve_months"
DEFAULT_CALENDAR: Final[Calendar] = "plain"

_MONTHS: Final[Mapping[PeriodKind, int]] = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "nine_months": 9,
    "twelve_months": 12,
    "year": 12,
}
INSPECTORATE: Final = 15
"""Day of the month before on which a reporting month of the inspectorate begins."""


@dataclass(frozen=True)
class Period:
    """The days a report is about, both ends included.

    Parameters
    ----------
    kind
        What kind of period.
    start, end
        First and last day; the last is the as-of day while the period runs.
    """

    kind: PeriodKind
    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Compared:
    """A period and the two it is compared with.

    Parameters
    ----------
    now
        The period itself.
    before
        As many days of the period before it ("kỳ trước").
    last_year
        The same days a year earlier ("cùng kỳ năm trước").
    """

    now: Period
    before: Period
    last_year: Period


def compared(kind: PeriodKind, as_of: dt.date, *, calendar: Calendar = "plain", party_day: int = 1) -> Compared:
    """Work out the period that contains a day, cut at that day, and what it is compared with.

    Parameters
    ----------
    kind
        What kind of period. Nine months always begin with the year; from the tenth month on they are the nine that are
        over. Twelve months are those that end with the month of the day.
    as_of
        The day.
    calendar
        Whose months.
    party_day
        Day of the month on which a Party month begins; 1 is the plain calendar.
    """
    day = {"plain": 1, "inspectorate": INSPECTORATE, "party": party_day}[calendar]
    first, length = _first_month(kind, _month_of(as_of, day)), _MONTHS[kind]
    now = _cut(kind, first, length, day, as_of)
    whole = now.end == _start(first + relativedelta(months=length), day) - dt.timedelta(days=1)
    before = _earlier(now, first - relativedelta(months=length), length, day, whole=whole)
    last_year = _earlier(now, first - relativedelta(years=1), length, day, whole=whole)
    return Compared(now, before, last_year)


def _month_of(day: dt.date, begins: int) -> dt.date:
    """Answer the reporting month of a day, as the first of the calendar month that names it."""
    named = day.replace(day=1)
    return named + relativedelta(months=1) if begins > 1 and day.day >= begins else named


def _start(month: dt.date, begins: int) -> dt.date:
    """Answer the first day of a reporting month."""
    return month if begins == 1 else (month - relativedelta(months=1)).replace(day=begins)


def _first_month(kind: PeriodKind, month: dt.date) -> dt.date:
    """Answer the first reporting month of the period."""
    if kind == "twelve_months":
        return month - relativedelta(months=11)
    if kind in ("nine_months", "year"):
        return month.replace(month=1)
    return month.replace(month=month.month - (month.month - 1) % _MONTHS[kind])


def _cut(kind: PeriodKind, first: dt.date, length: int, begins: int, as_of: dt.date) -> Period:
    last = _start(first + relativedelta(months=length), begins) - dt.timedelta(days=1)
    return Period(kind, _start(first, begins), min(last, as_of))


def _earlier(now: Period, first: dt.date, length: int, begins: int, *, whole: bool) -> Period:
    """Answer an earlier period, whole when this one is, otherwise as many days of it."""
    start = _start(first, begins)
    last = _start(first + relativedelta(months=length), begins) - dt.timedelta(days=1)
    return Period(now.kind, start, last if whole else min(last, start + dt.timedelta(days=now.days - 1)))
