"""The page of early dialogues: where cases gather beyond what was to be expected, how sure that is, what comes next.

What is told is a statistical result about places; it replaces no finding of anybody competent, and names no person.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.answers.risks import Expected
from gis.briefing import early_words
from gis.insight import early_list
from gis.insight.early_told import Told
from gis.ui import (
    early_dialogues_panel,
    hotspots_answer,
    hotspots_compare,
    hotspots_list,
    hotspots_map,
    plan_panel,
    process,
    risk_work,
    sheet_panel,
)
from gis.ui.here import Here

_SECTION: Final = Markup('<h2 class="section">{}</h2>')
_LINE: Final = Markup('<p class="text note">{}</p>')
_HINT: Final = Markup('<p class="hint">{}</p>')
_LEAD: Final = Markup('<p class="late-said">{}</p>')


def draw(here: Here) -> None:
    """Draw the page, or say what is missing for it, or how far the work on it is."""
    st.html(_SECTION.format(here.say("hotspots.title")))
    asked = hotspots_answer.question(here)
    if not asked.answerable:
        st.info(here.say("hotspots.empty"), icon=":material/upload_file:")
        return
    told = hotspots_answer.told(asked, here)
    if told is None:
        return
    risk = hotspots_answer.risk(here.situation)
    table = listed(told, risk, here)
    content = early_words.hidden(table, here)
    lead = _LEAD.format(here.say("hotspots.lead", n=int(table["hot"].sum()), whole=len(table)))
    st.html(lead + Markup().join(_HINT.format(line) for line in early_words.worth(risk, here)))
    if risk is None:
        risk_work.offer("risk", here.say("hotspots.risk.ask"), here)
    left, right = st.columns([0.64, 0.36], gap="medium")
    with left:
        hotspots_map.draw(table, content, here)
    with right:
        _beside(table, told, here)
    hotspots_list.draw(table, content, here)
    hotspots_list.draw_projects(risk, here)
    plan_panel.draw(table, here)
    hotspots_compare.draw(told, here)
    early_dialogues_panel.draw(here)


def _beside(table: pd.DataFrame, told: Told, here: Here) -> None:
    """Draw the sheet that lies open, or how to read the map while none does."""
    if here.view.sheet:
        plan_panel.add_button(here)
        sheet_panel.draw(here)
        return
    with st.container(key="sheet", border=True):
        lines = Markup().join(
            _LINE.format(line) for line in [here.say("hotspots.open"), *early_words.how_read(table, told, here)]
        )
        st.html(Markup('<h2 class="sheet-title">{}</h2>{}').format(here.say("hotspots.reading"), lines))


def listed(told: Told, risk: Expected | None, here: Here) -> pd.DataFrame:
    """Answer the list of the chosen wards: rows of that of all, which is worked out once for all choices of places."""
    asked, everywhere = ("early_list", risk is not None), here.selection.everywhere
    if asked not in everywhere.answers:
        about = (risk.wards, risk.weighed) if risk else (None, None)
        last = process.imported_on(here.view.known_on)
        everywhere.answers[asked] = early_list.of_wards(everywhere, told, *about, imported_on=last)
    found: pd.DataFrame = everywhere.answers[asked]
    return found[found.index.isin(here.selection.wards)]
