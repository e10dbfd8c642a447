"""What the parts of the import page share: headings, names of kinds, and what a session has looked at."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import intake
from gis.intake.incoming import Incoming
from gis.ui.here import Here

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKED: Final = "incoming_looked"
"""Where a session holds the files that were looked at."""


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


def sender_name(one: Incoming, here: Here) -> str:
    """Name whoever sent a file; a ward by its name."""
    return one.office or (here.name("ward", one.detected.unit) if one.detected.unit else here.say("import.no_sender"))


def look_again() -> None:
    """Forget what was looked at: something was recorded or decided since; for callbacks."""
    st.session_state.pop(LOOKED, None)
