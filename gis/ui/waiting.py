"""The bar of a page that waits for work done beside it, and what is told where that stopped.

Work that stopped is begun anew only when somebody asks: a page that looks every second must not try every second.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis.errors import LandmapError
from gis.ui import working
from gis.ui.here import Here
from gis.ui.working import Work

_HINT: Final = Markup('<p class="hint">{}</p>')


def concerned(key: str) -> bool:
    """Tell whether there is anything to show of a work: that it goes on, or that it stopped for this reader."""
    return working.goes_on(key) or _stopped(key) in st.session_state


def wait(key: str, work: Callable[[Work], object], told: Callable[[Work], str], here: Here) -> None:
    """Show how far the work of a key is, which is begun where nobody did; when it is over the page is drawn anew.

    Parameters
    ----------
    key, work
        See `gis.ui.working.on`.
    told
        Says how far it is, once its turn has come.
    here
        Who waits.

    Raises
    ------
    Exception
        The work stopped for what nobody foresaw; the next run of the page begins it anew.
    """
    stopped = _stopped(key)
    error: Exception | None = st.session_state.get(stopped)
    if error is None:
        _bar(key, work, told, here)
        return
    if not isinstance(error, LandmapError):
        del st.session_state[stopped]
        raise error
    st.warning(error.say(here.language), icon=":material/info:")
    st.button(here.say("shell.work.again"), key=f"again:{stopped}", on_click=_forget, args=(stopped,))


@st.fragment(run_every=working.EVERY)
def _bar(key: str, work: Callable[[Work], object], told: Callable[[Work], str], here: Here) -> None:
    try:
        found = working.on(key, work)
    except Exception as error:  # noqa: BLE001 (logged where it happened; the page tells it)
        st.session_state[_stopped(key)] = error
        st.rerun()
    if found.over:
        st.rerun()
    st.progress(found.share, text=here.say("shell.work.waits") if found.waits else told(found))
    st.html(_HINT.format(here.say("shell.work.beside")))


def _stopped(key: str) -> str:
    return f"stopped:{zlib.crc32(key.encode())}"


def _forget(stopped: str) -> None:
    """Let the work begin anew; for the callback."""
    st.session_state.pop(stopped, None)
