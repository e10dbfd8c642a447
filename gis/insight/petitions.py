"""Petitions and denunciations received over a period: how petitions came, and what they belong to.

A *petition* (đơn) is a paper that came in; a *case* (vụ việc) may hold many of them, so the two are never added up. Its
class and competence are those of its case; of one that was joined to no case neither is known.

*Denunciations* are one number a month for the whole province: no row of any exists, and no place, project or body. A
period that is not made of whole calendar months cannot be told of.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.filters import PLACES, Filters
from gis.insight.situation import Selection
from gis.period import Period
from gis.records.entities.cases import CASE_CLASSES, CHANNELS

RECEIVED: Final = "received"
UNKNOWN: Final = "unknown"
WAYS: Final = tuple(f"channel_{code}" for code in (*(one.code for one in CHANNELS), UNKNOWN))
CLASSES: Final = tuple(f"class_{code}" for code in (*(one.code for one in CASE_CLASSES), UNKNOWN))
COMPETENCE: Final = ("within", "outside", "competence_unknown")
PARTS: Final = (WAYS, CLASSES, COMPETENCE)
"""Into what all that were received fall apart, in three ways."""


def received(selection: Selection, period: Period) -> pd.Series | None:
    """Count the petitions of a period.

    Parameters
    ----------
    selection
        What is chosen: of places by the ward of the petition, of all else by its case.
    period
        The days on which they came.

    Returns
    -------
    (k,) Series of int64 by `RECEIVED` and the names of `PARTS`; None where no petition was ever recorded.
    """
    if not selection.situation.recorded("petition"):
        return None
    rows = _of_period(selection, period)
    cases = _cases(rows, selection)
    known = rows["case"].astype("object").isin(cases.index[cases["kept"]])
    asks_more = bool(selection.throughout.filters.without(*PLACES, "area").chosen)
    rows = rows[known] if asks_more else rows
    of = cases.reindex(rows["case"].astype("object"))
    counted = {
        RECEIVED: len(rows),
        **_parted(rows["channel"], WAYS, "channel_"),
        **_parted(of["case_class"], CLASSES, "class_"),
        **_competence(of["within_competence"]),
    }
    return pd.Series(counted, dtype="int64")


def _of_period(selection: Selection, period: Period) -> pd.DataFrame:
    rows = selection.situation.snapshot.rows("petition").frame(["case", "ward", "channel", "received_on"])
    inside = rows["received_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return selection.filters.keep(rows[inside], selection.situation.districts)


def _cases(petitions: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Answer the cases of petitions by code: class, competence, and whether the filters keep them."""
    now = selection.situation
    codes = petitions["case"].astype("object").dropna().unique()
    rows = now.snapshot.rows("case")
    places = rows.whose("code", codes) if len(codes) else np.empty(0, dtype=np.int64)
    found = rows.frame(among=places)[["case_class", "within_competence"]]
    mask = selection.throughout.filters.without(*PLACES).mask(now["case_history"], now.districts)
    return found.assign(kept=True if mask is None else mask[places])


def _parted(codes: pd.Series, names: tuple[str, ...], prefix: str) -> dict[str, int]:
    counts = (prefix + codes.astype("object").fillna(UNKNOWN)).value_counts()
    return {name: int(counts.get(name, 0)) for name in names}


def _competence(within: pd.Series) -> dict[str, int]:
    flags = within.astype("boolean")
    numbers = int(flags.sum()), int((~flags).sum()), int(flags.isna().sum())
    return dict(zip(COMPETENCE, numbers, strict=True))


def denunciations(selection: Selection, period: Period) -> int | None:
    """Answer how many denunciations the whole province received in a period.

    Returns
    -------
    None where anything is chosen (no choice narrows them), where the reader sees only a part of the province, where the
    period is not made of whole calendar months, or where the number of any of its months is not recorded.
    """
    now = selection.situation
    months = pd.period_range(period.start, period.end, freq="M")
    whole = months[0].start_time.date() == period.start and months[-1].end_time.date() == period.end
    if selection.filters != Filters() or not now.snapshot.scope.everything or not whole:
        return None
    rows = now.snapshot["denunciation_count"]
    counts = rows["received"].groupby(rows["month_end"].dt.to_period("M")).last().reindex(months)
    return None if counts.isna().any() else int(counts.sum())
