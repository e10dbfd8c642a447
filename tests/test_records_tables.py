from __future__ import annotations

import datetime as dt

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from gis.records.database import head
from gis.records.entities import ENTITIES
from gis.records.tables import BATCH, METADATA, TABLES, Day, Moment, Shape
from tests.records_city import empty_store

PROJECT = TABLES["project"]


def differences(store, metadata: MetaData) -> list[object]:
    with store.reading() as reading:
        context = MigrationContext.configure(reading.connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_the_revisions_make_the_tables_the_declarations_ask_for(tmp_path):
    assert differences(empty_store(tmp_path), METADATA) == []


def test_that_comparison_can_fail(tmp_path):
    more = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(more)
    Table("case", more, Column("mood", Integer), extend_existing=True)
    [(kind, _, table, column)] = differences(empty_store(tmp_path), more)
    assert (kind, table, column.name) == ("add_column", "case", "mood")


def test_every_entity_has_a_table_with_all_its_fields():
    assert set(TABLES) == set(ENTITIES)
    for name, entity in ENTITIES.items():
        assert TABLES[name].columns.keys() == ["seq", "batch", "province", "row_key", *entity.names]


def test_no_number_is_used_twice():
    for table in METADATA.tables.values():
        assert "AUTOINCREMENT" in str(CreateTable(table).compile(dialect=sqlite.dialect()))


def test_there_is_one_newest_revision():
    assert head() == "0001"


def test_a_moment_is_kept_in_utc():
    noon = dt.datetime(2026, 9, 30, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    stored = Moment().process_bind_param(noon, sqlite.dialect())
    assert stored.hour == 5
    assert Moment().process_result_value(stored.replace(tzinfo=None), sqlite.dialect()) == noon
    assert Moment().process_result_value(noon, postgresql.dialect()).utcoffset() == dt.timedelta(0)
    assert Moment().process_bind_param(None, sqlite.dialect()) is None


def test_a_day_is_text_in_sqlite_and_a_date_on_postgresql():
    assert Day().dialect_impl(sqlite.dialect()).compile(sqlite.dialect()) == "VARCHAR(10)"
    assert Day().dialect_impl(postgresql.dialect()).compile(postgresql.dialect()) == "DATE"


def test_a_shape_is_bytes_in_sqlite():
    assert "footprint BLOB" in str(CreateTable(PROJECT).compile(dialect=sqlite.dialect()))
    assert Shape().process_bind_param(b"wkb", sqlite.dialect()) == b"wkb"
    assert Shape().process_result_value(b"wkb", sqlite.dialect()) == b"wkb"


def test_a_shape_is_a_geometry_on_postgresql():
    elements = pytest.importorskip("geoalchemy2.elements", reason="GeoAlchemy2 is needed for PostgreSQL only")
    dialect = postgresql.dialect()
    assert "footprint geometry(GEOMETRY,4326)" in str(CreateTable(PROJECT).compile(dialect=dialect))
    assert "ST_AsEWKB(project.footprint)" in str(select(PROJECT.c.footprint).compile(dialect=dialect))
    bound = Shape().process_bind_param(b"wkb", dialect)
    assert (bytes(bound.data), bound.srid) == (b"wkb", 4326)
    assert Shape().process_result_value(elements.WKBElement(b"wkb"), dialect) == b"wkb"
    assert Shape().process_result_value(None, dialect) is None


def test_batches_are_told_apart_by_their_token():
    assert BATCH.c.token.unique
