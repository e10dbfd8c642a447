"""Up to where a snapshot looks: which batches count for it, and up to which day events are told.

A version is *genuine* when its batch was recorded by ``known_on`` and not withdrawn by then. A *historical* batch that
was recorded later, and never withdrawn, counts as known on its event dates: its versions are *rebuilt*, cut at
``known_on`` too, and stand in only for records of which no genuine version exists.

A day is a day in Việt Nam.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.records.history import Numbers

VIETNAM: Final = dt.timezone(dt.timedelta(hours=7))
"""The country's one time zone."""

_FIRST: Final = dt.date(1970, 1, 1)


def today() -> dt.date:
    """Answer today's date in Việt Nam, whatever zone the clock of the machine is set to."""
    return dt.datetime.now(VIETNAM).date()


Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Horizon:
    """Which batches count, and up to which day.

    Parameters
    ----------
    as_of
        Day up to which events of ordinary batches are told.
    rebuilt_to
        Day up to which events of historical batches are told.
    genuine, rebuilt, historical
        (b + 1,) by number of the batch.
    digests
        Digests of the batches that count.
    demo
        Whether one of them is invented.
    """

    as_of: int
    rebuilt_to: int
    genuine: Mask
    rebuilt: Mask
    historical: Mask
    digests: tuple[str, ...]
    demo: bool

    @classmethod
    def of(cls, batches: pd.DataFrame, *, as_of: dt.date, known_on: dt.datetime | None = None) -> Horizon:
        """Answer which batches count.

        Parameters
        ----------
        batches
            (b, …) all batches, as `gis.records.store.Store.batches` answers them.
        as_of
            Day up to which events are told.
        known_on
            Moment up to which recordings count; without a time zone it is Vietnamese time; None: all.
        """
        recorded = pd.Series(data=True, index=batches.index)
        alive = batches["withdrawn_at"].isna()
        last = as_of
        if known_on is not None:
            moment = known_on if known_on.tzinfo else known_on.replace(tzinfo=VIETNAM)
            recorded = batches["recorded_at"] <= moment
            last = min(as_of, day_in_vietnam(moment))
            genuine = recorded & (alive | (batches["withdrawn_at"] > moment))
        else:
            genuine = alive
        rebuilt = batches["historical"] & ~recorded & alive
        counting = batches[genuine | rebuilt]
        return cls(
            as_of=day_number(as_of),
            rebuilt_to=day_number(last),
            genuine=_by_number(batches, genuine),
            rebuilt=_by_number(batches, rebuilt),
            historical=_by_number(batches, batches["historical"]),
            digests=tuple(counting["digest"]),
            demo=bool(counting["demo"].any()),
        )

    @property
    def is_historical(self) -> bool:
        """Whether a historical batch counts."""
        return bool((self.historical & (self.genuine | self.rebuilt)).any())

    def latest(self, rows: Numbers, batches: Numbers) -> Numbers:
        """Answer the place of the version that counts of each record, records in the order they first came.

        Parameters
        ----------
        rows, batches
            (n,) which record each version is of, and its batch; the newest version last.
        """
        last = np.full(int(rows.max(initial=-1)) + 1, -1, np.int64)
        # Of a record met several times the last assignment stays; genuine versions go over rebuilt ones.
        for counts in (self.rebuilt, self.genuine):
            places = np.flatnonzero(counts[batches])
            last[rows[places]] = places
        return last[last >= 0]

    def limits(self, batches: Numbers) -> Numbers:
        """Answer the last day that is told of each version, by its batch."""
        return np.where(self.historical[batches], np.int32(self.rebuilt_to), np.int32(self.as_of))


def _by_number(batches: pd.DataFrame, mask: pd.Series) -> Mask:
    found = np.zeros(int(batches["id"].max()) + 1 if len(batches) else 1, dtype=bool)
    found[batches["id"].to_numpy()] = mask.to_numpy(dtype=bool)
    return found


def day_number(day: dt.date) -> int:
    """Answer a day as days since 1/1/1970."""
    return (day - _FIRST).days


def day_in_vietnam(moment: dt.datetime) -> dt.date:
    """Answer the day of a moment, in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def day_of(day: int) -> dt.date:
    """Answer the day of a number of days since 1/1/1970."""
    return _FIRST + dt.timedelta(days=int(day))
