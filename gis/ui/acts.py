"""What an act says: kept by a callback, told on the run of the page that follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import streamlit as st

from gis.ui.plain_label import plain

_SAID: Final = "acts_said"


def say_next(kind: Literal["done", "refused", "note"], text: str) -> None:
    """Say something when the page has run again; for callbacks.

    Parameters
    ----------
    kind
        Whether it was done or refused, told where the page has a place for it; or a note of one line, which is seen
        wherever the reader has scrolled to.
    text
        In the reader's language.
    """
    st.session_state.setdefault(_SAID, []).append((kind, text))


def said() -> None:
    """Repeat what the last act said, once."""
    draw: dict[str, Callable[[str], object]] = {"done": st.success, "refused": st.warning, "note": st.toast}
    for kind, text in st.session_state.pop(_SAID, ()):
        draw[kind](plain(text))
