"""How often clusters are told of where there are none, and found where they were planted.

*False alarms*: of null maps, the share with at least one ward told of; at most one in ten may have any. *Power*: of the
hotspots planted in demo cities, the share with at least one ward told of, and how many months after planting first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gis.insight.monthly_cases import Monthly
from tests.proof import maps
from tests.proof.maps import Effort

MOST_FALSE = 0.10
LEAST_FOUND = 0.80
SOON = 3
"""Months within which a planted hotspot is to be found."""


def null(seed: int, effort: Effort) -> dict[str, int]:
    """Judge a null map: ``map`` (its seed) and ``hot`` (wards told of)."""
    return _null(maps.plain(), seed, effort)


def null_of_city(seed: int, effort: Effort) -> dict[str, int]:
    """Judge the shuffled cases of a demo city, with its households and totals; as `null`."""
    return _null(maps.until(maps.city(1)[0], 47), seed, effort)


def _null(base: Monthly, seed: int, effort: Effort) -> dict[str, int]:
    return {"map": seed, "hot": int(maps.hot(maps.shuffled(base, seed=seed), effort, seed=seed).sum())}


def planted(seed: int, effort: Effort) -> list[dict[str, Any]]:
    """Look for what was planted in a demo city, month after month, until it is found or over.

    Returns
    -------
    One for each hotspot: ``city``, ``wards`` (how many), ``risk``, ``measured`` and ``month`` (1: in the month of
    planting; missing where it was not found in its months).
    """
    return [_looked_for(seed, spot, effort) for spot in maps.city(seed)[1]["hotspots"]]


def _looked_for(seed: int, spot: dict[str, Any], effort: Effort) -> dict[str, Any]:
    counts = maps.city(seed)[0]
    first, last = (counts.received.columns.get_loc(pd.Timestamp(spot[name]).replace(day=1)) for name in ("from", "to"))
    told = {"city": seed, "wards": len(spot["wards"]), "risk": spot["relative_risk"], "measured": spot["measured_risk"]}
    for month in range(first, min(last, first + 2 * SOON - 1) + 1):
        if maps.hot(maps.until(counts, month), effort, seed=seed)[spot["wards"]].any():
            return told | {"month": month - first + 1}
    return told | {"month": np.nan}


def elsewhere(seed: int, effort: Effort) -> dict[str, int]:
    """Count what is told of at the end of a demo city, inside what is planted then and outside."""
    counts, truth = maps.city(seed)
    told = maps.hot(maps.until(counts, 47), effort, seed=seed)
    end = max(spot["to"] for spot in truth["hotspots"])
    live = {ward for spot in truth["hotspots"] if spot["to"] == end for ward in spot["wards"]}
    names = set(told.index[told])
    return {"city": seed, "planted": len(live), "found": len(names & live), "elsewhere": len(names - live)}
