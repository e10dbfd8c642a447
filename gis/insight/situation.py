"""The situation on one day: a snapshot with what follows from it, ready to be asked.

What *follows* is the same for every reader and every filter, so it is worked out once per snapshot: the stage of each
project, which cases are open, how long they have waited, which are past a verified limit, and where each stands on the
map. Project attributes (kind, funding, key project, stage) are carried to everything that belongs to a project, so one
filter narrows all of it.

A case is *closed* on the day of its decision or of another end; until then it is *open*. Its *age* runs from receipt to
the as-of day. A *selection* is the part of a situation that a choice of filters keeps.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.areas import Areas
from gis.filters import Filters
from gis.insight import payments, totals
from gis.insight.stages import stage_of
from gis.insight.standing import standing
from gis.law import clocks
from gis.law.terms import Rules
from gis.records.snapshot import Snapshot

CARRIED: Final = {
    "kind": "project_kind",
    "funding": "funding",
    "key_project": "key_project",
    "stage": "stage",
    "investor": "investor",
    "compensating_unit": "compensating_unit",
}
"""Attribute of a project → name of the column it becomes on what belongs to the project."""

STATES_OF_TODAY: Final = ("overdue", "age")
"""Filters on how a case stands on the as-of day; of a period they would keep only what was not resolved in it."""

KEPT_SELECTIONS: Final = 4
"""So many choices of filters are kept ready with a situation; a page asks for the same one several times."""

_OF_A_PROJECT: Final = ("plan", "household_file", "case", "dialogue", "commitment", "resettlement_site")


@dataclass(frozen=True, eq=False)
class Situation:
    """A snapshot and what follows from it.

    Parameters
    ----------
    snapshot
        What was recorded, for one day and one scope.
    areas
        The wards.
    frames
        The snapshot's frames with derived columns; ``project_place``: one row per project and ward (a project without a
        ward has one row); ``open_case``: the open cases, with their ``code`` as a column, because most questions are
        about these few and a filter then need not copy all; ``case_history``: all cases, counted from 0.
    """

    snapshot: Snapshot
    areas: Areas
    frames: Mapping[str, pd.DataFrame]
    _selections: dict[Filters, Selection] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Answer one frame."""
        return self.frames[name]

    @cached_property
    def districts(self) -> Mapping[str, tuple[str, ...]]:
        """Former district → wards that draw land from it."""
        return {code: self.areas.wards_of(code) for code in self.areas.districts.index}

    def recorded(self, entity: str) -> bool:
        """Tell whether anything at all is recorded of an entity: unknown is not zero."""
        return not self.frames[entity].empty

    def select(self, filters: Filters) -> Selection:
        """Narrow the situation to a choice of filters; the last few choices are kept, for all who ask the same."""
        found = self._selections.get(filters) or Selection(self, filters)
        self._selections[filters] = found
        for old in list(self._selections)[:-KEPT_SELECTIONS]:
            self._selections.pop(old, None)  # another thread may have been there first
        return found


@dataclass(frozen=True, eq=False)
class Selection:
    """The part of a situation that a choice of filters keeps; frames are narrowed when first asked for."""

    situation: Situation
    filters: Filters
    answers: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What was worked out of it already and is asked for again: figures by period."""
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Answer the rows of one frame that were chosen."""
        if name not in self._kept:
            self._kept[name] = self.filters.keep(self.situation[name], self.situation.districts)
        return self._kept[name]

    def columns(self, name: str, *columns: str) -> pd.DataFrame:
        """Answer some columns of the rows that were chosen: of a million rows, every column that is copied counts."""
        frame = self.situation[name]
        mask = self.filters.mask(frame, self.situation.districts)
        return frame[list(columns)] if mask is None else frame.loc[mask, list(columns)]

    @cached_property
    def throughout(self) -> Selection:
        """The same choice without the filters that only open cases can meet: for figures about a whole period."""
        return self.situation.select(self.filters.without(*STATES_OF_TODAY))

    @cached_property
    def wards(self) -> pd.Index:
        """Codes of the wards a choice of places keeps; all of them when none is chosen."""
        index = self.situation.areas.wards.index
        places = self.filters.keep(pd.DataFrame({"ward": index}), self.situation.districts)
        kept: pd.Index = index[index.isin(places["ward"])]
        return kept


