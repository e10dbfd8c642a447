"""How far work on dropped files has come: a bar that is there while somebody waits and gone afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from gis.ui.here import Here
from gis.ui.plain_label import plain

Begins = Callable[[str, str], None]
"""Is told what begins ("reading", "checking", "recording") and with which file."""


@contextmanager
def working(here: Here, whole: int) -> Iterator[Begins]:
    """Show a bar over so many pieces of work, from the first that begins.

    Parameters
    ----------
    here
        Who waits.
    whole
        Pieces of work, at most.
    """
    place = st.empty()
    begun = itertools.count()

    def begins(stage: str, name: str) -> None:
        place.progress(min(next(begun) / whole, 1.0), plain(here.say(f"import.working.{stage}", file=name)))

    try:
        yield begins
    finally:
        place.empty()
