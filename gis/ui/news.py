"""News for a page that stands open: something was recorded since it was drawn.

The browser asks for a few letters every few seconds, past Streamlit; only when they differ does this fragment run again
and say so, and nothing else on the page changes before the reader wishes it. (A fragment that ran by the clock would
send some 2 kB each time and meddle with what is clicked meanwhile.) A page that was closed asks no more. Where people
sign in it runs, too, when somebody signed out anywhere, and when the sign-in is over: then the page shows nothing more.
"""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.access import signing_in
from gis.briefing.reading import clock
from gis.errors import RequestError, StoreError
from gis.records.reading import Marker
from gis.records.store import open_store
from gis.screens import NEWEST
from gis.ui import person, process, province
from gis.ui.here import Here
from gis.ui.scripted import scripted

EVERY: Final = 4
"""Seconds between two questions: whatever was recorded is told of within five, with the answer on its way."""

_SAID: Final = Markup('<p class="news" role="status">{}</p>')


@st.fragment
def watch(marker: Marker, here: Here) -> None:
    """Ask for news, say when some came, and offer to draw the page again.

    Parameters
    ----------
    marker
        The state of the records that the page tells of.
    here
        Who reads.
    """
    scripted("news", "news.js", key="asking", data=_question(marker), on_came_change=_heard)
    try:
        if signing_in.configured(settings.current()):
            person.renew()
            if process.reader() != here.situation.snapshot.scope:
                st.rerun()  # a role was given or taken back: the whole page is another
        moment = process.recorded_after(marker)
    except RequestError:
        st.rerun()  # the entrance says why
    except StoreError:
        return  # the next click says what is wrong with the database, and what to do
    if moment is not None:
        _tell(here.say("shell.news", moment=clock(moment)), here)


def _question(marker: Marker) -> dict[str, str | float]:
    above = "/".join(("", *filter(None, [st.get_option("server.baseUrlPath").strip("/")])))
    mine = f"?province={province.named()}" if province.named() else ""
    question: dict[str, str | float] = {
        "address": f"{above}/{NEWEST}{mine}",
        "state": signing_in.state(open_store(province.chosen()), marker),
        "every": EVERY,
    }
    return question | ({"left": person.seconds_left()} if signing_in.configured(settings.current()) else {})


def _heard() -> None:
    """Nothing: that the fragment runs again is all that is wanted."""


def _tell(said: str, here: Here) -> None:
    with st.container(key="news", horizontal=True, vertical_alignment="center", gap="small", width="content"):
        st.html(_SAID.format(said), width="content")
        if st.button(here.say("shell.reload"), key=f"{here.language}:reload", icon=":material/refresh:"):
            st.rerun()
