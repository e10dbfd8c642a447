"""The choice of the reporting period."""

from __future__ import annotations

import streamlit as st

from gis.period import CALENDARS, KINDS
from gis.ui import session
from gis.ui.here import Here


def draw(here: Here) -> None:
    """Draw the choice of the kind of period."""
    st.selectbox(
        here.say("period.label"),
        KINDS,
        key=session.key(here.language, "period"),
        format_func=lambda kind: here.say(f"period.kind.{kind}"),
        width=135,
    )


def draw_calendar(here: Here) -> None:
    """Draw the choice of whose months a period is made of."""
    st.selectbox(
        here.say("period.calendar_label"),
        CALENDARS,
        key=session.key(here.language, "calendar"),
        format_func=lambda calendar: here.say(f"period.calendar.{calendar}"),
    )
