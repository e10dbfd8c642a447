"""The tables of the store, made from the declarations: one per entity, and three that tell what was recorded when.

A *version* is one row of an entity's table: what was known about a record from the moment its batch was recorded. A
*batch* is what was recorded together. A *withdrawal* says that a batch no longer counts. A *closing* names a moment.
Nothing is ever changed or removed, so a version with a greater ``seq`` is always the newer one. Beside them stand
*results*, which are worked out from all this and may be replaced, two tables that tell who may see what, and the
*audit trail* of what was done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
)
from sqlalchemy.types import TypeEngine, UserDefinedType

from gis.records.declaration import Entity, Kind
from gis.records.entities import ENTITIES

WGS84: Final = 4326
"""Reference system of every stored shape: longitude and latitude in degrees."""

_PROVINCE: Final = String(2)


class Day(TypeDecorator[str]):
    """A day, written and compared as ``2026-09-30``; a real date on PostgreSQL.

    In SQLite the text goes in and out as it is: making millions of dates one by one would cost most of a loading.
    """

    impl = String(10)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Answer the type the database knows."""
        return dialect.type_descriptor(String(10) if dialect.name == "sqlite" else Date())


class Moment(TypeDecorator[dt.datetime]):
    """A moment with its time zone; SQLite, which knows none, keeps it in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Write a moment in UTC."""
        del dialect
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Read a moment in UTC."""
        del dialect
        return value and (value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC))


class Geometry(UserDefinedType[bytes]):
    """A geometry of PostGIS in EPSG:4326, written and read as plain WKB: no number is rounded and no bit is added.

    GeoAlchemy2's own type writes text and reads EWKB, so what comes back would differ from what went in.
    """

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Answer the type as PostGIS writes it."""
        return f"geometry(GEOMETRY,{WGS84})"

    def bind_expression(self, bindvalue: BindParameter[bytes]) -> ColumnElement[bytes]:
        """Write a shape."""
        return func.ST_GeomFromWKB(bindvalue, WGS84, type_=self)

    def column_expression(self, column: ColumnElement[bytes]) -> ColumnElement[bytes]:
        """Read a shape."""
        return func.ST_AsBinary(column, type_=self)


class Shape(TypeDecorator[bytes]):
    """A shape as WKB bytes in EPSG:4326; a real geometry column on PostgreSQL with PostGIS."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Answer the type the database knows."""
        return dialect.type_descriptor(Geometry() if dialect.name == "postgresql" else LargeBinary())


TYPES: Final[Mapping[Kind, TypeEngine[Any]]] = {
    "code": Text(),
    "ref": Text(),
    "text": Text(),
    "choice": Text(),
    "flag": Boolean(),
    "count": Integer(),
    "money": Double(),
    "hectares": Double(),
    "square_metres": Double(),
    "number": Double(),
    "event": Day(),
    "plan": Day(),
    "shape": Shape(),
}
"""Column type of each kind of field."""

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def counting(name: str) -> Column[int]:
    """Make a column that counts rows and never uses a number twice; SQLite counts only in its own ``INTEGER``."""
    return Column(name, BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


BATCH: Final = Table(
    "batch",
    METADATA,
    counting("id"),
    Column("token", String(32), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("province", _PROVINCE, nullable=False),
    Column("recorded_at", Moment(), nullable=False),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""One row per batch. ``token`` is drawn anew for each, so that two stores are told apart; ``digest`` is of its rows."""

WITHDRAWAL: Final = Table(
    "withdrawal",
    METADATA,
    counting("id"),
    Column("batch", ForeignKey("batch.id"), nullable=False, unique=True),
    Column("recorded_at", Moment(), nullable=False),
    sqlite_autoincrement=True,
)
"""One row per batch that no longer counts, from the moment it was withdrawn."""

CLOSING: Final = Table(
    "closing",
    METADATA,
    counting("id"),
    Column("province", _PROVINCE, nullable=False),
    Column("name", Text, nullable=False),
    Column("as_of", Day(), nullable=False),
    Column("known_on", Moment(), nullable=False),
    Column("recorded_at", Moment(), nullable=False),
    UniqueConstraint("province", "name"),
    sqlite_autoincrement=True,
)
"""One row per period that was closed; see `gis.records.closings`."""

ACCESS_GRANT: Final = Table(
    "access_grant",
    METADATA,
    counting("id"),
    Column("province", _PROVINCE, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("area_kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("valid_from", Day(), nullable=False),
    Column("valid_to", Day()),
    Column("given_by", Text, nullable=False),
    Column("recorded_at", Moment(), nullable=False),
    sqlite_autoincrement=True,
)
"""One row per role that was given to somebody in an area; see `gis.records.grants`."""

ACCESS_REVOCATION: Final = Table(
    "access_revocation",
    METADATA,
    counting("id"),
    Column("grant", ForeignKey("access_grant.id"), nullable=False, unique=True),
    Column("taken_by", Text, nullable=False),
    Column("recorded_at", Moment(), nullable=False),
    sqlite_autoincrement=True,
)
"""One row per grant that was taken back, from that moment on."""

RESULT: Final = Table(
    "result",
    METADATA,
    counting("id"),
    Column("province", _PROVINCE, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("as_of", Day(), nullable=False),
    Column("scope", Text, nullable=False),
    Column("made_at", Moment(), nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("province", "name", "as_of", "scope"),
    sqlite_autoincrement=True,
)
"""One row per answer that is kept; worked out from the rest, so it may be replaced: see `gis.records.results`."""


AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Moment(), nullable=False),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("extent", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
"""One row per thing that was done, each bound to the one before: see `gis.records.audit`."""


def table_of(entity: Entity, metadata: MetaData) -> Table:
    """Make the table of one entity: who recorded each version, which record it is of, and the declared fields."""
    return Table(
        entity.name,
        metadata,
        counting("seq"),
        Column("batch", ForeignKey("batch.id"), nullable=False),
        Column("province", _PROVINCE, nullable=False),
        Column("row_key", Text, nullable=False),
        *(Column(field.name, TYPES[field.kind]) for field in entity.fields),
        Index(None, "province", "row_key"),
        Index(f"ix_{entity.name}_province_seq", "province", "seq").ddl_if(dialect="postgresql"),
        *(_spatial(entity.name, field.name) for field in entity.fields if field.kind == "shape"),
        sqlite_autoincrement=True,
    )


def _spatial(table: str, shape: str) -> Index:
    """Make the index by place; only PostGIS has one."""
    return Index(f"ix_{table}_{shape}", shape, postgresql_using="gist").ddl_if(dialect="postgresql")


TABLES: Final[Mapping[str, Table]] = {name: table_of(entity, METADATA) for name, entity in ENTITIES.items()}
"""Table of every entity, by the entity's name."""

_BESIDE: Final = frozenset({RESULT.name, ACCESS_GRANT.name, ACCESS_REVOCATION.name, AUDIT.name})

RECORDED: Final = tuple(table for table in METADATA.sorted_tables if table.name not in _BESIDE)
"""The tables in which something is recorded, those that others refer to first: all but the results, which follow from
them, who may see what, which no old backup may bring back, and the trail."""
