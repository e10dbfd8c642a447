"""When officials and people last met: at a dialogue, a reception or a persuasion meeting.

An invitation that nobody followed, with minutes, is contact too: whoever invited has done what can be done. A reception
counts when it was held, not when it is only reported as not held.
"""

from __future__ import annotations

import pandas as pd

from gis.insight.once import once
from gis.insight.situation import Selection


@once("dialogue", "household_file", "reception")
def last_contact(selection: Selection, which: str = "ward") -> pd.Series:
    """Answer the day of the last contact, by ward or project; missing where none is recorded.

    Parameters
    ----------
    selection
        What is chosen.
    which
        ``"ward"`` or ``"project"``; a reception belongs to a ward and to no project.

    Returns
    -------
    (w,) Series of days named ``last_contact``, indexed by the codes that occur.
    """
    parts = [
        _latest(selection["dialogue"], "held_on", which),
        _latest(selection["household_file"], "persuasion_on", which),
    ]
    if which == "ward":
        receptions = selection["reception"]
        parts.append(_latest(receptions[receptions["state"] == "held"], "held_on", which))
    found = pd.concat(parts)
    last: pd.Series = found.groupby(level=0).max().rename("last_contact")
    return last


def listed(selection: Selection, *, most: int) -> pd.DataFrame:
    """List the last contacts, the latest first.

    Parameters
    ----------
    selection
        What is chosen.
    most
        At most so many.

    Returns
    -------
    (≤ most, 5) frame: ``day``, ``what`` (``"dialogue"``, ``"reception"`` or ``"persuasion"``), ``detail`` (kind of the
    dialogue, or who received; missing where not recorded), ``result`` (of a dialogue) and ``ward``. Persuasion meetings
    of one day in one ward are one contact: no household is told.
    """
    receptions = selection["reception"]
    parts = [
        _told(selection["dialogue"], "dialogue", "held_on", "kind", "result"),
        _told(receptions[receptions["state"] == "held"], "reception", "held_on", "role"),
        _told(selection["household_file"], "persuasion", "persuasion_on").drop_duplicates(["day", "ward"]),
    ]
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values("day", ascending=False, kind="stable", ignore_index=True).head(most)


def _told(frame: pd.DataFrame, what: str, day: str, detail: str = "", result: str = "") -> pd.DataFrame:
    rows = frame.loc[frame[day].notna()]
    nothing = pd.Series(None, index=rows.index, dtype="object")
    return pd.DataFrame(
        {
            "day": rows[day],
            "what": what,
            "detail": rows[detail].astype("object") if detail else nothing,
            "result": rows[result].astype("object") if result else nothing,
            "ward": rows["ward"].astype("object"),
        }
    )


def _latest(frame: pd.DataFrame, day: str, which: str) -> pd.Series:
    latest = frame.groupby(which, observed=True)[day].max().dropna()
    return latest.set_axis(latest.index.astype("string"))


def days_since(last: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Answer how many days ago each day was.

    Returns
    -------
    (w,) Series of float64 named ``days_since_contact``; missing where the day is.
    """
    days: pd.Series = (as_of - last).dt.days.astype("float64").rename("days_since_contact")
    return days
