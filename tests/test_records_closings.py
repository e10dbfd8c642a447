"""Closed periods: a name for what was known, given once, that nothing recorded later can reach."""

from __future__ import annotations

import datetime as dt

import pytest

from gis.errors import RequestError, StoreError
from gis.records.batch import Batch
from gis.records.closings import LONGEST, Closing
from gis.records.ledger import open_ledger
from gis.records.store import Store
from tests.records_city import OFFICER, RECORDED, cases, day, moment, told

APRIL = "Tháng 4/2026"


def test_a_closed_period_tells_what_was_known_whatever_is_corrected_later(stores):
    store = stores.drawn()
    closed = store.close_period(APRIL, day("2026-04-30"), recorded_at=moment("2026-05-03"))
    assert closed == Closing(APRIL, day("2026-04-30"), moment("2026-05-03"))
    ledger = open_ledger(store, store.settings)
    reported = told(ledger.snapshot(closed.as_of, OFFICER, known_on=closed.known_on))
    store.append(Batch({"case": cases({"code": "K2", "ward": "00009"})}, "correction"))
    store.withdraw(1)
    ledger.refresh()
    assert told(ledger.snapshot(closed.as_of, OFFICER, known_on=closed.known_on)) == reported
    assert told(ledger.snapshot(closed.as_of, OFFICER)) != reported
    assert store.closings() == (closed,)


def test_what_is_recorded_after_a_closing_is_later_than_its_moment(stores):
    store = stores.drawn()
    ahead = moment("2999-01-01")
    store.close_period(APRIL, day("2026-04-30"), recorded_at=ahead)
    with pytest.raises(StoreError, match="before the latest recording"):
        store.append(Batch({"case": cases({"code": "K8"})}, "same moment"), recorded_at=ahead)
    store.append(Batch({"case": cases({"code": "K8"})}, "clock went back"))
    assert store.batches()["recorded_at"].iloc[-1] == ahead + dt.timedelta(microseconds=1)


def test_a_period_closes_at_the_moment_of_the_last_recording_at_the_earliest(stores):
    store = stores.drawn()
    with pytest.raises(StoreError, match="before the latest recording"):
        store.close_period(APRIL, day("2026-04-30"), recorded_at=moment("2026-05-01"))
    assert store.close_period(APRIL, day("2026-04-30"), recorded_at=RECORDED["third"]).known_on == RECORDED["third"]


@pytest.mark.parametrize("again", [APRIL, "tháng 4/2026", "  Tháng  4/2026 ", "Tha\u0301ng 4/2026"])
def test_a_name_is_given_once(stores, again):
    store = stores.drawn()
    store.close_period(APRIL, day("2026-04-30"))
    with pytest.raises(RequestError, match="was closed on"):
        store.close_period(again, day("2026-03-31"))
    assert len(store.closings()) == 1


@pytest.mark.parametrize("name", ["", "  ", "\0", "x" * (LONGEST + 1)])
def test_a_name_that_is_none_is_refused(files, name):
    with pytest.raises(RequestError, match=f"1 to {LONGEST} characters"):
        files.empty().close_period(name, day("2026-04-30"))


def test_a_day_that_has_not_come_cannot_be_closed(files):
    store = files.empty()
    # noon in UTC is seven in the evening in Vietnam; at 17:00 the next day begins there
    store.close_period("today", day("2026-05-03"), recorded_at=moment("2026-05-03"))
    with pytest.raises(RequestError, match=r"04/05/2026 has not come yet .*03/05/2026"):
        store.close_period("tomorrow", day("2026-05-04"), recorded_at=moment("2026-05-03").replace(hour=16))
    store.close_period("tomorrow", day("2026-05-04"), recorded_at=moment("2026-05-03").replace(hour=17))


def test_provinces_close_for_themselves(stores):
    here = stores.drawn()
    there = Store(here.database, here.settings.model_copy(update={"province": "79"}))
    here.close_period(APRIL, day("2026-04-30"))
    there.close_period(APRIL, day("2026-04-30"))
    assert len(here.closings()) == len(there.closings()) == 1
