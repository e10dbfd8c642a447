"""What a server may do to a store: fail, refuse, go away and come back. Each is told, and nothing is lost."""

from __future__ import annotations

import pytest

from gis.errors import StoreError
from gis.records.ledger import open_ledger
from gis.records.store import Store
from tests.postgres import Cluster
from tests.recording import batch
from tests.records_city import FIRST, OFFICER, THIRD, Stores, day, told

LAST = day("2026-12-31")


@pytest.fixture
def served(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Stores:
    made = Stores(tmp_path_factory.mktemp("served"), cluster)
    yield made
    made.remove()


def refused(call, *arguments) -> str:
    with pytest.raises(StoreError) as caught:
        call(*arguments)
    assert caught.value.say("vi") != caught.value.say("en")
    return caught.value.phrase.key


def failing(store: Store, cluster: Cluster, code: str) -> None:
    """Let the server fail with a code whenever a household file is written: after the cases of the same batch."""
    body = f"BEGIN RAISE EXCEPTION 'it fails' USING ERRCODE = '{code}'; END"
    with cluster.connect(str(store.database.url.database)) as connection:
        connection.execute(f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        connection.execute("CREATE TRIGGER fail BEFORE INSERT ON household_file EXECUTE FUNCTION fail()")


def mended(store: Store, cluster: Cluster) -> None:
    with cluster.connect(str(store.database.url.database)) as connection:
        connection.execute("DROP FUNCTION fail CASCADE")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("53100", "records.full_server"),
        ("58030", "records.full_server"),
        ("25006", "records.read_only"),
        ("42501", "records.denied"),
        ("55P03", "records.locked"),
        ("57014", "records.locked"),
        ("57P01", "records.unreachable"),
        ("53300", "records.unreachable"),
    ],
)
def test_what_a_server_reports_becomes_advice_and_nothing_is_half_done(served, cluster, code, expected):
    store = served.drawn()
    before = store.marker()
    failing(store, cluster, code)
    assert refused(store.append, batch(1, size=10)) == expected
    assert store.marker() == before
    mended(store, cluster)
    assert store.append(batch(1, size=10)).new == 20


def test_a_server_that_goes_away_and_comes_back_loses_nothing(served, cluster):
    store = served.empty()
    store.append(FIRST)
    ledger = open_ledger(store, store.settings)
    cluster.stop()
    try:
        assert refused(ledger.refresh) == "records.unreachable"
        assert refused(store.append, THIRD) == "records.unreachable"
        assert not store.health()["reachable"]
        assert set(told(ledger.snapshot(LAST, OFFICER))) == {"K1", "K2"}
    finally:
        cluster.start()
    assert not ledger.refresh()
    assert store.append(THIRD).changed == 2
    assert ledger.refresh()
    assert told(ledger.snapshot(LAST, OFFICER))["K2"]["ward"] == "00002"


def test_a_server_that_goes_away_while_something_is_recorded_keeps_nothing_of_it(served, cluster):
    store = served.empty()
    store.append(FIRST)
    before = store.marker()
    assert refused(interrupted, store, cluster) == "records.unreachable"
    assert store.marker() == before
    assert "D1" not in told(open_ledger(store, store.settings).snapshot(LAST, OFFICER), "petition")
    assert store.append(FIRST).unchanged == 3


def interrupted(store: Store, cluster: Cluster) -> None:
    """Write a row, and see the server go before it is kept."""
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO petition (batch, province, row_key, code) VALUES (1, '01', 'D1', 'D1')")
        cluster.stop()
        cluster.start()
        connection.exec_driver_sql("SELECT 1")
