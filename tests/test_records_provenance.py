"""Where history comes from: rebuilt up to the first ordinary batch, recorded as it came from then on."""

from __future__ import annotations

import dataclasses

import pytest

from gis.records.batch import Batch
from gis.records.provenance import Provenance, provenance
from tests.records_city import FIRST, K3, PROVINCE, RECORDED, SECOND, cases, day, moment

REBUILT = dataclasses.replace(FIRST, historical=True)


def found(store) -> Provenance:
    return provenance(store.batches(), PROVINCE)


def test_nothing_recorded_proves_nothing(files):
    store = files.empty()
    assert found(store) == Provenance(None, 0, 0)
    assert found(store).share is None
    assert not found(store).rebuilt_on(day("2026-02-05"))


def test_a_first_load_alone_is_rebuilt_on_every_day(files):
    store = files.empty()
    store.append(REBUILT, recorded_at=RECORDED["first"])
    assert found(store) == Provenance(None, 3, 3)
    assert found(store).backtestable_from is None
    assert found(store).rebuilt_on(day("2099-01-01"))


def test_history_is_recorded_from_the_first_ordinary_batch_on(stores):
    store = stores.empty()
    store.append(REBUILT, recorded_at=RECORDED["first"])
    store.append(SECOND, recorded_at=RECORDED["second"])  # K1 and H1 changed, K3 new
    assert found(store) == Provenance(day("2026-04-02"), 6, 3)
    assert found(store).share == 0.5
    assert found(store).backtestable_from == day("2026-04-02")
    assert found(store).rebuilt_on(day("2026-04-01"))
    assert not found(store).rebuilt_on(day("2026-04-02"))


def test_the_day_is_one_in_vietnam(files):
    store = files.empty()
    store.append(FIRST, recorded_at=moment("2026-02-05").replace(hour=17))
    assert found(store).recorded_since == day("2026-02-06")


def test_an_act_on_a_screen_is_no_record_of_history(files):
    store = files.empty()
    store.append(REBUILT, recorded_at=RECORDED["first"])
    store.append(Batch({"case": cases(K3)}, "an officer", kind="form"), recorded_at=RECORDED["second"])
    assert found(store).recorded_since is None


@pytest.mark.parametrize(("gone", "left"), [(1, (day("2026-04-02"), 3, 0)), (2, (None, 3, 3))])
def test_what_was_withdrawn_does_not_count(files, gone, left):
    store = files.empty()
    store.append(REBUILT, recorded_at=RECORDED["first"])
    store.append(SECOND, recorded_at=RECORDED["second"])
    store.withdraw(gone, recorded_at=RECORDED["third"])
    assert found(store) == Provenance(*left)


def test_another_province_is_not_counted(files):
    assert provenance(files.drawn().batches(), "79") == Provenance(None, 0, 0)
