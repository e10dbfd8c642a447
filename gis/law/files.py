"""A frame of files as the clocks see it: on one day, only what had happened by then.

Whether something is complex, remote or within competence and not recorded counts as: not complex, not remote, not
outside. A file's *regime* is the day whose rules it names itself; a regime that is no day is unclear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.law.days import Days
from gis.law.terms import Conditions, Timeline, column

Mask = NDArray[np.bool_]

NO_DAY: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Files:
    """A frame of files as numpy arrays, seen on one day."""

    frame: pd.DataFrame
    line: Timeline
    as_of: np.datetime64

    @classmethod
    def of(cls, frame: pd.DataFrame, line: Timeline, as_of: dt.date) -> Files:
        """See the files of a frame on a day."""
        return cls(frame, line, np.datetime64(pd.Timestamp(as_of).date(), "D"))

    def __len__(self) -> int:
        """Count the files."""
        return len(self.frame)

    def take(self, rows: NDArray[np.intp]) -> Files:
        """Answer only these rows."""
        return self if len(rows) == len(self) else Files(self.frame.take(rows), self.line, self.as_of)

    def day(self, milestone: str) -> Days:
        """Answer the days of a milestone; NaT where it had not happened by the as-of day."""
        found = self.frame[column(milestone)].to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
        return np.where(found <= self.as_of, found, NO_DAY)

    def first_of(self, milestones: Sequence[str]) -> Days:
        """Answer the earliest day among several milestones; NaT where none had happened."""
        found = np.full(len(self), NO_DAY)
        for name in milestones:
            found = np.fmin(found, self.day(name))
        return found

    def fulfil(self, when: Conditions) -> Mask:
        """Answer which files fulfil a condition; what is not recorded fulfils none."""
        fulfilled = np.ones(len(self), dtype=bool)
        for trait, values in when:
            fulfilled &= self.frame[trait].isin(values).to_numpy(dtype=bool)
        return fulfilled

    def regime(self) -> tuple[Days, Mask]:
        """Answer the day each record names as its regime, and which records name something that is no day."""
        codes, named = pd.factorize(self.frame["regime"])
        found = np.array([*(_as_day(str(name)) for name in named), NO_DAY], dtype="datetime64[D]")
        chosen = found[codes]
        return chosen, (codes >= 0) & np.isnat(chosen)


def _as_day(text: str) -> np.datetime64:
    """Read a day written 2026-09-30 or 30/09/2026; anything else is no day."""
    iso = pd.to_datetime(text, format="ISO8601", errors="coerce")
    read = pd.to_datetime(text, format="%d/%m/%Y", errors="coerce") if pd.isna(iso) else iso
    return NO_DAY if pd.isna(read) else np.datetime64(read.date(), "D")
