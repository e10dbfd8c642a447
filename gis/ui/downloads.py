"""The one way out of a page: a file is made when it is asked for, let through, entered in the audit trail, handed over.

A table has one button for each kind of file; small counts are suppressed in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from time import monotonic
from typing import Any

import pandas as pd
import streamlit as st

from gis import settings
from gis.access.gate import AGGREGATES, Leave
from gis.access.pace import Pace
from gis.access.suppression import Shown, Sums, shown
from gis.briefing import tables
from gis.briefing.exporting import Export
from gis.errors import RequestError
from gis.metrics import REFUSED
from gis.ui import process
from gis.ui.here import Here


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table that may be handed out.

    Parameters
    ----------
    name
        Of the file, without day and ending.
    title, first
        What it shows; heading of the first column.
    names
        Index of the table → what stands in the first column.
    columns, kinds
        Column → heading, and how its values are written.
    table
        (n, ...) the rows, true counts.
    counts
        Columns that count people, cases or promises and are suppressed where small.
    sums
        Count column → the count columns it is the sum of.
    derived
        Column → the counts it would reveal.
    within
        Column of groups whose totals are read on screen too.
    sort_by
        Column whose shown values order the rows.
    total
        The line of totals, if the rows add up.
    beside
        Another table of the same counts that whoever takes this one may hold too, as in `gis.access.suppression.shown`.
    """

    name: str
    title: str
    first: str
    names: Mapping[str, str]
    columns: Mapping[str, str]
    kinds: Mapping[str, tables.ColumnKind]
    table: pd.DataFrame
    counts: tuple[str, ...]
    sort_by: str
    sums: Sums = ()
    derived: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: str | None = None
    total: tables.Total | None = None
    beside: Shown | None = None


def draw(make: Callable[[], Sheet], name: str, here: Here) -> None:
    """Draw the buttons of one table; it is made when somebody asks for it.

    Parameters
    ----------
    make
        Answers the table.
    name
        Of the file, without day and ending.
    here
        Who reads.
    """
    offer(name, partial(written, make, here), here)


def written(make: Callable[[], Sheet], here: Here, kind: tables.Kind) -> bytes:
    """Write a table into a file."""
    sheet = make()
    table = shown(
        sheet.table,
        here.desk.reader,
        counts=sheet.counts,
        threshold=settings.current().suppress_below,
        within=sheet.within,
        sums=sheet.sums,
        derived=sheet.derived,
        for_file=True,
        beside=sheet.beside,
    )
    content = tables.TableFile(
        title=sheet.title,
        caption=here.caption(),
        first=sheet.first,
        names=sheet.names,
        columns=sheet.columns,
        kinds=sheet.kinds,
        table=table,
        sort_by=sheet.sort_by,
        demo=here.demo,
        language=here.language,
        total=sheet.total,
    )
    return tables.written(content, kind)


def offer(name: str, written: Callable[[tables.Kind], bytes], here: Here, *, labels: str = "ranking.download") -> None:
    """Draw the buttons.

    Parameters
    ----------
    name
        How the file's name begins; the day it tells of follows.
    written
        Answers the content of a kind of file.
    here
        Who asks, and for which day.
    labels
        Group of phrases with a label for each kind.
    """
    with st.container(horizontal=True):
        for kind in tables.MIME:
            button(
                here.say(f"{labels}.{kind}"),
                partial(written, kind),
                f"{name}_{here.stamp}.{kind}",
                tables.MIME[kind],
                here,
                icon=":material/download:",
            )


def button(
    label: str,
    make: Callable[[], bytes],
    file: str,
    mime: str,
    here: Here,
    *,
    leave: Leave = AGGREGATES,
    **looks: Any,
) -> None:
    """Draw a button that hands out one file.

    Parameters
    ----------
    label
        What it says.
    make
        Answers the content, when it is asked for.
    file, mime
        Name and type of the file.
    here
        Who asks, and what it tells of.
    leave
        What is asked for beside it.
    looks
        How the button looks.
    """
    leaving = Export(process.store(), here.desk.reader, process.signed(), file, here.view.on(here.view.day), leave)
    st.download_button(
        label,
        data=partial(handed, make, leaving, process.still()),
        file_name=file,
        mime=mime,
        on_click="ignore",
        **looks,
    )


def handed(make: Callable[[], bytes], leaving: Export, still: Callable[[], bool]) -> bytes:
    """Make a file, and let it go once it is entered; one that cannot be entered stays, and the button says so.

    Raises
    ------
    RequestError
        As for `Export.check`, whoever asks lost meanwhile what they saw, or they ask faster than a person does.
    StoreError
        As for `Export.entered`.
    """
    leaving.check(still=still())
    _wait(leaving)
    return leaving.entered(make())


def _wait(leaving: Export) -> None:
    """Ask whoever takes files faster than a person does to wait; entered in the trail once a minute."""
    wait = _paces()["taken"].wait(leaving.who.id, monotonic())
    if not wait:
        return
    REFUSED.labels("exports").inc()
    slower = RequestError("door.slower.exports", seconds=ceil(wait))
    if not _paces()["told"].wait(leaving.who.id, monotonic()):
        leaving.refused(slower)
    raise slower


@st.cache_resource(show_spinner=False)
def _paces() -> dict[str, Pace]:
    return {"taken": Pace(settings.current().exports_a_minute), "told": Pace(1)}
