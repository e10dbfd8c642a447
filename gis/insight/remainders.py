"""What stands between the steps of compensation: money put aside, paid land not handed over, lots, coefficients apart.

None of it follows from another. The sum that was deposited is not recorded; what is told is the sum that was *approved*
for the households whose money is deposited. A *ready* lot is one of a resettlement site whose infrastructure is done.
A *jump* is how far the coefficients of the projects of one ward lie apart (see `gis.insight.project_detail`).
"""

from __future__ import annotations

from dataclasses import dataclass

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


def jumps(selection: Selection) -> pd.DataFrame:
    """List the chosen wards in which coefficients of projects lie apart.

    Returns
    -------
    (w, 6) frame: ``ward``; ``lowest`` and ``highest``, the coefficients between which the gap lies; ``low`` and
    ``high``, the projects that have them (codes, in order); ``projects`` (of a known coefficient). Widest gap first,
    then most projects.
    """
    ranges = coefficients(selection.situation).dropna().rename(columns={"lowest": "least", "highest": "most"})
    placed = selection["project_place"][["project", "ward"]].dropna().astype("object").drop_duplicates()
    known = placed.merge(ranges.reset_index(names="project"), on="project")
    by_ward = known.groupby("ward").agg(lowest=("most", "min"), highest=("least", "max"), projects=("project", "size"))
    apart = by_ward[by_ward["lowest"] < by_ward["highest"]]
    ends = known.join(apart[["lowest", "highest"]], on="ward", how="inner")
    named = apart.assign(
        low=_codes(ends[ends["most"] == ends["lowest"]]), high=_codes(ends[ends["least"] == ends["highest"]])
    )
    widest = named.assign(gap=named["highest"] - named["lowest"]).sort_values(
        ["gap", "projects"], ascending=False, kind="stable"
    )
    return widest.reset_index()[["ward", "lowest", "highest", "low", "high", "projects"]]


def _codes(rows: pd.DataFrame) -> pd.Series:
    codes = {ward: tuple(sorted(mine)) for ward, mine in rows["project"].groupby(rows["ward"].to_numpy())}
    return pd.Series(codes, dtype="object")
