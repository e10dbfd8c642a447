"""What can be asked of the store while it holds still."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd
import pyarrow as pa
from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Select, Text, any_, func, literal, select

from gis.records.columns import from_rows
from gis.records.declaration import Entity
from gis.records.tables import BATCH, TABLES, WITHDRAWAL

StoreKind = Literal["empty", "demo", "real"]
Marker = tuple[int, str, int]
"""Last batch, its token, last withdrawal, of one province: two differ when anything was recorded of it between them."""

_LETTERS: Final = 16

CHUNK: Final = 50_000
"""Rows read or written at a time; more would only cost memory."""

_ASKED: Final = 10_000
"""Keys asked for at a time; SQLite takes up to 32,766 values in a statement."""


def code_of(marker: tuple[int | str, ...]) -> str:
    """Answer some letters for a marker, which tell whether two are the same and nothing else."""
    return hashlib.sha256(repr(marker).encode()).hexdigest()[:_LETTERS]


def reaches(marker: Marker, floor: Marker | None) -> bool:
    """Answer whether a state of a store is another one or came after it; None: before everything."""
    if floor is None:
        return True
    return marker[0] >= floor[0] and marker[2] >= floor[2] and (marker[0] > floor[0] or marker[1] == floor[1])


@dataclass(frozen=True)
class Reading:
    """One unchanging state of the store, open for reading.

    Parameters
    ----------
    connection
        The open transaction.
    """

    connection: Connection

    def marker(self, province: str) -> Marker:
        """Answer which state of a province it is."""
        mine = BATCH.c.province == province
        query = select(BATCH.c.id, BATCH.c.token).where(mine).order_by(BATCH.c.id.desc()).limit(1)
        last = self.connection.execute(query).first()
        withdrawn = self.connection.execute(select(func.max(WITHDRAWAL.c.id)).join(BATCH).where(mine)).scalar() or 0
        return (last.id, last.token, withdrawn) if last else (0, "", withdrawn)

    def origin(self) -> tuple[int, str] | None:
        """Answer number and token of the first batch of all, which no other store has; None where nothing was recorded.

        A token is made by chance, so a copy tells by it whose copy it is.
        """
        first = self.connection.execute(select(BATCH.c.id, BATCH.c.token).order_by(BATCH.c.id).limit(1)).first()
        return (first.id, first.token) if first else None

    def contains(self, marker: Marker, province: str) -> bool:
        """Answer whether a state of a province was one of this store, or is."""
        number, token, _ = marker
        mine = select(BATCH.c.token).where(BATCH.c.id == number, BATCH.c.province == province)
        known = number == 0 or self.connection.execute(mine).scalar() == token
        return known and reaches(self.marker(province), marker)

    def latest(self) -> dt.datetime | None:
        """Answer when something was last recorded or withdrawn, in UTC; None where nothing was."""
        query = select(func.max(BATCH.c.recorded_at), select(func.max(WITHDRAWAL.c.recorded_at)).scalar_subquery())
        return max(filter(None, self.connection.execute(query).one()), default=None)

    def kind(self) -> StoreKind:
        """Answer whether the store is empty, of a demo or real; a withdrawn batch still tells."""
        demo = self.connection.execute(select(BATCH.c.demo).limit(1)).scalar()
        return "empty" if demo is None else "demo" if demo else "real"

    def provinces(self) -> tuple[str, ...]:
        """Answer the codes of the provinces of which any batch counts."""
        counts = BATCH.c.id.not_in(select(WITHDRAWAL.c.batch))
        return tuple(
            self.connection.execute(select(BATCH.c.province).where(counts).distinct().order_by("province")).scalars()
        )

    def batches(self, province: str) -> pd.DataFrame:
        """Answer all batches of a province; see `Store.batches`."""
        query = select(BATCH, WITHDRAWAL.c.recorded_at.label("withdrawn_at")).outerjoin(WITHDRAWAL)
        rows = self.connection.execute(query.where(BATCH.c.province == province).order_by(BATCH.c.id))
        frame = pd.DataFrame(rows.all(), columns=list(rows.keys()))
        moments = {name: pd.to_datetime(frame[name], utc=True) for name in ("recorded_at", "withdrawn_at")}
        numbers = dict.fromkeys(("id", "rows", "new", "changed", "unchanged"), "int64")
        return frame.assign(**moments).astype(numbers | {"historical": bool, "demo": bool})

    def versions(
        self, entity: Entity, province: str, *, after: int = 0, fields: Sequence[str] | None = None
    ) -> Iterator[pa.Table]:
        """Answer the versions of an entity recorded after a ``seq``, oldest first, `CHUNK` rows at a time.

        Only some of its fields where `fields` names them: to read a column of a million rows takes some 0.3 s.
        """
        table = TABLES[entity.name]
        query = _versions(entity, fields).where(table.c.seq > after, table.c.province == province).order_by(table.c.seq)
        rows = self.connection.execute(query, execution_options={"yield_per": CHUNK})
        for part in rows.partitions():
            yield from_rows(part, entity, fields)

    def present(self, entity: Entity, province: str, keys: Sequence[str]) -> pa.Table:
        """Answer what is known now of some records: of each the latest version that was not withdrawn."""
        table = TABLES[entity.name]
        found = [from_rows([], entity)]
        if self.connection.execute(select(table.c.seq).limit(1)).first() is None:
            return found[0]
        for start in range(0, len(keys), _ASKED):
            latest = (
                select(func.max(table.c.seq))
                .where(table.c.province == province, self._among(table.c.row_key, keys[start : start + _ASKED]))
                .where(table.c.batch.not_in(select(WITHDRAWAL.c.batch)))
                .group_by(table.c.row_key)
            )
            rows = self.connection.execute(_versions(entity).where(table.c.seq.in_(latest))).all()
            found.append(from_rows(rows, entity))
        return pa.concat_tables(found)

    def _among(self, column: Column[Any], keys: Sequence[str]) -> ColumnElement[bool]:
        """Ask for some keys; a server takes all of them as one value."""
        if self.connection.dialect.name == "postgresql":
            return column == any_(literal(list(keys), ARRAY(Text())))
        return column.in_(keys)


def _versions(entity: Entity, fields: Sequence[str] | None = None) -> Select[Any]:
    table = TABLES[entity.name]
    asked = entity.names if fields is None else fields
    return select(table.c.seq, table.c.batch, table.c.row_key, *(table.c[name] for name in asked))
