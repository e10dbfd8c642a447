"""The ranking: the map's twin as a table. Sort by any column, choose a row to open its sheet, take it as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing import tables
from gis.insight.wards import MEASURES
from gis.ui import process, session
from gis.ui.here import Here
from gis.view import Sheet

COLUMNS: Final = (
    "open_cases",
    "overdue_cases",
    "overdue_share",
    "oldest_age",
    "broken_commitments",
    "last_contact",
    "projects",
    "recover_area",
    "households",
    "approved_households",
    "paid_households",
    "handed_over_households",
    "approved_sum",
    "paid_sum",
)
"""Columns after the ward's name, in reading order; the measure of the map comes first."""

_COUNTS: Final = (
    "households",
    "approved_households",
    "paid_households",
    "unpaid_households",
    "handed_over_households",
    "open_cases",
    "overdue_cases",
    "broken_commitments",
)
"""Columns of the ward table that count households, cases or promises; projects are public."""

_DERIVED: Final[Mapping[str, Sequence[str]]] = {
    "paid_share": ("paid_households", "approved_households"),
    "handed_over_share": ("handed_over_households", "households"),
    "overdue_share": ("overdue_cases", "open_cases"),
    "approved_sum": ("approved_households",),
    "paid_sum": ("paid_households",),
    "oldest_age": ("open_cases",),
}
"""Column → the counts it would reveal."""
_BILLION: Final = 1e9


def ranked(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Put the wards in order: most of the measure first, wards without data last."""
    return table.sort_values(measure, ascending=False, na_position="last", kind="stable")


def draw(table: pd.DataFrame, here: Here) -> None:
    """Draw the table of the wards and its downloads."""
    shown = readable(ranked(table, here.view.measure), here)
    with st.container(key="ranking"):
        st.html(Markup('<h2 class="section">{}</h2>').format(here.say("ranking.title", measure=_measure(here))))
        if shown.empty:
            st.info(here.say("ranking.empty"), icon=":material/filter_alt_off:")
            return
        st.dataframe(
            _written(shown, here),
            key=f"ranking:{here.view.measure}",
            hide_index=True,
            height=min(420, 38 + 35 * len(shown)),
            on_select=partial(_open, shown, here),
            selection_mode="single-row",
            alt=here.say("ranking.alt", n=len(shown), measure=_measure(here)),
        )
        st.html(Markup('<p class="hint">{}</p>').format(here.say("ranking.note")))
        _downloads(table, here)


def readable(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Name wards and columns for a reader; money in tỷ đồng, values otherwise as they are."""
    chosen = table[_order(here)].copy()
    for column in chosen:
        if _kind(str(column)) == "money":
            chosen[column] = chosen[column] / _BILLION
    chosen.insert(0, "ward", [here.name("ward", str(code)) for code in chosen.index])
    return chosen.rename(columns={name: here.say(f"ranking.column.{name}") for name in chosen})


def _kind(column: str) -> tables.ColumnKind:
    if column in ("approved_sum", "paid_sum"):
        return "money"
    if column == "last_contact":
        return "day"
    return MEASURES[column].kind if column in MEASURES else "count"


def _measure(here: Here) -> str:
    return here.say(f"ranking.column.{here.view.measure}")


def _written(shown: pd.DataFrame, here: Here) -> pd.io.formats.style.Styler:
    """Write every number as the reader's language does; sorting still goes by the values."""
    writers: Mapping[str, Callable[[Any], str]] = {
        "count": lambda value: words.number(value, here.language),
        "days": lambda value: words.number(value, here.language),
        "hectares": lambda value: words.number(value, here.language, digits=1),
        "money": lambda value: words.number(value, here.language, digits=1),
        "share": lambda value: words.percent(value, here.language),
        "day": words.date,
    }
    names = {here.say(f"ranking.column.{name}"): writers[_kind(name)] for name in (*COLUMNS, here.view.measure)}
    return shown.style.format(cast("Any", names), na_rep=words.NOTHING)


def _open(shown: pd.DataFrame, here: Here) -> None:
    """Open the sheet of the chosen row; for the callback."""
    rows = st.session_state[f"ranking:{here.view.measure}"]["selection"]["rows"]
    session.open_sheet(Sheet("ward", str(shown.index[rows[0]])) if rows else None)


def _downloads(table: pd.DataFrame, here: Here) -> None:
    with st.container(horizontal=True):
        for kind in tables.MIME:
            st.download_button(
                here.say(f"ranking.download.{kind}"),
                data=partial(_file, table, here, kind),
                file_name=f"xep-hang-xa-phuong_{here.view.day.isoformat()}.{kind}",
                mime=tables.MIME[kind],
                on_click="ignore",
                icon=":material/download:",
            )


def _file(table: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write what is drawn into a file, with small counts suppressed."""
    content = tables.TableFile(
        title=here.say("ranking.title", measure=_measure(here)),
        caption=here.view.filters.say(here.language, name=here.name, as_of=here.view.day),
        first=here.say("ranking.column.ward"),
        names={str(code): here.name("ward", str(code)) for code in table.index},
        columns={name: here.say(f"ranking.column.{name}") for name in _order(here)},
        kinds={name: _kind(name) for name in _order(here)},
        table=tables.suppressed(
            table,
            scope=process.reader(),
            threshold=settings.current().suppress_below,
            counts=_COUNTS,
            derived=_DERIVED,
        ),
        sort_by=here.view.measure,
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)


def _order(here: Here) -> list[str]:
    return list(dict.fromkeys((here.view.measure, *COLUMNS)))
