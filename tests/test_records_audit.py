"""The audit trail: whatever somebody does to it is found, on either kind of database, and says where."""

from __future__ import annotations

import datetime as dt
import json
import threading

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from gis.errors import RequestError, StoreError
from gis.records import audit, backup
from gis.records.audit import Who
from gis.records.store import Store
from gis.scope import Scope
from tests.records_city import OFFICER, THIRD, Stores

VIEWER = Scope("01", frozenset({"00001"}), "viewer")
GUARDS = {
    "sqlite": ("DROP TRIGGER audit_keeps_update", "DROP TRIGGER audit_keeps_delete"),
    "postgresql": ("DROP TRIGGER audit_keeps_rows ON audit", "DROP TRIGGER audit_keeps_all ON audit"),
}


def written(store: Store, count: int = 5) -> Store:
    """So many exports, one after the other."""
    for number in range(count):
        audit.record(store, OFFICER, "export", format="pdf", rows=number, filters="Phường “Hồng Hà”")
    return store


def tamper(store: Store, *statements: str) -> None:
    """What somebody does who owns the database: the guards are taken away first."""
    engine = create_engine(store.database.url)
    with engine.begin() as connection:
        for statement in (*GUARDS[store.database.url.get_backend_name()], *statements):
            connection.execute(text(statement))
    engine.dispose()


def found(store: Store, *, blind: bool = False) -> list[tuple[int, str]]:
    """What is found; blind: without the witness, by the chain alone."""
    if blind:
        audit.witness(store).unlink()
    return [(one.number, one.kind) for one in audit.verify(store).breaches]


def test_what_was_done_is_told(stores):
    store = stores.empty()
    before = dt.datetime.now(dt.UTC)
    audit.record(store, OFFICER, "export", format="xlsx", rows=12, mark="", filters=None)
    audit.record(store, Who("u-17", "viewer", VIEWER.extent), "refused", reason="case_level", wards={"b", "a"})
    last, first = audit.entries(store)
    assert (first.number, first.who, first.what) == (1, Who("local", "officer", "01-all"), "export")
    assert first.details == {"format": "xlsx", "rows": 12}  # nothing is left of what was empty
    assert before <= first.at <= last.at <= dt.datetime.now(dt.UTC)
    assert (last.who.id, last.details["wards"], last.before) == ("u-17", ["a", "b"], first.digest)
    verdict = audit.verify(store)
    assert (verdict.entries, verdict.end, verdict.breaches) == (2, f"2:{last.digest}", ())


def test_an_empty_trail_is_whole(stores):
    verdict = audit.verify(stores.empty())
    assert (verdict.entries, verdict.breaches) == (0, ())


