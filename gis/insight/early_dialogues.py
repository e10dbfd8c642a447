"""What followed where people went and talked because of an early-dialogue area.

A dialogue or visit that records say was *prompted by* such an area is followed for 90 days by the open cases of its
place (`gis.insight.dialogues.around`). Fewer of them is what it was held for: a cluster that is gone after it was no
false alarm. So whoever counts false alarms leaves out the wards of `talked`. The counts are plain ones; they do not say
that the dialogue was the cause.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from gis.insight import dialogues
from gis.insight.situation import Selection

PROMPT: Final = "early_area"
AFTER: Final = (0, 30, 60, 90)
"""Days after it on which open cases are counted."""
OUTCOMES: Final = ("fewer", "not_fewer", "early")
_HAPPENED: Final = ("held", "not_attended")


def held(selection: Selection) -> pd.DataFrame:
    """Select the dialogues held because of an early-dialogue area, those not attended included, the latest first."""
    rows = selection["dialogue"]
    mine = rows[rows["prompted_by"].eq(PROMPT).fillna(value=False).astype(bool) & rows["state"].isin(_HAPPENED)]
    return mine.sort_values("held_on", ascending=False, kind="stable")


def followed(selection: Selection, *, most: int) -> pd.DataFrame:
    """Answer what followed them.

    Parameters
    ----------
    selection
        What is chosen.
    most
        So many, the latest.

    Returns
    -------
    (≤ most, ...) rows of the frame of dialogues with `AFTER` as columns (open cases of the place on that day, missing
    where it has not come) and ``outcome``: ``"fewer"`` or ``"not_fewer"`` open cases on the last of these days that has
    come than on the day itself, ``"early"`` before the first.
    """
    rows = held(selection).head(most)
    counts = dialogues.around(selection, rows)[list(AFTER)]
    last = counts[list(AFTER[1:])].ffill(axis=1)[AFTER[-1]]
    outcome = np.select([last.isna(), (last < counts[0]).fillna(value=False)], ["early", "fewer"], "not_fewer")
    return pd.concat([rows, counts], axis=1).assign(outcome=outcome)


def talked(selection: Selection, after: dt.date, until: dt.date) -> pd.Series:
    """Answer the wards in which such a dialogue was held after a day and up to another.

    Returns
    -------
    (k,) Series of the day of the last one, named ``talked``, indexed by ward.
    """
    rows = held(selection)
    inside = rows[rows["held_on"].gt(pd.Timestamp(after)) & rows["held_on"].le(pd.Timestamp(until))]
    last: pd.Series = inside.groupby(inside["ward"].astype("object"))["held_on"].max().rename("talked")
    return last
