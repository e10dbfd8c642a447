"""What became of the areas for an early dialogue between two days.

A ward is *new* when it is told of on the later day only, and *gone* when on the earlier one only. Told of on both days
it is *stronger* where its later rate lies above the interval of the earlier one, *weaker* where below, and the *same*
in between: a difference within the interval may be chance. One told of before that has not enough data any more is
*unknown*. Gone is no mistake of before: people may have gone and talked (`gis.insight.early_dialogues`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

CHANGES: Final = ("new", "stronger", "same", "weaker", "gone", "unknown")


def between(then: pd.DataFrame, now: pd.DataFrame, wards: pd.Index) -> pd.DataFrame:
    """Answer what changed.

    Parameters
    ----------
    then, now
        (w, ...) by ward, of `gis.insight.early_told.Told`.
    wards
        (k,) codes of those that are asked about.

    Returns
    -------
    (c, 7) frame by ward of those told of on either day: ``change`` (of `CHANGES`, in their order), and of both days
    ``class_then``, ``class_now``, ``rate_then``, ``rate_now``, ``n_then``, ``n_now``.
    """
    before, after = then.reindex(wards), now.reindex(wards)
    was, is_ = _hot(before), _hot(after)
    choices = [is_ & ~was, was & ~is_ & ~_enough(after), was & ~is_, after["rate"] > before["high"]]
    change = np.select(
        [*choices, after["rate"] < before["low"]], ["new", "unknown", "gone", "stronger", "weaker"], "same"
    )
    days = {"then": before, "now": after}
    columns = {f"{name}_{day}": table[name] for name in ("class", "rate", "n") for day, table in days.items()}
    told = pd.DataFrame({"change": change, **columns}, index=wards).rename_axis("ward")[was | is_]
    rank = told["change"].map({code: place for place, code in enumerate(CHANGES)})
    return told.loc[rank.sort_values(kind="stable").index]


def _hot(table: pd.DataFrame) -> pd.Series:
    return table["hot"].fillna(value=False).astype(bool)


def _enough(table: pd.DataFrame) -> pd.Series:
    return table["enough"].fillna(value=False).astype(bool)
