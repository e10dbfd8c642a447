"""Decisions on pairs, on the store of the time line: they are added, never taken back, and change no case."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy import select

from gis.access.suppression import EXACT
from gis.errors import StoreError
from gis.records.entities.links import CASE_LINK, DECIDING_ROLES
from gis.records.ledger import open_ledger
from gis.records.links import Pair, decided
from gis.records.tables import TABLES
from tests.records_city import OFFICER, day, told

PAIR = Pair("K1", "K2")


def batch(decision="confirmed", on="2026-05-03", **more):
    return decided(PAIR, decision, ward="00001", on=day(on), **{"role": "officer", "demo": False} | more)


def links(store, as_of="2026-12-31"):
    return open_ledger(store, store.settings).snapshot(day(as_of), OFFICER)["case_link"]


def test_two_cases_are_a_pair_in_either_order():
    assert Pair.of_cases("K2", "K1") == Pair.of_cases("K1", "K2") == PAIR


@pytest.mark.parametrize("codes", [("K1",), ("K1", "K2", "D1"), ("K2", "K1"), ("K1", "K1")])
def test_anything_else_is_no_pair(codes):
    with pytest.raises(ValueError, match="expected two cases"):
        Pair(*codes)


def test_undoing_is_a_newer_version_and_both_are_kept(stores):
    store = stores.drawn()
    for decision, on in (("confirmed", "2026-05-03"), ("undone", "2026-05-04"), ("confirmed", "2026-05-05")):
        store.append(batch(decision, on))
    assert links(store)["decision"].tolist() == ["confirmed"]
    with store.reading() as reading:
        kept = reading.connection.execute(select(TABLES["case_link"].c.decision)).scalars().all()
    assert kept == ["confirmed", "undone", "confirmed"]


def test_the_same_decision_twice_is_recorded_once(files):
    store = files.drawn()
    assert store.append(batch()).new == 1
    assert store.append(batch()).unchanged == 1


def test_a_petition_and_a_case_are_another_record_than_two_cases(files):
    store = files.drawn()
    store.append(batch())
    store.append(
        decided(Pair("K1", petition="K2"), "rejected", ward="00001", on=day("2026-05-03"), role="editor", demo=False)
    )
    assert links(store)["decision"].tolist() == ["confirmed", "rejected"]


def test_a_link_holds_on_every_day(files):
    store = files.drawn()
    store.append(batch(on="2026-05-03"))
    [before], [after] = (links(store, as_of).to_dict("records") for as_of in ("2026-05-02", "2026-05-03"))
    assert before["decision"] == after["decision"] == "confirmed"
    assert pd.isna(before["decided_on"])
    assert after["decided_on"] == pd.Timestamp("2026-05-03")


def test_linking_changes_no_case(files):
    store = files.drawn()
    before = told(open_ledger(store, store.settings).snapshot(day("2026-12-31"), OFFICER))
    store.append(batch())
    assert told(open_ledger(store, store.settings).snapshot(day("2026-12-31"), OFFICER)) == before


def test_a_demo_takes_demo_decisions_only(files):
    store = files.empty()
    store.append(batch(demo=True))
    with pytest.raises(StoreError):
        store.append(batch("rejected"))
    assert store.append(batch("rejected", demo=True)).changed == 1


def test_who_sees_exact_counts_may_decide_and_nobody_else(files):
    assert {choice.code for choice in DECIDING_ROLES} == EXACT
    with pytest.raises(ValueError, match="no choice"):
        files.drawn().append(batch(role="viewer"))


def test_no_field_holds_a_person():
    assert {field.kind for field in CASE_LINK.fields} == {"ref", "choice", "event"}