def situation(snapshot: Snapshot, areas: Areas, rules: Rules, *, crowd_size: int = 5) -> Situation:
    """Work out what follows from a snapshot.

    Parameters
    ----------
    snapshot
        What was recorded, for one day and one scope.
    areas
        The wards, in EPSG:4326.
    rules
        The rules of law.
    crowd_size
        People from which a case counts as crowded ("đông người").
    """
    frames = dict(snapshot.frames)
    projects = _projects(frames)
    frames["project"] = projects
    frames["project_place"] = _project_places(projects, frames["project_ward"])
    for name in _OF_A_PROJECT:
        frames[name] = carried(frames[name], projects)
    as_of = pd.Timestamp(snapshot.as_of)
    cases = _cases(frames["case"], areas, rules, as_of=as_of)
    frames["case"] = cases.assign(crowded=cases["people"] >= crowd_size)
    frames["open_case"] = frames["case"][frames["case"]["open"].to_numpy(dtype=bool)].rename_axis("code").reset_index()
    frames["case_history"] = frames["case"].reset_index(drop=True)
    files = frames["household_file"].assign(**totals.of_files(frames["household_file"]))
    frames["household_file"] = files.assign(**payments.of_files(files, projects, rules, as_of=snapshot.as_of))
    frames["commitment"] = frames["commitment"].assign(**totals.of_commitments(frames["commitment"], as_of=as_of))
    return Situation(snapshot, areas, frames)


def _projects(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    projects = frames["project"]
    stage = stage_of(projects, frames["plan"], frames["household_file"])
    return projects.assign(stage=stage, project_kind=projects["kind"])


def _project_places(projects: pd.DataFrame, project_wards: pd.DataFrame) -> pd.DataFrame:
    """One row per project and ward; a project without a ward keeps one row with its own areas."""
    placed = project_wards[["project", "ward", "area", "recover_area"]]
    homeless = projects.loc[~projects.index.isin(placed["project"]), ["area", "recover_area"]]
    rows = pd.concat([placed, homeless.rename_axis("project").reset_index()], ignore_index=True)
    rows["project"] = rows["project"].astype(pd.CategoricalDtype(projects.index))
    return carried(rows, projects)


def carried(frame: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Carry the attributes of projects to what belongs to them.

    Parameters
    ----------
    frame
        (n, ...) with a categorical ``project``.
    projects
        (p, ...) indexed by code, with the columns of `CARRIED`.

    Returns
    -------
    (n, ...) the frame with those columns added; rows without a project have none.
    """
    codes = frame["project"].cat.codes.to_numpy()
    rows = np.append(projects.index.get_indexer(frame["project"].cat.categories), -1)[codes]
    added = {name: _taken(projects[attribute], rows, frame.index) for attribute, name in CARRIED.items()}
    return frame.assign(**added)


def _taken(column: pd.Series, rows: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(column.array.take(rows, allow_fill=True), index=index)


def _cases(cases: pd.DataFrame, areas: Areas, rules: Rules, *, as_of: pd.Timestamp) -> pd.DataFrame:
    closed = cases["decided_on"].fillna(cases["ended_on"])
    is_open = closed.isna()
    days = (as_of - cases["received_on"]).dt.days
    judged = clocks.run_all(cases, "case", rules, as_of=as_of, due_soon_days=0)
    past, limits = clocks.past(judged), clocks.next_due(judged)
    return cases.assign(
        closed_on=closed,
        open=is_open,
        age=days.where(is_open).astype("Int32"),
        **past,
        standing=standing(cases, judged, past, is_open),
        next_due=limits["due"],
        next_clock=limits["clock"],
        **_located(cases, areas),
    )


def _located(cases: pd.DataFrame, areas: Areas) -> dict[str, pd.Series]:
    """Where a case is drawn: its hamlet's point, or its ward's when only the ward is known (degrees, EPSG:4326)."""
    points = areas.wards[["label_lon", "label_lat"]]
    rows = np.append(points.index.get_indexer(cases["ward"].cat.categories), -1)[cases["ward"].cat.codes.to_numpy()]
    lon, lat = (_taken(points[name], rows, cases.index) for name in points)
    return {"lon": cases["longitude"].fillna(lon), "lat": cases["latitude"].fillna(lat)}
