"""The progress table: one row per project in the official columns, with totals that reconcile, and its files.

Only some projects are drawn, the largest; the rest stands added up in one row, so that what is drawn always adds up to
the totals and the page stays light however many projects there are. The files hold all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing import tables
from gis.insight import compensation
from gis.maps.palette import DARK, LIGHT
from gis.ui import process, session
from gis.ui.here import Here
from gis.view import Sheet

ROWS: Final = (50, 100, 300)
"""So many projects may be drawn at once."""

KINDS: Final[Mapping[str, tables.ColumnKind]] = {
    "investor": "text",
    "wards": "text",
    "recover_area": "hectares",
    "households": "count",
    "organisations": "count",
    "graves": "count",
    "notified": "count",
    "inventoried": "count",
    "plans": "count",
    "drafted": "count",
    "approved_hectares": "hectares",
    "approved": "count",
    "approved_sum": "money",
    "paid": "count",
    "paid_sum": "money",
    "deposited": "count",
    "decided": "count",
    "handed_over_hectares": "hectares",
    "handed_over": "count",
    "handed_over_share": "share",
    "not_agreeing": "count",
    "not_taking": "count",
    "paid_not_handed_over": "count",
    "late": "count",
    "late_sum": "money",
    "resettlement_need": "count",
    "lots_drawn": "count",
    "planned_payment": "day",
    "planned_handover": "day",
    "planned_finish": "day",
}
"""Columns after the project's name, in the order of the official report, and how they are written."""

_DERIVED: Final[Mapping[str, Sequence[str]]] = {
    "approved_hectares": ("approved",),
    "approved_sum": ("approved",),
    "paid_sum": ("paid",),
    "handed_over_hectares": ("handed_over",),
    "handed_over_share": ("handed_over", "households"),
    "late_sum": ("late",),
}
"""Column → the counts it would reveal."""

_BILLION: Final = 1e9
_MOST_WARDS: Final = 3
_TOTAL: Final = "total"
_REST: Final = "rest"
_KEY: Final = "progress"
_SIZE: Final = "progress_rows"


def draw(here: Here) -> None:
    """Draw the progress table and its downloads."""
    table = compensation.projects(here.selection)
    with st.container(key="progress_block"):
        size = _head(table, here)
        if table.empty:
            st.info(here.say("projects.table.empty"), icon=":material/filter_alt_off:")
            return
        shown = readable(table, here, rows=size)
        st.dataframe(
            _written(shown, here),
            key=_KEY,
            hide_index=True,
            height=min(460, 38 + 35 * len(shown)),
            column_config={here.say("projects.column.project"): st.column_config.Column(pinned=True, width=200)},
            on_select=partial(_open, shown),
            selection_mode="single-row",
            alt=here.say("projects.table.alt", n=len(table)),
        )
        left = len(table) - size
        more = here.say("projects.table.more", shown=size, n=left) if left > 0 else ""
        st.html(Markup('<p class="hint">{} {}</p>').format(more, here.say("projects.table.note")))
        _downloads(table, here)


def _head(table: pd.DataFrame, here: Here) -> int:
    """Draw the heading and, where there are more projects than rows, how many to draw."""
    with st.container(key="progress_head", horizontal=True, vertical_alignment="bottom"):
        st.html(Markup('<h2 class="section">{}</h2>').format(here.say("projects.table.title")))
        if len(table) <= ROWS[0]:
            return ROWS[0]
        return st.selectbox(
            here.say("projects.table.rows"),
            ROWS,
            key=_SIZE,
            format_func=lambda n: here.say("projects.table.n_rows", n=n),
            label_visibility="collapsed",
            width=140,
        )


