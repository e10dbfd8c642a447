"""Here: what a page is given — who looks at what, in which language, and the situation it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

import streamlit as st

from gis import settings
from gis.briefing.reading import Desk, Reading
from gis.insight.situation import Situation
from gis.records.closings import Closing
from gis.records.provenance import Provenance
from gis.scope import Scope
from gis.ui import process
from gis.view import Sheet

_KEY = "here"


@dataclass(frozen=True, eq=False)
class ScreenDesk:
    """What stands behind a page: the process, asked when something is read.

    Parameters
    ----------
    reader
        Who looks, as they were when the page was drawn: a file of it is made later, where nobody is signed in.
    """

    reader: Scope = field(default_factory=process.reader)
    leaves: ClassVar[bool] = False

    @property
    def suppress_below(self) -> int:
        """Least count that is not small."""
        return settings.current().suppress_below

    @property
    def party_month_day(self) -> int:
        """Day on which a Party month begins."""
        return settings.current().party_month_day

    @property
    def closings(self) -> tuple[Closing, ...]:
        """The closed periods."""
        return process.closings(self.reader)

    @property
    def provenance(self) -> Provenance:
        """How what is shown was recorded."""
        return process.ledger(self.reader).provenance

    def situation_on(self, as_of: dt.date, known_on: dt.datetime | None = None) -> Situation:
        """Answer the situation on another day; see `gis.ui.process.situation_on`."""
        return process.situation_on(as_of, known_on, self.reader)


@dataclass(frozen=True, eq=False)
class Here(Reading):
    """What a page shows and says: a reading on the screen."""

    desk: Desk = field(default_factory=ScreenDesk)


def first_sheet(scope: Scope) -> Sheet | None:
    """Answer what lies open on a first visit: whoever has one ward lands on its sheet, not on the city."""
    return Sheet("ward", next(iter(scope.wards))) if scope.wards and len(scope.wards) == 1 else None


@contextmanager
def put(here: Here) -> Iterator[None]:
    """Leave it for the page that runs in the block; after that the session keeps it, and no other choices with it."""
    st.session_state[_KEY] = here
    try:
        yield
    finally:
        here.selection.rest()


def here() -> Here:
    """Pick it up: the first line of every page."""
    found: Here = st.session_state[_KEY]
    return found
