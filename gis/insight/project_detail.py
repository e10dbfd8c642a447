"""One project in full: its plans by round, its households step by step, where they may resettle, what neighbours get.

A *neighbour* is another project that shares a ward. Land may be compensated at one multiple under one project and at
another under the next, so people across the road get different sums: a likely cause of complaint, shown as a *jump*.

Obstacles are totals of the whole project, never of a household (see `gis.insight.compensation`).
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.insight import compensation
from gis.insight.situation import Selection, Situation

PLAN_DAYS: Final = (
    "notified_on",
    "inventoried_on",
    "drafted_on",
    "posted_on",
    "dialogue_on",
    "appraised_on",
    "approved_on",
    "effective_on",
    "decision_on",
)
"""Days of a plan, in the order of work."""


@dataclass(frozen=True, eq=False)
class Reported:
    """What units reported of a project on the last days they did.

    Parameters
    ----------
    first, last
        First and last of those days; parts of a project may have reported on different ones.
    steps
        (k, 7) by step: ``area`` (hectares), ``households``, ``organisations``, ``graves``, ``money`` (đồng), as
        reported; ``recorded``: households of the files of the wards that reported which had that step by the day of
        their ward's report (Int64; missing for a step that files do not tell); ``difference``: reported less recorded.
    """

    first: dt.date
    last: dt.date
    steps: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Detail:
    """One project in full.

    Parameters
    ----------
    code
        Its code.
    project
        Its row: name, kind, stage, investor, compensating unit, coefficient, planned days.
    wards
        Codes of its wards.
    steps
        Households, hectares and money by step; None when it has no household file.
    plans
        (k, ...) its plans by ward and round, with the days of `PLAN_DAYS`, ``households``, ``approved_sum`` (đồng) and
        ``coefficient``.
    obstacles
        Kind of obstacle → households it still stands in the way of, those that occur; None when it may not be told.
    sites
        (s, ...) resettlement sites that serve it or where its people drew lots: ``name``, ``ward``, ``capacity``,
        ``drawn`` (by its own households), ``infrastructure_on``, ``planned_infrastructure``.
    need, drawn
        Households that need resettlement (None until an inventory has asked any), and those that have drawn a lot
        (None when it has no household file).
    neighbours
        (n, 5) other projects in its wards with a known coefficient: ``wards`` (shared, codes), ``lowest``, ``highest``,
        ``jump`` (how far they lie outside its own), largest jump first; indexed by code.
    neighbours_unknown
        Projects in its wards of which no coefficient is known.
    coefficient
        Lowest and highest coefficient of its own; None when none is known.
    subjects
        Subject → its open cases, most first; None when nobody has recorded a case.
    reported
        What units reported; None when none did.
    """

    code: str
    project: pd.Series
    wards: tuple[str, ...]
    steps: pd.DataFrame | None
    plans: pd.DataFrame
    obstacles: pd.Series | None
    sites: pd.DataFrame
    need: int | None
    drawn: int | None
    neighbours: pd.DataFrame
    neighbours_unknown: int
    coefficient: tuple[float, float] | None
    subjects: pd.Series | None
    reported: Reported | None


def detail(selection: Selection, code: str) -> Detail:
    """Work out one project.

    Parameters
    ----------
    selection
        What belongs to that project, as `gis.insight.sheets.opened` answers it.
    code
        Its code.
    """
    now, files = selection.situation, selection["household_file"]
    asked = files["resettlement_need"].dropna()
    wards = tuple(selection["project_place"]["ward"].dropna().unique())
    ranges = coefficients(now)
    around, unknown = _neighbours(now, code, wards, ranges)
    return Detail(
        code=code,
        project=now["project"].loc[[code]].T[code],
        wards=wards,
        steps=None if files.empty else compensation.steps(selection),
        plans=selection["plan"].sort_values(["round", "ward", "notified_on"], kind="stable"),
        obstacles=_obstacles(now, code),
        sites=_sites(now, files, code),
        need=int(asked.sum()) if len(asked) else None,
        drawn=None if files.empty else int(files["lot_drawn_on"].notna().sum()),
        neighbours=around,
        neighbours_unknown=unknown,
        coefficient=_range(ranges, code),
        subjects=_subjects(selection),
        reported=_reported(selection),
    )


def coefficients(now: Situation) -> pd.DataFrame:
    """Answer the land-compensation coefficients of every project.

    Returns
    -------
    (p, 2) ``lowest`` and ``highest`` of its approved plans, else what its own record says; missing where neither is
    known; indexed by project code.
    """
    own, plans = now["project"]["coefficient"], now["plan"]
    approved = plans.dropna(subset=["approved_on", "coefficient"])
    found = approved.groupby("project", observed=True)["coefficient"].agg(["min", "max"]).reindex(own.index)
    return pd.DataFrame({"lowest": found["min"].fillna(own), "highest": found["max"].fillna(own)})


def _range(ranges: pd.DataFrame, code: str) -> tuple[float, float] | None:
    lowest, highest = (float(ranges[name].to_dict()[code]) for name in ("lowest", "highest"))
    return None if math.isnan(lowest) else (lowest, highest)


def _neighbours(now: Situation, code: str, wards: tuple[str, ...], ranges: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Answer the projects around with a known coefficient, and how many have none."""
    places = now["project_place"]
    near = places[places["ward"].isin(wards) & (places["project"] != code)]
    shared = near["ward"].astype("object").groupby(near["project"].astype("object")).agg(tuple)
    table = ranges.reindex(shared.index).assign(wards=shared)
    known = table.dropna(subset=["lowest"])
    own = _range(ranges, code)
    jump = 0.0 if own is None else _outside(known, *own)
    ordered = known.assign(jump=jump).sort_values(["jump"], ascending=False, kind="stable")
    return ordered, len(table) - len(known)


