"""Closed periods (chốt số liệu kỳ): a name for what was known at one moment.

Next month's report compares with what was reported, not with what was corrected since: a *closing* keeps the moment up
to which recordings count (``known_on``) and the day up to which events are told (``as_of``) under a name. Names are
given once and never taken back. What is recorded after a closing is always later than its moment.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select

from gis.errors import RequestError
from gis.records.horizon import VIETNAM, day_in_vietnam
from gis.records.tables import CLOSING

LONGEST: Final = 100
"""Characters a name may have: it stands in headings and lists."""


@dataclass(frozen=True)
class Closing:
    """A period that was closed.

    Parameters
    ----------
    name
        What it is called, such as ``"Tháng 9/2026"``.
    as_of
        Day up to which events are told.
    known_on
        Moment up to which recordings count, in UTC.
    """

    name: str
    as_of: dt.date
    known_on: dt.datetime

    @property
    def day(self) -> dt.date:
        """Day on which it was closed, in Vietnam."""
        return day_in_vietnam(self.known_on)


def called(name: str) -> str:
    """Answer a name as it is kept: composed letters, single spaces.

    Raises
    ------
    RequestError
        Nothing is left of it, or it is too long.
    """
    found = " ".join(unicodedata.normalize("NFC", name).replace("\0", "").split())
    if not 0 < len(found) <= LONGEST:
        raise RequestError("records.closing_name", longest=LONGEST)
    return found


def add(connection: Connection, province: str, name: str, as_of: dt.date, moment: dt.datetime) -> Closing:
    """Close a period.

    Raises
    ------
    RequestError
        The name is not one or was given before, or the day has not come yet.
    """
    name = called(name)
    if as_of > (today := moment.astimezone(VIETNAM).date()):
        raise RequestError("records.closing_ahead", asked=as_of, today=today)
    for one in every(connection, province):
        if one.name.casefold() == name.casefold():
            raise RequestError("records.closing_again", name=one.name, as_of=one.as_of, day=one.day)
    values = {"province": province, "name": name, "as_of": as_of.isoformat()}
    connection.execute(insert(CLOSING).values(**values, known_on=moment, recorded_at=moment))
    return Closing(name, as_of, moment)


def every(connection: Connection, province: str) -> tuple[Closing, ...]:
    """Answer all closings of a province, oldest first."""
    query = select(CLOSING).where(CLOSING.c.province == province).order_by(CLOSING.c.id)
    return tuple(
        Closing(row.name, dt.date.fromisoformat(str(row.as_of)), row.known_on) for row in connection.execute(query)
    )


def closed_as(closings: Iterable[Closing], as_of: dt.date, *, by: dt.datetime | None = None) -> Closing | None:
    """Answer how a day was closed, last of all or last by a moment; None: it was not."""
    found = [one for one in closings if one.as_of == as_of and (by is None or one.known_on <= by)]
    return found[-1] if found else None


def named(closings: Iterable[Closing], name: str) -> Closing:
    """Answer the closing of a name, however its letters are written.

    Raises
    ------
    RequestError
        No period was closed under it.
    """
    wanted = called(name).casefold()
    found = next((one for one in closings if one.name.casefold() == wanted), None)
    if found is None:
        raise RequestError("records.no_closing", name=name)
    return found
