"""The figures at the head of a page: projects, compensation and cases of a selection.

A figure of something nobody has recorded is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gis.insight.extent import recover_area
from gis.insight.flow import OF_A_FLOW, Flow, flow, within_competence
from gis.insight.once import once
from gis.insight.situation import Selection
from gis.insight.totals import CASE_TOTALS, FILE_TOTALS, total
from gis.period import Period


@dataclass(frozen=True)
class Figures:
    """Figures of one selection; None is unknown.

    Parameters
    ----------
    projects, projects_in_clearance, projects_unknown
        All projects; those with a step recorded and not yet handed over in full; those of which no step is recorded.
    households, households_approved, households_paid, households_handed_over
        Household files, and how many have that milestone.
    money_approved, money_paid
        Sums in đồng.
    hectares, hectares_handed_over
        Hectares of the household files.
    recover_area
        Hectares that the projects are to recover.
    flow
        Cases within competence over the period: carried over, received, resolved, left.
    cases_open, cases_overdue, cases_past_unverified
        Open cases; those past a verified limit; those past a limit whose text was not checked.
    """

    projects: int | None = None
    projects_in_clearance: int | None = None
    projects_unknown: int | None = None
    recover_area: float | None = None
    households: int | None = None
    households_approved: int | None = None
    households_paid: int | None = None
    households_handed_over: int | None = None
    money_approved: float | None = None
    money_paid: float | None = None
    hectares: float | None = None
    hectares_handed_over: float | None = None
    flow: Flow | None = None
    cases_open: int | None = None
    cases_overdue: int | None = None
    cases_past_unverified: int | None = None


@once("project_place", "household_file", "open_case", "case_history")
def figures(selection: Selection, period: Period) -> Figures:
    """Work out the figures of a selection, on its day and over a period that ends on it."""
    recorded = selection.situation.recorded
    return Figures(
        **(_projects(selection) if recorded("project") else {}),
        **(_households(selection) if recorded("household_file") else {}),
        **(_cases(selection, period) if recorded("case") else {}),
    )


@once("project_place")
def _projects(selection: Selection) -> dict[str, Any]:
    places = selection["project_place"]
    once = places.drop_duplicates("project")
    unknown = int((once["stage"] == "unknown").sum())
    known = unknown < len(once) or once.empty
    return {
        "projects": len(once),
        "projects_in_clearance": len(once) - unknown - int((once["stage"] == "completed").sum()) if known else None,
        "projects_unknown": unknown,
        "recover_area": float(recover_area(selection).sum()),
    }


@once("household_file")
def _households(selection: Selection) -> dict[str, Any]:
    sums = total(selection["household_file"], FILE_TOTALS)
    return {
        "households": int(sums["households"]),
        "households_approved": int(sums["approved"]),
        "households_paid": int(sums["paid"]),
        "households_handed_over": int(sums["handed_over"]),
        "money_approved": float(sums["approved_sum"]),
        "money_paid": float(sums["paid_sum"]),
        "hectares": float(sums["hectares"]),
        "hectares_handed_over": float(sums["hectares_handed_over"]),
    }


def _cases(selection: Selection, period: Period) -> dict[str, Any]:
    sums = total(selection["open_case"], CASE_TOTALS)
    return {
        "cases_open": int(sums["open"]),
        "cases_overdue": int(sums["overdue"]),
        "cases_past_unverified": int(sums["past_unverified"]),
        "flow": flow(within_competence(selection.throughout.columns("case_history", *OF_A_FLOW)), period),
    }
