"""The way of one case that lies open: its steps with the days between, through both levels, and its limits.

Registrations that were found to be one case are told together. Only whoever may see single cases gets it.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.access.suppression import EXACT
from gis.insight import cases, escalation, limits, linked
from gis.ui import case_limits, linked_panel, session
from gis.ui.here import Here
from gis.ui.plain_table import plain_table


def draw(here: Here) -> None:
    """Draw the way of the case that lies open, if one does."""
    if not here.view.case or here.desk.reader.role not in EXACT:
        return
    one = linked.of_case(here.situation, here.view.case)
    found = cases.in_full(here.situation, one.cases)
    with st.container(key="way", border=True):
        if found.empty:
            _head(here.say("caseload.way.unknown", code=here.view.case), here)
            return
        _head(here.say("caseload.way.title", codes=", ".join((*one.cases, *one.petitions))), here)
        steps = escalation.path(here.situation, one.cases, one.petitions)
        left, right = st.columns(2, gap="medium")
        with left:
            st.html(plain_table(linked_panel.way(steps, here), numbers=4, stacked=True))
        with right:
            st.html(_limits(found, here))
        note = here.say("linking.linked.note")
        st.html(Markup('<p class="hint">{} {}</p>').format(here.say("meeting.limits.note"), note))


def _head(title: str, here: Here) -> None:
    with st.container(key="way_head", horizontal=True, vertical_alignment="top"):
        st.html(Markup('<h2 class="sheet-title">{}</h2>').format(title))
        st.button(
            here.say("caseload.way.close"),
            key="close_way",
            on_click=session.open_case,
            args=("",),
            type="tertiary",
            icon=":material/close:",
        )


def _limits(found: pd.DataFrame, here: Here) -> Markup:
    judged = limits.of_cases(here.situation, found, due_soon_days=settings.current().due_soon_days)
    rows = zip(found.index, found.to_dict("records"), strict=True)
    parts = (case_limits.told(str(code), case, judged[judged["code"] == code], here) for code, case in rows)
    return Markup().join(parts)
