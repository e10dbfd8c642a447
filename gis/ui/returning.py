"""A page whose connection was lost is drawn anew as soon as it is connected again.

Where people sign in, a connection that comes back is a new session (`gis.door.peers`), and after a process ended it
leads to another one. Streamlit leaves such a page as it stands: it looks well, but its buttons for files belong to a
session that is gone, and nothing would tell it of news. Drawn anew it has both, and all that its address says.
"""

from __future__ import annotations

from gis.ui.scripted import scripted


def listen() -> None:
    """Let the page say when it is connected again; once a run, and in no fragment, so that all of it is drawn."""
    scripted("returning", "returning.js", key="returning", on_returned_change=_heard)


def _heard() -> None:
    """Nothing: that the page runs again is all that is wanted."""
