"""The reader: a role of PostgreSQL for maps of others, which sees what everybody may see and nothing else.

QGIS asks the database itself, past every page of this product; so the role gets no table of records at all. It sees the
views of projects (`gis.records.views.OPEN`) and tables ``shown_<layer>``, into which layers are written after small
counts were hidden. A view, ``shown_state``, says since when they are shown and whether anything was recorded or
withdrawn since (``is_current``): it is worked out when asked, so it is right from the very transaction of an import on.
A way in is opened by the administrator: ``GRANT landmap_read TO <account>``.
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
from gis.records.reading import Marker
from gis.records.store import Store
from gis.records.tables import Shape
from gis.records.views import READER, grant, has_reader
from gis.records.writing import put

PREFIX: Final = "shown_"
STATE: Final = f"{PREFIX}state"
"""View that says whether what is shown is current."""

_MARK: Final = "shown_mark"
"""Table of one row: the state of the records that the layers were made from, and of which province."""

_MAKE_STATE: Final = (
    f"""CREATE TABLE {_MARK}
    (batch text NOT NULL, withdrawal bigint NOT NULL, shown_at timestamptz NOT NULL, province text NOT NULL)""",
    f"INSERT INTO {_MARK} VALUES (:batch, :withdrawal, now(), :province)",  # noqa: S608 (nothing here comes from outside)  # nosec B608
    f"""CREATE VIEW {STATE} AS SELECT shown_at, batch = coalesce((SELECT token FROM batch
    WHERE batch.province = m.province ORDER BY id DESC LIMIT 1), '') AND withdrawal = (SELECT coalesce(max(w.id), 0)
    FROM withdrawal w JOIN batch b ON b.id = w.batch WHERE b.province = m.province) AS is_current FROM {_MARK} m""",  # noqa: S608 (names of our own)  # nosec B608
    f"GRANT SELECT ON {STATE} TO {READER}",
)
_SHAPE: Final = "geometry"


def publish(store: Store, layers: Mapping[str, gpd.GeoDataFrame], marker: Marker) -> None:
    """Show layers to the reader, in place of those shown before.

    Parameters
    ----------
    store
        A store on PostgreSQL.
    layers
        Name → (n, …) what everybody may see, in EPSG:4326.
    marker
        The state of the records that they were made from.

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
        connection.execute(text(f"DROP VIEW IF EXISTS {STATE}"))
        for name in inspect(connection).get_table_names():
            if name.startswith(PREFIX):
                connection.execute(text(f'DROP TABLE "{name}"'))
        for name, layer in layers.items():
            _show(connection, f"{PREFIX}{name}", layer)
        _, token, withdrawal = marker
        for line in _MAKE_STATE:
            told = {"batch": token, "withdrawal": withdrawal, "province": store.settings.province}
            values = told if ":batch" in line else {}
            connection.execute(text(line), values)


def current(store: Store) -> bool | None:
    """Tell whether what is shown tells of everything recorded; None where nothing is shown of the province in hand.

    Nothing is in a file. One province is shown at a time: what is recorded in another never takes its place.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    if store.database.path:
        return None
    with store.reading() as reading:
        if not _shows(reading.connection, store.settings.province):
            return None
        return bool(reading.connection.execute(text(f"SELECT is_current FROM {STATE}")).scalar())  # noqa: S608 (names of our own)  # nosec B608


def _shows(connection: Connection, province: str) -> bool:
    """Tell whether layers of a province are shown; before several could be served, nobody noted which."""
    looked = inspect(connection)
    if not looked.has_table(_MARK):
        return False
    noted = any(column["name"] == "province" for column in looked.get_columns(_MARK))
    return not noted or connection.execute(text(f"SELECT province FROM {_MARK}")).scalar() == province  # noqa: S608 (names of our own)  # nosec B608


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
