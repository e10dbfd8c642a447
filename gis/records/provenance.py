"""Where history comes from: recorded as it came, or rebuilt from the days of its events.

A first load brings years at once, in batches marked *historical*: what they tell of a day is what is known of it now,
not what was known then. Such history is *rebuilt* ("dựng lại theo ngày sự kiện") up to the day on which the first
ordinary batch was recorded. A method that is tried on rebuilt history (a backtest) proves nothing: it would look at
dates that were filled in afterwards.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.records.horizon import VIETNAM, day_in_vietnam

_ACT: Final = "form"
"""Kind of a batch that keeps one act of an officer: it says what somebody found, not how history was recorded."""


@dataclass(frozen=True)
class Provenance:
    """How the history of a province was recorded.

    Parameters
    ----------
    recorded_since
        Day of the first ordinary batch: from then on records came as things happened; None where there is none yet.
    rows, rebuilt
        Versions recorded, and how many of them in historical batches; withdrawn batches do not count.
    """

    recorded_since: dt.date | None
    rows: int
    rebuilt: int

    @property
    def share(self) -> float | None:
        """Rebuilt out of all, 0 to 1; None where nothing is recorded."""
        return self.rebuilt / self.rows if self.rows else None

    @property
    def backtestable_from(self) -> dt.date | None:
        """First day on which a backtest may stand; None: on no day yet, so that it must say "chưa chứng minh được"."""
        return self.recorded_since

    def rebuilt_on(self, day: dt.date) -> bool:
        """Tell whether what is told of a day was rebuilt."""
        return self.rebuilt > 0 and (self.recorded_since is None or day < self.recorded_since)


def imported_on(batches: pd.DataFrame, known_on: dt.datetime | None = None) -> dt.date | None:
    """Answer the day on which anything was last recorded, by a moment; None where nothing was.

    Parameters
    ----------
    batches
        As for `provenance`.
    known_on
        The moment; None: up to now.
    """
    kept = batches.loc[batches["withdrawn_at"].isna(), "recorded_at"]
    last = (kept if known_on is None else kept[kept <= pd.Timestamp(known_on)]).max()
    return None if pd.isna(last) else day_in_vietnam(last.to_pydatetime())


def provenance(batches: pd.DataFrame, province: str) -> Provenance:
    """Work out how the history of a province was recorded.

    Parameters
    ----------
    batches
        (n, …) all batches, as `gis.records.store.Store.batches` answers them.
    province
        Official code of the province.
    """
    counting = batches[(batches["province"] == province) & batches["withdrawn_at"].isna()]
    ordinary = counting.loc[~counting["historical"] & (counting["kind"] != _ACT), "recorded_at"]
    rows = counting["new"] + counting["changed"]
    return Provenance(
        recorded_since=ordinary.min().tz_convert(VIETNAM).date() if len(ordinary) else None,
        rows=int(rows.sum()),
        rebuilt=int(rows[counting["historical"]].sum()),
    )
