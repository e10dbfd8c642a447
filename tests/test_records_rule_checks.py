"""Checks of rules, on the store of the time line: they are added, never taken back, and known from when they came."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gis.access import people
from gis.errors import RequestError
from gis.law.rules import current
from gis.law.verifying import with_checks
from gis.records.entities.rule_checks import CHECKING_ROLES, RULE_CHECK
from gis.records.ledger import open_ledger
from gis.records.rule_checks import LONGEST, Version, checked
from gis.records.tables import TABLES
from gis.scope import Scope
from tests.records_city import OFFICER, day

[SECOND] = current().of("resolve_second")
VERSION = Version(SECOND.id, SECOND.valid_from, SECOND.substance)


def batch(state="verified", on="2026-05-03", **more):
    said = {"document": "Luật số 02/2011/QH13", "role": "admin", "demo": False} | more
    return checked(VERSION, state, on=day(on), **said)


def verified(store, as_of="2026-12-31", scope=OFFICER, known_on=None):
    snapshot = open_ledger(store, store.settings).snapshot(day(as_of), scope, known_on=known_on)
    return with_checks(current(), snapshot["rule_check"]).of("resolve_second")[0].verified


def test_undoing_is_a_newer_version_and_all_are_kept(stores):
    store = stores.drawn()
    assert not verified(store)
    for state, found in (("verified", True), ("undone", False), ("verified", True)):
        store.append(batch(state))
        assert verified(store) == found
    with store.reading() as reading:
        kept = reading.connection.execute(select(TABLES["rule_check"].c.state)).scalars().all()
    assert kept == ["verified", "undone", "verified"]


def test_a_withdrawn_batch_takes_its_check_with_it(files):
    store = files.drawn()
    store.withdraw(store.append(batch()).batch)
    assert not verified(store)


def test_an_earlier_known_on_does_not_know_it(stores):
    store = stores.drawn()
    before = dt.datetime.now(dt.UTC)
    store.append(batch())
    assert verified(store)
    assert not verified(store, known_on=before)


def test_it_holds_on_every_day_and_in_every_scope(files):
    store = files.drawn()
    store.append(batch(on="2026-05-03"))
    assert verified(store, as_of="2026-05-02")
    assert verified(store, scope=Scope(OFFICER.province, frozenset({"00001"}), "viewer"))
    assert verified(store, scope=Scope(OFFICER.province, frozenset(), "viewer"))


def test_it_does_not_move_the_span_of_the_records(files):
    store = files.drawn()
    ledger = open_ledger(store, store.settings)
    before = (ledger.first_event(), ledger.last_event())
    store.append(batch(on="1990-01-01"))
    ledger.refresh()
    assert (ledger.first_event(), ledger.last_event()) == before


@pytest.mark.parametrize("document", ["", " \n ", "\0", "x" * (LONGEST + 1)])
def test_a_check_names_its_document(document):
    with pytest.raises(RequestError, match="number and date"):
        batch(document=document)


def test_the_name_of_a_document_is_kept_on_one_line():
    assert batch(document=" Luật\n số  02 ").frames["rule_check"]["document"].tolist() == ["Luật số 02"]


def test_no_field_holds_a_person_and_the_roles_are_those_that_may():
    assert {field.name for field in RULE_CHECK.fields} == {
        "rule",
        "valid_from",
        "substance",
        "state",
        "document",
        "checked_on",
        "role",
    }
    assert [choice.code for choice in CHECKING_ROLES] == ["admin", "officer"]


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        (Scope("01", None, "admin"), True),
        (Scope("01", frozenset({"00004"}), "admin"), True),
        (Scope.local_officer("01"), True),
        (Scope("01", frozenset({"00004"}), "officer"), False),
        (Scope("01", None, "leader"), False),
        (Scope("01", None, "editor"), False),
        (Scope("01", None, "viewer"), False),
    ],
)
def test_who_may_record_a_check(scope, may):
    assert people.may_check_rules(scope) == may
