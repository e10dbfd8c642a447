"""The reader: a role of PostgreSQL for maps of others, which sees what everybody may see and nothing else.

QGIS asks the database itself, past every page of this product; so the role gets no table of records at all. It sees the
views of projects (`gis.records.views.OPEN`) and tables ``shown_<layer>``, into which layers are written after small
counts were hidden. A way in is opened by the administrator: ``GRANT landmap_read TO <account>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    Index,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.types import TypeEngine

from gis.errors import RequestError
from gis.records.store import Store
from gis.records.tables import Shape
from gis.records.views import READER, grant, has_reader
from gis.records.writing import put

PREFIX: Final = "shown_"
_SHAPE: Final = "geometry"


def publish(store: Store, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Show layers to the reader, in place of those shown before.

    Parameters
    ----------
    store
        A store on PostgreSQL.
    layers
        Name → (n, …) what everybody may see, in EPSG:4326.

    Raises
    ------
    RequestError
        The store is a file: who may read it, may read all of it.
    StoreError
        The account may not make roles, or as for `Database.writing`.
    """
    if store.database.path:
        raise RequestError("records.reader_on_file", where=store.database.where)
    with store.database.writing() as connection:
        if not has_reader(connection):
            connection.execute(text(f"CREATE ROLE {READER} NOLOGIN"))
        grant(connection)
        for name in inspect(connection).get_table_names():
            if name.startswith(PREFIX):
                connection.execute(text(f'DROP TABLE "{name}"'))
        for name, layer in layers.items():
            _show(connection, f"{PREFIX}{name}", layer)


def _show(connection: Connection, name: str, layer: gpd.GeoDataFrame) -> None:
    rows = pa.Table.from_pandas(layer.drop(columns=_SHAPE), preserve_index=False)
    for place, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type):
            rows = rows.set_column(place, field.name, rows[field.name].cast(pa.timestamp("s")).cast(pa.date32()))
    rows = rows.append_column(_SHAPE, pa.array(layer.geometry.to_wkb(), pa.binary()))
    columns = [Column(field.name, _kind(field.type)) for field in rows.schema if field.name != _SHAPE]
    shape: Column[bytes] = Column(_SHAPE, Shape())
    table = Table(name, MetaData(), Column("id", BigInteger, primary_key=True), *columns, shape)
    Index(f"ix_{name}_{_SHAPE}", shape, postgresql_using="gist")
    table.create(connection)
    put(connection, table, rows.append_column("id", pa.array(range(1, rows.num_rows + 1), pa.int64())))
    connection.execute(text(f'GRANT SELECT ON "{name}" TO {READER}'))


def _kind(kind: pa.DataType) -> TypeEngine[Any]:
    if pa.types.is_boolean(kind):
        return Boolean()
    if pa.types.is_integer(kind):
        return BigInteger()
    if pa.types.is_floating(kind):
        return Double()
    return Date() if pa.types.is_date(kind) else Text()
