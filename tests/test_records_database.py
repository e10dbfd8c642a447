from __future__ import annotations

import sqlite3
import stat

import pytest
from sqlalchemy import event, make_url

from gis.errors import SettingsError, StoreError
from gis.records import database
from gis.records.database import Database, head
from gis.records.store import Store, open_store
from gis.settings import Settings
from tests.records_city import FIRST, refused, settings


def changed(store: Store, statement: str) -> None:
    with sqlite3.connect(store.database.path) as connection:
        connection.execute(statement)
    connection.close()


def test_looking_does_not_make_a_database(tmp_path):
    store = Store(Database.of(settings(tmp_path)), settings(tmp_path))
    assert not store.exists()
    assert refused(store.marker).phrase.key == "records.missing"
    assert refused(store.append, FIRST).phrase.key == "records.missing"
    assert not list(tmp_path.iterdir())


def test_only_the_owner_may_read_the_file(tmp_path):
    store = open_store(settings(tmp_path / "new" / "folder"))
    store.create()
    path = store.database.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_making_it_again_changes_nothing(files):
    store = files.empty()
    store.append(FIRST)
    marker = store.marker()
    store.create()
    assert store.marker() == marker


def test_any_name_of_a_file_will_do(tmp_path):
    store = open_store(settings(tmp_path / "số liệu 50% #1?"))
    store.create()
    assert store.exists()
    assert store.kind() == "empty"


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "landmap.db").write_bytes(b"a photograph of a cow" * 100)
    store = Store(Database.of(settings(tmp_path)), settings(tmp_path))
    for call in (store.exists, store.create, store.marker, store.batches):
        assert refused(call).phrase.key == "records.damaged"
    assert (tmp_path / "landmap.db").read_bytes().startswith(b"a photograph")


def test_a_damaged_page_is_told(files):
    store = files.empty()
    store.append(FIRST)
    path = store.database.path
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert refused(store.batches).phrase.key == "records.damaged"


def test_a_file_without_tables_is_told(tmp_path):
    (tmp_path / "landmap.db").touch()
    store = Store(Database.of(settings(tmp_path)), settings(tmp_path))
    assert not store.exists()
    assert refused(store.marker).phrase.key == "records.empty_file"


def test_tables_of_a_newer_version_are_refused_and_kept(files):
    store = files.empty()
    changed(store, "UPDATE alembic_version SET version_num = '9999'")
    assert store.exists()
    assert refused(store.marker).phrase.key == "records.newer"
    assert refused(store.create).phrase.key == "records.newer"


def test_asking_for_the_revision_again_leaves_nothing_behind(files):
    """A process asks before every look at the store; what is kept of each statement must not grow by it."""
    found = files.empty().database
    kept: dict[object, object] = {}
    with found.engine.connect().execution_options(begin="BEGIN", compiled_cache=kept) as connection:
        assert found.revision(connection) == head()
        once = len(kept)
        assert found.revision(connection) == head()
    assert len(kept) == once == 1


def test_tables_of_an_older_version_ask_for_an_upgrade(files, monkeypatch):
    store = files.empty()
    known = database.revisions()
    monkeypatch.setattr(database, "revisions", lambda: ("9999", *known))
    assert head() == "9999"
    assert refused(store.marker).phrase.key == "records.older"


def test_a_writer_waits_for_another_and_then_says_so(files):
    store = files.empty()
    hasty = Store(Database(store.database.url, patience=0.05), store.settings)
    other = sqlite3.connect(store.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert refused(hasty.append, FIRST).phrase.key == "records.locked"
    assert hasty.kind() == "empty"
    other.execute("ROLLBACK")
    other.close()
    assert hasty.append(FIRST).new == 3


def test_what_is_read_only_can_be_read(files):
    store = files.empty()
    store.append(FIRST)
    reader = Store(Database(store.database.url, read_only=True), store.settings)
    assert reader.kind() == "real"
    assert refused(reader.withdraw, 1).phrase.key == "records.read_only"
    assert reader.batches()["withdrawn_at"].isna().all()


def test_a_full_disk_leaves_nothing_half_done(files):
    store = files.empty()
    small = Store(Database(store.database.url, patience=1.0), store.settings)
    event.listen(small.database.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=1"))
    before = store.marker()
    long_words = FIRST.frames["case"].assign(hamlet=["x" * 1_000_000] * 2)
    assert refused(small.append, type(FIRST)({"case": long_words}, "long.xlsx")).phrase.key == "records.full"
    assert store.marker() == before
    assert store.append(FIRST).new == 3


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    chosen = settings(tmp_path / "file" / "folder")
    assert refused(Store(Database.of(chosen), chosen).create).phrase.key == "records.closed"


@pytest.mark.parametrize("address", ["nonsense", "sqlite://", "sqlite:///:memory:", "cobol://host/name"])
def test_an_address_that_is_none_is_a_wrong_setting(address):
    with pytest.raises(SettingsError, match="LANDMAP_DATABASE_URL"):
        Database.of(Settings(database_url=address))


def test_a_server_that_is_away_is_told_without_its_password():
    pytest.importorskip("psycopg", reason="psycopg is needed for PostgreSQL only")
    server = Database(make_url("postgresql+psycopg://clerk:secret@127.0.0.1:9/landmap?connect_timeout=1"))
    assert server.path is None
    with pytest.raises(StoreError) as caught:
        server.found()
    assert caught.value.phrase.key == "records.unreachable"
    assert "secret" not in caught.value.say("vi")


def test_an_address_whose_driver_is_not_installed_is_told(tmp_path):
    away = Settings(database_url="mysql+mysqldb://u@127.0.0.1/x", state_dir=tmp_path)
    with pytest.raises(SettingsError) as told:
        Database.of(away)
    assert "LANDMAP_DATABASE_URL" in told.value.say("vi")
