"""A month of dialogues, day by day, and the coming ones as a file for the diaries of an office.

Only recorded dialogues stand here. The day of an enforcement is in no calendar and no file; nor is the coming day of a
persuasion meeting, which would tell when an enforcement is near. Those in charge find it in the list of dialogues.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access.suppression import EXACT
from gis.briefing import calendar as diary
from gis.insight import dialogues
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import downloads
from gis.ui.here import Here

BACK: Final = 11
"""Months before that of the as-of day that may be looked at."""
_TABLE = Markup(
    '<table class="month" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    '<p class="hint keys">{}</p>'
)
_DAY = Markup('<td class="{}"><time datetime="{}">{}</time>{}</td>')
_CHIP = Markup('<span class="chip {}" title="{}"><b>{}</b> <span>{}</span></span>')
_SHOWN: Final = ("coming", "missed", "held", "not_attended")


def draw(here: Here) -> None:
    """Draw the choice of month, the month and the calendar file, for leaders and officers."""
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("dialogues.calendar.title")))
    if here.desk.reader.role not in EXACT:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("dialogues.not_here")))
        return
    choices = _months(here)
    month = st.selectbox(
        here.say("dialogues.calendar.month"),
        choices,
        index=choices.index(here.view.day.replace(day=1)),
        key=f"{here.language}:dialogue_month:{here.view.day}",
        format_func=lambda day: day.strftime("%m/%Y"),
        width=160,
    )
    st.html(_month(month, here) + Markup('<p class="hint">{}</p>').format(here.say("dialogues.calendar.note")))
    downloads.button(
        here.say("dialogues.calendar.file"),
        partial(written, here),
        f"doi-thoai-sap-toi_{here.view.day.isoformat()}.ics",
        diary.MIME,
        here,
        key=f"{here.language}:ics",
        icon=":material/event:",
    )


def _months(here: Here) -> list[dt.date]:
    last = dialogues.in_calendars(here.selection["dialogue"])["day"].max()
    now = pd.Period(here.view.day, "M")
    end = now if pd.isna(last) else max(now, min(pd.Period(last, "M"), now + BACK))
    return [month.start_time.date() for month in pd.period_range(now - BACK, end, freq="M")][::-1]


def _month(month: dt.date, here: Here) -> Markup:
    found = dialogues.of_month(here.selection, month)
    days = dict(iter(found.groupby(found["day"].dt.date)))
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    names = [here.say(f"dialogues.weekday.{number}") for number in range(1, 8)]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in names)
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(_day(day, month, days.get(day), here) for day in week))
        for week in weeks
    )
    keys = Markup().join(
        Markup('<span class="chip {}">{}</span> ').format(state, here.say(f"dialogues.state.{state}"))
        for state in _SHOWN
    )
    label = here.say("dialogues.calendar.alt", month=month.strftime("%m/%Y"), n=int(found["n"].sum()))
    return _TABLE.format(label, head, body, keys)


def _day(day: dt.date, month: dt.date, found: pd.DataFrame | None, here: Here) -> Markup:
    if day.month != month.month:
        return Markup("<td></td>")
    chips = Markup().join(_chip(line, here) for line in ([] if found is None else found.to_dict("records")))
    style = "today" if day == here.view.day else ""
    return _DAY.format(style, day.isoformat(), day.day, chips)


def _chip(line: dict[Any, Any], here: Here) -> Markup:
    kind, state = describe(str(line["kind"]), DIALOGUE["kind"]).say(here.language), line["state"]
    title = f"{kind}: {here.say(f'dialogues.state.{state}')}"
    return _CHIP.format(
        state, title, words.number(line["n"], here.language), here.say(f"dialogues.short.{line['kind']}")
    )


def written(here: Here) -> bytes:
    """Write the coming dialogues of the selection into a calendar file, without cases and numbers of people."""
    rows = dialogues.in_calendars(here.selection["dialogue"])
    coming = rows[rows["state"].eq("coming")].sort_values("day", kind="stable").reset_index()
    entries = [_entry(line, here) for line in coming.to_dict("records")]
    name = here.say("dialogues.calendar.name")
    return diary.written(entries, name=f"{name} – {here.say('shell.demo')}" if here.demo else name, stamp=here.view.day)


def _entry(line: dict[Any, Any], here: Here) -> diary.Entry:
    kind, ward = describe(str(line["kind"]), DIALOGUE["kind"]).say(here.language), here.name("ward", str(line["ward"]))
    project = "" if pd.isna(line["project"]) else here.name("project", str(line["project"]))
    parts = [project, _chair(line, here), line["code"], here.say("dialogues.calendar.as_of", day=here.view.day)]
    parts += [here.say("shell.demo")] if here.demo else []
    told = "\n".join(part for part in parts if part)
    return diary.Entry(str(line["code"]), line["day"].date(), f"{kind}: {ward}", ward, told)


def _chair(line: dict[Any, Any], here: Here) -> str:
    if pd.isna(line["planned_chair"]):
        return ""
    role = describe(str(line["planned_chair"]), DIALOGUE["planned_chair"]).say(here.language)
    return here.say("dialogues.calendar.chair", who=role)
