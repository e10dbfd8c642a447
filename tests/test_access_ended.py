"""Sign-ins that were ended are known in every process, and after a restart."""

from __future__ import annotations

import datetime as dt

from gis.access import ended
from gis.access.ended import Ended, details
from gis.access.people import SIGNED_IN_FOR, Identity
from gis.records import audit
from gis.records.audit import Who
from gis.records.store import Store
from tests.records_city import Stores

NOW = dt.datetime.now(dt.UTC)
AN = Identity("https://sso.x.vn", "17", "an@x.vn", NOW - dt.timedelta(hours=1))
LATER = Identity("https://sso.x.vn", "17", "an@x.vn", NOW)
BINH = Identity("https://sso.x.vn", "18", "", NOW)


def read(store: Store, known: Ended | None = None) -> Ended:
    known = known or Ended()
    with store.reading() as reading:
        known.read(reading.connection)
    return known


def sign_out(store: Store, who: Identity) -> None:
    audit.record(store, Who(who.name), "sign_out", **details(who))


def test_another_process_learns_that_a_sign_in_was_ended(stores: Stores) -> None:
    store = stores.empty()
    here = read(store)
    sign_out(store, AN)
    assert AN not in here
    read(store, here)
    assert AN in here
    assert LATER not in here, "whoever signs in again comes in again"
    assert BINH not in here


def test_a_process_that_was_started_later_learns_it_too(files: Stores) -> None:
    store = files.empty()
    sign_out(store, BINH)
    assert BINH in read(store)


def test_in_its_own_process_it_is_ended_at_once() -> None:
    here = Ended()
    here.add(AN)
    assert AN in here


def test_the_state_tells_of_another_sign_out_and_is_alike_in_all_processes(files: Stores) -> None:
    store = files.empty()
    first, second = read(store), Ended()
    assert first.state == 0
    second.add(AN)
    sign_out(store, AN)
    assert read(store, first).state == read(store, second).state == 1
    audit.record(store, Who("x"), "export")
    assert read(store, first).state == 1
    sign_out(store, BINH)
    assert read(store, first).state == read(store).state == 3


def test_what_counts_no_longer_anyhow_is_forgotten(files: Stores) -> None:
    store, here = files.empty(), Ended()
    here.add(AN)
    here._held[ended._key(AN)] = NOW - SIGNED_IN_FOR - dt.timedelta(hours=2), 7
    assert AN not in read(store, here)
    assert here.state == 0


def test_a_trail_that_took_the_place_of_another_is_read_from_its_begin(tmp_path_factory) -> None:
    one, other = Stores(tmp_path_factory.mktemp("one")).empty(), Stores(tmp_path_factory.mktemp("other")).empty()
    for _ in range(3):
        audit.record(one, Who("x"), "export")
    here = read(one)
    sign_out(other, AN)
    assert AN in read(other, here)


def test_one_is_held_for_each_database(files: Stores, tmp_path_factory) -> None:
    store = files.empty()
    other = Stores(tmp_path_factory.mktemp("other")).empty()
    assert ended.known(store) is ended.known(store)
    assert ended.known(store) is not ended.known(other)
