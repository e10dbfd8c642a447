"""The situation on one day: a snapshot with what follows from it, ready to be asked.

What *follows* is the same for every reader and every filter, so it is worked out once per snapshot: the stage of each
project, which cases are open, how long they have waited, which are past a verified limit, and where each stands on the
map. Project attributes (kind, funding, key project, stage) are carried to everything that belongs to a project, so one
filter narrows all of it. A frame is made when it is first asked for: a situation that is only compared with needs few.

Of a million cases all but some thousand are closed, and of those hardly anything is asked. So the frame of *all* cases
(``case_history``) has only the columns that counts over a period need, and the *open* ones (``open_case``) have all.

A case is *closed* on the day of its decision or of another end; until then it is *open*. Its *age* runs from receipt to
the as-of day. A *selection* is the part of a situation that a choice of filters keeps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from weakref import WeakValueDictionary

import numpy as np
import pandas as pd

from gis.areas import Areas
from gis.filters import PLACES, Filters
from gis.insight import payments, persuasion, required, totals
from gis.insight.carried import carried, located_at, project_places
from gis.insight.stages import stage_of
from gis.insight.standing import standing
from gis.law import clocks, judgments
from gis.law.terms import Rules
from gis.law.verifying import with_checks
from gis.records.frames import Rows
from gis.records.snapshot import Snapshot

STATES_OF_TODAY: Final = ("overdue", "age")
"""Filters on how a case stands on the as-of day; of a period they would keep only what was not resolved in it."""

KEPT_SELECTIONS: Final = 8
"""So many choices of filters are kept ready with a situation, those asked for last. To choose nothing is kept beside
them: it is what every newcomer sees, and its frames are those of the situation. And whatever somebody holds stays, for
all who ask the same: many readers at once would take from each other what each of them needs a moment later."""

_OF_HISTORY: Final = (
    "ward", "project", "case_class", "subject", "level", "deciding_body", "within_competence", "prolonged", "people",
    "received_on",
)  # fmt: skip
"""Fields of all cases that filters and counts over a period look at."""


@dataclass(frozen=True, eq=False, repr=False)  # it holds everything: nobody reads it in a message
class Situation:
    """A snapshot and what follows from it.

    Parameters
    ----------
    snapshot
        What was recorded, for one day and one scope.
    areas
        The wards, in EPSG:4326.
    rules
        The rules of law, each marked whether its text was read or checked.
    crowd_size
        People from which a case counts as crowded ("đông người").
    """

    snapshot: Snapshot
    areas: Areas
    rules: Rules
    crowd_size: int
    _made: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _selections: WeakValueDictionary[Filters, Selection] = field(default_factory=WeakValueDictionary, repr=False)
    _latest: dict[Filters, Selection] = field(default_factory=dict, repr=False)
    _answers: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _recorded: dict[str, bool] = field(default_factory=dict, repr=False)
    _making: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Answer one frame: of an entity with its derived columns, or one of these.

        ``project_place``
            One row per project and ward; a project without a ward has one row.
        ``case_history``
            All cases, counted from 0, with what filters look at, ``received_on`` and ``closed_on``.
        ``open_case``
            The open cases in full, with their ``code`` as a column.
        ``unexecuted``
            The cases whose decision has taken effect and is not carried out, in full, with their ``code``.
        ``required_dialogue``
            The dialogues that the law asks for and that are not recorded; see `gis.insight.required`.
        ``decided_complaint``
            The decided complaints that needed a dialogue, and whether one is recorded; see the same.
        ``compulsory_step``
            The compulsory steps taken, and whether persuasion before them is recorded; see `gis.insight.persuasion`.

        Raises
        ------
        KeyError
            There is no such frame.
        """
        with self._making:
            if name not in self._made:
                self._made.update(_MAKERS[name](self) if name in _MAKERS else {name: self.snapshot[name]})
            return self._made[name]

    def answered(self, name: Hashable, work: Callable[[], Any]) -> Any:
        """Answer what was worked out of it already under a name, or work it out and keep it, for all who ask."""
        with self._making:
            if name not in self._answers:
                self._answers[name] = work()
            return self._answers[name]

    @property
    def as_of(self) -> pd.Timestamp:
        """The day it is about."""
        return pd.Timestamp(self.snapshot.as_of)

    @cached_property
    def districts(self) -> Mapping[str, tuple[str, ...]]:
        """Former district → wards that draw land from it."""
        return {code: self.areas.wards_of(code) for code in self.areas.districts.index}

    @cached_property
    def covered(self) -> pd.Index:
        """Codes of the wards of which the scope shows anything, in the order of `Areas.wards`: unseen is not zero."""
        index: pd.Index = self.areas.wards.index
        scope = self.snapshot.scope
        if scope.everything:
            return index
        places = self.snapshot["project_ward"]
        wards = {*(scope.wards or ()), *places.loc[places["project"].isin(scope.projects), "ward"]}
        kept: pd.Index = index[index.isin([] if scope.role == "admin" else list(wards))]
        return kept

    def columns(self, *names: str) -> frozenset[str]:
        """Answer the columns that any of some frames has."""
        found: frozenset[str] = self.answered(
            ("columns", *names), lambda: frozenset(str(column) for name in names for column in self[name])
        )
        return found

    def recorded(self, entity: str) -> bool:
        """Tell whether anything at all is recorded of an entity: unknown is not zero."""
        if entity not in self._recorded:
            self._recorded[entity] = len(self.snapshot.rows(entity)) > 0
        return self._recorded[entity]

    def select(self, filters: Filters) -> Selection:
        """Narrow the situation to a choice of filters: one for all who ask the same, while anybody holds it."""
        with self._making:
            found = self._selections.get(filters) or Selection(self, filters)
            self._selections[filters] = found
            self._latest.pop(filters, None)
            self._latest[filters] = found
            chosen = [old for old in self._latest if old != Filters()]
            for old in chosen[:-KEPT_SELECTIONS]:
                del self._latest[old]
        return found


