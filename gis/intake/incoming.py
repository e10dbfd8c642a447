"""Files as they are handed in on a screen: many at once, each read, proposed as what it seems, looked at, recorded.

A file handed in is written to a folder that nobody else may read and that is gone as soon as the file was read: lists
of offices hold names, and what was dropped must not lie about.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gis.areas import Areas
from gis.errors import LandmapError
from gis.intake.detecting import Detected, Span, detect, ward_of
from gis.intake.importing import Examined, ImportReport, examine, form_of, record
from gis.intake.mapping import ColumnMapping, recall
from gis.intake.matching import propose
from gis.intake.reading import read_table
from gis.intake.table import Table
from gis.records.batch import Batch
from gis.records.declaration import DTYPES
from gis.records.store import Store

NOTHING: Final = Detected("", "", None)
_REPORTS: Final[Mapping[str, str]] = {"progress": "progress_report"}
"""Kind of file → kind of report that it is, where one kind of file is one report."""


@dataclass(frozen=True, eq=False)
class Incoming:
    """A file that was handed in.

    Parameters
    ----------
    name
        Its name.
    table
        What stands in it; None when it cannot be read.
    problem
        Why it cannot be read, and what to send instead.
    detected
        What it seems to be.
    """

    name: str
    table: Table | None = None
    problem: LandmapError | None = None
    detected: Detected = NOTHING


def receive(name: str, content: bytes, areas: Areas) -> Incoming:
    """Read a file that was handed in; whatever is wrong with it is in the answer.

    Parameters
    ----------
    name
        As its sender calls it.
    content
        Its bytes.
    areas
        Whose wards may be named.
    """
    with tempfile.TemporaryDirectory(prefix="landmap-") as folder:
        path = Path(folder) / (Path(name).name or "file")
        try:
            path.write_bytes(content)
            table = read_table(path, bounds=areas.bounds)
        except LandmapError as error:
            return Incoming(name, problem=error)
    return Incoming(name, table, detected=detect(table, areas))


def mapping_for(incoming: Incoming, kind: str, store: Store, areas: Areas) -> ColumnMapping | None:
    """Answer how the columns of a file are to be read, beyond what its headings say.

    What was remembered of these headings counts first. Where a list names no ward and its title names one, that ward is
    meant in every row.
    """
    if incoming.table is None:
        return None
    form = form_of(kind)
    remembered = recall(incoming.table, form, store.settings)
    ward = ward_of(form)
    if remembered or not incoming.detected.unit or ward is None:
        return remembered
    named = propose(incoming.table, form, areas).columns
    known = ward.name in named or ward.instead in named
    return None if known else ColumnMapping(constants={ward.name: incoming.detected.unit})


def look(incoming: Incoming, kind: str, *, store: Store, areas: Areas, historical: bool = False) -> Examined:
    """Answer what would become of a file; nothing is recorded.

    Raises
    ------
    LandmapError
        The file cannot be read as that kind, or nothing can be recorded here.
    """
    if incoming.table is None:
        raise incoming.problem or ValueError(incoming.name)
    mapping = mapping_for(incoming, kind, store, areas)
    return examine(incoming.table, kind, store=store, areas=areas, mapping=mapping, historical=historical)


def take(incoming: Incoming, examined: Examined, *, store: Store, today: dt.date) -> ImportReport:
    """Record a file that was looked at and, where it is a unit's report for a period, that it was sent.

    Raises
    ------
    StoreError
        Nothing can be recorded here.
    """
    report = record(examined, store)
    kind = _REPORTS.get(examined.form.name, "")
    seen = incoming.detected
    if report.rows > report.refused and kind and seen.unit and seen.period:
        state = "faulty" if report.refused else "sent"
        store.append(submission(seen.unit, kind, seen.period, state, today))
    return report


def submission(unit: str, kind: str, period: Span, state: str, sent_on: dt.date, *, demo: bool = False) -> Batch:
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
    demo
        Whether it is invented.
    """
    start, end = period
    row: dict[str, Any] = {
        "ward": unit, "kind": kind, "period_start": start, "period_end": end, "sent_on": sent_on, "state": state
    }  # fmt: skip
    days = dict.fromkeys(("period_start", "period_end", "sent_on"), DTYPES["event"])
    return Batch({"submission": pd.DataFrame([row]).astype(days)}, source=f"{unit} {kind}", kind="form", demo=demo)
