"""Who has reported: how far each kind of report has come in, and whom to remind."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing import tables
from gis.insight import reporting
from gis.ui import acts, downloads, menu, reporting_nil, session, sorted_table
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.sorted_table import SortedTable
from gis.view import Sheet

_KEY: Final = "reporting-table"
_CARD = Markup(
    '<div class="card"><div class="label">{}</div><div class="note">{}</div>'
    '<div class="value">{}</div><div class="shares" role="img" aria-label="{}">{}</div>{}</div>'
)
_PART = Markup('<i class="{}" style="flex-grow:{}"></i>')
_LINE = Markup('<div class="row"><dt><i class="dot {}"></i>{}</dt><dd>{}</dd></div>')


def draw(here: Here) -> None:
    """Draw how many have reported, by kind of report, and the list of those to remind."""
    table, spans = reporting.status(here.selection), reporting.periods(here.selection)
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say("reporting.title"), here.say("reporting.note")
        )
    )
    acts.said()
    if spans:
        _told(table, spans, here)
    else:
        st.info(here.say("reporting.empty"), icon=":material/upload_file:")
    reporting_nil.draw(here, spans)


def _told(table: pd.DataFrame, spans: dict[str, reporting.Span], here: Here) -> None:
    cards = Markup().join(_card(str(kind), row, spans, here) for kind, row in reporting.counts(table).iterrows())
    st.html(Markup('<section class="figures reporting">{}</section>').format(cards))
    _reminders(table, here)
    _downloads(table, here)


def _card(kind: str, numbers: pd.Series, spans: dict[str, reporting.Span], here: Here) -> Markup:
    start, end = spans[kind]
    whole = int(numbers.sum())
    named = {state: here.say(f"reporting.state.{state}") for state in reporting.STATES}
    done = whole - int(numbers[list(reporting.TO_REMIND)].sum())
    said = ", ".join(f"{named[str(state)]} {n}" for state, n in numbers.items())
    parts = Markup().join(_PART.format(state, n) for state, n in numbers.items() if n)
    lines = Markup().join(
        _LINE.format(state, named[str(state)], words.number(n, here.language)) for state, n in numbers.items()
    )
    return _CARD.format(
        name_of(kind, here),
        here.say("reporting.period", start=start, end=end),
        here.say("reporting.of", n=done, whole=whole),
        said,
        parts,
        lines,
    )


def name_of(kind: str, here: Here) -> str:
    """Name a kind of report; one that an office named itself goes by that name."""
    return here.say(f"reporting.kind.{kind}") if kind in reporting.KINDS else kind


def _reminders(table: pd.DataFrame, here: Here) -> None:
    late = reporting.to_remind(table)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("reporting.list")))
    if late.empty:
        st.info(here.say("reporting.nobody"), icon=":material/task_alt:")
        return
    st.html(Markup('<p class="hint">{}</p>').format(here.say("reporting.list_count", n=len(late), whole=len(table))))
    sorted_table.draw(readable(late, here), key=_KEY, on_open=_open)
    sheet = here.view.sheet
    if sheet and sheet.kind == "ward":
        menu.link("map.py", here.view, plain(here.say("reporting.on_map", ward=here.name("ward", sheet.code))))


def readable(late: pd.DataFrame, here: Here) -> SortedTable:
    """Name wards, kinds of report and states for a reader."""
    kinds = [str(name) for name in late if name != "owed"]
    return SortedTable(
        first=here.say("reporting.unit"),
        names=[here.name("ward", str(code)) for code in late.index],
        headings={"owed": here.say("reporting.owed"), **{kind: name_of(kind, here) for kind in kinds}},
        kinds={"owed": "count", **dict.fromkeys(kinds, "text")},
        table=late.assign(**{kind: _said(late[kind], here) for kind in kinds}),
        fixed=0,
        sorted_by="owed",
        opened=here.view.sheet.code if here.view.sheet else None,
        alt=here.say("reporting.alt", n=len(late)),
        language=here.language,
    )


def _said(states: pd.Series, here: Here) -> pd.Series:
    return states.astype("object").map({state: here.say(f"reporting.state.{state}") for state in reporting.STATES})


def _open(ward: str) -> None:
    """Open the sheet of the chosen ward; for the callback."""
    session.open_sheet(Sheet("ward", ward))


def _downloads(table: pd.DataFrame, here: Here) -> None:
    downloads.offer("tinh-hinh-nop-bao-cao", partial(written, table, here), here)


def written(table: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write every ward with what it has sent into a file; it tells of offices and holds no count of people."""
    spans = reporting.periods(here.selection)
    kinds = [str(name) for name in table]
    owed = table.isin(reporting.TO_REMIND).sum(axis=1)
    lines: dict[str, Any] = {name: _said(table[name], here) for name in kinds}
    content = tables.TableFile(
        title=here.say("reporting.file_title"),
        caption=here.caption(),
        first=here.say("reporting.unit"),
        names={str(code): here.name("ward", str(code)) for code in table.index},
        columns={"owed": here.say("reporting.owed")}
        | {
            name: f"{name_of(name, here)}, {here.say('reporting.period', start=spans[name][0], end=spans[name][1])}"
            for name in kinds
        },
        kinds={"owed": "count", **dict.fromkeys(kinds, "text")},
        table=tables.suppressed(
            table.assign(owed=owed, **lines),
            scope=here.desk.reader,
            threshold=settings.current().suppress_below,
            counts=(),
            derived={},
        ),
        sort_by="owed",
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)
