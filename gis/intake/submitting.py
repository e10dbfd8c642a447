"""Who has reported by sending a file, or by saying that nothing arose.

A *submission* says that a unit has reported on one kind of report for one period. A table of official forms tells it of
every ward, form and period of its rows; a progress report by the unit and the period that stand above its table. It is
recorded together with the rows, so that withdrawing the one withdraws the other. A report of which rows stay out is
*faulty*; where all of them do, that alone is recorded. What was sent well stays so, whatever comes after it.
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
from gis.records.entities.reports import ITEMS, SUBMISSION

_REPORTS: Final[Mapping[str, str]] = {"progress": "progress_report"}
"""Kind of file → kind of report that it is, where one file is one report."""
_UNNUMBERED: Final = "other"
"""Form of a table that nobody is asked for."""
_DAYS: Final = ("period_start", "period_end", "sent_on")


def told_by(kind: str, checked: Checked, said: Detected, known: pd.DataFrame, sent_on: dt.date) -> pd.DataFrame:
    """Answer which submissions a file makes.

    Parameters
    ----------
    kind
        Name of the form the file was read as.
    checked
        Its records, and what is known of rows that stay out.
    said
        The unit and period above its table.
    known
        The submissions that are recorded; one that says the same keeps its day.
    sent_on
        The day.

    Returns
    -------
    (n, 6) rows of the entity `submission`. A report of which any row stays out is faulty, also where no row goes in:
    its unit has sent something. Where nobody can tell whose such a row is, it tells of nobody.
    """
    states = _of_file(checked, said) if kind in _REPORTS else _of_rows(checked, said)
    states = {report: state for report, state in states.items() if report[1] != _UNNUMBERED and report[3] <= sent_on}
    return _frame([(*report, state, sent_on) for report, state in states.items()], known)


Report = tuple[str, str, dt.date, dt.date]
"""Ward, kind of report, first and last day."""


def _of_file(checked: Checked, said: Detected) -> dict[Report, str]:
    """Take the whole file for one report."""
    if not (said.unit and said.period and checked.rows):
        return {}
    return {(said.unit, _REPORTS["progress"], *said.period): "faulty" if checked.refused else "sent"}


def _of_rows(checked: Checked, said: Detected) -> dict[Report, str]:
    """Take rows of one ward, form and period for a report."""
    states = dict.fromkeys(_went_in(checked), "sent")
    for ward, forms, span in _stayed_out(checked, said):
        hers = [(ward, form, *span) for form in forms] if span else [report for report in states if report[0] == ward]
        states |= dict.fromkeys(hers, "faulty")
    return states


def _went_in(checked: Checked) -> Iterator[Report]:
    forms = checked.frames["periodic_form"][["ward", "form", "period_start", "period_end"]].drop_duplicates()
    for ward, form, start, end in forms.itertuples(index=False):
        yield str(ward), str(form), start.date(), end.date()


def _stayed_out(checked: Checked, said: Detected) -> Iterator[tuple[str, list[str], Span | None]]:
    """Answer ward, forms and period of the rows that stay out, each once; no period where a row does not say it."""
    wards = set(checked.about["ward"].dropna())
    sole = said.unit or (wards.pop() if len(wards) == 1 else "")
    columns = [form for form, items in ITEMS.items() if any(item.code in checked.places for item in items)]
    out = checked.about[~checked.about.index.isin(checked.links.index)].drop_duplicates()
    for named, form, *days in out.itertuples(index=False):
        ward = named if pd.notna(named) else sole
        if ward:
            start, end = (None if pd.isna(day) else pd.Timestamp(day).date() for day in days)
            yield ward, [form] if pd.notna(form) else columns, (start, end) if start and end else None


def unspoilt(told: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Leave out what would make a report faulty that is recorded as sent, or as nothing to report.

    Parameters
    ----------
    told
        (n, 6) submissions, as `told_by` answers them.
    known
        The submissions that are recorded.
    """
    key = list(SUBMISSION.key)
    types = dict.fromkeys(("ward", "kind"), "str") | dict.fromkeys(("period_start", "period_end"), DTYPES["event"])
    good = pd.MultiIndex.from_frame(known.loc[known["state"] != "faulty", key].astype(types))
    spoils = (told["state"] == "faulty").to_numpy() & pd.MultiIndex.from_frame(told[key].astype(types)).isin(good)
    return told[~spoils]


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
