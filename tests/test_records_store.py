from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading

import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from gis.errors import RequestError, StoreError
from gis.records.batch import Appended, Batch
from gis.records.database import Database, head
from gis.records.ledger import open_ledger
from gis.records.store import Store, open_store
from tests.records_city import (
    FIRST,
    K1,
    K2,
    OFFICER,
    PROVINCE,
    RECORDED,
    SECOND,
    THIRD,
    cases,
    moment,
    settings,
    told,
)


def provinces(store: Store) -> tuple[str, ...]:
    with store.reading() as reading:
        return reading.provinces()


def known(store: Store, *, as_of: str = "2026-12-31", entity: str = "case") -> dict[str, dict[str, object]]:
    ledger = open_ledger(store, store.settings)
    return told(ledger.snapshot(dt.date.fromisoformat(as_of), OFFICER), entity)


def test_a_batch_counts_what_is_new_changed_and_unchanged(stores):
    store = stores.empty()
    assert store.append(FIRST) == Appended(batch=1, rows=3, new=3, changed=0, unchanged=0)
    assert store.append(SECOND) == Appended(batch=2, rows=4, new=1, changed=2, unchanged=1)
    assert store.append(THIRD) == Appended(batch=3, rows=2, new=0, changed=2, unchanged=0)


def test_the_same_rows_again_change_nothing(stores):
    store = stores.empty()
    store.append(FIRST)
    marker = store.marker()
    assert store.append(FIRST) == Appended(batch=0, rows=3, new=0, changed=0, unchanged=3)
    assert store.marker() == marker
    assert len(store.batches()) == 1


def test_a_rehearsal_counts_alike_and_records_nothing(stores):
    store = stores.empty()
    store.append(FIRST)
    marker = store.marker()
    assert store.rehearse(SECOND) == Appended(batch=0, rows=4, new=1, changed=2, unchanged=1)
    assert store.marker() == marker


def test_an_absent_column_keeps_what_was_known_and_an_empty_cell_does_not(stores):
    store = stores.empty()
    store.append(Batch({"case": cases(K1 | {"people": 3, "hamlet": "Thôn Một"})}, "whole.xlsx"))
    partial = pd.DataFrame({"code": ["K1"], "people": [None]})
    assert store.append(Batch({"case": partial}, "partial.xlsx")).changed == 1
    [record] = known(store).values()
    assert record["hamlet"] == "Thôn Một"
    assert "people" not in record
    assert store.append(Batch({"case": partial}, "partial.xlsx")).unchanged == 1


def test_a_record_without_a_past_has_nothing_to_keep(stores):
    store = stores.empty()
    store.append(Batch({"case": pd.DataFrame({"code": ["K9"]})}, "codes.xlsx"))
    assert known(store) == {"K9": {}}


def test_a_repeated_key_is_refused_whole(stores):
    store = stores.empty()
    with pytest.raises(StoreError, match=r"1 row of “case” repeats a key .*K1"):
        store.append(Batch({"household_file": FIRST.frames["household_file"], "case": cases(K1, K2, K1)}, "twice.xlsx"))
    assert store.kind() == "empty"


def test_withdrawing_brings_back_what_was_known_before(stores):
    store = stores.drawn()
    assert known(store)["K2"]["ward"] == "00002"
    store.withdraw(3)
    assert known(store)["K2"]["ward"] == "00001"
    store.withdraw(2)
    assert set(known(store)) == {"K1", "K2"}
    assert "decided_on" not in known(store)["K1"]


def test_withdrawing_one_in_the_middle_leaves_the_later_ones(stores):
    store = stores.drawn()
    store.withdraw(2)
    assert known(store)["K2"]["ward"] == "00002"
    assert "K3" not in known(store)


def test_what_was_withdrawn_can_be_recorded_again(stores):
    store = stores.drawn()
    before = known(store)
    store.withdraw(3)
    assert store.append(THIRD).changed == 2
    assert known(store) == before


@pytest.mark.parametrize("batch", [0, 4, -1])
def test_a_batch_that_is_not_there_cannot_be_withdrawn(stores, batch):
    with pytest.raises(RequestError, match=f"no batch {batch}"):
        stores.drawn().withdraw(batch)


def test_a_batch_is_withdrawn_once(stores):
    store = stores.drawn()
    store.withdraw(1)
    with pytest.raises(RequestError, match="Batch 1 was withdrawn on"):
        store.withdraw(1)


