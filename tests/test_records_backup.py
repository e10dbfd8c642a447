"""A store as one file and back: on either kind of database, all or nothing, and never over what is there."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import text

from gis.records import backup
from gis.records.batch import Batch
from gis.records.database import head
from gis.records.digests import Digest
from gis.records.ledger import open_ledger
from gis.records.store import Store
from tests.records_city import FIRST, OFFICER, Stores, cases, day, refused, told

SQUARE = shapely.box(105.8, 21.0, 105.9, 21.1)


@pytest.fixture
def others(request: pytest.FixtureRequest, tmp_path: Path):
    """The other kind of database, or the same."""
    made = Stores(tmp_path, request.getfixturevalue("cluster") if request.param == "postgresql" else None)
    yield made
    made.remove()


BOTH = pytest.mark.parametrize("others", ["sqlite", "postgresql"], indirect=True)


def full(store: Store) -> Store:
    """Something in every corner: a shape, a withdrawal, a closing, another province, texts that need care."""
    words = 'a,b "c"\nd; \\\\N = \u2028 Đường'
    store.append(Batch({"project": pd.DataFrame({"code": ["P1"], "name": [words], "footprint": [SQUARE.wkb]})}, "map"))
    store.append(Batch({"case": cases({"code": "K9", "hamlet": "", "longitude": 105.1234567890123})}, "empty text"))
    store.withdraw(1)
    store.close_period("Tháng 5/2026", day("2026-05-31"))
    Store(store.database, store.settings.model_copy(update={"province": "79"})).append(FIRST)
    return store


def everything(store: Store) -> dict[str, tuple[int, str]]:
    """Rows and digest of every table."""
    path = store.settings.state_dir / "everything.landmap"
    try:
        return dict(backup.write(store, path).tables)
    finally:
        path.unlink(missing_ok=True)


@BOTH
def test_a_store_moves_to_the_same_kind_of_database_or_the_other(stores, others, tmp_path):
    here, there = full(stores.drawn()), others.none()
    kept = backup.write(here, tmp_path / "kept")
    assert backup.restore(there, tmp_path / "kept") == kept == backup.look(tmp_path / "kept")
    assert everything(there) == everything(here) == kept.tables
    pd.testing.assert_frame_equal(there.batches(), here.batches())
    assert there.closings() == here.closings()
    one, other = (open_ledger(store, store.settings).snapshot(day("2026-12-31"), OFFICER) for store in (here, there))
    assert one.digest == other.digest
    for name in one.frames:
        pd.testing.assert_frame_equal(one[name], other[name])


@BOTH
def test_recording_goes_on_where_it_stopped(stores, others, tmp_path):
    here, there = full(stores.drawn()), others.empty()
    backup.write(here, tmp_path / "kept")
    backup.restore(there, tmp_path / "kept")
    more = Batch({"case": cases({"code": "K10"})}, "more.xlsx")
    assert there.append(more).batch > max(here.batches()["id"])
    there.close_period("Tháng 6/2026", day("2026-06-30"))
    assert "K10" in told(open_ledger(there, there.settings).snapshot(day("2026-12-31"), OFFICER))


def test_only_the_owner_may_read_a_backup_and_it_is_never_written_over_another(stores, tmp_path):
    store = stores.drawn()
    backup.write(store, tmp_path / "kept")
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600
    assert refused(backup.write, store, tmp_path / "kept").phrase.key == "records.backup_exists"
    assert refused(backup.write, store, tmp_path / "no" / "folder").phrase.key == "records.backup_closed"
    assert [path.name for path in tmp_path.glob("*kept*")] == ["kept"]


def test_a_store_that_holds_something_gives_way_only_when_told(stores, tmp_path):
    here, there = stores.drawn(), stores.empty()
    backup.write(here, tmp_path / "kept")
    there.append(Batch({"case": cases({"code": "K77"})}, "other.xlsx"))
    before = everything(there)
    assert refused(backup.restore, there, tmp_path / "kept").phrase.key == "records.restore_occupied"
    assert everything(there) == before
    backup.restore(there, tmp_path / "kept", replace=True)
    came, own = everything(there), before.pop("audit")
    assert came.pop("audit") == own  # what was done here is not undone by what came
    assert came == {name: told for name, told in everything(here).items() if name != "audit"}


def test_a_ledger_that_is_open_sees_what_was_restored(stores, tmp_path):
    store = stores.drawn()
    backup.write(store, tmp_path / "kept")
    ledger = open_ledger(store, store.settings)
    store.append(Batch({"case": cases({"code": "K77"})}, "later.xlsx"))
    ledger.refresh()
    backup.restore(store, tmp_path / "kept", replace=True)
    assert ledger.refresh()
    assert set(told(ledger.snapshot(day("2026-12-31"), OFFICER))) == {"K1", "K2", "K3"}


def test_a_closing_alone_counts_as_something(stores, tmp_path):
    store = stores.empty()
    backup.write(store, tmp_path / "kept")
    store.close_period("Tháng 5/2026", day("2026-05-31"))
    assert refused(backup.restore, store, tmp_path / "kept").phrase.key == "records.restore_occupied"


def changed(path: Path, **entries: bytes | None) -> Path:
    """The backup with some entries otherwise, or without them."""
    other = path.with_name("changed")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            content = entries.get(name.replace(".", "_"), source.read(name))
            if content is not None:
                target.writestr(name, content)
    return other


def manifest(path: Path, **values: object) -> bytes:
    with zipfile.ZipFile(path) as source:
        return json.dumps(json.loads(source.read("manifest.json")) | values).encode()


def stream(**columns: list[object]) -> bytes:
    sink, table = pa.BufferOutputStream(), pa.table(columns)
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


ONE = {"seq": [1], "batch": [1], "province": ["01"], "row_key": ["K1"]}
DAMAGED = {
    "no tables": {"tables": {}},
    "tables of another kind": {"tables": []},
    "a table of another program": {"tables": {"batch": [3, "x"], "gossip": [0, "y"]}},
    "an empty manifest": {"manifest_json": b"{}"},
    "a manifest of another kind": {"manifest_json": b"[1]"},
    "no manifest": {"manifest_json": None},
    "no stream": {"case_arrow": None},
    "another stream": {"case_arrow": b"no stream"},
    "other rows": {"case_arrow": stream(**ONE)},
    "other columns": {"case_arrow": stream(seq=[1], mood=["bad"])},
    "no columns": {"batch_arrow": stream()},
}
NEWER = {"a later revision": {"revision": "9999"}, "another format": {"format": 2}}


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        *(pytest.param(how, "records.backup_damaged", id=name) for name, how in DAMAGED.items()),
        *(pytest.param(how, "records.backup_newer", id=name) for name, how in NEWER.items()),
    ],
)
def test_what_is_no_backup_of_ours_is_refused_and_changes_nothing(files, tmp_path, how, expected):
    store, there = files.drawn(), files.empty()
    backup.write(store, tmp_path / "kept")
    entries = how if any("_" in name for name in how) else {"manifest_json": manifest(tmp_path / "kept", **how)}
    bad = changed(tmp_path / "kept", **entries)
    before = everything(there)
    assert refused(backup.restore, there, bad).phrase.key == expected
    assert everything(there) == before
    store_before = everything(store)
    assert refused(backup.restore, store, bad, replace=True).phrase.key == expected
    assert everything(store) == store_before


def test_rows_that_came_back_otherwise_are_found_on_a_server_too(stores, tmp_path):
    store, there = stores.drawn(), stores.empty()
    backup.write(store, tmp_path / "kept")
    bad = changed(tmp_path / "kept", case_arrow=stream(**ONE))
    assert refused(backup.restore, there, bad).phrase.key == "records.backup_damaged"
    assert there.kind() == "empty"


@pytest.mark.parametrize("content", [b"", b"a photograph of a cow", b"PK\x03\x04"])
def test_any_other_file_is_refused(files, tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    assert refused(backup.restore, files.empty(), tmp_path / "file").phrase.key == "records.backup_damaged"
    assert refused(backup.look, tmp_path / "nowhere").phrase.key == "records.backup_damaged"


def test_a_file_cut_short_or_with_another_byte_is_refused(files, tmp_path):
    backup.write(files.drawn(), tmp_path / "kept")
    whole = (tmp_path / "kept").read_bytes()
    place = whole.index(b"case.arrow") + 400
    for bad in (whole[:-100], whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :]):
        (tmp_path / "bad").write_bytes(bad)
        store = files.empty()
        assert refused(backup.restore, store, tmp_path / "bad").phrase.key == "records.backup_damaged"
        assert store.kind() == "empty"


def test_restoring_over_tables_of_a_newer_version_is_refused_and_loses_nothing(stores, tmp_path):
    store = stores.drawn()
    backup.write(store, tmp_path / "kept")
    before = everything(store)
    set_revision(store, "9999")
    assert refused(backup.restore, store, tmp_path / "kept", replace=True).phrase.key == "records.newer"
    set_revision(store, head())
    assert everything(store) == before


def set_revision(store: Store, revision: str) -> None:
    with store.database._connection(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})


def test_a_backup_of_an_older_version_lacks_what_came_later(files, tmp_path):
    store, there = files.drawn(), files.none()
    backup.write(store, tmp_path / "kept")
    tables = json.loads(manifest(tmp_path / "kept"))["tables"]
    tables.pop("closing")
    older = manifest(tmp_path / "kept", revision="0001", tables=tables)
    backup.restore(there, changed(tmp_path / "kept", manifest_json=older, closing_arrow=None))
    assert everything(there) == everything(store)


VALUES = st.fixed_dictionaries(
    {
        "text": st.lists(st.none() | st.text(max_size=3), min_size=4, max_size=4),
        "number": st.lists(st.none() | st.integers(-5, 5), min_size=4, max_size=4),
        "real": st.lists(st.none() | st.floats(allow_nan=False), min_size=4, max_size=4),
        "flag": st.lists(st.none() | st.booleans(), min_size=4, max_size=4),
    }
)
SCHEMA = pa.schema([("text", pa.string()), ("number", pa.int64()), ("real", pa.float64()), ("flag", pa.bool_())])


def digest(*parts: pa.Table) -> str:
    found = Digest()
    for part in parts:
        found.add(part)
    return found.value


@effort(max_examples=50)
@given(VALUES, st.integers(0, 4), VALUES)
def test_a_digest_is_the_same_however_rows_are_cut_and_another_for_other_rows(values, cut, others):
    whole, other = pa.table(values, schema=SCHEMA), pa.table(others, schema=SCHEMA)
    assert digest(whole.slice(0, cut), whole.slice(cut)) == digest(whole)
    assert (digest(other) == digest(whole)) == (repr(other.to_pydict()) == repr(whole.to_pydict()))
