"""The ledger: the whole history of a province in memory, and the snapshots cut from it.

It is loaded once, from the cache where that is of use, and extended with what was recorded since: from a replica, where
one is set and has come far enough (`gis.records.replica`). A process has one and shares it between all who look; every
method may be called from any thread.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from gis.errors import RequestError
from gis.metrics import POLL, SNAPSHOT
from gis.records.cache import Cache, Tokens
from gis.records.entities import ENTITIES
from gis.records.history import History
from gis.records.horizon import day_in_vietnam
from gis.records.provenance import Provenance, provenance
from gis.records.reading import Marker, Reading
from gis.records.replica import source_of
from gis.records.snapshot import Snapshot, span, take
from gis.records.store import Store
from gis.scope import Scope
from gis.settings import Settings

MILESTONES: Final = tuple(ENTITIES[name] for name in ("case", "household_file", "plan", "reception"))
"""Entities whose events say how far the records reach; an imported registry does not."""

KEPT_CELLS: Final = 60_000_000
"""Values that kept snapshots may hold together, at some five bytes each."""

KEPT_SNAPSHOTS: Final = 16

_Key = tuple[dt.date, dt.datetime | None, Scope, Marker]


@dataclass(frozen=True)
class _State:
    """What the ledger held at one moment; replaced as a whole, so that nobody sees half of a batch."""

    marker: Marker
    history: History
    batches: pd.DataFrame

    @property
    def tokens(self) -> Tokens:
        return tuple(zip(self.batches["id"].tolist(), self.batches["token"].tolist(), strict=True))

    @cached_property
    def span(self) -> tuple[dt.date, dt.date] | None:
        return span(self.history, self.batches, MILESTONES)

    @cached_property
    def first(self) -> dt.date | None:
        placed = [entity for entity in ENTITIES.values() if not entity.everywhere]
        found = span(self.history, self.batches, placed)
        return found and found[0]


class Ledger:
    """All versions of all entities of one province.

    Parameters
    ----------
    store
        Where they were recorded.
    cache
        Where the history is kept between starts.
    province
        Official code of the province.
    """

    def __init__(self, store: Store, cache: Cache, province: str) -> None:
        self._source, self._cache, self.province = source_of(store), cache, province
        self._snapshots: OrderedDict[_Key, Snapshot] = OrderedDict()
        self._loading, self._cutting = threading.Lock(), threading.Lock()
        history, tokens = cache.load()
        self._cached = len(history)
        self._state = self._source.read(province, lambda reading: self._brought_up(reading, history, tokens))
        self._keep()
        if self._source.replicated:
            self.refresh(anew=True)

    @property
    def marker(self) -> Marker:
        """Which state of the store is held."""
        return self._state.marker

    @property
    def provenance(self) -> Provenance:
        """How what is held was recorded."""
        return provenance(self._state.batches, self.province)

    @property
    def batches(self) -> pd.DataFrame:
        """The batches it tells of; see `Store.batches`."""
        return self._state.batches

    def refresh(self, *, anew: bool = False) -> bool:
        """Take in what was recorded since; costs a poll of 2 ms when nothing was.

        Parameters
        ----------
        anew
            Whether a replica is passed over: somebody may have recorded what it does not hold yet.

        Returns
        -------
        Whether anything was.

        Raises
        ------
        StoreError
            The database is missing, damaged, unreachable or of another version; what is held stays in use.
        """
        with POLL.time():
            return self._source.marker(self.province, anew=anew) != self._state.marker and self._taken_in()

    def _taken_in(self) -> bool:
        with self._loading:
            state = self._source.read(self.province, self._newer)
            if state is None:
                return False
            self._state = state
            self._keep()
        return True

    def _newer(self, reading: Reading) -> _State | None:
        """Answer the state of the store; None where it is the one that is held."""
        held = self._state
        return (
            None
            if reading.marker(self.province) == held.marker
            else self._brought_up(reading, held.history, held.tokens)
        )

    def knows(self, moment: dt.datetime) -> bool:
        """Answer whether something was taken in that was recorded or withdrawn after a moment."""
        later = self._state.batches[["recorded_at", "withdrawn_at"]] > pd.Timestamp(moment)
        return bool(later.to_numpy().any())

    def _brought_up(self, reading: Reading, history: History, tokens: Tokens) -> _State:
        """Answer the state of the store, starting from a history if that is how the store began."""
        state = _State(reading.marker(self.province), history, reading.batches(self.province))
        if state.tokens[: len(tokens)] != tokens:
            history = History()
        for name, entity in ENTITIES.items():
            for table in reading.versions(entity, self.province, after=history.versions[name].last):
                history = history.extended(entity, table)
        return _State(state.marker, history, state.batches)

    def _keep(self) -> None:
        """Save the history when enough has come since it was saved: writing all of it for a few rows would not pay."""
        state = self._state
        if abs(len(state.history) - self._cached) > len(state.history) // 10 and self._cache.save(
            state.history, state.tokens
        ):
            self._cached = len(state.history)

    def snapshot(self, as_of: dt.date, scope: Scope, *, known_on: dt.datetime | None = None) -> Snapshot:
        """Cut a snapshot, or answer the one that was cut before.

        Parameters
        ----------
        as_of
            Day up to which events are told.
        scope
            For whom.
        known_on
            Moment up to which recordings count; None: all.

        Raises
        ------
        RequestError
            The scope is of another province.
        """
        if scope.province != self.province:
            raise RequestError("records.other_province", held=self.province, asked=scope.province)
        state = self._state
        key = (as_of, known_on, scope, state.marker)
        with self._cutting:
            self._outlived()
            if (found := self._snapshots.get(key)) is None:
                with SNAPSHOT.time():
                    found = take(state.history, state.batches, as_of=as_of, scope=scope, known_on=known_on)
                self._snapshots[key] = found
            self._snapshots.move_to_end(key)
            self._forget()
        return found

    def _outlived(self) -> None:
        """Let the snapshots of former states go before the next is cut: nobody asks for one again."""
        held = self._state.marker
        for key in [key for key in self._snapshots if key[-1] != held]:
            del self._snapshots[key]

    def _forget(self) -> None:
        """Let the least used snapshots go, but never the last."""
        held = sum(snapshot.cells for snapshot in self._snapshots.values())
        while len(self._snapshots) > 1 and (held > KEPT_CELLS or len(self._snapshots) > KEPT_SNAPSHOTS):
            _, gone = self._snapshots.popitem(last=False)
            held -= gone.cells

    def cut_needed(self, as_of: dt.date, known_on: dt.datetime | None) -> dt.datetime | None:
        """Answer the moment to cut by, or None where the cut would take nothing away.

        That is so where nothing was recorded or withdrawn after it: one snapshot then serves both.
        """
        if known_on is None or as_of > day_in_vietnam(known_on):
            return known_on
        return known_on if self.knows(known_on) else None

    def last_event(self) -> dt.date | None:
        """Answer the last event among cases, milestones of plans and households, and receptions; None without any."""
        span = self._state.span
        return span and span[1]

    def first_event(self) -> dt.date | None:
        """Answer the first event of any record of a place; None without any."""
        return self._state.first

    def check(self, as_of: dt.date) -> None:
        """Refuse a day before anything happened.

        Raises
        ------
        RequestError
            The first event came later; the message says when.
        """
        first = self.first_event()
        if first and as_of < first:
            raise RequestError("records.before_records", asked=as_of, first=first)


def open_ledger(store: Store, settings: Settings) -> Ledger:
    """Load the ledger of the settings' province.

    Raises
    ------
    StoreError
        The database is missing, damaged, unreachable or of another version.
    """
    return Ledger(store, Cache(cache_folder(store, settings), settings.province), settings.province)


def cache_folder(store: Store, settings: Settings) -> Path:
    """Answer where the cache is kept: beside a SQLite file, or in the state folder for a server."""
    path = store.database.path
    name = path.name if path else hashlib.sha256(store.database.where.encode()).hexdigest()[:16]
    return (path.parent if path else settings.state_dir) / f"{name}.ledger"