def test_batches_tell_their_story(stores):
    store = stores.drawn()
    store.withdraw(2, recorded_at=moment("2026-06-01"))
    batches = store.batches()
    assert batches["id"].tolist() == [1, 2, 3]
    assert batches["source"].tolist() == ["first.xlsx", "second.xlsx", "third.xlsx"]
    assert batches["recorded_at"].tolist() == list(RECORDED.values())
    assert batches["withdrawn_at"].dropna().tolist() == [moment("2026-06-01")]
    assert batches[["new", "changed", "unchanged"]].sum(axis=1).tolist() == batches["rows"].tolist()
    assert set(batches["province"]) == {PROVINCE}


def test_an_empty_store_has_no_batches(stores):
    assert stores.empty().batches().empty


def test_recordings_never_go_back_in_time(stores):
    store = stores.drawn()
    with pytest.raises(StoreError, match="before the latest recording"):
        store.append(Batch({"case": cases(K1)}, "late.xlsx"), recorded_at=moment("2026-05-01"))
    store.append(Batch({"case": cases({"code": "K7"})}, "same moment.xlsx"), recorded_at=RECORDED["third"])
    store.withdraw(4, recorded_at=moment("2999-01-01"))
    store.append(Batch({"case": cases({"code": "K8"})}, "clock went back.xlsx"))
    assert store.batches()["recorded_at"].iloc[-1] == moment("2999-01-01")


def test_a_demo_and_a_real_store_never_mix(stores):
    real, demo = stores.drawn(), stores.empty()
    assert (real.kind(), demo.kind()) == ("real", "empty")
    invented = dataclasses.replace(FIRST, demo=True)
    demo.append(invented)
    assert demo.kind() == "demo"
    with pytest.raises(StoreError) as caught:
        demo.append(SECOND)
    assert "Tạo cơ sở dữ liệu trống trước" in caught.value.say("vi")
    with pytest.raises(StoreError, match="takes no invented data"):
        real.append(invented)
    demo.withdraw(1)
    assert demo.kind() == "demo"


def test_a_mistake_in_one_frame_records_none(stores):
    store = stores.empty()
    with pytest.raises(ValueError, match="petition declares no"):
        store.append(Batch(dict(FIRST.frames) | {"petition": pd.DataFrame({"code": ["D1"], "mood": [1]})}, "x"))
    assert store.kind() == "empty"


def test_two_stores_know_nothing_of_each_other(stores):
    one, other = stores.drawn(), stores.empty()
    other.append(FIRST)
    assert one.marker() != other.marker()
    assert set(known(other)) == {"K1", "K2"}
    assert set(known(one)) == {"K1", "K2", "K3"}


def test_equal_recordings_have_equal_digests_in_every_store(stores):
    one, other = stores.drawn(), stores.drawn()
    assert one.batches()["digest"].tolist() == other.batches()["digest"].tolist()
    assert not set(one.batches()["token"]) & set(other.batches()["token"])


def test_provinces_share_a_database_and_not_their_records(stores):
    here = stores.empty()
    there = Store(here.database, here.settings.model_copy(update={"province": "79"}))
    here.append(FIRST)
    assert there.append(FIRST).new == 3
    there.append(THIRD)
    assert here.append(FIRST).unchanged == 3
    assert known(here)["K2"]["ward"] == "00001"


def test_what_is_recorded_of_one_province_is_no_news_of_another_and_not_theirs_to_undo(stores):
    here = stores.empty()
    there = dataclasses.replace(here, settings=here.settings.model_copy(update={"province": "79"}))
    here.append(FIRST)
    ledger, before = open_ledger(here, here.settings), here.marker()
    other = there.append(FIRST).batch
    assert here.marker() == before
    assert not ledger.refresh()
    assert list(here.batches()["province"]) == [PROVINCE]
    assert provinces(here) == (PROVINCE, "79")
    with pytest.raises(RequestError, match=str(other)):
        here.withdraw(other)
    there.withdraw(other)
    assert here.marker() == before
    assert there.marker() != before
    assert provinces(here) == (PROVINCE,)


