"""Invented history without a database, for what looks back: situations of any day, as they were known on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from gis.areas import Areas
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records import demo
from gis.records.columns import from_frame
from gis.records.entities import ENTITIES
from gis.records.history import History
from gis.records.snapshot import take
from gis.scope import Scope
from tests import city

END = dt.date(2026, 9, 30)


@dataclass(frozen=True, eq=False)
class Past:
    """What one historical batch tells."""

    frames: Mapping[str, pd.DataFrame]
    history: History
    areas: Areas

    def at(self, day: dt.date) -> Situation:
        """The situation of a day, as known on it."""
        batches = pd.DataFrame({"id": [1], "recorded_at": [pd.Timestamp("2026-11-01", tz="UTC")], "digest": ["1"]})
        batches = batches.assign(
            historical=True, demo=True, withdrawn_at=pd.Series([pd.NaT], dtype="datetime64[us, UTC]")
        )
        known = dt.datetime.combine(day, dt.time(23, 59))
        scope = Scope.local_officer(self.areas.province)
        return situation(
            take(self.history, batches, as_of=day, scope=scope, known_on=known), self.areas, rules.current()
        )


def past(frames: Mapping[str, pd.DataFrame], areas: Areas) -> Past:
    """Record frames as one historical batch."""
    history = History()
    for name, frame in frames.items():
        table = from_frame(frame, ENTITIES[name])
        n = table.num_rows
        numbered = table.append_column("seq", pa.array(np.arange(1, n + 1))).append_column(
            "batch", pa.array(np.ones(n, "int64"))
        )
        history = history.extended(ENTITIES[name], numbered)
    return Past(frames, history, areas)


@cache
def small(seed: int = 1, cases: int = 1200) -> Past:
    """A small invented city on the drawn wards."""
    made = demo.city(city.areas(), cases=cases, seed=seed, households=300, projects=12, end=END)
    return past(made.batch.frames, city.areas())
