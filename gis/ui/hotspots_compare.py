"""The areas for an early dialogue on two days: which are new, stronger, weaker, gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.access.suppression import Shown
from gis.address import EARLIEST
from gis.briefing import early_since
from gis.insight import early_changes
from gis.insight.early_told import Told
from gis.ui import advice, hotspots_answer, process, session
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.sheet_link import linked
from gis.view import Sheet

_NUMBERS: Final = range(4, 8)
"""Places of the columns of numbers, counted from the ward's name."""
_SECTION: Final = Markup('<h2 class="section">{}</h2>')
_HINT: Final = Markup('<p class="hint">{}</p>')


def draw(told: Told, here: Here) -> None:
    """Draw the choice of another day and, once chosen, what changed since."""
    st.html(_SECTION.format(here.say("hotspots.compare.title")))
    _choose(here)
    against = here.view.outlook.against
    if against is None:
        return
    with advice.shown(here.language):
        then = hotspots_answer.told(
            hotspots_answer.question(here, process.situation_on(against, here.view.known_on)), here
        )
        if then is not None:
            st.html(changed(then, told, against, here))


def _choose(here: Here) -> None:
    key, day = f"{here.language}:against:{here.view.day}", here.view.day
    if key not in st.session_state:
        st.session_state[key] = here.view.outlook.against
    st.date_input(
        here.say("hotspots.compare.against"),
        key=key,
        format="DD/MM/YYYY",
        min_value=EARLIEST,
        max_value=max(day, here.view.outlook.against or day),
        on_change=_chosen,
        args=(key, here),
        width=220,
    )


def _chosen(key: str, here: Here) -> None:
    """Compare with the day that was chosen; for the callback."""
    session.look_ahead(replace(here.view.outlook, against=st.session_state[key]))


def changed(then: Told, now: Told, against: dt.date, here: Here) -> Markup:
    """Write what changed, with how many of each kind."""
    table = early_changes.between(then.wards, now.wards, here.selection.wards)
    head = _HINT.format(early_since.lead(table, against, here))
    if table.empty:
        return head
    content = early_since.hidden(table, here)
    note = _HINT.format(content.note(here.language)) if content.any_hidden else Markup()
    return head + plain_table(_in_words(content, against, here), numbers=_NUMBERS, stacked=True) + note


def _in_words(content: Shown, against: dt.date, here: Here) -> pd.DataFrame:
    headings = early_since.headings(against, here)
    names = [linked(here.name("ward", str(code)), Sheet("ward", str(code)), here.view) for code in content.values.index]
    columns: dict[str, Any] = {"ward": names, **early_since.columns(content, against, here)}
    return pd.DataFrame({headings[name]: texts for name, texts in columns.items()}, dtype="object")
