"""The line under the view bar that says whether a period was closed, and lets a reader see it as reported."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from gis.briefing.reading import clock
from gis.ui import process
from gis.ui.here import Here

_SAID = Markup('<p class="closed" role="status">{}</p>')


def draw(page: st.Page, here: Here) -> None:
    """Draw the line, where there is something to say."""
    known_on, closing = here.view.known_on, here.closing
    if known_on is None and closing is None:
        return
    with st.container(key="closed_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_SAID.format(_said(here)), width="content")
        asked = closing.known_on if known_on is None and closing else None
        label = here.say("period.closed.today" if asked is None else "period.closed.see")
        st.page_link(page, label=label, query_params=here.view.knowing(asked).to_query(), icon=":material/history:")


def _said(here: Here) -> str:
    known_on, closing = here.view.known_on, here.closing
    if known_on is not None:
        if closing and closing.known_on == known_on:
            return here.say("period.closed.reported", day=closing.day, name=closing.name)
        return here.say("period.closed.known", moment=clock(known_on))
    if closing is None:
        return ""
    changed = process.ledger(here.desk.reader).cut_needed(closing.as_of, closing.known_on) is not None
    return here.say(f"period.closed.{'so' if changed else 'same'}", day=closing.day, name=closing.name)