@dataclass(frozen=True, eq=False)
class Selection:
    """The part of a situation that a choice of filters keeps; frames are narrowed when first asked for."""

    situation: Situation
    filters: Filters
    answers: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What was worked out of it already and is asked for again: figures by period."""
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _about: dict[Filters, Selection] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Answer the rows of one frame that were chosen."""
        if name not in self._kept:
            self._kept[name] = self._keep(name)
        return self._kept[name]

    def _keep(self, name: str) -> pd.DataFrame:
        about = self.about(name)
        return self.filters.keep(self.situation[name], self.situation.districts) if about is self else about[name]

    def about(self, *names: str) -> Selection:
        """Answer the same choice without the filters that none of these frames can meet; places stay.

        All choices that differ only in those share it, and what was worked out of it: see `gis.insight.once`. It is
        held, since a page asks for it again and again, until this choice rests.
        """
        filters = self.filters.applying_to(self.situation.columns(*names) | {"ward"})
        if filters == self.filters:
            return self
        if (found := self._about.get(filters)) is None:
            found = self._about[filters] = self.situation.select(filters)
        return found

    def rest(self) -> None:
        """Hold no other choices any more: the page that asked is drawn, and a session keeps its choice for hours."""
        held = {*self._about.values(), self.__dict__.get("throughout", self)} - {self}
        self._about.clear()
        for each in held:
            each.rest()

    def columns(self, name: str, *columns: str) -> pd.DataFrame:
        """Answer some columns of the rows that were chosen: of a million rows, every column that is copied counts."""
        frame = self.situation[name]
        mask = self.filters.mask(frame, self.situation.districts)
        return frame[list(columns)] if mask is None else frame.loc[mask, list(columns)]

    @cached_property
    def throughout(self) -> Selection:
        """The same choice without the filters that only open cases can meet: for figures about a whole period."""
        return self.situation.select(self.filters.without(*STATES_OF_TODAY))

    @property
    def everywhere(self) -> Selection:
        """The same choice of all but places; asked for each time, so that a session does not keep it with its own."""
        filters = self.filters.without(*PLACES, "area")
        return self if filters == self.filters else self.situation.select(filters)

    @cached_property
    def wards(self) -> pd.Index:
        """Codes of the wards a choice of places keeps; all that the scope covers when none is chosen."""
        index = self.situation.covered
        mask = self.filters.mask(pd.DataFrame({"ward": index}), self.situation.districts)
        kept: pd.Index = index if mask is None else index[mask]
        return kept


def situation(snapshot: Snapshot, areas: Areas, rules: Rules, *, crowd_size: int = 5) -> Situation:
    """Answer what follows from a snapshot; see `Situation` for the parameters.

    Rules that somebody held against their text, as far as the snapshot knows, count as verified.
    """
    return Situation(snapshot, areas, with_checks(rules, snapshot["rule_check"]), crowd_size)


Made = dict[str, pd.DataFrame]
"""Name → frame: what one maker makes."""


def _projects(now: Situation) -> Made:
    projects = now.snapshot["project"]
    stage = stage_of(projects, now.snapshot["plan"], now.snapshot["household_file"])
    return {"project": projects.assign(stage=stage, project_kind=projects["kind"])}


