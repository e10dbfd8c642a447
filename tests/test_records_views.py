"""The views of the present state: what somebody who asks the database itself gets to see."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from gis.records.database import upgrade
from gis.records.entities import ENTITIES
from gis.records.ledger import open_ledger
from gis.records.store import Store
from tests.records_city import FIRST, OFFICER, SECOND, day, told


def asked(store: Store, question: str) -> list[tuple]:
    with store.reading() as reading:
        return [tuple(map(str, row)) for row in reading.connection.execute(text(question))]


CASES = "SELECT code, ward, decided_on, demo FROM current_case ORDER BY code"


def test_every_entity_has_one_with_all_its_fields(stores):
    store = stores.empty()
    for name, entity in ENTITIES.items():
        fields = ", ".join(f'"{field}"' for field in ("seq", "province", "demo", *entity.names))
        assert asked(store, f"SELECT {fields} FROM current_{name}") == []  # noqa: S608 (names of our own)


def test_they_show_the_latest_version_that_was_not_withdrawn(stores):
    store = stores.drawn()
    no = "False" if store.database.path is None else "0"
    third = [("K1", "00001", "2026-03-20", no), ("K2", "00002", "None", no), ("K3", "00001", "None", no)]
    assert asked(store, CASES) == third
    store.withdraw(3)
    assert asked(store, CASES) == [third[0], ("K2", "00001", "None", no), third[2]]
    store.withdraw(2)
    assert asked(store, CASES) == [("K1", "00001", "None", no), ("K2", "00001", "None", no)]


def test_they_agree_with_a_snapshot_of_today(stores):
    store = stores.drawn()
    snapshot = open_ledger(store, store.settings).snapshot(day("2026-12-31"), OFFICER)
    for entity in ("case", "household_file"):
        found = asked(store, f"SELECT code FROM current_{entity}")  # noqa: S608 (names of our own)
        assert {code for (code,) in found} == set(told(snapshot, entity))


def test_provinces_stand_apart(stores):
    here = stores.empty()
    here.append(FIRST)
    Store(here.database, here.settings.model_copy(update={"province": "79"})).append(FIRST)
    assert len(asked(here, "SELECT seq FROM current_case")) == 4


@pytest.mark.parametrize("revision", ["0001"])
def test_a_store_of_a_released_revision_is_brought_up_and_keeps_its_rows(stores, revision):
    older = stores.none()
    _make(older, revision)
    assert older.health()["problem"]
    older.create()
    assert [row[0] for row in asked(older, CASES)] == ["K1"]
    assert older.append(SECOND).rows == 4
    older.close_period("Tháng 4/2026", day("2026-04-30"))
    assert len(older.batches()) == 2


def _make(store: Store, revision: str) -> None:
    """Make the tables as they were then; nothing but a revision knows how that was."""
    if store.database.path:
        store.database.path.touch()
    with store.database._connection(writes=True) as connection:
        if store.database.path is None:
            connection.execute(text("CREATE EXTENSION postgis"))
        upgrade(connection, revision)
        _fill(connection)


def _fill(connection) -> None:
    connection.execute(
        text(
            "INSERT INTO batch (token, digest, province, recorded_at, source, kind, historical, demo, note, rows, new,"
            " changed, unchanged) VALUES ('t', 'd', '01', '2026-02-05 12:00:00', 'old.xlsx', 'import', false, false,"
            " '', 1, 1, 0, 0)"
        )
    )
    connection.execute(text("INSERT INTO \"case\" (batch, province, row_key, code) VALUES (1, '01', 'K1', 'K1')"))
