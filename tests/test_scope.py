"""A scope selects what may be seen, and two equal scopes are one key."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.scope import Scope

WHOLE = Scope.local_officer("01")
TWO = Scope("01", frozenset({"00004", "00008"}), "leader")
NONE = Scope("01", frozenset(), "viewer")

ROWS = pd.DataFrame({"code": list("abcd"), "ward": pd.Categorical(["00004", "00008", "00025", None])})


def test_the_local_officer_sees_the_whole_province():
    assert (WHOLE.province, WHOLE.wards, WHOLE.role, WHOLE.everything) == ("01", None, "officer", True)
    assert WHOLE.keep(ROWS) is ROWS
    assert WHOLE.covers("00004")
    assert WHOLE.covers(None)


def test_a_part_sees_its_wards_and_nothing_without_a_ward():
    assert TWO.keep(ROWS)["code"].tolist() == ["a", "b"]
    assert not TWO.everything
    assert [TWO.covers(ward) for ward in ("00004", "00025", None)] == [True, False, False]


def test_no_ward_at_all_sees_nothing():
    assert NONE.keep(ROWS).empty
    assert not NONE.covers("00004")


def test_another_province_is_never_inside():
    both = ROWS.assign(province=pd.Categorical(["01", "79", "01", None]))
    assert WHOLE.keep(both)["code"].tolist() == ["a", "c"]
    assert TWO.keep(both)["code"].tolist() == ["a"]


def test_a_part_refuses_rows_that_do_not_say_where_they_belong():
    with pytest.raises(KeyError, match="ward"):
        TWO.keep(ROWS.drop(columns="ward"))
    assert len(WHOLE.keep(ROWS.drop(columns="ward"))) == len(ROWS)


def test_a_scope_is_a_value_that_nobody_changes():
    again = Scope("01", frozenset({"00008", "00004"}), "leader")
    assert again == TWO
    assert {TWO: 1}[again] == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        TWO.role = "admin"


def test_keys_differ_with_everything_a_scope_holds():
    others = [
        WHOLE,
        TWO,
        NONE,
        Scope("79", None, "officer"),
        Scope("01", None, "viewer"),
        Scope("01", TWO.wards, "admin"),
        Scope("01", None, "officer"),
        Scope("01", TWO.wards, "leader", frozenset({"P1"})),
    ]
    assert len({scope.key for scope in others}) == len(others)
    assert Scope("01", frozenset({"00008", "00004"}), "leader").key == TWO.key


def test_extents_differ_with_the_records_that_are_seen_and_not_with_the_role():
    others = [WHOLE, TWO, NONE, Scope("79", None, "officer"), Scope("01", TWO.wards, "leader", frozenset({"P1"}))]
    assert len({scope.extent for scope in others}) == len(others)
    assert Scope("01", None, "viewer").extent == WHOLE.extent
    assert Scope("01", TWO.wards, "admin").extent == TWO.extent


def test_a_project_is_kept_wherever_it_lies():
    some = Scope("01", frozenset({"00004"}), "officer", frozenset({"P2"}))
    rows = ROWS.assign(project=pd.Categorical(["P1", "P1", "P2", "P2"]))
    assert some.keep(rows)["code"].tolist() == ["a", "c", "d"]
    assert some.keep(ROWS)["code"].tolist() == ["a"], "rows without projects go by their ward"


@pytest.mark.parametrize("wards", [None, frozenset({"00004"})])
def test_an_administrator_of_access_sees_no_rows(wards):
    admin = Scope("01", wards, "admin", frozenset({"P1"}))
    assert admin.keep(ROWS.assign(project="P1")).empty
    assert not admin.everything
    assert not admin.covers("00004")


WARDS = st.sampled_from([f"{n:05d}" for n in range(8)])


@given(st.lists(st.none() | WARDS), st.frozensets(WARDS))
def test_nothing_from_outside_is_ever_kept(wards, allowed):
    scope = Scope("01", allowed, "officer")
    kept = scope.keep(pd.DataFrame({"ward": pd.Series(wards, dtype="category")}))
    assert kept["ward"].tolist() == [ward for ward in wards if scope.covers(ward)]
