"""What was known: every entity as a typed frame, cut for one reader at two dates that are never mixed.

``as_of`` cuts by event: what happened after that day is blank. ``known_on`` cuts by recording: what was recorded after
that moment is not there at all. `gis.records.horizon` says exactly which versions count.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.records.frames import Cut, Rows, Whole
from gis.records.history import UNKNOWN, History, Numbers, Versions
from gis.records.horizon import Horizon, day_of
from gis.records.scoped import within
from gis.scope import Scope

_NO_DAYS: Final = np.empty(0, np.int32)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What was known at two dates within a scope; shared by all who ask for the same, never changed.

    Parameters
    ----------
    as_of
        Day up to which events are told.
    known_on
        Moment up to which recordings count; None: all.
    scope
        For whom it was cut.
    province
        Official code of the province.
    frames
        Entity → its rows; every entity is there, if need be without rows. Types are those of
        `gis.records.declaration.DTYPES`. A frame whose key is ``code`` has it as its index, named ``code``, and not as
        a column; any other has a plain count as index. References and texts are categories shared between frames,
        unless the scope is narrower than the province, or the words are many and the rows few.
    demo
        Whether the rows are invented.
    historical
        Whether some rows were rebuilt from a historical batch and not recorded as they happened.
    digest
        Differs when anything in it may differ; the same on every machine that recorded the same.
    recorded
        As `digest`, but the same for all who see the same records, however many of their fields they may read: under it
        is kept what is worked out once for all of them.
    """

    as_of: dt.date
    known_on: dt.datetime | None
    scope: Scope
    province: str
    frames: Mapping[str, pd.DataFrame]
    demo: bool
    historical: bool
    digest: str
    recorded: str

    def __getitem__(self, entity: str) -> pd.DataFrame:
        """Answer the rows of an entity; a caller may add columns to what it gets without touching the snapshot.

        Raises
        ------
        KeyError
            There is no such entity.
        """
        return self.frames[entity].copy(deep=False)

    def rows(self, entity: str) -> Rows:
        """Answer the rows of an entity, to be counted or to have some columns made of some of them.

        A frame of columns that were named has a plain count as its index. What is made this way is not kept.

        Raises
        ------
        KeyError
            There is no such entity.
        """
        return self.frames.rows(entity) if isinstance(self.frames, Frames) else Whole(self.frames[entity])

    @property
    def cells(self) -> int:
        """How many values it holds by now, as a measure of memory."""
        frames = self.frames.made if isinstance(self.frames, Frames) else self.frames
        return sum(frame.size for frame in frames.values())


class Frames(Mapping[str, pd.DataFrame]):
    """The frames of all entities, each made when it is first asked for; may be asked from any thread.

    Parameters
    ----------
    rows
        Answers the rows of an entity; asked once for each.
    """

    def __init__(self, rows: Callable[[str], Rows]) -> None:
        self._rows, self._made, self._lock = cache(rows), dict[str, pd.DataFrame](), threading.Lock()

    def __getitem__(self, entity: str) -> pd.DataFrame:
        """Answer the frame of an entity."""
        if entity not in ENTITIES:
            raise KeyError(entity)
        with self._lock:
            if entity not in self._made:
                self._made[entity] = self._rows(entity).frame()
            return self._made[entity]

    def rows(self, entity: str) -> Rows:
        """Answer the rows of an entity; of its frame, where that is made already."""
        if entity not in ENTITIES:
            raise KeyError(entity)
        made = self._made.get(entity)
        return self._rows(entity) if made is None else Whole(made)

    def __iter__(self) -> Iterator[str]:
        """Name all entities."""
        return iter(ENTITIES)

    def __len__(self) -> int:
        """Count all entities."""
        return len(ENTITIES)

    def __reduce__(self) -> tuple[type, tuple[dict[str, pd.DataFrame]]]:
        """Travel to another process as plain frames, all of them."""
        return dict, (dict(self),)

    @property
    def made(self) -> Mapping[str, pd.DataFrame]:
        """The frames that were asked for."""
        return dict(self._made)


def take(
    history: History, batches: pd.DataFrame, *, as_of: dt.date, scope: Scope, known_on: dt.datetime | None = None
) -> Snapshot:
    """Cut a snapshot of all entities.

    Parameters
    ----------
    history
        Everything recorded of the scope's province.
    batches
        All batches, as `gis.records.store.Store.batches` answers them.
    as_of, known_on, scope
        See `Snapshot`.
    """
    horizon = Horizon.of(batches, as_of=as_of, known_on=known_on)

    def rows(name: str) -> Cut:
        return Cut(history, ENTITIES[name], horizon)

    frames = Frames(within(scope, rows))
    rebuilt = horizon.rebuilt_to if horizon.is_historical else None
    recorded = _digest(as_of, rebuilt, scope.everything, scope.extent, horizon.digests)
    digest = _digest(recorded, sorted(scope.told))
    about = (horizon.demo, horizon.is_historical, digest, recorded)
    return Snapshot(as_of, known_on, scope, scope.province, frames, *about)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def span(history: History, batches: pd.DataFrame, entities: Iterable[Entity]) -> tuple[dt.date, dt.date] | None:
    """Answer the first and the last event of some entities, as known now; None where there is none."""
    horizon = Horizon.of(batches, as_of=dt.date.max)
    found = [_span(history.versions[entity.name], entity, horizon) for entity in entities]
    days = np.concatenate([_NO_DAYS, *found])
    return (day_of(days.min()), day_of(days.max())) if len(days) else None


def _span(versions: Versions, entity: Entity, horizon: Horizon) -> Numbers:
    places = horizon.latest(versions.rows, versions.batches)
    columns = map(versions.taker(places), entity.events)
    return np.array([extreme for days in columns for extreme in _extremes(days[days != UNKNOWN])], np.int32)


def _extremes(days: Numbers) -> tuple[int, ...]:
    return (days.min(), days.max()) if len(days) else ()
