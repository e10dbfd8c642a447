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
from gis.ui.plain_label import plain
from gis.ui.working import Work

_HINT: Final = Markup('<p class="hint">{}</p>')


def concerned(key: str) -> bool:
    """Tell whether there is anything to show of a work: that it goes on, or how it ended for this reader."""
    return working.goes_on(key) or _mine(key) in st.session_state


def wait(key: str, work: Callable[[Work], object], told: Callable[[Work], str], here: Here, *, hint: str = "") -> None:
    """Show how far the work of a key is, which is begun where nobody did; when it is over the page is drawn anew.

    Parameters
    ----------
    key, work
        See `gis.ui.working.on`.
    told
        Says how far it is, once its turn has come.
    here
        Who waits.
    hint
        What is said below the bar; that a day is worked out once and kept where nothing else is given.

    Raises
    ------
    Exception
        The work stopped for what nobody foresaw; the next run of the page begins it anew.
    """
    mine = _mine(key)
    if mine not in st.session_state:
        st.session_state[mine] = working.on(key, work)
    found: Work = st.session_state[mine]
    if not found.over:
        _bar(found, told, here, hint or here.say("shell.work.beside"))
    elif isinstance(found.error, LandmapError):
        st.warning(plain(found.error.say(here.language)), icon=":material/info:")
        st.button(here.say("shell.work.again"), key=f"again:{mine}", on_click=_forget, args=(mine,))
    elif found.stopped:  # by somebody else who asked for the same: it is begun anew for this one
        _forget(mine)
        st.rerun()
    else:
        _forget(mine)
        found.future.result()
        st.rerun()


def stop(key: str) -> None:
    """Stop what this session waits for, and wait for it no longer; whoever else does has it begun anew."""
    found: Work | None = st.session_state.pop(_mine(key), None)
    if found:
        found.stop()


@st.fragment(run_every=working.EVERY)
def _bar(found: Work, told: Callable[[Work], str], here: Here, hint: str) -> None:
    if found.over:
        st.rerun()
    st.progress(found.share, text=here.say("shell.work.waits") if found.waits else told(found))
    st.html(_HINT.format(hint))


def _mine(key: str) -> str:
    return f"work:{zlib.crc32(key.encode())}"


def _forget(mine: str) -> None:
    """Let the work begin anew; also for the callback."""
    st.session_state.pop(mine, None)
