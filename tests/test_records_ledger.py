from __future__ import annotations

import datetime as dt
import gc
import threading
import weakref

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from gis.errors import RequestError, StoreError
from gis.records import ledger as module
from gis.records.batch import Batch
from gis.records.cache import Cache
from gis.records.ledger import Ledger, cache_folder, open_ledger
from gis.records.store import Store
from gis.scope import Scope
from tests.records_city import (
    FIRST,
    OFFICER,
    RECORDED,
    SECOND,
    THIRD,
    cases,
    day,
    told,
)

LAST = day("2026-12-31")


def opened(store: Store) -> Ledger:
    return open_ledger(store, store.settings)


def same(one: Ledger, other: Ledger, *, as_of: dt.date = LAST, known_on: dt.datetime | None = None) -> bool:
    first, second = (ledger.snapshot(as_of, OFFICER, known_on=known_on) for ledger in (one, other))
    for name in first.frames:
        pd.testing.assert_frame_equal(first[name], second[name])
    return first.digest == second.digest


def test_a_snapshot_is_cut_once(stores):
    ledger = opened(stores.drawn())
    assert ledger.snapshot(LAST, OFFICER) is ledger.snapshot(LAST, OFFICER)
    assert ledger.snapshot(LAST, OFFICER) is not ledger.snapshot(LAST, OFFICER, known_on=RECORDED["third"])


def test_what_lands_is_seen_after_a_refresh_and_not_before(stores):
    store = stores.empty()
    ledger = opened(store)
    assert told(ledger.snapshot(LAST, OFFICER)) == {}
    store.append(FIRST)
    assert told(ledger.snapshot(LAST, OFFICER)) == {}
    assert ledger.refresh()
    assert set(told(ledger.snapshot(LAST, OFFICER))) == {"K1", "K2"}
    assert ledger.marker == store.marker()
    assert not ledger.refresh()


def test_a_withdrawal_is_seen_after_a_refresh(stores):
    store = stores.drawn()
    ledger = opened(store)
    store.withdraw(2)
    assert ledger.refresh()
    assert set(told(ledger.snapshot(LAST, OFFICER))) == {"K1", "K2"}


def test_an_extension_reads_only_what_is_new(stores, monkeypatch):
    store = stores.drawn()
    ledger = opened(store)
    store.append(Batch({"case": cases({"code": "K4"})}, "one.xlsx"))
    read = []
    whole = module.Reading.versions
    monkeypatch.setattr(
        module.Reading,
        "versions",
        lambda *a, **k: (table for table in whole(*a, **k) if not read.append(table.num_rows)),
    )
    ledger.refresh()
    assert read == [1]


@effort(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["00001", "00002"]), st.booleans()), min_size=1, max_size=5
    )
)
def test_extended_rebuilt_and_cached_are_the_same(stores, steps):
    store = stores.empty()
    extended = opened(store)
    for code, ward, undo in steps:
        appended = store.append(Batch({"case": cases({"code": code, "ward": ward})}, "step"))
        if undo and appended.batch:
            store.withdraw(appended.batch)
        extended.refresh()
    cached = opened(store)
    cache_folder(store, store.settings).joinpath("01.arrow").unlink()
    rebuilt = opened(store)
    assert same(extended, rebuilt)
    assert same(cached, rebuilt)


def test_a_start_from_the_cache_is_the_same_at_every_date(stores):
    store = stores.drawn()
    rebuilt = opened(store)
    assert Cache(cache_folder(store, store.settings), "01").path.exists()
    cached = opened(store)
    for as_of in ("2026-01-31", "2026-03-20", "2026-12-31"):
        for known_on in (None, *RECORDED.values()):
            assert same(cached, rebuilt, as_of=day(as_of), known_on=known_on)


def test_a_cache_of_another_database_is_not_used(stores):
    one, other = stores.drawn(), stores.empty()
    other.append(SECOND)
    opened(one)
    folder = cache_folder(other, other.settings)
    cache_folder(one, one.settings).rename(folder)
    assert len(Cache(folder, "01").load()[0])
    assert set(told(opened(other).snapshot(LAST, OFFICER))) == {"K1", "K2", "K3"}
    assert told(opened(other).snapshot(LAST, OFFICER))["K2"]["ward"] == "00001"


def test_a_database_put_back_to_an_older_state_is_read_anew(files):
    store = files.empty()
    store.append(FIRST)
    backup = store.database.path.read_bytes()
    store.append(SECOND)
    ledger = opened(store)
    store.database.path.write_bytes(backup)
    store.append(THIRD)
    assert ledger.refresh()
    records = told(ledger.snapshot(LAST, OFFICER))
    assert set(records) == {"K1", "K2"}
    assert records["K2"]["ward"] == "00002"


