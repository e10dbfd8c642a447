"""Old units and new ones, both ways.

Since 1/7/2025 wards stand directly under the province; people, old files and leaders' areas still speak of old wards
and former districts. An old ward went whole to one ward or was *divided* between several; a ward therefore draws land
from several former districts, each with a *share* of its area. Codes are those of ``vietnamadminunits``; a number that
named an old ward may name a ward today and mean another place, so both directions say which they take.

Shares are not published. Those that come with built areas were counted on the build's grid; `estimated_shares` needs no
build and knows only the sizes of the old wards' boxes.
"""

from __future__ import annotations

import pandas as pd

from gis.areas.facts import Facts
from gis.areas.names import Match as Match
from gis.areas.names import fold as fold
from gis.areas.names import match_ward as match_ward


def wards_now(old_ward: str, facts: Facts) -> tuple[str, ...]:
    """Tell which wards received land of an old ward.

    Returns
    -------
    Ward codes, the package's default first; several when the old ward was divided; empty when it lies elsewhere.
    """
    rows = facts.heirs[facts.heirs["old_ward"] == old_ward]
    return tuple(rows.sort_values("default", ascending=False, kind="stable")["ward"])


def wards_before(ward: str, facts: Facts) -> pd.DataFrame:
    """Tell which old wards a ward was made of.

    Returns
    -------
    (o, 4) by code ``old_ward``: name, district, district_name, divided (whether only a part came).
    """
    rows = facts.heirs[facts.heirs["ward"] == ward].set_index("old_ward")
    return facts.old.loc[rows.index, ["name", "district", "district_name"]].assign(divided=rows["divided"])


def find_old_wards(name: str, facts: Facts, *, district: str = "") -> tuple[str, ...]:
    """Find old wards of the province by name, whatever its spelling.

    Parameters
    ----------
    name
        With or without its kind: "P. Quảng An", "Quảng An".
    district
        Former district's name, with or without its kind; empty: any.

    Returns
    -------
    Codes of all old wards of that name.
    """
    former = facts.former
    same = former["name"].map(lambda text: fold(text, bare=True)) == fold(name, bare=True)
    if district:
        bare = former["district_name"].map(lambda text: fold(text, bare=True))
        same &= bare == fold(district, bare=True)
    return tuple(former.index[same])


def estimated_shares(facts: Facts) -> pd.DataFrame:
    """Estimate what each former district gave to each ward, from the boxes of the old wards alone.

    An old ward weighs as much as its box; a divided one gives each heir an equal part.

    Returns
    -------
    (s, 3) ward, district, share (0 to 1, adding up to 1 in each ward), ordered by ward and falling share.
    """
    former = facts.former
    size = (former["north"] - former["south"]) * (former["east"] - former["west"])
    size = size.fillna(size.median())
    heirs = facts.heirs
    parts = heirs.groupby("old_ward")["ward"].transform("size")
    given = heirs["old_ward"].map(size) / parts
    table = heirs.assign(district=heirs["old_ward"].map(former["district"]), given=given)
    return shares_from(table, amount="given")


def shares_from(table: pd.DataFrame, *, amount: str) -> pd.DataFrame:
    """Turn amounts by ward and former district into shares.

    Parameters
    ----------
    table
        (n, ...) with ward, district and the column `amount` (any unit, not negative).

    Returns
    -------
    (s, 3) ward, district, share (0 to 1, adding up to 1 in each ward), ordered by ward and falling share.
    """
    sums = table.groupby(["ward", "district"], as_index=False)[amount].sum()
    sums = sums[sums[amount] > 0]
    share = sums[amount] / sums.groupby("ward")[amount].transform("sum")
    shares: pd.DataFrame = sums.assign(share=share)[["ward", "district", "share"]]
    return shares.sort_values(["ward", "share", "district"], ascending=[True, False, True], ignore_index=True)
