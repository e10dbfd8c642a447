"""A unit reports that nothing arose (báo không phát sinh): entered by whoever took the call or the letter."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from markupsafe import Markup

from gis.access import people
from gis.errors import LandmapError
from gis.insight import reporting
from gis.intake.submitting import submission
from gis.ui import acts, process, session
from gis.ui.here import Here


def draw(here: Here, spans: dict[str, reporting.Span]) -> None:
    """Draw the form, for those who may enter data.

    Parameters
    ----------
    here
        Who reads.
    spans
        Kind of report → the period it is told for, which is proposed.
    """
    scope = process.reader()
    if not people.may_import(scope):
        return
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say("reporting.nil.title"), here.say("reporting.nil.note")
        )
    )
    units = [str(code) for code in here.situation.areas.wards.index if scope.covers(str(code))]
    with st.container(horizontal=True, vertical_alignment="bottom", key="nil-report"):
        unit = st.selectbox(
            here.say("reporting.unit"),
            units,
            index=None,
            key=f"{here.language}:nil_unit",
            format_func=lambda code: here.name("ward", code),
            placeholder=here.say("reporting.nil.choose"),
            width=230,
        )
        kind = st.selectbox(
            here.say("reporting.nil.kind"),
            reporting.KINDS,
            key=f"{here.language}:nil_kind",
            format_func=lambda code: here.say(f"reporting.kind.{code}"),
            width=230,
        )
        start, end = _period(kind, spans.get(kind, (here.period.start, here.period.end)), here)
        sent_on = _day("sent_on", process.today(), here, latest=process.today())
        st.button(
            here.say("reporting.nil.record"),
            icon=":material/task_alt:",
            disabled=not (unit and start and end and start <= end and sent_on),
            on_click=_record,
            args=(unit, kind, (start, end), sent_on, here),
        )


def _period(kind: str, proposed: reporting.Span, here: Here) -> tuple[dt.date | None, dt.date | None]:
    start, end = proposed
    return _day("start", start, here, of=kind), _day("end", end, here, of=kind)


def _day(name: str, proposed: dt.date, here: Here, *, of: str = "", latest: dt.date | None = None) -> dt.date | None:
    chosen: dt.date | None = st.date_input(
        here.say(f"reporting.nil.{name}"),
        proposed,
        key=f"{here.language}:nil_{name}:{of}",
        format="DD/MM/YYYY",
        max_value=latest,
        width=170,
    )
    return chosen


def _record(unit: str, kind: str, period: reporting.Span, sent_on: dt.date, here: Here) -> None:
    """Record it and show the day on which it is known; for the callback."""
    said = {"unit": here.name("ward", unit), "kind": here.say(f"reporting.kind.{kind}")}
    source = here.say("reporting.nil.source", **said)
    batch = submission(unit, kind, period, "nothing_arose", sent_on, source=source, demo=here.demo)
    try:
        number = process.record(batch, people.may_import).batch
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
        return
    session.look_on(max(sent_on, here.view.day), here.language)
    told = "done" if number else "known"
    acts.say_next("done", here.say(f"reporting.nil.{told}", start=period[0], end=period[1], batch=number, **said))