def _outside(known: pd.DataFrame, lowest: float, highest: float) -> pd.Series:
    """Answer how far a neighbour's coefficients reach beyond a project's own, above or below."""
    above, below = (known["highest"] - highest).clip(lower=0), (lowest - known["lowest"]).clip(lower=0)
    return above.where(above >= below, below).rename("jump")


def _obstacles(now: Situation, code: str) -> pd.Series | None:
    counted = compensation.obstacles(now)
    if counted is None or code not in counted.index:
        return None
    found = counted.T[code].sort_values(ascending=False, kind="stable")
    return found[found > 0]


def _sites(now: Situation, files: pd.DataFrame, code: str) -> pd.DataFrame:
    sites, drawn = now["resettlement_site"], files.loc[files["lot_drawn_on"].notna(), "site"].value_counts()
    used = drawn.index[drawn > 0]
    mine = sites[(sites["project"] == code) | sites.index.isin(used)]
    known = files.empty is False
    columns = mine[["name", "ward", "capacity", "infrastructure_on", "planned_infrastructure"]]
    counted = drawn.rename(index=str).reindex(mine.index.astype(str), fill_value=0).to_numpy()
    return columns.assign(drawn=pd.array(counted if known else [pd.NA] * len(mine), dtype="Int64"))


def _subjects(selection: Selection) -> pd.Series | None:
    if not selection.situation.recorded("case"):
        return None
    counted: pd.Series = selection["open_case"]["subject"].value_counts()
    return counted[counted > 0]


def _reported(selection: Selection) -> Reported | None:
    reports = selection["progress_report"]
    if reports.empty:
        return None
    last = compensation.latest(reports)
    if not selection.situation.snapshot.scope.everything:
        last = last[last["step"] != "not_agreeing"]
    columns = ["area", "households", "organisations", "graves", "money"]
    steps = last.groupby("step", observed=True)[columns].sum(min_count=1)
    steps["recorded"] = _recorded(selection["household_file"], last).reindex(steps.index.astype("object")).to_numpy()
    steps["difference"] = steps["households"].astype("Int64") - steps["recorded"].astype("Int64")
    return Reported(last["reported_on"].min().date(), last["reported_on"].max().date(), steps)


def _recorded(files: pd.DataFrame, reports: pd.DataFrame) -> pd.Series:
    """Count the households that had each step by the day their ward reported; nothing where there is no file."""
    reported_on = reports.groupby(reports["ward"].astype("object"))["reported_on"].max()
    by = files["ward"].astype("object").map(reported_on)
    known = {step: days for step, (days, _) in compensation.STEPS.items()} | {"resettled": ("resettled_on",)}
    reached = {step: files[list(days)].le(by, axis="index").any(axis=1).sum() for step, days in known.items()}
    return pd.Series(reached if by.notna().any() else {}, dtype="Int64")
