"""The store: everything that was ever recorded, to which is only added.

`Store.append` compares a batch with what is known now and records only what is new or different, so the same file twice
changes nothing. `Store.withdraw` undoes a batch: it no longer counts from then on, and what was known before can still
be seen. Every moment of recording is at or after the one before it, so a greater ``seq`` is always the newer version.

A store is *empty*, of a *demo* (invented from end to end) or *real*; the two never mix.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Table, func, insert, select

from gis.errors import LandmapError, RequestError, StoreError
from gis.records import audit, closings
from gis.records.audit import Who
from gis.records.batch import Appended, Batch
from gis.records.closings import Closing
from gis.records.columns import digest
from gis.records.comparing import Compared, compared, counted, plain
from gis.records.database import Database, head
from gis.records.entities import ENTITIES
from gis.records.horizon import VIETNAM
from gis.records.reading import CHUNK, Marker, Reading, StoreKind
from gis.records.tables import BATCH, CLOSING, TABLES, WITHDRAWAL
from gis.records.writing import put
from gis.settings import Settings

_LONG_AGO: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
_TICK: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Store:
    """The store of one database, for the province of the settings.

    Parameters
    ----------
    database
        Where it is.
    settings
        The province, and the language of what `health` says.
    by
        Who records; whatever is recorded leaves an entry in the audit trail.
    """

    database: Database
    settings: Settings
    by: Who = field(default=audit.AT_THE_MACHINE, compare=False)

    def exists(self) -> bool:
        """Answer whether the store was made.

        Raises
        ------
        StoreError
            There is something in its place that cannot be read.
        """
        return self.database.exists()

    def create(self) -> None:
        """Make an empty store; one that is there is brought to this version and keeps what it holds.

        Raises
        ------
        StoreError
            The place cannot be written to, or the tables are newer than this program.
        """
        self.database.create()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open one unchanging state for reading.

        Raises
        ------
        StoreError
            The database is missing, damaged, unreachable or of another version.
        """
        with self.database.reading() as connection:
            yield Reading(connection)

    def marker(self) -> Marker:
        """Answer a value that differs whenever anything was recorded of the province; takes about 2 ms.

        Raises
        ------
        StoreError
            As for `reading`.
        """
        with self.reading() as reading:
            return reading.marker(self.settings.province)

    def batches(self) -> pd.DataFrame:
        """Answer all batches of the province, oldest first.

        Returns
        -------
        (n, …) ``id``, ``token``, ``digest``, ``province``, ``recorded_at`` (UTC), ``source``, ``kind``,
        ``historical``, ``demo``, ``note``, ``rows``, ``new``, ``changed``, ``unchanged``, ``withdrawn_at`` (UTC, empty
        while it counts).

        Raises
        ------
        StoreError
            As for `reading`.
        """
        with self.reading() as reading:
            return reading.batches(self.settings.province)

    def kind(self) -> StoreKind:
        """Answer whether the store is empty, of a demo or real; a withdrawn batch still tells.

        Raises
        ------
        StoreError
            As for `reading`.
        """
        with self.reading() as reading:
            return reading.kind()

    def append(
        self,
        batch: Batch,
        *,
        recorded_at: dt.datetime | None = None,
        completed: Callable[[Batch, Reading], Batch] | None = None,
    ) -> Appended:
        """Record a batch, all of it or nothing.

        Rows that say what is known already are counted and not recorded again; where all are, no batch is made and its
        number is 0. A row whose frame lacks a column keeps what was known there; what it keeps is recorded with it, and
        stays when the batch it came from is withdrawn.

        Parameters
        ----------
        batch
            The checked rows.
        recorded_at
            When it counts as recorded, at or after the recording before it; None: now.
        completed
            Answers the batch with what follows from the rows that are known when it is recorded and nobody else can
            record any more; None: nothing does.

        Raises
        ------
        StoreError
            The store is of the other kind, rows repeat a key, the moment is too early, or as for `Database.writing`.
        ValueError
            A frame does not fit its declaration: the caller's mistake.
        """
        frames = None if completed else plain(batch)
        with audit.writing(self, self.by, "import") as (connection, told):
            reading = Reading(connection)
            batch = completed(batch, reading) if completed else batch
            found = self._compared(batch, plain(batch) if frames is None else frames, reading)
            done = self._record(batch, found, _moment(connection, recorded_at), connection)
            if done.batch:
                told |= {"batch": done.batch, "source": batch.source, "kind": batch.kind, "rows": done.rows}
            return done

    def rehearse(self, batch: Batch) -> Appended:
        """Answer what `append` would answer, with number 0, and record nothing.

        Raises
        ------
        StoreError, ValueError
            As for `append`.
        """
        frames = plain(batch)
        with self.reading() as reading:
            return Appended(batch=0, **counted(self._compared(batch, frames, reading)), news={})

    def _compared(self, batch: Batch, frames: Mapping[str, pa.Table], reading: Reading) -> dict[str, Compared]:
        self._check_kind(batch, reading.kind())
        return compared(frames, reading, self.settings.province)

    def _check_kind(self, batch: Batch, kind: StoreKind) -> None:
        if kind == "demo" and not batch.demo:
            raise StoreError("records.demo_refuses_real", where=self.database.where)
        if kind == "real" and batch.demo:
            raise StoreError("records.real_refuses_demo", where=self.database.where)

    def _record(
        self, batch: Batch, found: Mapping[str, Compared], moment: dt.datetime, connection: Connection
    ) -> Appended:
        counts = counted(found)
        news = {name: (one.unheard, one.told) for name, one in found.items()}
        written = {name: one.table for name, one in found.items() if one.table.num_rows}
        if not written:
            return Appended(batch=0, **counts, news=news)
        about = {name: getattr(batch, name) for name in ("source", "kind", "historical", "demo", "note")}
        about |= {"province": self.settings.province, "recorded_at": moment, "token": secrets.token_hex(16)}
        values = about | counts | {"digest": digest(written)}
        number = connection.execute(insert(BATCH).values(**values).returning(BATCH.c.id)).scalar_one()
        for name in (name for name in ENTITIES if name in written):
            for part in written[name].to_batches(max_chunksize=CHUNK):
                rows = pa.Table.from_batches([part])
                extra = {
                    "batch": pa.repeat(number, len(part)),
                    "province": pa.repeat(self.settings.province, len(part)),
                }
                for column, values in extra.items():
                    rows = rows.append_column(column, values)
                put(connection, TABLES[name], rows)
        return Appended(batch=number, **counts, news=news)

    def withdraw(self, batch: int, *, recorded_at: dt.datetime | None = None) -> None:
        """Undo a batch: from now on its rows read as if it had never come. What was known before stays visible.

        Rows that a later file only repeated were not recorded again and go too; importing that file once more brings
        them back.

        Parameters
        ----------
        batch
            Its number.
        recorded_at
            When it counts as withdrawn, at or after the recording before it; None: now.

        Raises
        ------
        RequestError
            The province has no such batch, or it was withdrawn already.
        StoreError
            As for `Database.writing`.
        """
        with audit.writing(self, self.by, "undo") as (connection, told):
            told["batch"] = batch
            mine = select(BATCH.c.id).where(BATCH.c.id == batch, BATCH.c.province == self.settings.province)
            if connection.execute(mine).first() is None:
                raise RequestError("records.no_batch", batch=batch)
            done = connection.execute(select(WITHDRAWAL.c.recorded_at).where(WITHDRAWAL.c.batch == batch)).scalar()
            if done is not None:
                raise RequestError("records.withdrawn", batch=batch, day=done.astimezone(VIETNAM).date())
            moment = _moment(connection, recorded_at)
            connection.execute(insert(WITHDRAWAL).values(batch=batch, recorded_at=moment))

    def close_period(self, name: str, as_of: dt.date, *, recorded_at: dt.datetime | None = None) -> Closing:
        """Close a period: keep under a name what is known now of events up to a day.

        Parameters
        ----------
        name
            What it is to be called, such as ``"Tháng 9/2026"``; once in a province.
        as_of
            Day up to which events are told.
        recorded_at
            When it counts as closed, at or after the recording before it; None: now.

        Raises
        ------
        RequestError
            The name is not one or was given before, or the day has not come yet.
        StoreError
            As for `Database.writing`.
        """
        with audit.writing(self, self.by, "close") as (connection, told):
            told |= {"name": name, "as_of": as_of}
            return closings.add(connection, self.settings.province, name, as_of, _moment(connection, recorded_at))

    def closings(self) -> tuple[Closing, ...]:
        """Answer the closed periods of the province, oldest first.

        Raises
        ------
        StoreError
            As for `reading`.
        """
        with self.reading() as reading:
            return closings.every(reading.connection, self.settings.province)

    def latest(self) -> dt.datetime | None:
        """Answer when something was last recorded or withdrawn; see `Reading.latest`."""
        with self.reading() as reading:
            return reading.latest()

    def health(self) -> dict[str, Any]:
        """Answer how the store is, without ever failing.

        Returns
        -------
        ``database`` (``"sqlite"`` or ``"postgresql"``), ``where``, ``reachable``, ``revision``, ``needed``,
        ``current``, ``kind``, ``batches``, ``rows`` (versions recorded), and ``problem``: advice in the language of
        the settings, empty when all is well.
        """
        found: dict[str, Any] = {
            "database": self.database.url.get_backend_name(),
            "where": self.database.where,
            "reachable": False,
            "revision": None,
            "needed": head(),
            "current": False,
            "kind": None,
            "batches": 0,
            "rows": 0,
            "problem": "",
        }
        try:
            found["revision"] = self.database.found()
            found["reachable"] = True
            with self.reading() as reading:
                recorded = func.coalesce(func.sum(BATCH.c.new + BATCH.c.changed), 0)
                batches, rows = reading.connection.execute(select(func.count(), recorded).select_from(BATCH)).one()
                found |= {"current": True, "kind": reading.kind(), "batches": batches, "rows": int(rows)}
        except LandmapError as error:
            found["problem"] = error.say(self.settings.language)
        return found


def open_store(settings: Settings, *, by: Who = audit.AT_THE_MACHINE) -> Store:
    """Answer the store the settings name, whether it was made or not, for whoever records.

    Raises
    ------
    SettingsError
        The address of the database cannot be used.
    """
    return Store(Database.of(settings), settings, by)


def _moment(connection: Connection, asked: dt.datetime | None) -> dt.datetime:
    """Answer when something counts as recorded: never before what is recorded already, even if a clock went back.

    What a closing counts is settled: whatever comes later is later by a microsecond at least.
    """
    closed = _latest(connection, CLOSING)
    last = max(_latest(connection, BATCH), _latest(connection, WITHDRAWAL), closed + _TICK)
    if asked is None:
        return max(dt.datetime.now(dt.UTC), last)
    if asked < last:
        raise StoreError("records.too_early", asked=str(asked), last=str(last))
    return asked


def _latest(connection: Connection, table: Table) -> dt.datetime:
    return connection.execute(select(func.max(table.c.recorded_at))).scalar() or _LONG_AGO
