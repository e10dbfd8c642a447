"""The progress table: one row per project in the official columns, with totals that reconcile, and its files.

Only some projects are drawn, the largest; the rest stands added up in one row, so that what is drawn always adds up to
the totals and the page stays light however many projects there are. The files hold all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.briefing import tables
from gis.briefing.progress_columns import DERIVED, KINDS, PARTS, counts
from gis.insight import compensation
from gis.ui import downloads, session, sorted_table
from gis.ui.here import Here
from gis.ui.sorted_table import SortedTable
from gis.view import Sheet

MOST_ROWS: Final = 200
"""So many projects are drawn."""

_MOST_WARDS: Final = 3
_TOTAL: Final = "total"
_REST: Final = "rest"
_KEY: Final = "progress-table"


def draw(here: Here) -> None:
    """Draw the progress table and its downloads."""
    table = compensation.projects(here.selection)
    with st.container(key="progress"):
        st.html(Markup('<h2 class="section">{}</h2>').format(here.say("projects.table.title")))
        if table.empty:
            key = "empty" if here.situation.recorded("project") else "nothing"
            st.info(here.say(f"projects.table.{key}"), icon=":material/filter_alt_off:")
            return
        if here.hides:
            st.html(Markup('<p class="hint">{}</p>').format(here.say("projects.table.not_here")))
        else:
            _draw_rows(table, here)
        _downloads(table, here)


def _draw_rows(table: pd.DataFrame, here: Here) -> None:
    sorted_table.draw(readable(table, here), key=_KEY, on_open=_open)
    left = len(table) - MOST_ROWS
    more = here.say("projects.table.more", shown=MOST_ROWS, n=left) if left > 0 else ""
    st.html(Markup('<p class="hint">{} {}</p>').format(more, here.say("projects.table.note")))


def readable(table: pd.DataFrame, here: Here) -> SortedTable:
    """Put the totals before the projects, and name projects, wards and columns for a reader.

    The rows are ``"total"``, then ``"rest"`` where some projects are not drawn, then projects by code.
    """
    drawn, rest = table.head(MOST_ROWS), table.iloc[MOST_ROWS:]
    lines = {_TOTAL: compensation.totals(table)} | ({_REST: compensation.totals(rest)} if len(rest) else {})
    body = _named(drawn, here)
    summed = pd.DataFrame(lines).T.reindex(columns=list(KINDS)).astype({name: body[name].dtype for name in KINDS})
    texts = dict.fromkeys((name for name, kind in KINDS.items() if kind == "text"), "")
    counts, sheet = {_TOTAL: len(table), _REST: len(rest)}, here.view.sheet
    heads = [here.say(f"projects.table.{line}", n=counts[line]) for line in lines]
    return SortedTable(
        first=here.say("projects.column.project"),
        names=heads + [here.name("project", str(code)) for code in drawn.index],
        headings={name: here.say(f"projects.column.{name}") for name in KINDS},
        kinds=KINDS,
        table=pd.concat([summed.assign(**texts), body]),
        fixed=len(lines),
        sorted_by="recover_area",
        opened=sheet.code if sheet and sheet.kind == "project" else None,
        alt=here.say("projects.table.alt", n=len(table)),
        language=here.language,
    )


def _named(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Answer the columns that are shown, with the names of wards in the place of their codes."""
    names = [_ward_names(codes, here) if isinstance(codes, tuple) else None for codes in table["wards"]]
    wards = pd.Series(names, index=table.index, dtype="object")
    return table.assign(wards=wards, investor=table["investor"].astype("object"))[list(KINDS)]


def _ward_names(codes: Sequence[str], here: Here) -> str:
    names = ", ".join(here.name("ward", code) for code in codes[:_MOST_WARDS])
    left = len(codes) - _MOST_WARDS
    return here.say("projects.table.wards_more", names=names, n=left) if left > 0 else names


def _open(code: str) -> None:
    """Open the project of the chosen row; for the callback."""
    session.open_sheet(Sheet("project", code))


def _downloads(table: pd.DataFrame, here: Here) -> None:
    downloads.offer("tien-do-giai-phong-mat-bang", partial(written, table, here), here, labels="projects.download")


def written(table: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write all projects into a file, with small counts suppressed and the totals last."""
    total, totals = here.say("projects.table.total", n=len(table)), compensation.totals(table)
    content = tables.TableFile(
        title=here.say("projects.table.title"),
        caption=here.caption(),
        first=here.say("projects.column.project"),
        names={str(code): here.name("project", str(code)) for code in table.index},
        columns={name: here.say(f"projects.column.{name}") for name in KINDS},
        kinds=KINDS,
        table=tables.suppressed(
            _named(table, here),
            scope=here.desk.reader,
            threshold=settings.current().suppress_below,
            counts=counts(),
            derived=DERIVED,
            parts=PARTS,
        ),
        sort_by="recover_area",
        demo=here.demo,
        language=here.language,
        total=tables.Total(total, dict(zip(totals.index.astype(str), totals, strict=True))),
    )
    return tables.written(content, kind)