def test_a_reading_tells_how_far_it_is_and_can_be_ended(files, monkeypatch):
    store, told = files.empty(), []
    for number in range(5):
        audit.record(store, OFFICER, "export", rows=number)
    monkeypatch.setattr(audit, "_CHUNK", 2)
    assert audit.verify(store, report=lambda *far: told.append(far)).last == 5
    assert told == [(2, 5), (4, 5)]

    def ended(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit.verify(store, report=ended)


def test_entries_are_chosen(files):
    store = files.empty()
    audit.record(store, OFFICER, "export")
    audit.record(store, Who("u-17"), "refused")
    assert [one.number for one in audit.entries(store, what="refused")] == [2]
    assert [one.number for one in audit.entries(store, who="local")] == [1]
    later = audit.entries(store)[0].at
    assert [one.number for one in audit.entries(store, since=later)] == [2]
    assert [one.number for one in audit.entries(store, until=later)] == [1]


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit WHERE number = 2"])
def test_the_database_refuses_changes(stores, statement):
    store = written(stores.empty(), 3)
    with (
        pytest.raises(Exception, match="only added to"),
        store.database.writing() as to,
    ):
        to.execute(text(statement))
    assert len(audit.entries(store)) == 3
    assert found(store) == []


def test_a_server_refuses_to_empty_it(served):
    store = written(served.empty(), 1)
    with pytest.raises(StoreError), store.database.writing() as connection:
        connection.execute(text("TRUNCATE audit"))
    assert len(audit.entries(store)) == 1


COLUMNS = {
    "who": "'other'", "role": "'admin'", "extent": "'x'", "what": "'import'",
    "details": "'{}'", "at": "'2020-01-01 00:00:00+00'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_any_change_is_found_by_the_chain_alone(stores, column):
    store = written(stores.empty())
    tamper(store, f'UPDATE audit SET "{column}" = {COLUMNS[column]} WHERE number = 3')  # noqa: S608 (names of our own)
    assert found(store, blind=True) == [(3, "changed")]


def test_a_change_with_a_digest_of_its_own_breaks_the_chain_after_it(stores):
    store = written(stores.empty())
    entry = audit.entries(store)[2]
    values = {"number": 3, "at": entry.at, "who": "other", "role": entry.who.role, "extent": entry.who.extent}
    values |= {"what": entry.what, "before": entry.before, "details": json.dumps({})}
    tamper(
        store,
        f"UPDATE audit SET who = 'other', details = '{{}}', digest = '{audit._digest(values)}' WHERE number = 3",  # noqa: S608 (names of our own)
    )
    assert found(store) == [(3, "other"), (4, "broken")]
    assert found(store, blind=True) == [(4, "broken")]


def test_a_removed_entry_is_found(stores):
    store = written(stores.empty())
    tamper(store, "DELETE FROM audit WHERE number = 3")
    assert found(store) == [(3, "gap"), (3, "missing"), (4, "broken")]
    assert found(store, blind=True) == [(3, "gap"), (4, "broken")]


def test_a_removed_entry_is_found_though_the_numbers_were_closed_up(stores):
    store = written(stores.empty())
    tamper(store, "DELETE FROM audit WHERE number = 3", "UPDATE audit SET number = number - 1 WHERE number = 4")
    tamper_more = "UPDATE audit SET number = number - 1 WHERE number = 5"
    engine = create_engine(store.database.url)
    with engine.begin() as connection:
        connection.execute(text(tamper_more))
    engine.dispose()
    assert found(store, blind=True) == [(3, "changed"), (3, "broken"), (4, "changed")]


def test_two_entries_that_changed_places_are_found(stores):
    store = written(stores.empty())
    moves = ((2, 9), (3, 2), (9, 3))
    tamper(store, *(f"UPDATE audit SET number = {to} WHERE number = {here}" for here, to in moves))  # noqa: S608 (names of our own)
    assert {number for number, _ in found(store, blind=True)} == {2, 3, 4}


def test_the_newest_entries_are_missed_by_the_witness(stores):
    store = written(stores.empty())
    tamper(store, "DELETE FROM audit WHERE number > 3")
    assert found(store) == [(4, "missing"), (5, "missing")]
    written(store, 1)  # and an entry that takes the free number does not hide it
    assert found(store) == [(4, "other"), (5, "missing")]


def test_a_chain_that_was_written_anew_is_missed_by_the_witness(stores):
    store = written(stores.empty(), 2)
    tamper(store, "DELETE FROM audit")
    kept = audit.witness(store).read_bytes()
    written(store, 2)
    audit.witness(store).write_bytes(kept)
    assert found(store) == [(1, "other"), (2, "other")]


@effort(max_examples=25)
@given(at=st.integers(1, 6), column=st.sampled_from(["who", "details", "what"]), value=st.text("abcé…", max_size=4))
def test_whatever_is_changed_is_found_where_it_stands(tmp_path_factory, at, column, value):
    store = written(Stores(tmp_path_factory.mktemp("trail")).empty(), 6)
    tamper(store, f"UPDATE audit SET {column} = '{value}' WHERE number = {at}")  # noqa: S608 (names of our own)
    assert found(store, blind=True) == [(at, "changed")]


def test_writers_at_the_same_time_make_one_chain(stores):
    store, together = stores.empty(), threading.Barrier(6)

    def write() -> None:
        together.wait()
        written(store, 4)

    writers = [threading.Thread(target=write) for _ in range(6)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert sorted(one.number for one in audit.entries(store)) == list(range(1, 25))
    assert found(store) == []


def test_what_no_database_takes_is_written_otherwise(stores):
    store = stores.empty()
    audit.record(store, Who("a\0b"), "export", file="\ud800\0é", day=dt.date(2026, 9, 30))
    [entry] = audit.entries(store)
    assert (entry.who.id, entry.details) == ("ab", {"file": "?\0é", "day": "2026-09-30"})
    assert found(store) == []


def test_in_whatever_order_the_witness_stands_it_is_believed(stores, monkeypatch):
    monkeypatch.setattr("gis.records.testimony._AHEAD", 1)
    monkeypatch.setattr(audit, "_CHUNK", 2)
    store = written(stores.empty(), 9)
    kept = audit.witness(store).read_text().splitlines(keepends=True)
    for order in (kept[::-1], [*kept[4:], *kept[:4]], [kept[8], *kept[:8]], kept * 2):
        audit.witness(store).write_text("".join(order))
        assert found(store) == []
    audit.witness(store).write_text("".join([*kept[1:], kept[0].replace(kept[0][-9:], "0000000a\n")]))
    assert found(store) == [(1, "other")], "also where the entry was gone by already"
    audit.witness(store).write_text("".join([*kept, kept[8].replace("9 ", f"{10**30} ", 1)]))
    assert found(store) == [(10**30, "missing")]


def test_without_a_witness_that_can_be_written_nothing_goes_on(files):
    store = written(files.empty(), 1)
    audit.witness(store).unlink()
    audit.witness(store).mkdir()
    with pytest.raises(StoreError, match="witness"):
        audit.record(store, OFFICER, "export")
    with pytest.raises(StoreError, match="witness"):
        audit.verify(store)


def test_the_witness_is_its_owners_alone(files):
    store = written(files.empty(), 2)
    assert audit.witness(store).stat().st_mode & 0o777 == 0o600
    assert len(audit.witness(store).read_text().splitlines()) == 2


def test_a_read_only_or_missing_store_refuses(files):
    with pytest.raises(StoreError):
        audit.record(files.none(), OFFICER, "export")


def test_a_backup_takes_the_trail_along(stores, tmp_path):
    store, there = written(stores.drawn()), stores.empty()
    backup.write(store, tmp_path / "kept")
    backup.restore(there, tmp_path / "kept")
    assert audit.verify(there).end == audit.verify(store).end
    written(there, 1)
    assert audit.verify(there) == audit.Verdict(3 + 5 + 1, audit.verify(there).end)  # three batches came in before


def test_a_trail_of_its_own_outlives_a_restore(files, tmp_path):
    store, there = written(files.drawn()), written(files.drawn(), 2)
    backup.write(store, tmp_path / "kept")
    end = audit.verify(there).end
    backup.restore(there, tmp_path / "kept", replace=True)
    assert audit.verify(there) == audit.Verdict(3 + 2, end)


def test_whatever_is_recorded_is_entered_with_it(stores):
    store = Store(stores.drawn().database, stores.none().settings, Who("u-3", "editor"))
    store.withdraw(3)
    store.close_period("Tháng 5/2026", dt.date(2026, 5, 31))
    close, undo, third, *_ = audit.entries(store)
    assert (third.what, third.who.id) == ("import", "local")
    assert third.details == {"batch": 3, "source": "third.xlsx", "kind": "import", "rows": 2}
    assert (undo.what, undo.who, undo.details) == ("undo", Who("u-3", "editor"), {"batch": 3})
    assert (close.what, close.details) == ("close", {"name": "Tháng 5/2026", "as_of": "2026-05-31"})


def test_what_is_refused_or_known_already_is_not_entered(stores):
    store = stores.drawn()
    assert store.append(THIRD).batch == 0
    with pytest.raises(RequestError):
        store.withdraw(99)
    assert len(audit.entries(store)) == 3
