"""What has become of a cluster over the last months: new, lasting, growing, shrinking, or now and then.

A month is *hot* for a ward when something abnormal is told of it there; what that is, the caller decides
(`gis.insight.early_areas`). The *run* is the number of hot months in a row up to the last one. The *trend* is that of
Gi* z over all months that have one: up or down where the test of Mann and Kendall finds it at `TREND_LEVEL`, two-sided.

**Mann–Kendall** (Mann (1945), Econometrica 13, 245–259; Kendall (1975), Rank Correlation Methods). With n months, S =
Σ_{i<j} sign(x_j − x_i); with groups of t equal values, Var S = (n (n − 1) (2n + 5) − Σ t (t − 1) (2t + 5)) / 18; and Z
= (S ∓ 1) / √Var S, 0 for S = 0. It takes the months as independent: counts of what came *in* nearly are, a stock of
open cases is not, which is why the series is of cases received.

The *class* of a ward is the first of `RULES` that fits; the rules are data, so that the method page prints what runs.
The idea is that of emerging hot spot analysis (ArcGIS Pro, "How Emerging Hot Spot Analysis works"), with fewer classes
and words that officials use. A month without enough data has no part in the trend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

TREND_LEVEL: Final = 0.05
LEAST_MONTHS: Final = 4
"""With fewer months no order of them is unlikely enough, two-sided."""


@dataclass(frozen=True)
class Rule:
    """When a ward belongs to a class; whatever is None is not asked.

    Parameters
    ----------
    code
        Of the class.
    recent
        Whether one of the last so many months is hot.
    run
        Fewest and most months of the run.
    earlier
        Whether a month before the run is hot.
    trend
        1: up, −1: down.
    ever
        Whether any month is hot.
    """

    code: str
    recent: int | None = None
    run: tuple[int, int] | None = None
    earlier: bool | None = None
    trend: int | None = None
    ever: bool | None = None


ANY_MONTHS: Final = 10_000
RULES: Final = (
    Rule("new", run=(1, 3), earlier=False),
    Rule("intensifying", run=(4, ANY_MONTHS), trend=1),
    Rule("diminishing", recent=3, trend=-1),
    Rule("persistent", run=(4, ANY_MONTHS)),
    Rule("sporadic", ever=True),
    Rule("none"),
)
"""The first that fits. Up to three months a cluster is new; those of a lasting one are a run of at least four."""
CLASSES: Final = tuple(rule.code for rule in RULES)


def mann_kendall(series: pd.DataFrame) -> pd.DataFrame:
    """Test each row for a trend.

    Parameters
    ----------
    series
        (w, m) values, one column a month, oldest first; missing ones are left out.

    Returns
    -------
    (w, 4) frame ``s``, ``z``, ``p`` (two-sided) and ``n`` (months that have a value), with the same index; z and p are
    missing where there are fewer than `LEAST_MONTHS`, and 0 and 1 where all values are the same.
    """
    x = series.to_numpy(dtype="float64")
    n = np.count_nonzero(~np.isnan(x), axis=1)
    signs = np.sign(x[:, None, :] - x[:, :, None])
    s = np.nansum(np.triu(signs), axis=(1, 2))
    ties = np.count_nonzero(signs == 0, axis=2)  # how many values equal each value, itself included; 0 where missing
    # a group of t values is met t times, so (t − 1)(2t + 5) of each adds up to t (t − 1)(2t + 5)
    tied = np.where(ties > 0, (ties - 1) * (2 * ties + 5), 0).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(np.where(variance > 0, variance, 1)), 0.0)
    z = np.where(n >= LEAST_MONTHS, z, np.nan)
    table = {"s": s, "z": z, "p": np.minimum(2 * ndtr(-np.abs(z)), 1.0), "n": n}
    return pd.DataFrame(table, index=series.index)


def classes(z: pd.DataFrame, hot: pd.DataFrame) -> pd.DataFrame:
    """Answer the class of each ward.

    Parameters
    ----------
    z
        (w, m) Gi* by ward and month, oldest month first.
    hot
        (w, m) whether each month is hot.

    Returns
    -------
    (w, 5) frame with the same index: ``class`` (one of `CLASSES`), ``hot_months``, ``run``, ``trend`` (1, 0 or −1)
    and ``trend_p``.
    """
    told = hot.to_numpy(dtype=bool)
    tested = mann_kendall(z)
    trend = np.where(tested["p"] <= TREND_LEVEL, np.sign(tested["s"]), 0).astype(int)
    run, months = runs(told), told.sum(axis=1)
    fits = [_fits(rule, told, run, trend) for rule in RULES]
    named = pd.Series(np.select(fits, CLASSES, "none"), index=z.index, dtype="object")
    columns = {"hot_months": months, "run": run, "trend": trend, "trend_p": tested["p"]}
    return pd.DataFrame({"class": named, **columns}, index=z.index)


def runs(hot: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Answer how many months in a row, up to the last, are hot in each row of (w, m)."""
    found: npt.NDArray[np.int64] = np.cumprod(hot[:, ::-1], axis=1).sum(axis=1)
    return found


def _fits(
    rule: Rule, hot: npt.NDArray[np.bool_], run: npt.NDArray[np.int64], trend: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    fits = np.ones(len(hot), dtype=bool)
    if rule.recent is not None:
        fits &= hot[:, -rule.recent :].any(axis=1)
    if rule.run is not None:
        fits &= (run >= rule.run[0]) & (run <= rule.run[1])
    if rule.earlier is not None:
        fits &= (hot.sum(axis=1) > run) == rule.earlier
    if rule.trend is not None:
        fits &= trend == rule.trend
    if rule.ever is not None:
        fits &= hot.any(axis=1) == rule.ever
    return fits
