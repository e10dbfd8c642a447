"""Without sign-in there is exactly one person; whoever signs in sees what was given to them, one role at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gis.access import people
from gis.access.people import Identity, roles, scope, who
from gis.records.grants import CITY, Area, Grant
from gis.scope import Scope
from gis.settings import Settings
from tests import city

TODAY = dt.date(2026, 9, 30)
NOON = dt.datetime(2026, 9, 30, 12, tzinfo=dt.UTC)
ME = Identity("https://sso.example", "17", "me@x.vn", NOON)
AREAS = city.areas()


def grant(role: str, area: Area = CITY, **change: object) -> Grant:
    whole = Grant(1, "me@x.vn", role, area, dt.date(2026, 1, 1), None, "admin@x.vn", NOON)  # type: ignore[arg-type]
    return replace(whole, **change)  # type: ignore[arg-type]


def mine(*given: Grant, **asked: object) -> Scope | None:
    return scope(given, ME.names, TODAY, AREAS, **asked)  # type: ignore[arg-type]


def test_the_one_person_is_the_local_officer_of_the_province_in_the_settings():
    assert who(Settings(province="79")) == Scope("79", None, "officer", alone=True)


def test_nobody_without_a_role_sees_anything():
    assert mine() is None
    assert mine(grant("officer", person="you@x.vn")) is None
    assert mine(grant("officer", taken_at=NOON)) is None
    assert mine(grant("officer", valid_from=dt.date(2026, 10, 1))) is None
    assert mine(grant("officer", valid_to=dt.date(2026, 9, 29))) is None


def test_the_areas_of_a_role_are_united():
    # Quận Bắc gave An and half of Bình; Xã Cát is given by itself
    found = mine(grant("officer", Area("district", "901")), grant("officer", Area("ward", "00003")))
    assert found == Scope("99", frozenset({"00001", "00002", "00003"}), "officer")


def test_the_city_is_everything_and_a_project_comes_besides():
    assert mine(grant("leader"), grant("leader", Area("ward", "00003"))) == Scope("99", None, "leader")
    found = mine(grant("officer", Area("project", "P1")), grant("officer", Area("ward", "00004")))
    assert found == Scope("99", frozenset({"00004"}), "officer", frozenset({"P1"}))


def test_a_district_that_is_no_more_opens_nothing():
    assert mine(grant("officer", Area("district", "999"))) == Scope("99", frozenset(), "officer")


def test_a_person_is_named_by_address_or_by_number():
    assert mine(grant("viewer", person="https://sso.example|17")) == Scope("99", None, "viewer")
    assert mine(grant("viewer", person="https://other.example|17")) is None


def test_roles_are_not_mixed():
    given = grant("officer", Area("ward", "00001")), grant("viewer"), grant("admin")
    assert roles(given, ME.names, TODAY) == ("officer", "viewer", "admin")
    assert mine(*given) == Scope("99", frozenset({"00001"}), "officer")
    assert mine(*given, role="viewer") == Scope("99", None, "viewer")
    assert mine(*given, role="editor") == mine(*given), "a role that was not given is not taken"


def test_whoever_administers_access_sees_no_records_by_that():
    found = mine(grant("admin"))
    assert found == Scope("99", frozenset(), "admin")
    assert not found.everything
    assert people.may_grant(found)


@pytest.mark.parametrize(
    ("scope", "imports", "grants"),
    [
        (Scope("99", None, "editor"), True, False),
        (Scope("99", frozenset({"00001"}), "editor"), False, False),
        (Scope("99", None, "officer"), False, False),
        (Scope("99", frozenset(), "admin"), False, True),
        (Scope("99", None, "leader"), False, False),
        (Scope.local_officer("99"), True, False),
    ],
)
def test_who_may_import_and_who_may_grant(scope, imports, grants):
    assert (people.may_import(scope), people.may_grant(scope)) == (imports, grants)


@pytest.mark.parametrize(
    ("since", "counts"),
    [
        (NOON, True),
        (NOON - dt.timedelta(hours=12), True),
        (NOON - dt.timedelta(hours=12, seconds=1), False),
        (NOON + dt.timedelta(minutes=1), True),
        (NOON + dt.timedelta(minutes=3), False),
        (None, False),
    ],
)
def test_a_sign_in_counts_for_twelve_hours(since, counts):
    assert replace(ME, since=since).counts(NOON) is counts
