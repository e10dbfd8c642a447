"""When officials and people last met: at a dialogue, a reception or a persuasion meeting.

An invitation that nobody followed, with minutes, is contact too: whoever invited has done what can be done. A reception
counts when it was held, not when it is only reported as not held.
"""

from __future__ import annotations

import pandas as pd

from gis.insight.situation import Selection


def last_contact(selection: Selection) -> pd.Series:
    """Answer the day of the last contact, by ward; missing where none is recorded.

    Returns
    -------
    (w,) Series of days named ``last_contact``, indexed by the ward codes that occur.
    """
    receptions = selection["reception"]
    parts = [
        _latest(selection["dialogue"], "held_on"),
        _latest(receptions[receptions["state"] == "held"], "held_on"),
        _latest(selection["household_file"], "persuasion_on"),
    ]
    found = pd.concat(parts)
    last: pd.Series = found.groupby(level=0).max().rename("last_contact")
    return last


def _latest(frame: pd.DataFrame, day: str) -> pd.Series:
    latest = frame.groupby("ward", observed=True)[day].max().dropna()
    return latest.set_axis(latest.index.astype("string"))


def days_since(last: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Answer how many days ago each day was.

    Returns
    -------
    (w,) Series of float64 named ``days_since_contact``; missing where the day is.
    """
    days: pd.Series = (as_of - last).dt.days.astype("float64").rename("days_since_contact")
    return days
