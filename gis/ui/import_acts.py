"""What the parts of the import page share: headings, names of kinds, and what an act says on the next run."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import intake
from gis.ui.here import Here

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKED: Final = "incoming_looked"
"""Where a session holds the files that were looked at."""
_SAID: Final = "incoming_said"


def section(here: Here, title: str, note: str) -> None:
    """Draw a heading and what is to be done below it."""
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say(f"import.{title}"), here.say(f"import.{note}")
        )
    )


def kind_name(kind: str, here: Here) -> str:
    """Name a kind of file by the records it holds."""
    return intake.FORMS[kind].entities[0].plural.say(here.language)


def say_next(kind: str, text: str) -> None:
    """Say something when the page has run again; for callbacks.

    Parameters
    ----------
    kind
        ``"done"`` or ``"refused"``.
    text
        In the reader's language.
    """
    st.session_state.setdefault(_SAID, []).append((kind, text))


def said() -> None:
    """Repeat what the last act said, once."""
    for kind, text in st.session_state.pop(_SAID, ()):
        (st.success if kind == "done" else st.warning)(text)


def look_again() -> None:
    """Forget what was looked at: something was recorded or decided since; for callbacks."""
    st.session_state.pop(LOOKED, None)
