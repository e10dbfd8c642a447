"""The parts of a page: a choice that stands in the address bar, so that a link leads to the part it was copied from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from gis.ui import session
from gis.ui.here import Here

Part = Callable[[Here], None]


def draw(parts: Mapping[str, Part], room: str, here: Here) -> None:
    """Draw the choice and the part that is chosen.

    Parameters
    ----------
    parts
        Code in the address bar → what draws the part; the first is shown where none is asked for.
    room
        Key of the phrases that name the parts.
    here
        Who reads.
    """
    names, key = list(parts), session.key(here.language, "part")
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    chosen = st.segmented_control(
        here.say(f"{room}.label"),
        names,
        key=key,
        required=True,
        format_func=lambda name: here.say(f"{room}.{name}"),
        label_visibility="collapsed",
    )
    parts[chosen or names[0]](here)
