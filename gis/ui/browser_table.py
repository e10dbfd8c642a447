"""The table that the browser writes and sorts: its rows go over as compressed JSON."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from gis.ui.scripted import scripted


def browser_table(data: bytes, *, key: str, on_open: Callable[[], None]) -> None:
    """Draw a table.

    Parameters
    ----------
    data
        What ``ranking.js`` reads: compressed JSON.
    key
        Name of the widget; once a row is chosen, the session holds its code there under ``open``.
    on_open
        Called when a row is chosen, before the page runs again.
    """
    with st.container(key=f"{key}-panel", gap=None):
        box = '<div class="box" tabindex="-1"></div>'
        scripted("table", "ranking.js", html=box, key=key, data=data, on_open_change=on_open)