def test_two_who_record_at_once_take_turns(stores):
    store = stores.empty()
    many = [Batch({"case": cases(*({"code": f"K{i}"} for i in range(n, n + 200)))}, f"{n}") for n in (0, 100, 200)]
    threads = [threading.Thread(target=store.append, args=(batch,)) for batch in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.batches()["new"].sum() == 400
    assert len(known(store)) == 400


def footprints(*shapes: bytes | None) -> Batch:
    return Batch({"project": pd.DataFrame({"code": [f"P{n}" for n in range(len(shapes))], "footprint": shapes})}, "map")


SQUARE = shapely.from_wkt("POLYGON ((105.1234567890123 21, 105.2 21, 105.2 21.1, 105.1234567890123 21))")


def test_a_shape_comes_back_to_the_last_bit(stores):
    store = stores.empty()
    shapes = (SQUARE.wkb, None, shapely.Point(105.8, 21.0).wkb)
    store.append(footprints(*shapes))
    assert store.append(footprints(*shapes)).unchanged == 3
    found = open_ledger(store, store.settings).snapshot(dt.date(2026, 12, 31), OFFICER)["project"]["footprint"]
    assert [bytes(one) if one is not None else None for one in found] == list(shapes)


@pytest.mark.parametrize("how", [{"byte_order": 0}, {"include_srid": True}, {"output_dimension": 3}])
def test_a_shape_written_otherwise_is_the_same_shape(stores, how):
    store = stores.empty()
    store.append(footprints(SQUARE.wkb))
    same = shapely.force_3d(SQUARE) if "output_dimension" in how else shapely.set_srid(SQUARE, 4326)
    assert store.append(footprints(shapely.to_wkb(same, **how))).unchanged == 1


def test_what_is_no_shape_is_the_callers_mistake(files):
    with pytest.raises(ValueError, match=r"project\.footprint"):
        files.empty().append(footprints(b"no shape at all"))


def test_a_text_no_database_could_keep_is_cleaned(stores):
    store = stores.empty()
    store.append(Batch({"case": cases({"code": "K1", "hamlet": "Thôn\0 Một"})}, "nul.xlsx"))
    assert known(store)["K1"]["hamlet"] == "Thôn Một"
    assert store.append(Batch({"case": cases({"code": "K1", "hamlet": "Thôn Một"})}, "again.xlsx")).unchanged == 1


def test_equal_recordings_have_equal_digests_on_every_kind_of_database(stores, files):
    one, other = stores.drawn(), files.drawn()
    for store in (one, other):
        store.append(footprints(SQUARE.wkb))
    assert one.batches()["digest"].tolist() == other.batches()["digest"].tolist()


def test_a_healthy_store_says_so(stores):
    health = stores.drawn().health()
    json.dumps(health)
    assert health | {"where": ""} == {
        "database": stores.kind,
        "where": "",
        "reachable": True,
        "revision": head(),
        "needed": head(),
        "current": True,
        "kind": "real",
        "batches": 3,
        "rows": 8,
        "problem": "",
    }


def test_the_latest_is_what_was_last_recorded_or_withdrawn(stores):
    store = stores.empty()
    assert store.latest() is None
    store.append(FIRST, recorded_at=moment("2026-08-01"))
    assert store.latest() == moment("2026-08-01")
    store.append(SECOND, recorded_at=moment("2026-09-01"))
    store.withdraw(1, recorded_at=moment("2026-09-02"))
    assert store.latest() == moment("2026-09-02")


def test_health_never_fails(tmp_path):
    missing = open_store(settings(tmp_path)).health()
    assert (missing["reachable"], missing["current"], missing["kind"]) == (False, False, None)
    assert "python -m gis init" in missing["problem"]
    (tmp_path / "landmap.db").write_bytes(b"nothing of the kind" * 99)
    assert "bị hỏng" in open_store(settings(tmp_path)).health()["problem"]
    away = Database.of(settings(tmp_path).model_copy(update={"database_url": "postgresql+psycopg://u@127.0.0.1:9/x"}))
    assert not Store(away, settings(tmp_path)).health()["reachable"]


ROWS = st.lists(
    st.fixed_dictionaries(
        {"code": st.sampled_from("abc")},
        optional={
            "people": st.none() | st.integers(1, 3),
            "hamlet": st.none() | st.sampled_from(["", "x", "y"]),
            "accepted_on": st.none() | st.sampled_from([dt.date(2026, 1, 1), dt.date(2026, 2, 1)]),
        },
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row["code"],
)


@effort(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(ROWS, max_size=2), rows=ROWS)
def test_twice_is_once_and_undone_is_never(stores, before, rows):
    store = stores.empty()
    for one in before:
        store.append(Batch({"case": pd.DataFrame(one)}, "before"))
    past = known(store)
    batch = Batch({"case": pd.DataFrame(rows)}, "rows")
    first = store.append(batch)
    present = known(store)
    again = store.append(batch)
    assert (again.batch, again.unchanged) == (0, len(rows))
    assert known(store) == present
    if first.batch:
        store.withdraw(first.batch)
        assert known(store) == past
        store.append(batch)
        assert known(store) == present
