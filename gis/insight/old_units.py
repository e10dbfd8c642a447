"""Whether a finding by ward still stands in the old units: the former districts that people and files speak of.

Where borders are drawn decides what is counted together (the modifiable areal unit problem: Openshaw (1984), CATMOG
38). Since 1/7/2025 wards are new units, so what shows only in one drawing is told as such. Cases and households of a
ward are given to former districts by its shares of area; a district is *also high* when the interval of its shrunk rate
(`gis.insight.shrinkage`) lies above the pooled rate. Gi* of districts is told beside; among thirty it finds little.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gis.insight import adjacency
from gis.insight.hotspots import PERMUTATIONS, local_gstar
from gis.insight.shrinkage import PER, shrunk, standardised


def districts(
    cases: pd.Series,
    exposure: pd.Series,
    shares: pd.DataFrame,
    graph: pd.DataFrame,
    *,
    permutations: int = PERMUTATIONS,
    seed: int,
) -> pd.DataFrame:
    """Answer rates and Gi* of the former districts.

    Parameters
    ----------
    cases, exposure
        (w,) cases and affected households by ward; a ward without a number is left out.
    shares
        (s, 3) ward, district, share, as of `Areas.shares`.
    graph
        (e, ≥ 2) of the wards.
    permutations, seed
        See `gis.insight.hotspots`.

    Returns
    -------
    (d, ...) by former ``district``: the columns of `shrunk`, ``z``, ``p``, ``q`` and ``also_high``.
    """
    known = cases.notna() & exposure.notna()
    parts = shares[shares["ward"].isin(cases.index[known])]
    given = {
        name: (parts["ward"].map(series).astype("float64") * parts["share"]).groupby(parts["district"]).sum()
        for name, series in (("cases", cases), ("exposure", exposure))
    }
    table = shrunk(given["cases"], given["exposure"])
    groups = parts[["ward", "district"]].set_axis(["area", "group"], axis=1)
    values = standardised(given["cases"], given["exposure"])
    found = local_gstar(values, adjacency.merged(graph, groups), permutations=permutations, seed=seed)
    counted = table[table["enough"]]
    pooled = PER * counted["n"].sum() / counted["exposure"].sum() if len(counted) else np.nan
    return table.join(found).assign(also_high=table["low"] > pooled).rename_axis("district")


def stability(hot: pd.Series, table: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Tell of each hot ward whether the former district it mostly lies in is also high.

    Parameters
    ----------
    hot
        (w,) whether each ward is hot.
    table
        Of `districts`.
    shares
        See `districts`.

    Returns
    -------
    (h, 4) by ``ward``, hot ones only: ``district``, ``share`` (of the ward in it), ``also_high`` and ``high_share``
    (share of the ward that lies in any district that is also high).
    """
    parts = shares[shares["ward"].isin(hot.index[hot.astype(bool)])]
    high = parts["district"].map(table["also_high"]).fillna(value=False).astype(bool)
    inside = (parts["share"] * high).groupby(parts["ward"]).sum()
    most = parts.sort_values("share", ascending=False, kind="stable").drop_duplicates("ward").set_index("ward")
    also = most["district"].map(table["also_high"]).fillna(value=False).astype(bool)
    told = most[["district", "share"]].assign(also_high=also, high_share=inside)
    return told.reindex(hot.index[hot.astype(bool)]).dropna(subset=["district"])
