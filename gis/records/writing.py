"""Rows into a table: one statement for many rows in a file, a stream (``COPY``) on a server."""

from __future__ import annotations

import io
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv
from sqlalchemy import Column, Connection, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError

from gis.records.columns import values_of

_PLAIN: Final = pyarrow.csv.WriteOptions(include_header=False)
"""Texts are quoted and whatever is unknown is not, so that an empty text stays one."""


def put(connection: Connection, table: Table, rows: pa.Table) -> None:
    """Write rows into a table.

    Parameters
    ----------
    connection
        An open transaction.
    table
        The table.
    rows
        (n, …) rows in plain form, with columns of the table only.
    """
    if connection.dialect.name == "postgresql":
        _stream(connection, table, rows)
    else:
        _many(connection, table, rows)


def _many(connection: Connection, table: Table, rows: pa.Table) -> None:
    """Write column by column what SQLAlchemy would prepare value by value: that took longer than the writing itself."""
    names = [name for name in table.c.keys() if name in rows.column_names]  # noqa: SIM118 (columns, in their order)
    columns = [_bound(rows[name], table.c[name], connection.dialect) for name in names]
    statement = insert(table).compile(connection, column_keys=names)
    connection.exec_driver_sql(str(statement), list(zip(*columns, strict=True)))


def _bound(values: pa.ChunkedArray, column: Column[Any], dialect: Dialect) -> list[Any]:
    """Answer values as the driver takes them."""
    found = values_of(values)
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return [bind(value) for value in found] if bind else found


def _stream(connection: Connection, table: Table, rows: pa.Table) -> None:
    names = ", ".join(f'"{name}"' for name in rows.column_names)
    driver: Any = connection.connection.driver_connection
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(_as_text(rows), buffer, _PLAIN)
    try:
        with driver.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN WITH (FORMAT csv)') as stream:
            stream.write(buffer.getbuffer())
    except driver_errors(connection) as error:
        raise DBAPIError(f"COPY {table.name}", None, error) from error


def driver_errors(connection: Connection) -> type[Exception]:
    """Answer what the driver raises; outside a statement SQLAlchemy does not see it."""
    errors: type[Exception] = connection.dialect.loaded_dbapi.Error
    return errors


def _as_text(rows: pa.Table) -> pa.Table:
    """Write shapes as digits, since CSV holds no bytes; PostGIS reads them and knows where the column lies."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_binary(field.type):
            digits = [None if shape is None else shape.hex() for shape in rows[field.name].to_pylist()]
            rows = rows.set_column(place, field.name, pa.array(digits, pa.string()))
    return rows
