"""Dialogues of a selection: held, coming and missed, who came, and how things stood before and after.

The state of a dialogue is worked out once per situation (`gis.insight.totals.of_dialogues`), and so are those that the
law asks for and nobody recorded (`gis.insight.required`). Kinds are never added up over their borders: a plan dialogue
and a complaint dialogue are different duties. Of a period are the dialogues whose day of holding lies in it; coming,
missed and undated ones are told on the as-of day.

Dialogues go to where things are worst. So the counts of open cases before and after one are plain counts: they compare
nothing and claim nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.insight import contacts, required
from gis.insight.once import once
from gis.insight.situation import Selection
from gis.insight.totals import DIALOGUE_STATES
from gis.period import Period
from gis.records.entities.contacts import DIALOGUE_KINDS, RESULTS

KINDS: Final = tuple(kind.code for kind in DIALOGUE_KINDS)
SPANS: Final = (-90, -60, -30, 0, 30, 60, 90)
"""Days before and after a dialogue on which open cases are counted, as dialogue reports count them."""
AHEAD: Final = 30
"""Days ahead of which coming dialogues are counted."""
TABLE: Final = (
    "held_plan", "held_complaint", "held_conference", "held_persuasion", "not_attended", "coming", "missed", "undated",
    "required", "required_past", "required_past_unverified",
)  # fmt: skip
"""Counts of `by`, in dialogues; the last three are dialogues the law asks for that nobody recorded."""
_RESULTS: Final = (*(result.code for result in RESULTS), "")
_HAPPENED: Final = ("held", "not_attended")


@dataclass(frozen=True)
class Figures:
    """Dialogues of one selection, on its day and over a period.

    Parameters
    ----------
    held
        Kind → dialogues held in the period, those not attended included.
    not_attended
        Of them, those to which the complainants were invited and did not come, with minutes.
    coming
        Planned for the as-of day or the `AHEAD` days after it.
    missed, undated
        Planned for a day that is over and not recorded as held; announced without a day.
    invited, present, absent_minuted, counted
        Households of the dialogues held of which both are known, and how many dialogues these are.
    required, required_past, required_past_unverified
        Dialogues the law asks for that nobody recorded; those of them past a verified limit; past an unverified one.
    """

    held: dict[str, int]
    not_attended: int
    coming: int
    missed: int
    undated: int
    invited: int
    present: int
    absent_minuted: int
    counted: int
    required: int
    required_past: int
    required_past_unverified: int

    @property
    def attendance(self) -> float | None:
        """Households present out of invited, 0 to 1; None where nobody is known to be invited."""
        return self.present / self.invited if self.invited else None


@once("dialogue", "required_dialogue")
def figures(selection: Selection, period: Period) -> Figures:
    """Work out the figures of a selection, on its day and over a period that ends on it."""
    dialogues = selection["dialogue"]
    within = held_in(dialogues, period)
    states = dialogues["state"].value_counts()
    soon = dialogues["day"] <= selection.situation.as_of + pd.Timedelta(days=AHEAD)
    owed = selection["required_dialogue"]["state"].value_counts()
    came = _attendance(within)
    return Figures(
        held={kind: int(within["kind"].eq(kind).sum()) for kind in KINDS},
        not_attended=int(within["state"].eq("not_attended").sum()),
        coming=int((dialogues["state"].eq("coming") & soon).sum()),
        missed=int(states["missed"]),
        undated=int(states["undated"]),
        **came,
        required=int(owed.sum()),
        required_past=int(owed.get("past", 0)),
        required_past_unverified=int(owed.get("past_unverified", 0)),
    )


def held_in(dialogues: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Select the dialogues held in a period, those not attended included."""
    inside = dialogues["held_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return dialogues[inside & dialogues["state"].isin(_HAPPENED)]


def _attendance(held: pd.DataFrame) -> dict[str, int]:
    known = held[held["invited"].notna() & held["present"].notna()]
    sums = known[["invited", "present", "absent_minuted"]].sum()
    return {**{str(name): int(n) for name, n in sums.items()}, "counted": len(known)}


@once("dialogue")
def attendance(selection: Selection, period: Period) -> pd.DataFrame:
    """Answer who came, by kind of dialogue.

    Returns
    -------
    (4, 4) frame of int64 with ``counted`` (dialogues), ``invited``, ``present`` and ``absent_minuted`` (households):
    `KINDS` in order, over the dialogues held in the period of which invited and present are both known.
    """
    held = held_in(selection["dialogue"], period)
    columns = ["counted", "invited", "present", "absent_minuted"]
    rows = [_attendance(held[held["kind"].eq(kind)]) for kind in KINDS]
    return pd.DataFrame(rows, index=pd.Index(KINDS, name="kind"), columns=columns).astype("int64")


@once("dialogue")
def results(selection: Selection, period: Period) -> pd.DataFrame:
    """Count the dialogues held in a period by kind and result; the empty code is one that is not recorded.

    Returns
    -------
    (4, 5) frame of int64, `KINDS` by the results.
    """
    held = held_in(selection["dialogue"], period)
    found = held["result"].astype("object").fillna("")
    counted = pd.crosstab(held["kind"].astype("object"), found)
    return counted.reindex(index=list(KINDS), columns=list(_RESULTS), fill_value=0).astype("int64")


@once("decided_complaint")
def decisions(selection: Selection, period: Period) -> pd.DataFrame:
    """Count the decisions of a period that needed a dialogue before them, and those with one recorded.

    Returns
    -------
    (2, 2) frame of int64 with ``decided`` and ``met``, by level: ``first``, ``second``.
    """
    cases = selection.throughout["decided_complaint"]
    inside = cases["decided_on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    levels = cases.loc[inside, "level"].astype("object")
    counted = cases.loc[inside, "met"].groupby(levels).agg(["size", "sum"])
    counted.columns = pd.Index(["decided", "met"])
    return counted.reindex(list(required.ARTICLES), fill_value=0).astype("int64").rename_axis("level")


@once("dialogue", "required_dialogue", "household_file", "reception")
def by(selection: Selection, period: Period, which: str) -> pd.DataFrame:
    """Count dialogues by ward or project.

    Parameters
    ----------
    selection
        What is chosen.
    period
        Over which held ones are counted; the others are told on the as-of day.
    which
        ``"ward"``: every ward the choice of places keeps, with ``last_contact`` and ``days_since_contact``;
        ``"project"``: the projects with any dialogue, with ``last_contact`` as the last dialogue held.

    Returns
    -------
    (k, 12 or 13) frame indexed by code: `TABLE` as int64, then those.
    """
    counts = _counts(selection, period, which)
    if which == "ward":
        last = contacts.last_contact(selection).reindex(selection.wards.astype("string"))
        last = last.set_axis(selection.wards)
        counts = counts.reindex(selection.wards, fill_value=0)
        return counts.assign(last_contact=last, days_since_contact=contacts.days_since(last, selection.situation.as_of))
    last = selection["dialogue"].groupby("project", observed=True)["held_on"].max()
    return counts.assign(last_contact=last.set_axis(last.index.astype("object")))


def _counts(selection: Selection, period: Period, which: str) -> pd.DataFrame:
    dialogues, owed = selection["dialogue"], selection["required_dialogue"]
    within = held_in(dialogues, period)
    waiting = dialogues[~dialogues["state"].isin(_HAPPENED)]
    alone = within[within["state"].eq("not_attended")]
    late = owed[owed["state"] != "open"]
    parts = [
        _crossed(within[which], "held_" + within["kind"].astype("object")),
        _crossed(alone[which], alone["state"]),
        _crossed(waiting[which], waiting["state"]),
        _crossed(owed[which], pd.Series("required", index=owed.index)),
        _crossed(late[which], "required_" + late["state"]),
    ]
    found = pd.concat([part for part in parts if len(part)], axis=1) if any(map(len, parts)) else pd.DataFrame()
    return found.reindex(columns=list(TABLE)).fillna(0).astype("int64").rename_axis(which)


def _crossed(rows: pd.Series, columns: pd.Series) -> pd.DataFrame:
    return pd.crosstab(rows.astype("object"), columns.astype("object"))


@once("dialogue")
def listed(selection: Selection, *, most: int) -> pd.DataFrame:
    """List dialogues: coming ones first, the nearest first; then undated and missed ones; then those held.

    Returns
    -------
    (≤ most, ...) rows of the frame of dialogues with their ``code``.
    """
    dialogues = selection["dialogue"]
    rank = pd.Series(dialogues["state"].cat.codes.clip(upper=DIALOGUE_STATES.index("held")), index=dialogues.index)
    away = (dialogues["day"] - selection.situation.as_of).dt.days.abs()
    order = pd.DataFrame({"rank": rank, "away": away}).sort_values(["rank", "away"], kind="stable").index[:most]
    return dialogues.loc[order].reset_index()


def in_calendars(dialogues: pd.DataFrame) -> pd.DataFrame:
    """Select the dialogues whose day may stand in a calendar or leave in a calendar file.

    A persuasion meeting that is still to be held stands in none: its day would tell when an enforcement is near, as in
    the list of duties. Once it was held its day is what the persuasion ledger rests on.
    """
    waiting = dialogues["state"].isin(["coming", "missed"])
    return dialogues[~(dialogues["kind"].eq("persuasion") & waiting)]


@once("dialogue")
def of_month(selection: Selection, month: dt.date) -> pd.DataFrame:
    """List the dialogues that may stand in a calendar (`in_calendars`) of one month, by day and kind.

    Parameters
    ----------
    selection
        What is chosen.
    month
        Any day of it.

    Returns
    -------
    (k, 4) frame with ``day``, ``kind``, ``state`` and ``n``.
    """
    first = pd.Timestamp(month).replace(day=1)
    dialogues = in_calendars(selection["dialogue"])
    inside = dialogues[dialogues["day"].between(first, first + pd.offsets.MonthEnd(1))]
    counted = inside.groupby(["day", "kind", "state"], observed=True).size()
    return counted.rename("n").reset_index()


def around(selection: Selection, dialogues: pd.DataFrame) -> pd.DataFrame:
    """Count the open cases of the place of each dialogue before and after it.

    Parameters
    ----------
    selection
        Whose filters on cases hold, those on how a case stands today left out.
    dialogues
        (n, ...) with ``ward``, ``project`` and ``held_on``; some hundred at most.

    Returns
    -------
    (n, 7) frame of Int64, `SPANS` as columns: cases open on that day in the dialogue's ward, of its project where it
    has one; missing where the day has not come by the as-of day.
    """
    columns = ["ward", "project", "received_on", "closed_on"]
    cases = selection.throughout.columns("case_history", *columns)
    cases = cases[cases["ward"].isin(dialogues["ward"].unique()) & cases["received_on"].notna()]
    with_project = dialogues["project"].notna().to_numpy()
    found = np.where(
        with_project[:, None],
        _open_on(_keys(cases, cases, "ward", "project"), cases, _keys(dialogues, cases, "ward", "project"), dialogues),
        _open_on(_keys(cases, cases, "ward"), cases, _keys(dialogues, cases, "ward"), dialogues),
    )
    days = _days(dialogues)
    counts = pd.DataFrame(found, index=dialogues.index, columns=list(SPANS)).astype("Int64")
    return counts.mask(days > np.datetime64(selection.situation.as_of.date(), "D"))


def _days(dialogues: pd.DataFrame) -> np.ndarray:
    held = dialogues["held_on"].to_numpy("datetime64[D]")
    return np.asarray(held[:, None] + np.array(SPANS, "timedelta64[D]"))


def _keys(frame: pd.DataFrame, like: pd.DataFrame, *names: str) -> pd.Series:
    """Answer a number for each combination of codes; text would take long to make for so many rows.

    Parameters
    ----------
    frame
        (n, ...) whose combinations are numbered.
    like
        Frame in whose order the codes are counted, so that numbers of two frames can be compared.
    names
        Columns.
    """
    keys = np.zeros(len(frame), dtype="int64")
    for name in names:
        words = like[name].cat.categories
        places = np.append(words.get_indexer(frame[name].cat.categories), -1)
        keys = keys * (len(words) + 1) + 1 + places[frame[name].cat.codes]
    return pd.Series(keys, index=frame.index)


def _open_on(keys: pd.Series, cases: pd.DataFrame, asked: pd.Series, dialogues: pd.DataFrame) -> np.ndarray:
    """Count what was received by each day, less what was closed by it; both sorted once."""
    groups = pd.Index(asked.unique())
    places, days = groups.get_indexer(keys), _days(dialogues).astype("int64")
    wanted = groups.get_indexer(asked)[:, None] * _FAR + days
    received = _until(places, cases["received_on"], wanted)
    return np.asarray(received - _until(places, cases["closed_on"], wanted))


_FAR: Final = 1_000_000
"""More days than any two events lie apart: keeps the days of one place together."""


def _until(places: np.ndarray, days: pd.Series, wanted: np.ndarray) -> Any:
    """Count the events of each place up to each day."""
    known = days.notna().to_numpy() & (places >= 0)
    keys = np.sort(places[known] * _FAR + days.to_numpy("datetime64[D]")[known].astype("int64"))
    starts = wanted // _FAR * _FAR
    return np.searchsorted(keys, wanted, side="right") - np.searchsorted(keys, starts, side="left")
