"""Who has reported by sending a file, or by saying that nothing arose.

A *submission* says that a unit has reported on one kind of report for one period. A table of official forms tells it of
every ward, form and period of its rows; a progress report by the unit and the period that stand above its table. It is
recorded together with the rows, so that withdrawing the one withdraws the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from gis.intake.checking import Checked
from gis.intake.detecting import Detected
from gis.intake.frames import typed
from gis.intake.periods import Span
from gis.records.batch import Batch
from gis.records.declaration import DTYPES
from gis.records.entities.reports import SUBMISSION

_REPORTS: Final[Mapping[str, str]] = {"progress": "progress_report"}
"""Kind of file → kind of report that it is, where one file is one report."""
_UNNUMBERED: Final = "other"
"""Form of a table that nobody is asked for."""
_DAYS: Final = ("period_start", "period_end", "sent_on")


def told_by(kind: str, checked: Checked, said: Detected, known: pd.DataFrame, sent_on: dt.date) -> pd.DataFrame:
    """Answer which submissions a file makes; none where no row goes in.

    Parameters
    ----------
    kind
        Name of the form the file was read as.
    checked
        Its records.
    said
        The unit and period above its table.
    known
        The submissions that are recorded; one that says the same keeps its day.
    sent_on
        The day.

    Returns
    -------
    (n, 6) rows of the entity `submission`. A file of one unit that has rows which stay out is faulty; in a table of
    several units nobody can tell whose they are.
    """
    reports = list(dict.fromkeys(_reports(kind, checked, said)))
    wards = {ward for ward, *_ in reports}
    state = "faulty" if checked.refused and len(wards) == 1 else "sent"
    return _frame([(*report, state, sent_on) for report in reports], known)


Report = tuple[str, str, dt.date, dt.date]
"""Ward, kind of report, first and last day."""


def _reports(kind: str, checked: Checked, said: Detected) -> Iterator[Report]:
    if kind in _REPORTS and said.unit and said.period and len(checked.links):
        yield said.unit, _REPORTS[kind], *said.period
    forms = checked.frames.get("periodic_form", pd.DataFrame())
    if len(forms):
        told = forms[["ward", "form", "period_start", "period_end"]].drop_duplicates()
        for ward, form, start, end in told[told["form"] != _UNNUMBERED].itertuples(index=False):
            yield str(ward), str(form), start.date(), end.date()


def _frame(rows: list[tuple[Any, ...]], known: pd.DataFrame) -> pd.DataFrame:
    types = dict.fromkeys(("ward", "kind", "state"), "str") | dict.fromkeys(_DAYS, DTYPES["event"])
    frame = pd.DataFrame(rows, columns=["ward", "kind", "period_start", "period_end", "state", "sent_on"]).astype(types)
    same = [*SUBMISSION.key, "state"]
    before = known[[*same, "sent_on"]].astype(types)
    kept = frame.merge(before, on=same, how="left", suffixes=("", "_before"))["sent_on_before"]
    return typed(frame.assign(sent_on=kept.fillna(frame["sent_on"])), SUBMISSION)


def submission(
    unit: str, kind: str, period: Span, state: str, sent_on: dt.date, *, source: str = "", demo: bool = False
) -> Batch:
    """Answer the batch that says a unit has reported.

    Parameters
    ----------
    unit
        Code of its ward.
    kind
        Kind of report, such as ``"tcd_01"``.
    period
        First and last day.
    state
        ``"sent"``, ``"nothing_arose"`` or ``"faulty"``.
    sent_on
        The day.
    source
        Who says so, in words, for the list of what came in; empty: the codes.
    demo
        Whether it is invented.
    """
    frame = _frame([(unit, kind, *period, state, sent_on)], SUBMISSION.empty())
    return Batch({SUBMISSION.name: frame}, source=source or f"{unit} {kind}", kind="form", demo=demo)
