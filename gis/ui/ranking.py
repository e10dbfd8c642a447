"""The ranking: the map's twin as a table. Sort by any column, choose a row to open its sheet, take it as a file."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.briefing import tables
from gis.briefing.pictures import seen
from gis.briefing.ward_list import ward_name
from gis.briefing.ward_table import COLUMNS, COUNTS
from gis.insight.wards import MEASURES, nowhere
from gis.ui import downloads, session
from gis.ui.browser_table import browser_table
from gis.ui.here import Here
from gis.view import Sheet

_WRITTEN: Final[Mapping[str, tuple[int, float]]] = {
    "count": (0, 1),
    "days": (0, 1),
    "hectares": (1, 1),
    "money": (1, 1e-9),
    "share": (1, 100),
    "number": (1, 1),
}
"""Kind of column → digits after the comma and what it is multiplied by, as it is read."""

_KEY: Final = "ranking-table"


def ranked(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Put the wards in order: most of the measure first, wards without data last."""
    return table.sort_values(measure, ascending=False, na_position="last", kind="stable")


def draw(table: pd.DataFrame, here: Here) -> None:
    """Draw the table of the wards and its downloads."""
    with st.container(key="ranking"):
        st.html(Markup('<h2 class="section">{}</h2>').format(here.say("ranking.title", measure=_measure(here))))
        if table.empty:
            st.info(here.say("ranking.empty"), icon=":material/filter_alt_off:")
            return
        if here.hides:
            st.html(Markup('<p class="hint">{}</p>').format(here.say("ranking.not_here")))
        else:
            browser_table(packed(table, here), key=_KEY, on_open=partial(_open, table))
            st.html(Markup('<p class="hint">{}</p>').format(f"{here.say('ranking.note')} {_nowhere(here)}"))
        _downloads(table, here)


def _nowhere(here: Here) -> str:
    """Say what the figures count and no row does; empty where everything stands in a ward."""
    lost = nowhere(here.selection)
    if lost.empty:
        return ""
    counts = [(name, int(lost[name].sum())) for name in COUNTS if name in lost]
    told = [f"{here.say(f'ranking.column.{name}').lower()} {words.number(n, here.language)}" for name, n in counts if n]
    return f"{here.say('briefing.nowhere')}: {'; '.join(told)}."


def packed(table: pd.DataFrame, here: Here) -> bytes:
    """Pack the table for the browser: values in the order of the ranking, rounded as they are read, compressed JSON.

    A grid of Streamlit's own carries every number twice, as a value and as text: fifty kilobytes a click instead of ten
    for the same rows.
    """
    shown = ranked(table, here.view.measure)
    sheet = here.view.sheet
    plain = {
        "key": f"{here.language}:{here.view.measure}",
        "language": here.language,
        "nothing": words.NOTHING,
        "alt": here.say("ranking.alt", n=len(shown), measure=_measure(here)),
        "first": here.say("ranking.column.ward"),
        "codes": list(shown.index),
        "names": [here.name("ward", str(code)) for code in shown.index],
        "opened": sheet.code if sheet and sheet.kind == "ward" else None,
        "columns": [
            [here.say(f"ranking.column.{name}"), _kind(name), values(shown[name], _kind(name))] for name in _order(here)
        ],
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=9)


def values(column: pd.Series, kind: tables.ColumnKind) -> list[float | int | str | None]:
    """Answer a column as the browser gets it: None where nothing is known, money in tỷ đồng, shares in per cent.

    Parameters
    ----------
    column
        (n,) values of the ward table.
    kind
        What they are.
    """
    if kind == "day":
        return [None if pd.isna(day) else day.date().isoformat() for day in column]
    digits, scale = _WRITTEN[kind]
    numbers = (column.astype("Float64") * scale).round(digits)
    return [None if pd.isna(n) else int(n) if n == int(n) else float(n) for n in numbers]


def _kind(column: str) -> tables.ColumnKind:
    if column in ("approved_sum", "paid_sum"):
        return "money"
    if column == "last_contact":
        return "day"
    return MEASURES[column].kind if column in MEASURES else "count"


def _measure(here: Here) -> str:
    return here.say(f"ranking.column.{here.view.measure}")


def _open(table: pd.DataFrame) -> None:
    """Open the sheet of the chosen row; for the callback. What comes from a browser may be anything."""
    code = st.session_state[_KEY]["open"]
    if code in table.index:
        session.open_sheet(Sheet("ward", str(code)))


def _downloads(table: pd.DataFrame, here: Here) -> None:
    downloads.offer("xep-hang-xa-phuong", partial(_file, table, here), here)


def _file(table: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write what is drawn into a file, with small counts suppressed, and what stands in no ward."""
    shown = seen(table, here)
    content = tables.TableFile(
        title=here.say("ranking.title", measure=_measure(here)),
        caption=here.caption(),
        first=here.say("ranking.column.ward"),
        names={str(code): ward_name(str(code), here) for code in shown.values.index},
        columns={name: here.say(f"ranking.column.{name}") for name in _order(here)},
        kinds={name: _kind(name) for name in _order(here)},
        table=shown,
        sort_by=here.view.measure,
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)


def _order(here: Here) -> list[str]:
    return list(dict.fromkeys((here.view.measure, *COLUMNS)))