def readable(table: pd.DataFrame, here: Here, *, rows: int) -> pd.DataFrame:
    """Put totals before the projects, and name projects, wards and columns for a reader; money in tỷ đồng.

    Returns
    -------
    (1 + r, ...) or (2 + r, ...) indexed by ``"total"``, then ``"rest"`` where some are not drawn, then project codes.
    """
    drawn, rest = table.head(rows), table.iloc[rows:]
    lines = {_TOTAL: compensation.totals(table)} | ({_REST: compensation.totals(rest)} if len(rest) else {})
    summed = pd.DataFrame(lines).T.reindex(columns=list(KINDS))
    body = _named(drawn, here).fillna({"investor": words.NOTHING, "wards": words.NOTHING})
    texts = dict.fromkeys((name for name, kind in KINDS.items() if kind == "text"), "")
    whole = pd.concat([summed.astype({name: body[name].dtype for name in KINDS}).assign(**texts), body])
    for name in (name for name, kind in KINDS.items() if kind == "money"):
        whole[name] = whole[name] / _BILLION
    counts = {_TOTAL: len(table), _REST: len(rest)}
    heads = [here.say(f"projects.table.{line}", n=counts[line]) for line in lines]
    whole.insert(0, "project", heads + [here.name("project", str(code)) for code in drawn.index])
    return whole.rename(columns={name: here.say(f"projects.column.{name}") for name in whole})


def _named(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Answer the columns that are shown, with the names of wards in the place of their codes."""
    names = [_ward_names(codes, here) if isinstance(codes, tuple) else None for codes in table["wards"]]
    wards = pd.Series(names, index=table.index, dtype="object")
    return table.assign(wards=wards, investor=table["investor"].astype("object"))[list(KINDS)]


def _ward_names(codes: Sequence[str], here: Here) -> str:
    names = ", ".join(here.name("ward", code) for code in codes[:_MOST_WARDS])
    left = len(codes) - _MOST_WARDS
    return here.say("projects.table.wards_more", names=names, n=left) if left > 0 else names


def _written(shown: pd.DataFrame, here: Here) -> pd.io.formats.style.Styler:
    """Write every value as the reader's language does, the totals in bold; sorting still goes by the values."""
    writers: Mapping[str, Callable[[Any], str]] = {
        "text": str,
        "count": lambda value: words.number(value, here.language),
        "hectares": lambda value: words.number(value, here.language, digits=1),
        "money": lambda value: words.number(value, here.language, digits=1),
        "share": lambda value: words.percent(value, here.language),
        "day": words.date,
    }
    names = {here.say(f"projects.column.{name}"): writers[kind] for name, kind in KINDS.items()}
    summed = [line for line in (_TOTAL, _REST) if line in shown.index]
    style = shown.style.format(cast("Any", names), na_rep=words.NOTHING)
    # a pinned column is grey by default, which is too faint for the name of a project
    first = here.say("projects.column.project")
    style = style.set_properties(subset=[first], color=(DARK if st.context.theme.type == "dark" else LIGHT).text)
    return style.set_properties(subset=(summed, list(shown)), **{"font-weight": "700"})


def _open(shown: pd.DataFrame) -> None:
    """Open the project of the chosen row; for the callback."""
    rows = st.session_state[_KEY]["selection"]["rows"]
    codes = [str(shown.index[row]) for row in rows]
    chosen = [code for code in codes if code not in (_TOTAL, _REST)]
    session.open_sheet(Sheet("project", chosen[0]) if chosen else None)


def _downloads(table: pd.DataFrame, here: Here) -> None:
    with st.container(horizontal=True):
        for kind in tables.MIME:
            st.download_button(
                here.say(f"projects.download.{kind}"),
                data=partial(written, table, here, kind),
                file_name=f"tien-do-giai-phong-mat-bang_{here.view.day.isoformat()}.{kind}",
                mime=tables.MIME[kind],
                on_click="ignore",
                icon=":material/download:",
            )


def written(table: pd.DataFrame, here: Here, kind: tables.Kind) -> bytes:
    """Write all projects into a file, with small counts suppressed and the totals last."""
    total, totals = here.say("projects.table.total", n=len(table)), compensation.totals(table)
    content = tables.TableFile(
        title=here.say("projects.table.title"),
        caption=here.view.filters.say(here.language, name=here.name, as_of=here.view.day),
        first=here.say("projects.column.project"),
        names={str(code): here.name("project", str(code)) for code in table.index},
        columns={name: here.say(f"projects.column.{name}") for name in KINDS},
        kinds=KINDS,
        table=tables.suppressed(
            _named(table, here),
            scope=process.reader(),
            threshold=settings.current().suppress_below,
            counts=[name for name in compensation.COUNTED if name != "graves"],
            derived=_DERIVED,
        ),
        sort_by="recover_area",
        demo=here.demo,
        language=here.language,
        total=tables.Total(total, dict(zip(totals.index.astype(str), totals, strict=True))),
    )
    return tables.written(content, kind)