def _places(now: Situation) -> Made:
    return {"project_place": project_places(now["project"], now["project_ward"])}


def _belonging(name: str) -> Callable[[Situation], Made]:
    """Answer what makes the frame of something that belongs to projects."""
    return lambda now: {name: carried(now.snapshot[name], now["project"])}


def _files(now: Situation) -> Made:
    files = carried(now.snapshot["household_file"], now["project"])
    files = files.assign(**totals.of_files(files))
    owed = payments.of_files(files, now["project"], now.rules, as_of=now.snapshot.as_of)
    return {"household_file": files.assign(**owed)}


def _dialogues(now: Situation) -> Made:
    dialogues = carried(now.snapshot["dialogue"], now["project"])
    return {"dialogue": dialogues.assign(**totals.of_dialogues(dialogues, as_of=now.as_of))}


def _required(now: Situation) -> Made:
    cases, as_of = now["open_case"], now.snapshot.as_of
    met = required.had_one(cases, now.snapshot["dialogue"])
    found = [
        required.of_plans(now["plan"], now["project"], now.rules, as_of=as_of),
        required.of_cases(cases, met, now.rules, as_of=as_of),
    ]
    rows = pd.concat(found, ignore_index=True)
    rows["project"] = rows["project"].astype(pd.CategoricalDtype(now["project"].index))
    return {"required_dialogue": carried(rows, now["project"])}


def _decided(now: Situation) -> Made:
    found = required.decided(now.snapshot.rows("case"), now.snapshot["dialogue"])
    return {"decided_complaint": carried(found, now["project"])}


def _compulsory(now: Situation) -> Made:
    files, met = now["household_file"], now.snapshot["dialogue"]
    rows = persuasion.judged(files, now["project"], met, now.rules, as_of=now.snapshot.as_of)
    rows["project"] = rows["project"].astype(pd.CategoricalDtype(now["project"].index))
    return {"compulsory_step": carried(rows, now["project"])}


def _commitments(now: Situation) -> Made:
    commitments = carried(now.snapshot["commitment"], now["project"])
    return {"commitment": commitments.assign(**totals.of_commitments(commitments, as_of=now.as_of))}


def _cases(now: Situation) -> Made:
    rows = now.snapshot.rows("case")
    days = rows.frame(("decided_on", "ended_on", "effective_on", "executed_on"))
    closed = days["decided_on"].fillna(days["ended_on"])
    waiting = days["effective_on"].notna() & days["executed_on"].isna()
    history = carried(rows.frame(_OF_HISTORY), now["project"]).reset_index(drop=True)
    crowded = _crowded(history, now)
    return {
        "case_history": history.drop(columns="people").assign(closed_on=closed.to_numpy(), crowded=crowded),
        "unexecuted": _in_full(rows, waiting, now),
        "open_case": _open_cases(_in_full(rows, closed.isna(), now), now),
    }


def _in_full(rows: Rows, wanted: pd.Series, now: Situation) -> pd.DataFrame:
    cases = rows.frame(among=np.flatnonzero(wanted)).rename_axis("code").reset_index()
    return carried(cases, now["project"]).assign(crowded=_crowded(cases, now))


def _open_cases(cases: pd.DataFrame, now: Situation) -> pd.DataFrame:
    judged = clocks.run_all(cases, "case", now.rules, as_of=now.snapshot.as_of, due_soon_days=0)
    past, limits = judgments.past(judged, now.rules), judgments.next_due(judged, now.rules)
    return cases.assign(
        open=True,
        age=(now.as_of - cases["received_on"]).dt.days.astype("Int32"),
        **past,
        standing=standing(cases, judgments.statutory(judged, now.rules), past),
        next_due=limits["due"],
        next_clock=limits["clock"],
        **located_at(cases, now.areas),
    )


def _crowded(cases: pd.DataFrame, now: Situation) -> pd.Series:
    return cases["people"].ge(now.crowd_size).fillna(value=False).astype(bool)


_MAKERS: Final[Mapping[str, Callable[[Situation], Made]]] = {
    "project": _projects,
    "project_place": _places,
    **{name: _belonging(name) for name in ("plan", "resettlement_site")},
    "dialogue": _dialogues,
    "required_dialogue": _required,
    "decided_complaint": _decided,
    "household_file": _files,
    "compulsory_step": _compulsory,
    "commitment": _commitments,
    **dict.fromkeys(("case_history", "open_case", "unexecuted"), _cases),
}
"""Frame → what makes it."""
