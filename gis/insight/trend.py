"""How cases came in and were resolved, month by month.

A *reporting month* is a month of the calendar of the view (`gis.period`) and bears the name of the month it ends in;
the last one is cut where the period ends. A case is *left* at the end of a month when it had come in and was not closed
by then, so the months form a chain: left + received − resolved is what is left a month later.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta

from gis.insight.situation import Selection
from gis.period import Calendar, Period, compared

MONTHS: Final = 24
"""Two years: enough to see the same month once more."""


def months(last: dt.date, *, calendar: Calendar = "plain", party_day: int = 1, n: int = MONTHS) -> tuple[Period, ...]:
    """Answer the last reporting months up to a day, oldest first; the last one ends on that day."""
    found = [compared("month", last, calendar=calendar, party_day=party_day).now]
    while len(found) < n:
        earlier = found[-1].start - dt.timedelta(days=1)
        found.append(compared("month", earlier, calendar=calendar, party_day=party_day).now)
    return tuple(reversed(found))


def named(month: Period) -> dt.date:
    """Answer the first day of the calendar month that a reporting month is named after."""
    first = month.start.replace(day=1)
    return first if month.start.day == 1 else first + relativedelta(months=1)


def trend(selection: Selection, over: tuple[Period, ...]) -> pd.DataFrame:
    """Count what came in, what was resolved and what was left, by month.

    Parameters
    ----------
    selection
        Whose cases.
    over
        (m,) months without gaps, oldest first.

    Returns
    -------
    (m, 3) frame of Int64 with ``received``, ``resolved`` and ``left``, indexed by `named`. Months that were over before
    the first case anywhere was received are unknown, not zero.
    """
    counted = by_month(selection.throughout.columns("case_history", "received_on", "closed_on"), over)
    first = selection.situation["case_history"]["received_on"].min()
    known = [pd.notna(first) and pd.Timestamp(month.end) >= first for month in over]
    return counted.loc[known].reindex(counted.index)


def by_month(cases: pd.DataFrame, over: tuple[Period, ...]) -> pd.DataFrame:
    """Count cases by month; see `trend`.

    Parameters
    ----------
    cases
        (n, ...) with ``received_on`` and ``closed_on``; a case without a day of receipt counts as received before.
    over
        (m,) months without gaps, oldest first.
    """
    edges = np.array([*(month.start for month in over), over[-1].end + dt.timedelta(days=1)], dtype="datetime64[s]")
    came = _month_number(cases["received_on"], edges, missing=0)
    gone = np.maximum(_month_number(cases["closed_on"], edges, missing=len(edges)), came)
    received, resolved = (np.bincount(numbers, minlength=len(edges) + 1) for numbers in (came, gone))
    left = np.cumsum(received - resolved)
    inside = slice(1, len(edges))
    columns = {"received": received[inside], "resolved": resolved[inside], "left": left[inside]}
    return pd.DataFrame(columns, index=pd.DatetimeIndex([named(month) for month in over]), dtype="Int64")


def _month_number(days: pd.Series, edges: np.ndarray, *, missing: int) -> np.ndarray:
    """Answer the number of the month of each day, from 1; 0 is before them all, one more than the last after them."""
    values = days.to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(values), missing, np.searchsorted(edges, values, side="right"))
