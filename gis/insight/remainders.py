"""What stands between the steps of compensation: money put aside, paid land not handed over, lots, coefficients apart.

None of it follows from another. The sum that was deposited is not recorded; what is told is the sum that was *approved*
for the households whose money is deposited. A *ready* lot is one of a resettlement site whose infrastructure is done.
A *jump* is how far the coefficients of two projects that share a ward lie apart (see `gis.insight.project_detail`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gis.insight.project_detail import coefficients
from gis.insight.situation import Selection


@dataclass(frozen=True, eq=False)
class Remainders:
    """What stands between the steps, for one selection; None is unknown.

    Parameters
    ----------
    deposited, deposited_approved
        Households whose money is deposited, and the sum approved for them (đồng).
    paid_not_handed_over, paid_not_handed_over_hectares
        Households paid and not handed over, and their hectares.
    need, drawn
        Households that need resettlement, and those of them that have drawn a lot; None until an inventory has asked.
    lots, ready
        Lots of the sites of the selection, and those that are ready; None where no capacity is recorded.
    """

    deposited: int
    deposited_approved: float
    paid_not_handed_over: int
    paid_not_handed_over_hectares: float
    need: int | None
    drawn: int | None
    lots: int | None
    ready: int | None


def remainders(selection: Selection) -> Remainders | None:
    """Work them out; None when nobody has recorded a household file."""
    if not selection.situation.recorded("household_file"):
        return None
    files, sites = selection["household_file"], selection["resettlement_site"]
    deposited, waiting = files["deposited_on"].notna(), files["paid_not_handed_over"]
    needing = files["resettlement_need"].fillna(value=False).astype(bool)
    asked = files["resettlement_need"].notna().any()
    capacity = sites["capacity"].dropna()
    ready = capacity[sites["infrastructure_on"].notna().reindex(capacity.index)]
    return Remainders(
        deposited=int(deposited.sum()),
        deposited_approved=float(files.loc[deposited, "approved_sum"].sum()),
        paid_not_handed_over=int(waiting.sum()),
        paid_not_handed_over_hectares=float(files.loc[waiting, "hectares"].sum()),
        need=int(needing.sum()) if asked else None,
        drawn=int((needing & files["lot_drawn_on"].notna()).sum()) if asked else None,
        lots=int(capacity.sum()) if len(capacity) else None,
        ready=int(ready.sum()) if len(capacity) else None,
    )


def jumps(selection: Selection, *, most: int) -> pd.DataFrame:
    """List the pairs of projects that share a chosen ward and whose coefficients lie furthest apart.

    Returns
    -------
    (≤ most, 5) frame: ``ward``, ``low`` and ``high`` (codes of the projects), ``lowest`` and ``highest`` (the
    coefficients between which the gap lies), widest gap first; a pair is told once, in its first ward.
    """
    ranges = coefficients(selection.situation).dropna()
    placed = selection["project_place"][["project", "ward"]].dropna().astype("object").drop_duplicates()
    known = placed.merge(ranges, left_on="project", right_index=True)
    pairs = known.merge(known, on="ward", suffixes=("_low", "_high"))
    apart = pairs[pairs["highest_low"] < pairs["lowest_high"]].drop_duplicates(["project_low", "project_high"])
    gap = (apart["lowest_high"] - apart["highest_low"]).to_numpy()
    widest = apart.iloc[np.argsort(-gap, kind="stable")[:most]]
    names = {"project_low": "low", "project_high": "high", "highest_low": "lowest", "lowest_high": "highest"}
    return widest.rename(columns=names)[["ward", "low", "high", "lowest", "highest"]].reset_index(drop=True)
