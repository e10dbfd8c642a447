"""Answers that are kept: found by name, day and scope, only of the version asked for, and never taken for records."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gis.errors import StoreError
from gis.records import backup, results
from gis.records.ledger import open_ledger
from gis.records.results import Result
from gis.records.tables import RESULT
from tests.records_city import OFFICER

DAY = dt.date(2026, 5, 31)
ABOUT = {"version": "1:abc", "as_of": DAY, "scope": OFFICER.extent}


def test_what_is_kept_is_found_again(stores):
    store = stores.drawn()
    assert results.load(store, "risk", **ABOUT) is None
    results.keep(store, Result("risk", {"wards": [{"tên": "Phường An", "n": 1.5}]}, **ABOUT))
    assert results.load(store, "risk", **ABOUT) == {"wards": [{"tên": "Phường An", "n": 1.5}]}


@pytest.mark.parametrize("other", [{"version": "2:abc"}, {"as_of": dt.date(2026, 6, 1)}, {"scope": "99-x"}])
def test_anything_else_is_not_found(files, other):
    store = files.drawn()
    results.keep(store, Result("risk", {"n": 1}, **ABOUT))
    assert results.load(store, "risk", **ABOUT | other) is None
    assert results.load(store, "backtest", **ABOUT) is None


def test_the_newest_up_to_a_day_is_found_by_how_its_version_begins(files):
    store = files.drawn()
    for version, day in (("1:abc", 1), ("1:def", 20), ("1%:x", 25), ("2:abc", 28)):
        results.keep(
            store, Result("risk", {"day": day}, version=version, as_of=DAY.replace(day=day), scope=OFFICER.extent)
        )

    def newest(until: int, begins: str = "1:", scope: str = OFFICER.extent):
        return results.newest(store, "risk", begins=begins, until=DAY.replace(day=until), scope=scope)

    assert newest(31) == {"day": 20}
    assert newest(20) == {"day": 20}
    assert newest(19) == {"day": 1}
    assert newest(31, "1%:") == {"day": 25}
    assert newest(31, "3:") is None
    assert newest(31, scope="99-x") is None


def test_a_newer_version_takes_the_place_of_the_older(files):
    store = files.drawn()
    results.keep(store, Result("risk", {"n": 1}, **ABOUT))
    results.keep(store, Result("risk", {"n": 2}, **ABOUT | {"version": "2"}))
    assert results.load(store, "risk", **ABOUT) is None
    assert results.load(store, "risk", **ABOUT | {"version": "2"}) == {"n": 2}


def test_the_oldest_give_way(files, monkeypatch):
    monkeypatch.setattr(results, "MOST", 2)
    store = files.drawn()
    for n in range(4):
        results.keep(store, Result(f"r{n}", {"n": n}, **ABOUT))
    assert [results.load(store, f"r{n}", **ABOUT) for n in range(4)] == [None, None, {"n": 2}, {"n": 3}]


def test_nothing_is_recorded_by_it(files, tmp_path):
    store, there = files.drawn(), files.empty()
    before, marker = open_ledger(store, store.settings).snapshot(DAY, OFFICER).digest, store.marker()
    plain = backup.write(store, tmp_path / "without").tables
    results.keep(store, Result("risk", {"n": 1}, **ABOUT))
    assert store.marker() == marker
    assert open_ledger(store, store.settings).snapshot(DAY, OFFICER).digest == before
    assert backup.write(store, tmp_path / "with").tables == plain
    results.keep(there, Result("risk", {"n": 1}, **ABOUT))
    backup.restore(there, tmp_path / "with")  # a result alone is nothing that must give way
    with there.reading() as reading:
        assert reading.connection.execute(select(func.count()).select_from(RESULT)).scalar() == 0


def test_without_a_store_there_is_advice(files):
    with pytest.raises(StoreError):
        results.load(files.none(), "risk", **ABOUT)
