"""Who was given which role where: only added to, and taken back by a row of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from gis.errors import RequestError
from gis.records import backup, grants
from gis.records.grants import CITY, Area, give, person_of, take_back
from gis.records.store import Store
from tests.records_city import day

AN = Area("ward", "00001")
OFFICER = ("an@hanoi.gov.vn", "officer", AN)


def test_what_is_given_is_listed_as_it_was_given(stores):
    store = stores.empty()
    given = give(store, *OFFICER, by="admin@hanoi.gov.vn", valid_from=day("2026-01-01"), valid_to=day("2026-12-31"))
    assert grants.every(store) == (given,)
    assert (given.person, given.role, given.area) == OFFICER
    assert (given.given_by, given.taken_at) == ("admin@hanoi.gov.vn", None)


def test_taking_back_adds_a_row_and_changes_none(stores):
    store = stores.empty()
    given = give(store, *OFFICER, by="x@y.vn")
    take_back(store, given.number, by="x@y.vn")
    [found] = grants.every(store)
    assert found.taken_at is not None
    assert found.recorded_at == given.recorded_at
    again = give(store, *OFFICER, by="x@y.vn")
    assert [one.number for one in grants.every(store)] == [given.number, again.number]


@pytest.mark.parametrize(
    ("asked", "holds"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_grant_holds_from_its_first_to_its_last_day(files, asked, holds):
    given = give(files.empty(), *OFFICER, by="x@y.vn", valid_from=day("2026-01-01"), valid_to=day("2026-06-30"))
    assert given.holds(day(asked)) is holds


def test_one_without_a_last_day_holds_until_it_is_taken_back(files):
    store = files.empty()
    given = give(store, *OFFICER, by="x@y.vn", valid_from=day("2026-01-01"))
    assert given.holds(day("2999-01-01"))
    take_back(store, given.number, by="x@y.vn")
    assert not grants.every(store)[0].holds(day("2026-06-30"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" An.Nguyen@HaNoi.gov.vn ", "an.nguyen@hanoi.gov.vn"),
        ("a@localhost", "a@localhost"),
        ("https://sso.hanoi.gov.vn/|Ab-12", "https://sso.hanoi.gov.vn/|Ab-12"),
    ],
)
def test_how_a_person_is_written(written, kept):
    assert person_of(written) == kept


@pytest.mark.parametrize("written", ["", "Nguyễn Văn An", "an@", "@x.vn", "a b@x.vn", "sso|12", f"{'a' * 250}@x.vn"])
def test_what_is_no_person_is_refused(written):
    with pytest.raises(RequestError, match="neither an e-mail address"):
        person_of(written)


@pytest.mark.parametrize(
    ("grant", "days", "said"),
    [
        (OFFICER, ("2026-02-01", "2026-01-31"), "31/01/2026 is before the first day 01/02/2026"),
        (("a@b.vn", "admin", AN), ("2026-01-01", "2026-02-01"), "whole city"),
        (("a@b.vn", "viewer", Area("ward")), ("2026-01-01", "2026-02-01"), "no area"),
        (("a@b.vn", "viewer", Area("city", "01")), ("2026-01-01", "2026-02-01"), "no area"),
    ],
)
def test_what_cannot_be_given_is_refused_and_leaves_nothing(files, grant, days, said):
    store = files.empty()
    with pytest.raises(RequestError) as refused:
        give(store, *grant, by="x@y.vn", valid_from=day(days[0]), valid_to=day(days[1]))
    assert said in refused.value.say("en")
    assert grants.every(store) == ()


def test_the_same_is_given_once(stores):
    store = stores.empty()
    give(store, *OFFICER, by="x@y.vn", valid_from=day("2026-01-01"))
    with pytest.raises(RequestError) as refused:
        give(store, "AN@hanoi.gov.vn", "officer", AN, by="x@y.vn", valid_from=day("2026-01-01"))
    assert "number 1" in refused.value.say("en")


def test_nothing_that_is_not_there_is_taken_back_and_nothing_twice(stores):
    store = stores.empty()
    given = give(store, *OFFICER, by="x@y.vn")
    take_back(store, given.number, by="x@y.vn")
    for number, said in ((given.number, "was revoked on"), (99, "no grant 99")):
        with pytest.raises(RequestError) as refused:
            take_back(store, number, by="x@y.vn")
        assert said in refused.value.say("en")


def test_provinces_grant_for_themselves(stores):
    here = stores.empty()
    there = Store(here.database, here.settings.model_copy(update={"province": "79"}))
    given = give(here, *OFFICER, by="x@y.vn")
    assert grants.every(there) == ()
    with pytest.raises(RequestError):
        take_back(there, given.number, by="x@y.vn")


def test_a_marker_tells_that_something_changed(stores):
    store = stores.empty()
    seen = []
    for act in (lambda: None, lambda: give(store, *OFFICER, by="x@y.vn"), lambda: take_back(store, 1, by="x@y.vn")):
        act()
        with store.reading() as reading:
            seen.append(grants.marker(reading.connection))
    assert len(set(seen)) == 3


def test_no_backup_brings_back_who_was_removed(files, tmp_path):
    store = files.drawn()
    given = give(store, "gone@hanoi.gov.vn", "officer", CITY, by="x@y.vn", valid_from=dt.date(2026, 1, 1))
    backup.write(store, tmp_path / "kept.landmap")
    assert b"gone@hanoi.gov.vn" not in (tmp_path / "kept.landmap").read_bytes()
    take_back(store, given.number, by="x@y.vn")
    backup.restore(store, tmp_path / "kept.landmap", replace=True)
    assert [one.taken_at is None for one in grants.every(store)] == [False]
