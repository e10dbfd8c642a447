"""A month's plan of dialogues: which places, and days that would suit, to be settled with those who hold them.

The plan is for the month after the as-of day's. Days are spread evenly over its working days, in the order of the plan;
where something falls due at a place before its day, the last working day before that is taken instead. They are
suggestions, not days that anybody set: nothing counts as announced by them.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta

from gis.law.days import is_holiday, is_weekend


def month_after(day: dt.date) -> dt.date:
    """Answer the first day of the month that a plan made on a day is for."""
    return day.replace(day=1) + relativedelta(months=1)


def working_days(month: dt.date) -> list[dt.date]:
    """List the working days of a month, from its first day."""
    days = np.arange(np.datetime64(month), np.datetime64(month + relativedelta(months=1)))
    found: list[dt.date] = days[~(is_weekend(days) | is_holiday(days))].tolist()
    return found


def suggested(next_days: pd.Series, month: dt.date) -> pd.Series:
    """Suggest a day for each place.

    Parameters
    ----------
    next_days
        (k,) next day on which something falls due, by place in the order of the plan; missing where nothing does.
    month
        First day of the month.

    Returns
    -------
    (k,) Series of days named ``suggested``, with the same index.
    """
    days = working_days(month)
    found = [days[(2 * place + 1) * len(days) // (2 * len(next_days))] for place in range(len(next_days))]
    told = [_before(due, day, days) for due, day in zip(next_days, found, strict=True)]
    return pd.Series(pd.to_datetime(told), index=next_days.index, name="suggested")


def _before(due: pd.Timestamp, day: dt.date, days: list[dt.date]) -> dt.date:
    if pd.isna(due):
        return day
    earlier = [one for one in days if one < due.date()]
    return min(day, earlier[-1]) if earlier else day
