from __future__ import annotations

import datetime as dt

import geoalchemy2
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from gis.records.database import head, revisions
from gis.records.entities import ENTITIES
from gis.records.tables import AUDIT, BATCH, METADATA, TABLES, Day, Moment

assert geoalchemy2.Geometry  # once imported, SQLAlchemy recognises geometry columns it meets
PROJECT = TABLES["project"]
ON_A_SERVER = {"ix_project_footprint", "ix_resettlement_site_location", *(f"ix_{name}_province_seq" for name in TABLES)}


def differences(store, metadata: MetaData) -> list[object]:
    """What database and declarations disagree about; PostGIS has a table of its own, SQLite fewer indexes."""
    on_file = store.database.path is not None

    def ours(_item: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
        return name != "spatial_ref_sys" and not (on_file and kind == "index" and name in ON_A_SERVER)

    with store.reading() as reading:
        context = MigrationContext.configure(reading.connection, opts={"compare_type": True, "include_object": ours})
        return list(compare_metadata(context, metadata))


def test_the_revisions_make_the_tables_the_declarations_ask_for(stores):
    assert differences(stores.empty(), METADATA) == []


def test_that_comparison_can_fail(stores):
    more = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(more)
    Table("case", more, Column("mood", Integer), extend_existing=True)
    [(kind, _, table, column)] = differences(stores.empty(), more)
    assert (kind, table, column.name) == ("add_column", "case", "mood")


def test_every_entity_has_a_table_with_all_its_fields():
    assert set(TABLES) == set(ENTITIES)
    for name, entity in ENTITIES.items():
        assert TABLES[name].columns.keys() == ["seq", "batch", "province", "row_key", *entity.names]


def test_no_number_is_used_twice():
    for table in METADATA.tables.values():
        assert table is AUDIT or "AUTOINCREMENT" in str(CreateTable(table).compile(dialect=sqlite.dialect()))


def test_there_is_one_newest_revision():
    assert head() == "0011"
    assert revisions() == ("0011", "0010", "0009", "0008", "0007", "0006", "0005", "0004", "0003", "0002", "0001")


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


def test_a_shape_is_a_geometry_on_postgresql():
    dialect = postgresql.dialect()
    assert "footprint geometry(GEOMETRY,4326)" in str(CreateTable(PROJECT).compile(dialect=dialect))
    assert "ST_AsBinary(project.footprint)" in str(select(PROJECT.c.footprint).compile(dialect=dialect))


def test_batches_are_told_apart_by_their_token():
    assert BATCH.c.token.unique
