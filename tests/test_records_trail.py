"""Reading the trail: a page at a time, by who, what, when and where."""

from __future__ import annotations

import datetime as dt

import pytest

from gis.records import audit, trail
from gis.records.audit import Who
from gis.records.grants import Area, give
from gis.records.store import Store
from gis.records.trail import Wanted

AN, BINH = Who("an@x.vn", "officer"), Who("binh_1@x.vn", "leader")


@pytest.fixture
def store(stores) -> Store:
    """Five entries: three of An, two of Bình."""
    made: Store = stores.empty()
    audit.record(made, AN, "sign_in")
    audit.record(made, AN, "export", filters="ward=00001&as_of=2026-09-30", file="x.xlsx")
    audit.record(made, BINH, "view_case_level", page="vu-viec", filters="district=901&sheet=ward-00002")
    audit.record(made, AN, "export", filters="project=DA-01", file="00001.xlsx")
    audit.record(made, BINH, "refused", why="link", asked=["00001"])
    return made


def numbers(store: Store, *, most: int = 10, before: int = 0, **wanted) -> list[int]:
    return [one.number for one in trail.page(store, Wanted(**wanted), most=most, before=before)]


def test_pages_lead_from_the_newest_to_the_first(store):
    assert numbers(store, most=2) == [5, 4]
    assert numbers(store, most=2, before=4) == [3, 2]
    assert numbers(store, most=2, before=2) == [1]
    assert numbers(store, most=2, before=1) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"what": "export"}, [4, 2]),
        ({"who": "AN@"}, [4, 2, 1]),
        ({"who": "binh_1"}, [5, 3]),
        ({"who": "binh%"}, []),
        ({"who": "binh.1"}, []),
        ({"place": "ward:00001"}, [2]),
        ({"place": "ward:00002"}, [3]),
        ({"place": "district:901"}, [3]),
        ({"place": "project:DA-01"}, [4]),
        ({"place": "ward:0000"}, []),
        ({"place": "ward:00001", "who": "binh"}, []),
        ({"what": "export", "who": "an"}, [4, 2]),
    ],
)
def test_entries_are_chosen(store, wanted, found):
    assert numbers(store, **wanted) == found


def test_entries_are_chosen_by_time(store):
    third = audit.entries(store)[2].at
    assert numbers(store, since=third) == [5, 4, 3]
    assert numbers(store, until=third) == [2, 1]
    assert numbers(store, since=third, until=third + dt.timedelta(microseconds=1)) == [3]


def test_a_grant_names_its_area(store):
    give(store, "an@x.vn", "officer", Area("ward", "00001"), by="test")
    give(store, "an@x.vn", "viewer", Area("city"), by="test")
    assert numbers(store, place="ward:00001") == [6, 2]
    assert trail.places(audit.entries(store)[0]) == set(), "the city is no place to look for"


def test_what_came_after_an_entry_is_read_on(store):
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with store.reading() as reading:
        assert trail.last(reading.connection) == 5
        assert [one.number for one in trail.after(reading.connection, 0, "export", since=long_ago)] == [2, 4]
        assert [one.number for one in trail.after(reading.connection, 2, "export", since=long_ago)] == [4]
        assert list(trail.after(reading.connection, 0, "export", since=dt.datetime.now(dt.UTC))) == []


def test_an_empty_trail_has_no_last_entry(stores):
    with stores.empty().reading() as reading:
        assert trail.last(reading.connection) == 0
