"""What is said of a server only: PostGIS, rights, read-only, somebody else who writes."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from gis.errors import StoreError
from gis.records.database import Database
from gis.records.store import Store, open_store
from tests.postgres import Cluster
from tests.records_city import FIRST, refused, settings


def as_user(store: Store, cluster: Cluster, user: str) -> Store:
    """The store as another account of the server sees it."""
    return open_store(settings(store.settings.state_dir, cluster.address(str(store.database.url.database), user=user)))


def asked(store: Store, question: str) -> list[tuple]:
    engine = create_engine(store.database.url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(question))]
    engine.dispose()
    return rows


def test_making_switches_postgis_on(served):
    store = served.none()
    assert not store.exists()
    store.create()
    store.create()
    assert store.kind() == "empty"
    assert asked(store, "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == [(1,)]


def test_shapes_are_geometries_with_an_index_by_place(served):
    store = served.empty()
    found = asked(store, "SELECT f_table_name, f_geometry_column, srid, type FROM geometry_columns ORDER BY 1")
    assert [row for row in found if not row[0].startswith("current_")] == [
        ("project", "footprint", 4326, "GEOMETRY"),
        ("resettlement_site", "location", 4326, "GEOMETRY"),
    ]
    kinds = "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%USING gist%' ORDER BY 1"
    assert asked(store, kinds) == [("project",), ("resettlement_site",)]


def test_a_server_without_postgis_that_may_not_be_switched_on_is_told(served, cluster):
    store = served.none()
    with cluster.account("clerk"):
        clerk = as_user(store, cluster, "clerk")
        assert refused(clerk.create).phrase.key == "records.postgis"
        clerk.database.engine.dispose()
    assert not store.exists()


def test_an_account_without_rights_is_told_and_nothing_is_lost(served, cluster):
    store = served.drawn()
    with cluster.account("stranger"):
        stranger = as_user(store, cluster, "stranger")
        assert refused(stranger.batches).phrase.key == "records.denied"
        assert refused(stranger.append, FIRST).phrase.key == "records.denied"
        stranger.database.engine.dispose()
    assert len(store.batches()) == 3


def test_a_server_that_only_reads_is_told(served):
    store = served.drawn()
    reader = Store(Database(store.database.url, read_only=True), store.settings)
    assert reader.kind() == "real"
    assert refused(reader.withdraw, 1).phrase.key == "records.read_only"
    reader.database.engine.dispose()
    assert store.batches()["withdrawn_at"].isna().all()


def test_a_writer_waits_for_another_and_then_says_so(served):
    store = served.empty()
    hasty = Store(Database(store.database.url, patience=0.05), store.settings)
    with store.database.writing():
        assert refused(hasty.append, FIRST).phrase.key == "records.locked"
        assert hasty.kind() == "empty"
    assert hasty.append(FIRST).new == 3
    hasty.database.engine.dispose()


def test_tables_of_a_newer_version_are_refused_and_kept(served, cluster):
    store = served.drawn()
    with cluster.connect(str(store.database.url.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert refused(store.marker).phrase.key == "records.newer"
    assert refused(store.create).phrase.key == "records.newer"
    assert asked(store, "SELECT count(*) FROM batch") == [(3,)]


def test_a_database_that_is_not_there_is_told_without_a_password(cluster, tmp_path):
    store = open_store(settings(tmp_path, cluster.address("nowhere")))
    error = refused(store.exists)
    assert error.phrase.key == "records.unreachable"
    assert "nowhere" in error.say("vi")
    assert cluster.password not in error.say("vi")


def test_a_surprise_stays_a_surprise(served, cluster):
    store = served.drawn()
    with cluster.connect(str(store.database.url.database)) as connection:
        connection.execute("ALTER TABLE batch RENAME COLUMN source TO origin")
    with pytest.raises(Exception, match="source") as caught:
        store.batches()
    assert not isinstance(caught.value, StoreError)
