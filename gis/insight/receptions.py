"""Citizen reception: who received where, how often, and how many came.

Two duties are kept apart: that of the *Party secretary* and that of the *chairman* of the People's Committee. What
delegates receive on ordinary days is a third line and fulfils neither. A *day* is a date on which somebody was received
in a ward in one of these roles, however many sittings it had; a sudden reception counts as any other.

Of every ward, month and duty one of three `STATES` is known. It was *held* when any sitting is recorded as held. It was
*not held* when sittings are recorded and none of them was held, or when the ward reported for a period that covers the
whole month that nothing arose. Otherwise it is *unreported*, which is never zero.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.insight.situation import Selection
from gis.law.minimums import Role
from gis.period import Period

ROLES: Final = ("party_secretary", "chairman", "other")
DUTIES: Final[tuple[Role, ...]] = ("party_secretary", "chairman")
"""Roles whose duty to receive the rules set."""
STATES: Final = ("held", "not_held", "unreported")
COUNTS: Final = ("turns", "people", "first_cases", "repeated_cases", "crowds", "crowd_people")
"""What is counted of a sitting, and the columns of form 01/TCD that are kept."""
FORM: Final = "tcd_01"
"""Kind of report and form whose period may say that nothing arose."""
KINDS: Final = ("regular", "periodic", "sudden")

SITTINGS: Final = (
    "days", "sittings", "periodic", "sudden", "regular", "in_person", "online", "delegated", "not_held",
)  # fmt: skip
"""What `summary` tells of sittings, before `COUNTS`."""


def within(selection: Selection, period: Period) -> pd.DataFrame:
    """Select the receptions of a period, held or reported as not held."""
    receptions = selection["reception"]
    return receptions[receptions["held_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]


def held(receptions: pd.DataFrame) -> pd.DataFrame:
    """Select those that were held."""
    return receptions[receptions["state"].eq("held").fillna(value=False).astype(bool)]


def summary(receptions: pd.DataFrame) -> pd.DataFrame:
    """Sum receptions up by who received.

    Parameters
    ----------
    receptions
        What `within` answered.

    Returns
    -------
    (3, 15) frame indexed by role, `ROLES` in order: `SITTINGS` as int64, then `COUNTS` as Int64, which are missing
    where no sitting says how many came. ``delegated`` are sittings of the head's duty held by somebody else.
    """
    rows = {role: _summed(receptions[receptions["role"].eq(role)]) for role in ROLES}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=[*SITTINGS, *COUNTS]).rename_axis("role")
    return found.astype(dict.fromkeys(SITTINGS, "int64") | dict.fromkeys(COUNTS, "Int64"))


def _summed(receptions: pd.DataFrame) -> list[int | None]:
    found = held(receptions)
    kinds, modes = found["kind"].value_counts(), found["mode"].value_counts()
    sittings = {
        "days": len(found[["ward", "held_on"]].drop_duplicates()),
        "sittings": len(found),
        **{kind: int(kinds[kind]) for kind in KINDS},
        **{mode: int(modes[mode]) for mode in ("in_person", "online")},
        "delegated": int(found["delegated"].fillna(value=False).sum()),
        "not_held": int(receptions["state"].eq("not_held").sum()),
    }
    sums = found[list(COUNTS)].sum(min_count=1)
    return [*(sittings[name] for name in SITTINGS), *(None if pd.isna(n) else int(n) for n in sums)]


def months(period: Period) -> pd.PeriodIndex:
    """Answer the calendar months a period touches, in order."""
    return pd.period_range(pd.Period(period.start, "M"), pd.Period(period.end, "M"), freq="M")


def states(selection: Selection, role: str, period: Period) -> pd.DataFrame:
    """Answer of every ward and month whether somebody in a role received.

    Returns
    -------
    (w, m) frame of categories of `STATES`: the wards the choice of places keeps by the months of the period.
    """
    receptions = within(selection, period)
    mine = receptions[receptions["role"].eq(role)]
    index, columns = selection.wards, months(period)
    days = _placed(held(mine), index, columns)
    told = _placed(mine, index, columns) + _nothing_arose(selection, index, columns)
    codes = np.select([days > 0, told > 0], [0, 1], 2)
    kind = pd.CategoricalDtype(list(STATES))
    return pd.DataFrame(
        {month: pd.Categorical.from_codes(codes[:, at], dtype=kind) for at, month in enumerate(columns)}, index
    )


def _placed(rows: pd.DataFrame, wards: pd.Index, columns: pd.PeriodIndex) -> np.ndarray:
    """Count rows by ward and month."""
    counted = np.zeros((len(wards), len(columns)), dtype="int64")
    ward = wards.get_indexer(pd.Index(rows["ward"].astype("object")))
    month = columns.get_indexer(pd.Index(rows["held_on"].dt.to_period("M")))
    known = (ward >= 0) & (month >= 0)
    np.add.at(counted, (ward[known], month[known]), 1)
    return counted


def _nothing_arose(selection: Selection, wards: pd.Index, columns: pd.PeriodIndex) -> np.ndarray:
    """Count the reports that nothing arose, by ward and month that lies wholly in their period."""
    reports = selection["submission"]
    mine = reports[(reports["kind"] == FORM) & (reports["state"] == "nothing_arose")]
    first, last = columns.start_time.to_numpy(), columns.end_time.normalize().to_numpy()
    covered = (mine["period_start"].to_numpy()[:, None] <= first) & (mine["period_end"].to_numpy()[:, None] >= last)
    counted = np.zeros((len(wards), len(columns)), dtype="int64")
    ward = wards.get_indexer(pd.Index(mine["ward"].astype("object")))
    np.add.at(counted, ward[ward >= 0], covered[ward >= 0])
    return counted


def by_ward(selection: Selection, period: Period) -> pd.DataFrame:
    """Answer what each ward has held and who came, over a period.

    Returns
    -------
    (w, 12) frame indexed by ``ward``: for each of `DUTIES` ``<role>_days`` (Int64, missing where nothing is reported
    of any month) and ``<role>_unreported`` (months, int64); ``other_days``; then `COUNTS` (Int64).
    """
    receptions = within(selection, period)
    found = held(receptions)
    parts: dict[str, pd.Series] = {}
    for role in DUTIES:
        table = states(selection, role, period)
        silent = table.isin(["unreported"]).sum(axis=1)
        parts[f"{role}_days"] = _days(found, role, selection.wards).mask(silent == table.shape[1])
        parts[f"{role}_unreported"] = silent.astype("int64")
    heard = receptions["ward"].astype("object").unique()
    parts["other_days"] = _days(found, "other", selection.wards).where(selection.wards.isin(heard))
    sums = found.groupby(found["ward"].astype("object"))[list(COUNTS)].sum(min_count=1)
    return pd.DataFrame(parts).join(sums.reindex(selection.wards).astype("Int64")).rename_axis("ward")


def _days(found: pd.DataFrame, role: str, wards: pd.Index) -> pd.Series:
    dates = found.loc[found["role"].eq(role), ["ward", "held_on"]].drop_duplicates()
    return dates["ward"].astype("object").value_counts().reindex(wards, fill_value=0).astype("Int64")
