"""Cases and affected households of each ward, month by month: what rates, local statistics and scans are fed with.

Of a month are counted the cases *received* in it and those *open* at its end, and the households *affected* by its end
(`gis.insight.rates`). Places outside the choice of wards count too, since a ward is only high against others. Cases
whose point is a stand-in (`gis.insight.data_quality`) are left out of everything: where they belong is not known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.insight import data_quality
from gis.insight.situation import Selection
from gis.insight.trend import named
from gis.period import Period


@dataclass(frozen=True, eq=False)
class Monthly:
    """Numbers by ward and month.

    Parameters
    ----------
    received, open, exposure
        (w, m) float64 frames by ward code and first day of the month (`gis.insight.trend.named`), in the order of
        `Areas.wards`: cases received, cases open at the end, households affected by the end.
    days
        (m,) days of each month, of the last one so far.
    """

    received: pd.DataFrame
    open: pd.DataFrame
    exposure: pd.DataFrame
    days: npt.NDArray[np.int64]


def monthly(selection: Selection, over: tuple[Period, ...]) -> Monthly | None:
    """Count cases and households of all wards.

    Parameters
    ----------
    selection
        What is chosen; a choice of wards or districts is left aside.
    over
        (m,) months without gaps, oldest first, as of `gis.insight.trend.months`.

    Returns
    -------
    None when no household file or no case is recorded.
    """
    now = selection.situation
    if not (now.recorded("household_file") and now.recorded("case")):
        return None
    everywhere = selection.everywhere
    cases = everywhere.throughout.columns("case_history", "ward", "received_on", "closed_on")
    cases = cases[~np.isin(cases.index.to_numpy(), data_quality.stand_ins(now))]
    return counted(cases, everywhere["household_file"], now.areas.wards.index, over)


def counted(cases: pd.DataFrame, files: pd.DataFrame, wards: pd.Index, over: tuple[Period, ...]) -> Monthly:
    """Count rows by ward and month.

    Parameters
    ----------
    cases
        (n, ...) with a categorical ``ward``, ``received_on`` and ``closed_on``.
    files
        (m, ...) household files with a categorical ``ward`` and ``notified_on``.
    wards
        Codes of all wards.
    over
        See `monthly`.
    """
    first = pd.DatetimeIndex([named(month) for month in over])
    came = _upto(cases["ward"], cases["received_on"], over, wards)
    gone = _upto(cases["ward"], _later(cases), over, wards, missing=-1)
    homes = _upto(files["ward"], files["notified_on"], over, wards)
    tables = {"received": np.diff(came, axis=1), "open": (came - gone)[:, 1:], "exposure": homes[:, 1:]}
    days = np.array([(month.end - month.start).days + 1 for month in over])
    return Monthly(**{name: pd.DataFrame(t, index=wards, columns=first) for name, t in tables.items()}, days=days)


def _later(cases: pd.DataFrame) -> pd.Series:
    """Answer the day on which each case was closed, not before it came."""
    return cases["closed_on"].where(~(cases["closed_on"] < cases["received_on"]), cases["received_on"])


def _upto(
    wards: pd.Series, days: pd.Series, over: tuple[Period, ...], index: pd.Index, *, missing: int = 0
) -> npt.NDArray[np.float64]:
    """Count, by ward, what happened before the months (first column) and up to the end of each: (w, m + 1).

    A row without a day counts as before them all, or, with `missing` −1, as never.
    """
    ends = [over[0].start - dt.timedelta(days=1), *(month.end for month in over)]
    edges = np.array(ends, dtype="datetime64[s]")
    values = days.to_numpy(dtype="datetime64[s]")
    column = np.searchsorted(edges, values, side="left")
    column[np.isnat(values)] = missing if missing >= 0 else len(edges)
    row = np.append(index.get_indexer(wards.cat.categories), -1)[wards.cat.codes.to_numpy()]
    inside = (row >= 0) & (column < len(edges))
    size = len(index) * len(edges)
    counted = np.bincount(row[inside] * len(edges) + column[inside], minlength=size)
    found: npt.NDArray[np.float64] = np.cumsum(counted.reshape(len(index), len(edges)), axis=1).astype("float64")
    return found
