"""The month's plan of dialogues: places an office has room for, kept in the address bar; table, file and calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT
from gis.briefing import calendar as diary
from gis.briefing import early_plan, early_words
from gis.briefing.tables import ColumnKind
from gis.insight import dialogue_plan
from gis.ui import downloads, rule_link, session
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.sheet_link import linked
from gis.view import MOST_PLANNED, Sheet

OFFERED: Final = 40
"""So many wards are offered for the plan, besides those in it: the first of the list."""
_SECTION: Final = Markup('<h2 class="section">{}</h2>')
_HINT: Final = Markup('<p class="hint">{}</p>')
_LINES: Final = Markup("<br>")


def capacity() -> int:
    """Answer how many dialogues a month the office has room for."""
    return min(settings.current().dialogues_a_month, MOST_PLANNED)


def draw(table: pd.DataFrame, here: Here) -> None:
    """Draw the choice, the plan and its files, for leaders and officers.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    here
        Who plans.
    """
    st.html(_SECTION.format(here.say("hotspots.plan.title", month=early_plan.month(here))))
    if here.desk.reader.role not in EXACT:
        st.html(_HINT.format(here.say("dialogues.not_here")))
        return
    _choose(table, here)
    planned = early_plan.planned(table, here)
    left = [code for code in here.view.outlook.plan if code not in table.index]
    st.html(_said(planned, left, here))
    if not planned.empty:
        st.html(_written(planned, here))
        _files(planned, here)


def add_button(here: Here) -> None:
    """Draw the button that puts the open ward into the plan, or takes it out; for those who may plan."""
    sheet, planned = here.view.sheet, here.view.outlook.plan
    if sheet is None or sheet.kind != "ward" or here.desk.reader.role not in EXACT:
        return
    inside = sheet.code in planned
    full = not inside and len(planned) >= capacity()
    st.button(
        here.say(f"hotspots.plan.{'take_out' if inside else 'full' if full else 'put_in'}", n=capacity()),
        key=f"{here.language}:plan:{sheet.code}",
        on_click=_put,
        args=(tuple(code for code in planned if code != sheet.code) if inside else (*planned, sheet.code), here),
        disabled=full,
        icon=":material/event_busy:" if inside else ":material/event_available:",
    )


def _put(codes: tuple[str, ...], here: Here) -> None:
    """Plan for these wards; for callbacks."""
    session.look_ahead(replace(here.view.outlook, plan=codes))
    st.session_state[_key(here)] = list(codes)


def _key(here: Here) -> str:
    return f"{here.language}:plan"


def _choose(table: pd.DataFrame, here: Here) -> None:
    """Draw the places of the plan as a choice among the first of the list, and the button that takes all clusters."""
    planned, key = list(here.view.outlook.plan), _key(here)
    if st.session_state.get(key) != planned:
        st.session_state[key] = planned
    hot = [str(code) for code in table.index[table["hot"].astype(bool) & ~table["muted"].astype(bool)]]
    with st.container(key="plan", horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            here.say("hotspots.plan.choose"),
            list(dict.fromkeys([*planned, *map(str, table.index[:OFFERED])])),
            key=key,
            format_func=lambda code: here.name("ward", code),
            max_selections=capacity(),
            placeholder=here.say("hotspots.plan.none_chosen"),
            on_change=_chosen,
            args=(key, here),
            select_all=False,
        )
        taken = tuple(dict.fromkeys([*planned, *hot]))[: capacity()]
        st.button(
            here.say("hotspots.plan.take_all", n=len(hot)),
            key=f"{here.language}:plan_all",
            on_click=_put,
            args=(taken, here),
            disabled=set(taken) == set(planned),
            icon=":material/playlist_add:",
        )


def _chosen(key: str, here: Here) -> None:
    """Plan for what was chosen; for the callback."""
    session.look_ahead(replace(here.view.outlook, plan=tuple(st.session_state[key])))


def _said(planned: pd.DataFrame, left: list[str], here: Here) -> Markup:
    said = [here.say("hotspots.plan.said", n=len(planned), most=capacity()), here.say("hotspots.plan.kept")]
    if left:
        said.append(here.say("hotspots.plan.elsewhere", n=len(left)))
    return _HINT.format(" ".join(said))


def _written(planned: pd.DataFrame, here: Here) -> Markup:
    told = early_words.in_words(planned, here, exact=True)
    names = [linked(here.name("ward", str(code)), Sheet("ward", str(code)), here.view) for code in told.index]
    columns: dict[str, list[Any]] = {here.say("hotspots.list.ward"): names}
    for name, kind in early_plan.KINDS.items():
        columns[early_plan.heading(name, here)] = [_cell(value, kind) for value in told[name]]
    rules = [early_words.next_rule(row, here) for row in told.to_dict("records")]
    days = columns[early_plan.heading("next_day", here)]
    columns[early_plan.heading("next_day", here)] = [
        rule_link.linked(day, rule, here.view, title=here.say("legal.open"))
        for day, rule in zip(days, rules, strict=True)
    ]
    return plain_table(pd.DataFrame(columns, dtype="object"), stacked=True)


def _cell(value: Any, kind: ColumnKind) -> str | Markup:
    if pd.isna(value):
        return words.NOTHING
    return words.date(value) if kind == "day" else _LINES.join(str(value).split("\n"))


def _files(planned: pd.DataFrame, here: Here) -> None:
    name = f"ke-hoach-doi-thoai_{dialogue_plan.month_after(here.view.day):%Y-%m}"
    downloads.draw(partial(file_sheet, planned, here), name, here)
    downloads.button(
        here.say("hotspots.plan.calendar"),
        partial(written, planned, here),
        f"{name}.ics",
        diary.MIME,
        here,
        key=f"{here.language}:plan_ics",
        icon=":material/event:",
    )


def file_sheet(planned: pd.DataFrame, here: Here) -> FileSheet:
    """Answer the plan for a file; small counts are hidden in its reasons."""
    told = early_words.in_words(planned, here, exact=False)
    place = pd.Series(range(len(told), 0, -1), index=told.index)
    return FileSheet(
        name="plan",
        title=here.say("hotspots.plan.file", month=early_plan.month(here)),
        first=here.say("hotspots.list.ward"),
        names={str(code): here.name("ward", str(code)) for code in told.index},
        columns={name: early_plan.heading(name, here) for name in early_plan.KINDS},
        kinds=early_plan.KINDS,
        table=told[list(early_plan.KINDS)].assign(place=place),
        counts=(),
        sort_by="place",
    )


def written(planned: pd.DataFrame, here: Here) -> bytes:
    """Write the plan into a calendar file: places and suggested days, no case and no number of people."""
    rows = zip(planned.index, planned.to_dict("records"), strict=True)
    entries = [_entry(str(code), row, here) for code, row in rows]
    name = here.say("hotspots.plan.calendar_name")
    return diary.written(entries, name=f"{name} – {here.say('shell.demo')}" if here.demo else name, stamp=here.view.day)


def _entry(code: str, row: Mapping[Any, Any], here: Here) -> diary.Entry:
    ward, day = here.name("ward", code), row["suggested"].date()
    parts = [here.say("hotspots.plan.to_settle"), "" if pd.isna(row["body"]) else str(row["body"])]
    parts += [here.say("dialogues.calendar.as_of", day=here.view.day), here.say("shell.demo") if here.demo else ""]
    told = "\n".join(part for part in parts if part)
    return diary.Entry(f"plan-{day:%Y-%m}-{code}", day, here.say("hotspots.plan.entry", ward=ward), ward, told)
