"""A month's plan of dialogues: which places, and days that would suit, to be settled with those who hold them.

The plan is for the month after the as-of day's. Days are spread evenly over its working days, in the order of the plan;
where something falls due at a place before its day, an earlier one is taken. Places where it falls due first choose
first, each the nearest of the days that have fewest dialogues yet, so that ten limits on one day do not put ten
dialogues on the day before. They are suggestions, not days that anybody set: nothing counts as announced by them.
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
    last = [_last(due, days) for due in next_days]
    taken, found = [0] * len(days), [0] * len(last)
    for place in sorted(range(len(last)), key=lambda place: last[place]):
        wanted = min((2 * place + 1) * len(days) // (2 * len(last)), last[place])
        found[place] = min(range(last[place] + 1), key=lambda day: (taken[day], abs(day - wanted)))
        taken[found[place]] += 1
    return pd.Series(pd.to_datetime([days[day] for day in found]), index=next_days.index, name="suggested")


def _last(due: pd.Timestamp, days: list[dt.date]) -> int:
    """Answer the number of the last day before what falls due; of the last of all where none lies before it."""
    earlier = len(days) if pd.isna(due) else sum(day < due.date() for day in days)
    return (earlier or len(days)) - 1
