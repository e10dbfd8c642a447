"""Areas for an early dialogue: what rates, local statistics, scan and trend say of every ward, in one frame.

A ward is *told of* (``hot``) when its Gi* is high at an adjusted chance of at most 0.05, or when it is raised in a
cluster of the prospective scan: the first sees groups of wards, the second a lone ward too, and what is still going on.
Such a cluster has a chance of at most 0.05 and a relative risk of at least `LEAST_RISK`; *raised* are those of its
wards that have more cases of their own than expected.

What is compared:

* rates, Gi* and local Moran: open (overdue, long open) cases on the as-of day for each affected household; for Gi* and
  Moran standardised (`gis.insight.shrinkage.standardised`), since plain rates of small wards scatter more;
* the class: Gi* month by month, of cases received in the last `SPAN` months up to each month. A month is hot where that
  is high at 0.05 or a cluster of the scan, in which the ward is raised, covers it; so is the last one of every hot
  ward;
* the scan: cases received by ward and month, expected in proportion to households and days. Each month's expectations
  add up to the cases of that month, so ups and downs of the whole city (Tết, a reform) are no cluster. A ward in a
  month in which it has not enough exposure is left out of that month.

Every number follows from the snapshot, the months and the seed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

from gis.areas import Areas
from gis.insight import adjacency, data_quality, hotspots, rates, trends
from gis.insight.hotspots import LEVEL, PERMUTATIONS
from gis.insight.monthly_cases import Monthly, monthly
from gis.insight.scan import COLUMNS, Progress, scan
from gis.insight.shrinkage import LEAST_EXPOSURE, standardised
from gis.insight.situation import Selection
from gis.period import Period

SPAN: Final = 3
"""Months whose cases are taken together for the class: a month of a single ward is a handful of cases."""
CIRCLE: Final = 0.25
"""Share of all households that a circle may hold: half a city tells nobody where to go."""
LEAST_RISK: Final = 1.5
"""Relative risk of a cluster that is told of: with many cases a rate that is higher by a tenth is no chance, and no
reason to go and talk before anywhere else."""
REPLICATES: Final = 999


@dataclass(frozen=True, eq=False)
class Found:
    """What was found.

    Parameters
    ----------
    wards
        (w, ...) by ward: the columns of `gis.insight.rates.found`; ``z``, ``p``, ``q`` of Gi*; ``moran_i``,
        ``moran_p``, ``moran_q``, ``quadrant``; ``cluster`` (number of the row in `clusters` in which it is raised) and
        ``cluster_p``; ``hot``; those of `gis.insight.trends.classes` (no class without enough exposure); ``muted``
        and ``reasons`` (`gis.insight.data_quality`).
    clusters
        Of the scan; see `gis.insight.scan.scan`, and ``raised`` (codes). Periods are first days of months.
    z, q
        (w, m) Gi* month by month.
    monthly
        The counts.
    seed
        Of all permutations and maps.
    """

    wards: pd.DataFrame
    clusters: pd.DataFrame
    z: pd.DataFrame
    q: pd.DataFrame
    monthly: Monthly
    seed: int


def found(
    selection: Selection,
    over: tuple[Period, ...],
    *,
    what: str = "open",
    seed: int,
    imported_on: dt.date | None = None,
    permutations: int = PERMUTATIONS,
    replicates: int = REPLICATES,
    progress: Progress | None = None,
) -> Found | None:
    """Look at all wards.

    Parameters
    ----------
    selection
        What is chosen; a choice of wards or districts is left aside, since a ward is only high against others.
    over
        (m,) months without gaps, oldest first, the last up to the as-of day; see `gis.insight.trend.months`.
    what
        One of `gis.insight.rates.COUNTED`.
    seed, permutations, replicates, progress
        See `gis.insight.hotspots` and `gis.insight.scan`.
    imported_on
        Day on which anything was last brought in.

    Returns
    -------
    None when no household file or no case is recorded.
    """
    now = selection.situation
    counts = monthly(selection, over)
    table = rates.found(selection.everywhere, "ward", what)
    if counts is None or table is None:
        return None
    graph = now.answered("adjacency", lambda: adjacency.contiguity(now.areas.wards, metres=now.areas.metres))
    z, q = series(counts, graph, permutations=permutations, seed=seed)
    clusters = live_clusters(counts, points(now.areas), replicates=replicates, seed=seed, progress=progress)
    judged = now_high(table["n"], table["exposure"], graph, permutations=permutations, seed=seed)
    wards = table.join(judged).join(membership(clusters, now.areas.wards.index))
    wards = wards.assign(hot=hot(wards))
    wards = wards.join(trends.classes(z, hot_months(z, q, clusters, wards["hot"])))
    wards["class"] = wards["class"].where(wards["enough"] | wards["hot"])
    quality = data_quality.found(now, over[0].start, imported_on=imported_on)[["muted", "reasons"]]
    return Found(wards.join(quality), clusters, z, q, counts, seed)


def hot(wards: pd.DataFrame) -> pd.Series:
    """Tell which wards are told of, from ``z``, ``q`` and ``cluster``."""
    return ((wards["z"] > 0) & (wards["q"] <= LEVEL)) | wards["cluster"].notna()


def hot_months(z: pd.DataFrame, q: pd.DataFrame, clusters: pd.DataFrame, hot: pd.Series) -> pd.DataFrame:
    """Tell which months are hot: (w, m) frame of bool."""
    told = (z > 0) & (q <= LEVEL)
    for raised, start, end in zip(clusters["raised"], clusters["start"], clusters["end"], strict=True):
        told.loc[list(raised), told.columns[(told.columns >= start) & (told.columns <= end)]] = True
    told[told.columns[-1]] |= hot
    return told


def now_high(
    cases: pd.Series, exposure: pd.Series, graph: pd.DataFrame, *, permutations: int, seed: int
) -> pd.DataFrame:
    """Answer Gi* and local Moran of standardised rates, by ward; see `Found`."""
    values = standardised(cases, exposure)
    star = hotspots.local_gstar(values, graph, permutations=permutations, seed=seed)
    moran = hotspots.local_moran(values, graph, permutations=permutations, seed=seed)
    names = {"i": "moran_i", "p": "moran_p", "q": "moran_q", "quadrant": "quadrant"}
    return star.join(moran[list(names)].rename(columns=names))


def series(
    counts: Monthly, graph: pd.DataFrame, *, permutations: int = PERMUTATIONS, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answer Gi* and its adjusted chance of each month: two (w, m) frames."""
    cases = counts.received.T.rolling(SPAN, min_periods=1).sum().T
    tables = [
        hotspots.local_gstar(
            standardised(cases[month], counts.exposure[month]), graph, permutations=permutations, seed=seed
        )
        for month in cases
    ]
    z, q = (pd.concat([table[name] for table in tables], axis=1, keys=cases.columns) for name in ("z", "q"))
    return z, q


