"""A reading that leaves the building: the same view and situation, at a desk where nobody sees small counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gis.briefing.reading import Desk, Reading
from gis.insight.situation import Situation
from gis.records.closings import Closing
from gis.records.provenance import Provenance
from gis.scope import Scope


@dataclass(frozen=True, eq=False)
class FileDesk:
    """What stands behind a file.

    Parameters
    ----------
    reader
        Who asks for it: the scope decides what is in it, never how exact it is.
    suppress_below
        Least count that may stand in it.
    party_month_day
        Day of the month on which a Party reporting month begins.
    closings, provenance
        The closed periods; how the records came.
    on
        Answers the situation on another day, as known at a moment.
    """

    reader: Scope
    suppress_below: int
    party_month_day: int
    closings: tuple[Closing, ...]
    provenance: Provenance
    on: Callable[[dt.date, dt.datetime | None], Situation]

    @property
    def leaves(self) -> bool:
        """It does."""
        return True

    def situation_on(self, as_of: dt.date, known_on: dt.datetime | None = None) -> Situation:
        """Answer the situation on another day."""
        return self.on(as_of, known_on)


def leaving(reading: Reading) -> Reading:
    """Answer what is read on a page as it may leave the building."""
    return Reading(reading.view, reading.situation, file_desk(reading.desk))


def file_desk(desk: Desk) -> FileDesk:
    """Answer the desk at which what is read at another leaves the building."""
    return FileDesk(
        reader=desk.reader,
        suppress_below=desk.suppress_below,
        party_month_day=desk.party_month_day,
        closings=desk.closings,
        provenance=desk.provenance,
        on=desk.situation_on,
    )
