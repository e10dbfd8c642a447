"""Who has reported: of every ward and kind of report, what became of the last period.

A ward *sent* a report, reported that *nothing arose*, sent one that is *faulty*, or it is *missing*. A missing report
tells nothing about the ward: it is never shown as a ward that did nothing.

The *period* of a kind of report is the last one that ended by the as-of day and that any ward has reported on: periods
are those the wards themselves name, because the calendars of offices differ.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from gis.insight.situation import Selection
from gis.records.entities.reports import FORMS, SUBMISSION_STATES

MISSING: Final = "missing"
STATES: Final = (*(state.code for state in SUBMISSION_STATES), MISSING)
"""Every ward and kind of report is in exactly one of these."""
TO_REMIND: Final = (MISSING, "faulty")
"""Whoever is in one of these is reminded."""
KINDS: Final = ("progress_report", *(form.code for form in FORMS if form.code != "other"))

_TYPE: Final = pd.CategoricalDtype(list(STATES))

Span = tuple[dt.date, dt.date]
"""First and last day of a period."""


def periods(selection: Selection) -> dict[str, Span]:
    """Answer the period of each kind of report that anybody has ever sent.

    Returns
    -------
    Kind → its first and last day, in the order of `KINDS`, others after them.
    """
    reports = selection.situation["submission"]
    ended = reports[reports["period_end"] <= selection.situation.as_of]
    last = ended.sort_values(["period_end", "period_start"]).groupby("kind", observed=True).last()
    order = [kind for kind in KINDS if kind in last.index] + [kind for kind in last.index if kind not in KINDS]
    found = last.loc[order, ["period_start", "period_end"]]
    return {str(kind): (start.date(), end.date()) for kind, start, end in found.itertuples()}


def status(selection: Selection) -> pd.DataFrame:
    """Answer what each ward has sent of each kind of report for its period.

    Returns
    -------
    (w, k) frame of categories of `STATES`, wards the choice of places keeps by the kinds of `periods`.
    """
    wards = selection.wards
    spans = periods(selection)
    return pd.DataFrame({kind: _of_kind(selection, kind, span) for kind, span in spans.items()}, index=wards)


def _of_kind(selection: Selection, kind: str, span: Span) -> pd.Series:
    reports = selection.situation["submission"]
    start, end = map(pd.Timestamp, span)
    mine = reports[(reports["kind"] == kind) & (reports["period_start"] == start) & (reports["period_end"] == end)]
    states = mine["state"].astype("object").set_axis(mine["ward"].astype("object"))
    found = states[~states.index.duplicated(keep="last")].reindex(selection.wards).fillna(MISSING)
    return found.astype(_TYPE)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count wards by kind of report and state.

    Returns
    -------
    (k, 4) frame of int64: kinds by `STATES`; every row adds up to the wards.
    """
    counted = {kind: np.bincount(table[kind].cat.codes, minlength=len(STATES)) for kind in table}
    return pd.DataFrame.from_dict(counted, orient="index", columns=list(STATES)).astype("int64")


def to_remind(table: pd.DataFrame) -> pd.DataFrame:
    """Answer the wards to remind, those that owe most reports first.

    Returns
    -------
    (r, k + 1) the rows of `status` with anything missing or faulty, and ``owed``: how many.
    """
    owed = table.isin(TO_REMIND).sum(axis=1)
    late = table.assign(owed=owed)[owed > 0]
    return late.sort_values("owed", ascending=False, kind="stable")