def live_clusters(
    counts: Monthly, places: pd.DataFrame, *, replicates: int, seed: int, progress: Progress | None = None
) -> pd.DataFrame:
    """Answer the clusters that are still going on; see the head of this module."""
    enough = counts.exposure.ge(LEAST_EXPOSURE)
    cases, homes = counts.received.where(enough, 0.0), counts.exposure.where(enough, 0.0) * counts.days
    total = homes.sum()
    expected = homes * (cases.sum() / total.where(total > 0))
    kept = expected.index[expected.sum(axis=1) > 0]
    if not len(kept):
        return pd.DataFrame(columns=[*COLUMNS, "raised"])
    found = scan(
        places.loc[kept],
        long(cases.loc[kept]),
        long(expected.loc[kept].fillna(0.0)),
        periods=list(cases),
        prospective=True,
        max_share=CIRCLE,
        replicates=replicates,
        seed=seed,
        progress=progress,
    )
    found = found[(found["p"] <= LEVEL) & (found["relative_risk"] >= LEAST_RISK)].reset_index(drop=True)
    return found.assign(raised=_raised(found, cases - expected))


def _raised(clusters: pd.DataFrame, excess: pd.DataFrame) -> pd.Series:
    """Answer the members of each cluster that have more cases in its months than expected."""
    told = []
    for members, start, end in zip(clusters["members"], clusters["start"], clusters["end"], strict=True):
        own = excess.loc[list(members), (excess.columns >= start) & (excess.columns <= end)].sum(axis=1)
        told.append(tuple(own.index[own > 0]))
    return pd.Series(told, index=clusters.index, dtype="object")


def long(table: pd.DataFrame) -> pd.Series:
    """Write a (w, m) table by ward and month as one Series by both, as a scan takes it."""
    whole = pd.MultiIndex.from_product([table.index, table.columns])
    return pd.Series(table.to_numpy().reshape(-1), index=whole)


def points(areas: Areas) -> pd.DataFrame:
    """Answer where wards stand for a scan: (w, 2) ``x`` and ``y`` of their official centroids, in metres."""
    label = gpd.points_from_xy(areas.wards["label_lon"], areas.wards["label_lat"], crs=areas.wards.crs)
    projected = label.to_crs(areas.metres)
    return pd.DataFrame({"x": projected.x, "y": projected.y}, index=areas.wards.index)


def membership(clusters: pd.DataFrame, wards: pd.Index) -> pd.DataFrame:
    """Answer the cluster each ward is raised in and its chance: (w, 2) ``cluster`` and ``cluster_p``."""
    inside = clusters["raised"].explode().dropna()
    number = pd.Series(inside.index, index=pd.Index(inside), dtype="Int64").reindex(wards)
    return pd.DataFrame({"cluster": number, "cluster_p": number.map(clusters["p"]).astype("float64")}, index=wards)
