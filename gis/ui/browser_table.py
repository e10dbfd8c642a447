"""The table that the browser writes and sorts: its script and style go over once, its rows with a click.

Streamlit sends a component's script along with every change of its data. So the script is a component of its own, which
never changes and is therefore not sent again, and the table only calls it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

_FOLDER: Final = Path(__file__).parent
_STYLE: Final = (_FOLDER / "ranking.css").read_text(encoding="utf-8")
_SCRIPT: Final = st.components.v2.component(
    "landmap-table-script",
    js=f"const STYLE = {json.dumps(_STYLE)};\n" + (_FOLDER / "ranking.js").read_text(encoding="utf-8"),
)
_CALL: Final = """
export default async function (component) {
  while (!window.landmapTable) await new Promise((done) => setTimeout(done, 20));
  await window.landmapTable(component);
}
"""
_TABLE: Final = st.components.v2.component("landmap-table", html='<div class="box" tabindex="-1"></div>', js=_CALL)


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
        _SCRIPT(key=f"{key}-script")
        _TABLE(key=key, data=data, on_open_change=on_open)
