"""How far compensation has come: step by step, and project by project.

Each *step* is counted by itself and none is derived from another, in households, hectares and money apart: a household
paid but not handed over is common, so nothing is ever one figure "cleared". Sums exist only for the steps at which one
is recorded.

Who does *not agree* with the price or does *not take the money* is a list of dissenters when it is cut small. It is
told only as the total of a whole project, whatever places were chosen, and only to a reader of the whole province.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from gis.insight.extent import recover_area
from gis.insight.situation import Selection, Situation
from gis.insight.totals import SQUARE_METRES_PER_HECTARE, total_by

STEPS: Final[Mapping[str, tuple[Sequence[str], str | None]]] = {
    "notified": (("notified_on",), None),
    "inventoried": (("inventoried_on",), None),
    "approved": (("approved_on",), "approved_sum"),
    "paid": (("paid_on",), "paid_sum"),
    "deposited": (("deposited_on",), None),
    "decided": (("decision_on",), None),
    "handed_over": (("handed_over_on", "enforced_on"), None),
}
"""Step → days any of which stands for it, and the sum recorded with it."""

COUNTED: Final = (
    "households",
    *STEPS,
    "paid_not_handed_over",
    "unpaid",
    "late",
    "resettlement_need",
    "lots_drawn",
    "not_agreeing",
    "not_taking",
    "organisations",
    "graves",
)
"""Columns of the project table that count households, organisations or graves."""
COUNTED_PLANS: Final = ("plans", "drafted")
SUMMED: Final = (
    "recover_area",
    "hectares",
    "approved_hectares",
    "handed_over_hectares",
    "approved_sum",
    "paid_sum",
    "late_sum",
)
"""Columns of the project table in hectares and đồng."""
PLANNED: Final = ("planned_payment", "planned_handover", "planned_finish")

_FILE_COLUMNS: Final = (
    "households",
    *STEPS,
    "paid_not_handed_over",
    "unpaid",
    "late",
    "lots_drawn",
    "hectares",
    "approved_hectares",
    "handed_over_hectares",
    "approved_sum",
    "paid_sum",
    "late_sum",
)
_DISSENT: Final = {"not_agreeing": "disagrees_price", "not_taking": "refuses_money"}
_REPORTED: Final = ("organisations", "graves")


@dataclass(frozen=True, eq=False)
class Late:
    """Payments that are owed, and those past the legal limit.

    Parameters
    ----------
    households, money
        Households paid late and what they are owed, in đồng.
    owed
        Households owed their money, late or not.
    unjudged
        Those of them to which no rule of the law in the product applies.
    projects
        (k, 2) ``late`` and ``late_sum`` of the projects with late payments, most households first; indexed by code.
    """

    households: int
    money: float
    owed: int
    unjudged: int
    projects: pd.DataFrame


def steps(selection: Selection) -> pd.DataFrame | None:
    """Count the household files of a selection at every step.

    Returns
    -------
    (1 + s, 3) one row ``"all"``, then one for each of `STEPS`: ``households``, ``hectares`` and ``money`` (đồng;
    missing where no sum is recorded at that step). None when nobody has recorded a household file.
    """
    if not selection.situation.recorded("household_file"):
        return None
    files = selection["household_file"]
    rows: dict[str, dict[str, Any]] = {"all": _counted(files, None)}
    for step, (days, money) in STEPS.items():
        rows[step] = _counted(files[files[list(days)].notna().any(axis=1)], money)
    return pd.DataFrame.from_dict(rows, orient="index").astype({"households": "int64", "money": "float64"})


def _counted(files: pd.DataFrame, money: str | None) -> dict[str, Any]:
    return {
        "households": len(files),
        "hectares": _sum(files["hectares"]),
        "money": _sum(files[money]) if money else None,
    }


def _sum(column: pd.Series) -> float | None:
    """Add up what is known; nothing is known of rows that all lack it."""
    return float(column.sum()) if column.empty or column.notna().any() else None


def late(selection: Selection) -> Late | None:
    """Answer the late payments of a selection; None when nobody has recorded a household file."""
    if not selection.situation.recorded("household_file"):
        return None
    files = selection["household_file"]
    by_project = total_by(files[files["late"]], "project", ("late", "late_sum"))
    return Late(
        households=int(files["late"].sum()),
        money=float(files["late_sum"].sum()),
        owed=int(files["unpaid"].sum()),
        unjudged=int(files["unjudged"].sum()),
        projects=by_project.sort_values(["late", "late_sum"], ascending=False, kind="stable"),
    )


def projects(selection: Selection) -> pd.DataFrame:
    """Work out the progress table of a selection, one row per project.

    Returns
    -------
    (p, ...) indexed by project code, largest area first: ``investor``, ``wards`` (codes, those chosen), the columns of
    `COUNTED` and `COUNTED_PLANS` (Int64), of `SUMMED` (hectares, đồng), ``handed_over_share`` (of households, 0 to 1)
    and of `PLANNED` (the last day planned). Households are zero where the project has files but none was chosen, and
    missing where no file of it is recorded at all; plans and reports likewise.
    """
    now, codes = selection.situation, _codes(selection)
    parts: list[pd.DataFrame] = [
        now["project"][["investor", "planned_finish"]],
        _wards(selection),
        recover_area(selection).to_frame(),
        _known(_files(selection), now["household_file"], codes),
        _known(_plans(selection), now["plan"], codes),
        selection["plan"].groupby("project", observed=True)[["planned_payment", "planned_handover"]].max(),
        _dissent(now),
        _reported(selection["progress_report"]),
    ]
    table = pd.concat([part.reindex(codes) for part in parts], axis=1)
    table = table.astype(dict.fromkeys((*COUNTED, *COUNTED_PLANS), "Int64"))
    table["handed_over_share"] = _share(table["handed_over"], table["households"])
    ordered: pd.DataFrame = table.sort_values("recover_area", ascending=False, na_position="last", kind="stable")
    return ordered


def totals(table: pd.DataFrame) -> pd.Series:
    """Add up a progress table (or part of it): counts, hectares and sums; the share is worked out anew.

    What is recorded of no project at all stays missing.
    """
    summed = table[[*COUNTED, *COUNTED_PLANS, *SUMMED]].sum(min_count=1)
    whole = summed["households"]
    share = summed["handed_over"] / whole if pd.notna(whole) and whole else None
    return pd.Series({**summed.to_dict(), "handed_over_share": share}, dtype="object")


def _codes(selection: Selection) -> pd.Index:
    """Answer every project that has a place, a plan or a file in the selection, in the order of the register."""
    named = ("project_place", "plan", "household_file")
    found = pd.concat([selection[name]["project"].astype("object") for name in named]).unique()
    index = selection.situation["project"].index
    return index[index.isin(found)]


def _wards(selection: Selection) -> pd.DataFrame:
    placed = selection["project_place"].dropna(subset=["ward"])
    grouped = placed["ward"].astype("object").groupby(placed["project"], observed=True)
    return pd.DataFrame({"wards": {code: tuple(wards) for code, wards in grouped}}, dtype="object")


def _files(selection: Selection) -> pd.DataFrame:
    """Sum the household files by project."""
    files = selection["household_file"]
    reached = {step: files[list(days)].notna().any(axis=1) for step, (days, _) in STEPS.items()}
    area = files["area"] / SQUARE_METRES_PER_HECTARE
    made = files.assign(
        **reached,
        approved_hectares=area.where(reached["approved"], 0.0),
        handed_over_hectares=area.where(reached["handed_over"], 0.0),
        lots_drawn=files["lot_drawn_on"].notna(),
    )
    # until an inventory has asked anybody, nobody's need is known, which is not none
    asked = files["resettlement_need"].astype("Int8").groupby(files["project"], observed=True).sum(min_count=1)
    return total_by(made, "project", _FILE_COLUMNS).assign(resettlement_need=asked)


def _plans(selection: Selection) -> pd.DataFrame:
    plans = selection["plan"]
    made = pd.DataFrame({"project": plans["project"], "plans": 1, "drafted": plans["drafted_on"].notna()})
    return total_by(made, "project", COUNTED_PLANS)


def _known(sums: pd.DataFrame, recorded: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """Fill projects of which nothing was chosen: zero where something is recorded of them, otherwise unknown."""
    whole = codes[codes.isin(recorded["project"].unique())]  # text is looked up one by one: 400 codes, not 30,000 rows
    return sums.reindex(whole, fill_value=0).reindex(codes)


def obstacles(now: Situation) -> pd.DataFrame | None:
    """Count the obstacles not yet cleared, by whole project and kind.

    Returns
    -------
    (p, k) households, indexed by the projects with household files; None where the reader sees only some wards, or
    nobody has recorded a household file.
    """
    files = now["household_file"]
    if not now.snapshot.scope.everything or files.empty:
        return None
    standing = files[files["obstacle_on"].notna() & files["cleared_on"].isna()]
    counted = standing.groupby(["project", "obstacle"], observed=True).size().unstack(fill_value=0)
    return counted.reindex(index=files["project"].unique(), columns=files["obstacle"].cat.categories, fill_value=0)


def _dissent(now: Situation) -> pd.DataFrame:
    counted = obstacles(now)
    if counted is None:
        return pd.DataFrame(columns=list(_DISSENT), dtype="float64")
    return counted[list(_DISSENT.values())].set_axis(list(_DISSENT), axis="columns")


def _reported(reports: pd.DataFrame) -> pd.DataFrame:
    """Answer organisations and graves of the last report of every part of a project: only reports count them."""
    counted = reports.dropna(subset=list(_REPORTED), how="all")
    parts = latest(counted).groupby(["project", "ward", "round"], observed=True, dropna=False)[list(_REPORTED)].max()
    return parts.groupby("project", observed=True).sum(min_count=1)


def latest(reports: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of the last progress report of every project, ward and round."""
    last = reports.groupby(["project", "ward", "round"], observed=True, dropna=False)["reported_on"].transform("max")
    return reports[reports["reported_on"] == last]


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).astype("Float64").astype("float64")
