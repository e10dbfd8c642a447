"""Funnel limits: between which plain rates a place of given exposure is expected to lie if all places were alike.

With the pooled rate m = Σc / Σe, the cases of a place with exposure e are Poisson distributed with mean e m. The limit
at probability p is exact and interpolated because counts are whole: with r the least count whose P(X ≤ r) ≥ p, it is r
− a, a = (P(X ≤ r) − p) / P(X = r). After Spiegelhalter (2005), "Funnel plots for comparing institutional performance",
Statistics in Medicine 24, 1185–1202, appendix A.1. The limits hold the middle 95 % and 99.8 %, his two and three
"sigma".
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import poisson

from gis.insight.shrinkage import PER

LIMITS: Final = {"95": 0.95, "998": 0.998}
"""End of a column's name → share of alike places that lie between the limits."""


def limits(exposure: pd.Series, rate: float) -> pd.DataFrame:
    """Answer the funnel at some exposures.

    Parameters
    ----------
    exposure
        (k,) affected households.
    rate
        Pooled cases per household.

    Returns
    -------
    (k, 4) frame ``low_95``, ``high_95``, ``low_998``, ``high_998``: cases per `PER` households, with the same index;
    missing where the exposure is not above zero.
    """
    homes = exposure.where(exposure > 0).to_numpy(dtype="float64")
    told = {}
    for name, share in LIMITS.items():
        told[f"low_{name}"] = PER * limit(homes * rate, (1 - share) / 2) / homes
        told[f"high_{name}"] = PER * limit(homes * rate, (1 + share) / 2) / homes
    return pd.DataFrame(told, index=exposure.index)


def limit(expected: npt.NDArray[np.float64], chance: float) -> npt.NDArray[np.float64]:
    """Answer the interpolated count up to which cases stay with a given chance, not below zero."""
    count = poisson.ppf(chance, expected)
    over = (poisson.cdf(count, expected) - chance) / poisson.pmf(count, expected)
    found: npt.NDArray[np.float64] = np.maximum(count - over, 0.0)
    return found


def outside(table: pd.DataFrame) -> pd.Series:
    """Tell the widest limit that each plain rate lies beyond.

    Parameters
    ----------
    table
        (k, ...) with ``plain`` and the columns of `limits`.

    Returns
    -------
    (k,) Series of text named ``outside``: ``"high_998"``, ``"high_95"``, ``"low_95"``, ``"low_998"`` or ``"inside"``;
    missing where there is no rate.
    """
    plain = table["plain"]
    order = ("high_998", "high_95", "low_998", "low_95")
    beyond = [plain > table[name] if name.startswith("high") else plain < table[name] for name in order]
    told = pd.Series(np.select(beyond, order, "inside"), index=table.index, dtype="object", name="outside")
    return told.where(plain.notna())
