"""A whole store as one file, and back: on the same kind of database or the other.

The file is a zip of Arrow streams, one per table, and a *manifest* that says how many rows each has and their *digest*.
Digests are of values, not of bytes on a disk, so a store that came back is compared with the one that was kept,
whatever database either lives in. A file is written whole or not at all, and never over another. Results are not kept:
they follow from the rest and are worked out anew. The audit trail goes along; where a store that is restored into has
one of its own, that one stays and goes on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Boolean, Connection, Double, Integer, Table, delete, func, select
from sqlalchemy.types import TypeEngine

from gis.errors import StoreError, reason
from gis.records.columns import read
from gis.records.database import OWNER_ONLY, head, revisions
from gis.records.digests import Digest
from gis.records.reading import CHUNK
from gis.records.store import Store
from gis.records.tables import AUDIT, RECORDED, RESULT, Day, Moment, Shape
from gis.records.writing import put

FORMAT: Final = 1
_KEPT: Final = (*RECORDED, AUDIT)
_MANIFEST: Final = "manifest.json"
_COMPRESSED: Final = pa.ipc.IpcWriteOptions(compression="zstd")
_KINDS: Final[Sequence[tuple[type[TypeEngine[Any]], pa.DataType]]] = (
    (Day, pa.date32()),
    (Moment, pa.timestamp("us", "UTC")),
    (Shape, pa.binary()),
    (Boolean, pa.bool_()),
    (Integer, pa.int64()),
    (Double, pa.float64()),
)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    Parameters
    ----------
    revision
        Revision of the tables it was made from.
    made_at
        When, in UTC.
    tables
        Table → number of rows and their digest.
    """

    revision: str
    made_at: dt.datetime
    tables: Mapping[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(rows for rows, _ in self.tables.values())

    @property
    def batches(self) -> int:
        """How many batches it holds."""
        return self.tables["batch"][0]


def write(store: Store, path: Path) -> Manifest:
    """Keep everything a store holds in a file that only its owner may read.

    Raises
    ------
    StoreError
        There is such a file already, or it cannot be written; or as for `Store.reading`.
    """
    if path.exists():
        raise StoreError("records.backup_exists", file=str(path))
    try:
        with _written(path) as temporary, store.reading() as reading:
            return _pack(reading.connection, temporary)
    except OSError as error:
        raise StoreError("records.backup_closed", file=str(path), reason=reason(error)) from error


@contextlib.contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Answer a file beside the one that is wanted; it takes the name when all went well."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(number)
    temporary = Path(name)
    try:
        temporary.chmod(OWNER_ONLY)
        yield temporary
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)


def _pack(connection: Connection, path: Path) -> Manifest:
    told: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(path, "w") as archive:
        for table in _KEPT:
            schema, digest = _schema(table), Digest()
            with (
                archive.open(_entry(table.name), "w", force_zip64=True) as sink,
                pa.ipc.new_stream(sink, schema, options=_COMPRESSED) as stream,
            ):
                for part in _rows(connection, table, schema):
                    digest.add(part)
                    stream.write_table(part)
            told[table.name] = (digest.rows, digest.value)
        manifest = Manifest(head(), dt.datetime.now(dt.UTC), told)
        archive.writestr(_MANIFEST, json.dumps(vars(manifest) | {"format": FORMAT}, default=str, indent=1))
    return manifest


def _entry(table: str) -> str:
    return f"{table}.arrow"


def _schema(table: Table) -> pa.Schema:
    """Answer the Arrow types of a table's columns; whatever is not listed is text."""
    kinds = (
        (column, next((kind for of, kind in _KINDS if isinstance(column.type, of)), pa.string())) for column in table.c
    )
    return pa.schema([(column.name, kind) for column, kind in kinds])


def _rows(connection: Connection, table: Table, schema: pa.Schema) -> Iterator[pa.Table]:
    """Read some columns of a table, oldest row first, a part at a time."""
    query = select(*(table.c[name] for name in schema.names)).order_by(*table.primary_key)
    for part in connection.execute(query, execution_options={"yield_per": CHUNK}).partitions():
        columns = zip(*part, strict=True)
        yield pa.table([read(values, kind) for values, kind in zip(columns, schema.types, strict=True)], schema=schema)


def look(path: Path) -> Manifest:
    """Answer what a backup says of itself.

    Raises
    ------
    StoreError
        It cannot be read, or was made by a newer version of this program.
    """
    with _opened(path) as archive:
        return _manifest(archive, path)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, pa.ArrowException) as error:
        raise StoreError("records.backup_damaged", file=str(path)) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = json.loads(archive.read(_MANIFEST))
        newer = told["format"] != FORMAT or told["revision"] not in revisions()
        tables = {name: (int(rows), str(digest)) for name, (rows, digest) in told["tables"].items()}
        manifest = Manifest(str(told["revision"]), dt.datetime.fromisoformat(told["made_at"]), tables)
    except (TypeError, AttributeError) as error:
        raise ValueError("no manifest of ours") from error
    if newer:
        raise StoreError("records.backup_newer", file=str(path), found=manifest.revision, known=head())
    if "batch" not in tables or tables.keys() - {table.name for table in _KEPT}:
        raise ValueError("tables of another program")
    return manifest


def restore(store: Store, path: Path, *, replace: bool = False) -> Manifest:
    """Bring everything back that a file keeps, all or nothing; the store is made where there is none.

    Parameters
    ----------
    store
        Where to.
    path
        The file.
    replace
        Whether what the store holds gives way.

    Raises
    ------
    StoreError
        The file cannot be read, or is of a newer version; the store holds something and may not give way, or is of
        another version; what came back is not what was kept. In each case the store is as it was.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        if not store.exists():
            store.create()
        with store.database.writing() as connection:
            _make_room(store, connection, replace=replace)
            own = connection.execute(select(AUDIT.c.number).limit(1)).first() is not None
            for table in RECORDED if own else _KEPT:
                if table.name in manifest.tables:
                    _unpack(archive, table, connection, manifest.tables[table.name])
    return manifest


def _make_room(store: Store, connection: Connection, *, replace: bool) -> None:
    if not replace and any(connection.execute(select(1).select_from(table).limit(1)).first() for table in RECORDED):
        raise StoreError("records.restore_occupied", where=store.database.where)
    for table in (RESULT, *reversed(RECORDED)):
        connection.execute(delete(table))


def _unpack(archive: zipfile.ZipFile, table: Table, connection: Connection, told: tuple[int, str]) -> None:
    """Put the rows of a table back and compare what then stands there with what was kept."""
    with archive.open(_entry(table.name)) as source, pa.ipc.open_stream(source) as stream:
        schema = stream.schema
        if not set(table.primary_key.columns.keys()) <= set(schema.names) <= set(table.c.keys()):
            raise ValueError(f"columns that {table.name} has not")
        for part in stream:
            put(connection, table, pa.Table.from_batches([part]))
    digest = Digest()
    for part in _rows(connection, table, schema):
        digest.add(part)
    if (digest.rows, digest.value) != told:
        raise ValueError(f"{table.name} came back otherwise than it was kept")
    _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """Let a server count on from the last number; SQLite does so by itself."""
    if connection.dialect.name == "postgresql" and table is not AUDIT:
        (number,) = table.primary_key
        last = connection.execute(select(func.max(number))).scalar()
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', number.name)
        connection.execute(select(func.setval(sequence, func.greatest(last or 1, func.nextval(sequence)))))
