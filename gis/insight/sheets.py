"""The sheet of a place or a project: everything about it that a leader should have read before a meeting.

It joins how far the projects are, how far compensation is, what is being complained about, when people were last met,
what was promised and which legal day comes next.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from gis.filters import Filters
from gis.insight.once import once
from gis.insight.overview import Figures, figures
from gis.insight.situation import Selection, Situation
from gis.insight.totals import total_by
from gis.period import Period
from gis.view import Sheet

LISTED: Final = 6
"""So many projects a sheet lists; the rest is counted."""

_OF_PLACES: Final = ("district", "ward")
_OF_PROJECTS: Final = ("project", "key_project", "kind", "funding", "stage")


_NONE_LISTED: Final = pd.DataFrame(columns=["name", "stage", "households", "paid", "open", "overdue"])


@dataclass(frozen=True)
class Contact:
    """A dialogue or reception that was held."""

    day: dt.date
    kind: str


@dataclass(frozen=True)
class LegalDay:
    """The next day on which a clock of an open case runs out, and how many cases share it."""

    day: dt.date
    clock: str
    cases: int


@dataclass(frozen=True, eq=False)
class Brief:
    """What a sheet says.

    Parameters
    ----------
    figures
        Projects, compensation and cases.
    stages
        Stage → number of projects, in the order of work, those that occur.
    subjects
        Subject → open cases, most first.
    projects
        (≤ `LISTED`, ...) projects with ``name``, ``stage``, ``households``, ``paid``, ``open``, ``overdue``, most
        open cases first; indexed by code.
    wards
        Codes of the wards a project lies in.
    sites
        Resettlement sites with ``name``, ``capacity``, ``infrastructure_on``, ``planned_infrastructure``.
    last_dialogue
        The last dialogue held.
    next_legal_day
        The next legal day; None when no clock is running.
    commitments_pending, commitments_broken
        Promises still to be kept, and those of them past their day; None when none were ever recorded.
    """

    figures: Figures
    stages: pd.Series
    subjects: pd.Series
    projects: pd.DataFrame
    wards: tuple[str, ...]
    sites: pd.DataFrame
    last_dialogue: Contact | None
    next_legal_day: LegalDay | None
    commitments_pending: int | None
    commitments_broken: int | None


def opened(situation: Situation, filters: Filters, sheet: Sheet | None) -> Selection:
    """Select what a sheet is about: the open place or project within the filters that are not about places."""
    return situation.select(narrowed(filters, sheet))


def narrowed(filters: Filters, sheet: Sheet | None) -> Filters:
    """Answer the choice of filters that keeps what a sheet is about."""
    if sheet is None:
        return filters
    if sheet.kind == "ward":
        return replace(filters.without(*_OF_PLACES), ward=(sheet.code,))
    return replace(filters.without(*_OF_PLACES, *_OF_PROJECTS), project=(sheet.code,))


@once(
    "project_place", "household_file", "open_case", "case_history", "commitment", "resettlement_site", "dialogue"
)  # fmt: skip
def brief(selection: Selection, period: Period, *, listed: bool = True) -> Brief:
    """Work out the sheet of a selection, with its cases over a period.

    Parameters
    ----------
    selection, period
        What lies open, and over which days.
    listed
        Whether its projects are listed one by one, as on the screen only.
    """
    commitments = selection["commitment"] if selection.situation.recorded("commitment") else None
    places = selection["project_place"]
    return Brief(
        figures=figures(selection, period),
        stages=_counts(places.drop_duplicates("project")["stage"], sort=False),
        subjects=_counts(selection["open_case"]["subject"], sort=True),
        projects=_listed_projects(selection) if listed else _NONE_LISTED,
        wards=tuple(places["ward"].dropna().unique()),
        sites=selection["resettlement_site"],
        last_dialogue=_last_dialogue(selection),
        next_legal_day=_next_legal_day(selection),
        commitments_pending=None if commitments is None else int(commitments["pending"].sum()),
        commitments_broken=None if commitments is None else int(commitments["broken"].sum()),
    )


def _counts(column: pd.Series, *, sort: bool) -> pd.Series:
    counted = column.value_counts(sort=sort)
    return counted[counted > 0] if sort else counted.reindex(column.cat.categories, fill_value=0).loc[lambda n: n > 0]


def _listed_projects(selection: Selection) -> pd.DataFrame:
    files = _files_by_project(selection)
    cases = total_by(selection["open_case"], "project", ("open", "overdue")).rename(index=str)
    counted = files.join(cases.reindex(files.index)).fillna(0).astype(dict.fromkeys(cases, "int64"))
    largest = counted.sort_values(["open", "households"], ascending=False, kind="stable").head(LISTED)
    return selection.situation["project"][["name", "stage"]].reindex(largest.index).join(largest)


@once("project_place", "household_file")
def _files_by_project(selection: Selection) -> pd.DataFrame:
    """Count the household files of every project of a selection, in the order of the projects."""
    projects = selection.situation["project"].index
    chosen = projects[projects.isin(selection["project_place"]["project"])]
    files = total_by(selection["household_file"], "project", ("households", "paid")).rename(index=str)
    return files.reindex(chosen).fillna(0).astype("int64")


@once("dialogue")
def _last_dialogue(selection: Selection) -> Contact | None:
    """Answer the last dialogue held; of several on one day the last recorded."""
    held = selection["dialogue"]["held_on"]
    if held.isna().all():
        return None
    last = selection["dialogue"].iloc[int(np.flatnonzero(held == held.max())[-1])]
    return Contact(last["held_on"].date(), str(last["kind"]))


def _next_legal_day(selection: Selection) -> LegalDay | None:
    cases = selection["open_case"][["next_clock", "next_due"]]
    legal = cases[~cases["next_clock"].isin(selection.situation.rules.own_clocks)]
    coming = legal[legal["next_due"] >= pd.Timestamp(selection.situation.snapshot.as_of)]
    if coming.empty:
        return None
    day = coming["next_due"].min()
    same = coming[coming["next_due"] == day]
    return LegalDay(day.date(), str(same["next_clock"].iloc[0]), len(same))
