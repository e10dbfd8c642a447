"""How often clusters are told of where there are none, and found where they were planted.

*False alarms*: of null maps, the share with at least one ward told of; at most one in ten may have any. *Power*: of the
hotspots planted in demo cities, the share with at least one ward told of, and how many months after planting first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from tests.proof import maps
from tests.proof.maps import Effort

MOST_FALSE = 0.10
LEAST_FOUND = 0.80
SOON = 3
"""Months within which a planted hotspot is to be found."""


def null(seeds: Iterable[int], effort: Effort) -> pd.DataFrame:
    """Judge null maps: ``map`` (its seed) and ``hot`` (wards told of)."""
    base = maps.plain()
    rows = [(seed, int(maps.hot(maps.shuffled(base, seed=seed), effort, seed=seed).sum())) for seed in seeds]
    return pd.DataFrame(rows, columns=["map", "hot"])


def null_of_city(seeds: Iterable[int], effort: Effort) -> pd.DataFrame:
    """Judge the shuffled cases of a demo city, with its households and totals; as `null`."""
    base = maps.until(maps.city(1)[0], 47)
    rows = [(seed, int(maps.hot(maps.shuffled(base, seed=seed), effort, seed=seed).sum())) for seed in seeds]
    return pd.DataFrame(rows, columns=["map", "hot"])


def planted(seeds: Iterable[int], effort: Effort) -> pd.DataFrame:
    """Look for what was planted in demo cities, month after month, until it is found or over.

    Returns
    -------
    One row for each hotspot: ``city``, ``wards`` (how many), ``risk``, ``measured`` and ``month`` (1: in the month of
    planting; missing where it was not found in its months).
    """
    rows = [_looked_for(seed, spot, effort) for seed in seeds for spot in maps.city(seed)[1]["hotspots"]]
    return pd.DataFrame(rows)


def _looked_for(seed: int, spot: dict[str, Any], effort: Effort) -> dict[str, Any]:
    counts = maps.city(seed)[0]
    first, last = (counts.received.columns.get_loc(pd.Timestamp(spot[name]).replace(day=1)) for name in ("from", "to"))
    told = {"city": seed, "wards": len(spot["wards"]), "risk": spot["relative_risk"], "measured": spot["measured_risk"]}
    for month in range(first, min(last, first + 2 * SOON - 1) + 1):
        if maps.hot(maps.until(counts, month), effort, seed=seed)[spot["wards"]].any():
            return told | {"month": month - first + 1}
    return told | {"month": np.nan}


def elsewhere(seeds: Iterable[int], effort: Effort) -> pd.DataFrame:
    """Count what is told of at the end of demo cities, inside what is planted then and outside: one row a city."""
    rows = []
    for seed in seeds:
        counts, truth = maps.city(seed)
        told = maps.hot(maps.until(counts, 47), effort, seed=seed)
        end = max(spot["to"] for spot in truth["hotspots"])
        live = {ward for spot in truth["hotspots"] if spot["to"] == end for ward in spot["wards"]}
        names = set(told.index[told])
        rows.append((seed, len(live), len(names & live), len(names - live)))
    return pd.DataFrame(rows, columns=["city", "planted", "found", "elsewhere"])