def test_what_is_held_stays_in_use_when_the_database_goes_away(files):
    store = files.drawn()
    ledger = opened(store)
    path = store.database.path
    path.rename(path.with_suffix(".away"))
    with pytest.raises(StoreError, match="There is no database"):
        ledger.refresh()
    assert set(told(ledger.snapshot(LAST, OFFICER))) == {"K1", "K2", "K3"}
    path.with_suffix(".away").rename(path)
    assert not ledger.refresh()


def test_a_folder_that_cannot_be_written_only_costs_time(stores):
    store = stores.drawn()
    cache_folder(store, store.settings).write_text("in the way")
    assert set(told(opened(store).snapshot(LAST, OFFICER))) == {"K1", "K2", "K3"}


def test_the_last_event_is_of_cases_milestones_and_receptions(stores):
    store = stores.drawn()
    ledger = opened(store)
    assert (ledger.first_event(), ledger.last_event()) == (day("2026-01-01"), day("2026-05-01"))
    registry = pd.DataFrame({"code": ["P1"], "name": ["Một"], "announced_on": [day("2026-08-01")]})
    store.append(Batch({"project": registry}, "registry.csv"))
    ledger.refresh()
    assert ledger.last_event() == day("2026-05-01")
    held = pd.DataFrame({"code": ["T1"], "ward": ["00001"], "held_on": [day("2026-07-01")]})
    store.append(Batch({"reception": held}, "receptions.csv"))
    ledger.refresh()
    assert ledger.last_event() == day("2026-07-01")


def test_a_day_before_any_record_is_refused_with_the_first(stores):
    ledger = opened(stores.drawn())
    ledger.check(day("2026-01-01"))
    with pytest.raises(RequestError, match=r"31/12/2025.* 01/01/2026"):
        ledger.check(day("2025-12-31"))


def test_an_empty_store_refuses_no_day(stores):
    ledger = opened(stores.empty())
    assert (ledger.first_event(), ledger.last_event()) == (None, None)
    ledger.check(day("1900-01-01"))


def test_another_province_is_refused(stores):
    with pytest.raises(RequestError, match="province 01, not 79"):
        opened(stores.drawn()).snapshot(LAST, Scope.local_officer("79"))


def test_only_so_many_snapshots_are_kept(stores, monkeypatch):
    ledger = opened(stores.drawn())
    monkeypatch.setattr(module, "KEPT_SNAPSHOTS", 2)
    first, second, third = (ledger.snapshot(day(f"2026-12-0{n}"), OFFICER) for n in (1, 2, 3))
    assert ledger.snapshot(day("2026-12-03"), OFFICER) is third
    assert ledger.snapshot(day("2026-12-02"), OFFICER) is second
    assert ledger.snapshot(day("2026-12-01"), OFFICER) is not first
    monkeypatch.setattr(module, "KEPT_CELLS", 1)
    latest = ledger.snapshot(LAST, OFFICER)
    assert len(latest["case"]) == 3
    assert ledger.snapshot(LAST, OFFICER) is latest
    assert ledger.snapshot(day("2026-12-02"), OFFICER) is not second


def test_no_snapshot_of_a_former_state_is_kept(stores):
    store = stores.drawn()
    ledger = opened(store)
    before = [weakref.ref(ledger.snapshot(day(f"2026-12-0{n}"), OFFICER)) for n in (1, 2)]
    gc.collect()
    assert all(snapshot() for snapshot in before)
    held = pd.DataFrame({"code": ["T1"], "ward": ["00001"], "held_on": [day("2026-07-01")]})
    store.append(Batch({"reception": held}, "receptions.csv"))
    ledger.refresh()
    assert len(ledger.snapshot(day("2026-12-01"), OFFICER)["reception"]) == 1
    gc.collect()
    assert not any(snapshot() for snapshot in before)


def test_many_may_look_while_records_land(stores):
    store = stores.empty()
    ledger = opened(store)
    seen: list[int] = []

    def look() -> None:
        for _ in range(10):
            ledger.refresh()
            seen.append(len(ledger.snapshot(LAST, OFFICER)["case"]))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(5):
        pair = ({"code": f"K{n}a"}, {"code": f"K{n}b"})
        store.append(Batch({"case": cases(*pair)}, "pair.xlsx"))
    for thread in threads:
        thread.join()
    assert set(seen) <= {0, 2, 4, 6, 8, 10}
    ledger.refresh()
    assert len(ledger.snapshot(LAST, OFFICER)["case"]) == 10
