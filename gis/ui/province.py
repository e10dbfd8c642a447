"""Whose map a session sees: one province, the same for as long as it lasts.

A server may serve several; no page, paper or cache shows two together. Which one a session sits in stands in its
address and is held here, since callbacks and fragments run without the shell. A thread that works beside the pages has
no session: it goes by the province of the scope it works for (`of`).
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from gis import settings
from gis.settings import Settings

_HELD: Final = "province"
"""Where a session holds its province. A browser may send anything as what it holds: it is looked up, never believed."""


def chosen() -> Settings:
    """Answer the settings of this session's province: the first that is served where nothing was chosen."""
    known = settings.current()
    return known.serving(held() or known.province) if known.several else known


def of(province: str) -> Settings:
    """Answer the settings of a province, in any thread."""
    return settings.current().serving(province)


def held() -> str:
    """Answer which of several provinces this session sits in; nothing before it was chosen."""
    code = st.session_state.get(_HELD)
    return code if isinstance(code, str) and code in settings.current().provinces else ""


def sit(province: str) -> None:
    """Sit in a province for the rest of the session; one that sat in another begins anew, with nothing of that."""
    if held() not in ("", province):
        st.session_state.clear()
    st.session_state[_HELD] = province


def named() -> str:
    """Answer what addresses, names of files and the trail say of the session's province: nothing where it is alone."""
    return chosen().province if settings.current().several else ""
