"""A table's way to the reader: one button for each kind of file, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from gis.briefing import tables
from gis.ui.here import Here


def offer(name: str, written: Callable[[tables.Kind], bytes], here: Here, *, labels: str = "ranking.download") -> None:
    """Draw the buttons.

    Parameters
    ----------
    name
        How the file's name begins; the day it tells of follows.
    written
        Answers the content of a kind of file.
    here
        Who asks, and for which day.
    labels
        Group of phrases with a label for each kind.
    """
    with st.container(horizontal=True):
        for kind in tables.MIME:
            st.download_button(
                here.say(f"{labels}.{kind}"),
                data=partial(written, kind),
                file_name=f"{name}_{here.stamp}.{kind}",
                mime=tables.MIME[kind],
                on_click="ignore",
                icon=":material/download:",
            )
