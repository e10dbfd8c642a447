"""Why what lies open asks for attention, each reason a link to the records it counts; and the links beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis.briefing.sheet_blocks import said
from gis.insight import sheets
from gis.insight.reasons import LONG, Kind, Reason
from gis.insight.situation import Selection
from gis.ui import menu
from gis.ui.here import Here
from gis.ui.seen import Seen
from gis.view import View

_PLACES: Final[dict[Kind, tuple[str, str]]] = {
    "overdue": ("cases.py", ""),
    "payment": ("projects.py", ""),
    "commitment": ("dialogues.py", "commitments"),
    "dialogue": ("dialogues.py", "dialogues"),
    "decision": ("cases.py", ""),
    "waiting": ("cases.py", ""),
    "contact": ("dialogues.py", "dialogues"),
    "no_contact": ("dialogues.py", "dialogues"),
}
"""Reason → the screen and the part of it that list what it counts."""


def draw(selection: Selection, found: tuple[Reason, ...], counts: Seen, here: Here) -> None:
    """Draw the reasons and the links of an opened sheet.

    Parameters
    ----------
    selection
        What lies open.
    found
        Its reasons.
    counts
        The counts of its sheet as the reader may read them.
    here
        Who reads.
    """
    view = replace(here.view, filters=sheets.narrowed(here.view.filters, here.view.sheet)).at_rest()
    with st.container(key="sheet_records", gap=None):
        st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("sheet.why.title")))
        if not found:
            st.html(Markup('<p class="hint">{}</p>').format(here.say("sheet.why.none")))
        for reason in found:
            file, part = _PLACES[reason.kind]
            menu.link(file, _narrowed(view.turned_to(part), reason), said(reason, counts, here))
        if not selection["dialogue"].empty:
            menu.link("dialogues.py", view.turned_to("dialogues"), here.say("sheet.records.dialogues"))
        if not selection["open_case"].empty:
            menu.link("cases.py", view, here.say("sheet.records.cases"))
        if not here.hides:
            menu.link("meeting.py", here.view.at_rest(), here.say("meeting.link"))


def _narrowed(view: View, reason: Reason) -> View:
    """Narrow the list to what is counted, where a filter can."""
    if reason.kind == "overdue":
        return replace(view, filters=replace(view.filters, overdue=True))
    if reason.kind == "waiting":
        return replace(view, filters=replace(view.filters, age=LONG))
    return view
