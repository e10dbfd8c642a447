"""What a server may do to a store: fail, refuse, go away and come back. Each is told, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.records.ledger import open_ledger
from gis.records.store import Store, open_store
from tests.postgres import Cluster, account
from tests.recording import batch
from tests.records_city import FIRST, OFFICER, THIRD, day, refused, settings, told

LAST = day("2026-12-31")


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
    assert refused(store.append, batch(1, size=10)).phrase.key == expected
    assert store.marker() == before
    mended(store, cluster)
    assert store.append(batch(1, size=10)).new == 20


def test_a_server_that_goes_away_and_comes_back_loses_nothing(served, cluster):
    store = served.empty()
    store.append(FIRST)
    ledger = open_ledger(store, store.settings)
    cluster.stop()
    try:
        assert refused(ledger.refresh).phrase.key == "records.unreachable"
        assert refused(store.append, THIRD).phrase.key == "records.unreachable"
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
    assert refused(interrupted, store, cluster).phrase.key == "records.unreachable"
    assert store.marker() == before
    assert "D1" not in told(open_ledger(store, store.settings).snapshot(LAST, OFFICER), "petition")
    assert store.append(FIRST).unchanged == 3


ROOM = 96 << 20
"""Bytes of a disk with room for everything here."""

LITTLE = 1 << 20
"""Bytes that a batch of 30,000 cases does not fit into."""


@pytest.fixture
def disk(cluster: Cluster) -> Iterator[Path]:
    """A small disk of its own, in memory, that belongs to the server."""
    folder = cluster.folder / "disk"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(line, check=False).returncode:
        folder.rmdir()
        pytest.skip("only root can mount a small disk, and not everywhere")
    owner = account()
    os.chown(folder, int(owner["user"]), int(owner["group"]))
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)


def test_a_full_disk_keeps_what_was_there_and_nothing_of_what_came(cluster, disk, tmp_path):
    with cluster.connect() as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
    name = cluster.database(tablespace="small")
    store = open_store(settings(tmp_path, cluster.address(name)))
    try:
        store.create()
        store.append(FIRST)
        before = store.marker()
        resize(disk, shutil.disk_usage(disk).used + LITTLE)
        error = refused(store.append, batch(1, size=30_000))
        assert error.phrase.key == "records.full_server"
        assert "No space left on device" in error.say("vi")
        assert store.marker() == before
        assert set(told(open_ledger(store, store.settings).snapshot(LAST, OFFICER))) == {"K1", "K2"}
        resize(disk, ROOM)
        assert store.append(batch(1, size=30_000)).new == 60_000
    finally:
        store.database.engine.dispose()
        cluster.drop(name)
        with cluster.connect() as connection:
            connection.execute("DROP TABLESPACE small")


def interrupted(store: Store, cluster: Cluster) -> None:
    """Write a row, and see the server go before it is kept."""
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO petition (batch, province, row_key, code) VALUES (1, '01', 'D1', 'D1')")
        cluster.stop()
        cluster.start()
        connection.exec_driver_sql("SELECT 1")
