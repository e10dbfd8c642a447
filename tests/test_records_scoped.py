"""What a scope leaves of any city is what a clerk with scissors would leave, and it costs a look at each row.

The clerk takes the frames of the whole city, cuts away each row outside, and blacks out every code of a row that was
cut away. Cities are drawn at random; the clerk works on them with plain Python.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.records import frames
from gis.records.entities import ENTITIES
from gis.records.snapshot import Snapshot
from gis.scope import Role, Scope
from tests import city
from tests.records_city import OFFICER, filled, moment
from tests.test_records_snapshot import Past

WARDS = ("00001", "00002", "00003")
PROJECTS = ("P1", "P2", "P3")
DAY = "2026-09-30"
PLACED = [name for name, entity in ENTITIES.items() if "ward" in entity.names]

_ward = st.sampled_from(WARDS)
_project = st.none() | st.sampled_from(PROJECTS)
_case = st.none() | st.sampled_from(["K0", "K1", "K2", "K404"])


def coded(letter: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of an entity with codes, none of them twice."""
    made = st.lists(st.fixed_dictionaries(fields), max_size=4)
    return made.map(lambda rows: [{"code": f"{letter}{n}"} | row for n, row in enumerate(rows)])


CITIES = st.fixed_dictionaries(
    {
        "project": coded("P", name=st.sampled_from(["Một", "Hai"]), investor=st.sampled_from("AB")),
        "case": coded("K", ward=_ward, project=_project, deciding_body=st.sampled_from(["Sở", "Phòng"]),
                      hamlet=st.sampled_from(["Xóm 1", "Xóm 2"])),
        "petition": coded("D", ward=_ward, case=_case),
        "dialogue": coded("T", ward=_ward, project=_project, case=_case),
        "commitment": coded("C", ward=_ward, case=_case, dialogue=st.none() | st.sampled_from(["T0", "T404"])),
        "resettlement_site": coded("S", ward=_ward, name=st.just("Khu"), project=_project),
    }
)  # fmt: skip
_ALWAYS: Mapping[str, Mapping[str, str]] = {
    "case": {"case_class": "complaint", "received_on": "2026-01-10"},
    "petition": {"received_on": "2026-01-10"},
    "dialogue": {"kind": "plan"},
}
SCOPES = st.builds(
    Scope,
    st.just("01"),
    st.frozensets(_ward),
    st.sampled_from(["viewer", "leader", "officer", "editor", "admin"]),
    st.frozensets(st.sampled_from(PROJECTS)),
)


def recorded(rows: Mapping[str, list[dict[str, Any]]]) -> Past:
    made = {
        name: city.frame(name, [{**_ALWAYS.get(name, {}), **row} for row in found])
        for name, found in rows.items()
        if found
    }
    return Past().add(moment("2026-06-01"), **made)


def blank(value: Any) -> bool:
    return bool(pd.isna(value))


def by_hand(whole: Snapshot, scope: Scope) -> dict[str, dict[str, dict[str, Any]]]:
    """What the clerk leaves: entity → code → what is told."""
    every = {name: filled(whole[name]) for name in ENTITIES}

    def inside(row: Mapping[str, Any]) -> bool:
        place = row.get("ward") in (scope.wards or ()) or row.get("project") in scope.projects
        return place and scope.role != "admin"

    left = {name: {code: row for code, row in every[name].items() if inside(row)} for name in PLACED}
    named = {row["project"] for rows in left.values() for row in rows.values() if "project" in row}
    named |= scope.projects if scope.role != "admin" else set()
    left["project"] = {code: row for code, row in every["project"].items() if code in named}
    for name, rows in left.items():
        for code, row in rows.items():
            rows[code] = {
                field: value
                for field, value in row.items()
                if ENTITIES[name][field].told in scope.told
                and not cut_away(ENTITIES[name][field].refers_to, value, every, left)
            }
    return left


def cut_away(target: str, code: Any, every: Mapping[str, Any], left: Mapping[str, Any]) -> bool:
    return target in PLACED and code in every[target] and code not in left[target]


@settings(max_examples=15)
@given(CITIES, SCOPES)
def test_a_scope_leaves_what_a_clerk_with_scissors_leaves(rows: Any, scope: Scope) -> None:
    past = recorded(rows)
    snapshot = past.cut(DAY, scope=scope)
    expected = by_hand(past.cut(DAY), scope)
    for name in (*PLACED, "project"):
        assert filled(snapshot[name]) == expected[name], name


@settings(max_examples=15)
@given(CITIES, SCOPES, st.data())
def test_however_it_is_asked_for_it_says_the_same_and_knows_no_other_word(
    rows: Any, scope: Scope, data: st.DataObject
) -> None:
    """Columns by themselves, some rows, rows by what they refer to: all are answered without the whole frame."""
    past = recorded(rows)
    lazy, whole = (past.cut(DAY, scope=scope) for _ in "ab")
    for name in PLACED:
        part, frame = lazy.rows(name), whole[name]
        among = data.draw(st.lists(st.sampled_from(range(len(frame))), max_size=4)) if len(frame) else []
        places = pd.Series(among, dtype="int64").to_numpy()
        columns = [one for one in frame if ENTITIES[name][one].kind in {"ref", "text"}]
        some = part.frame(columns, places)
        expected = frame[columns].iloc[places].reset_index(drop=True)
        pd.testing.assert_frame_equal(some, expected, check_categorical=False)
        for one in columns:
            held = frame[one].astype("object").dropna()
            assert set(frame[one].cat.categories) == set(held), "not even the words outside"
            if ENTITIES[name][one].kind == "ref":
                assert part.without(one).tolist() == [n for n, value in enumerate(frame[one]) if blank(value)]
                for word in ("K0", "K404", "T0", "P1", *WARDS):
                    same = [n for n, value in enumerate(frame[one]) if value == word]
                    assert part.whose(one, [word]).tolist() == same


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_a_scope_makes_no_column_that_nobody_asked_for(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """All wards by name cost what the city costs: a look at the wards, and no frame beside the one asked for."""
    made: list[str] = []
    draw = frames.typed

    def counted(values: Any, one: Any, vocabulary: Any) -> Any:
        made.append(one.name)
        return draw(values, one, vocabulary)

    past = recorded({"case": [{"code": f"K{n}", "ward": WARDS[n % 3], "people": n} for n in range(6)]})
    monkeypatch.setattr(frames, "typed", counted)
    snapshot = past.cut(DAY, scope=Scope("01", frozenset(WARDS), role))
    assert len(snapshot.rows("case")) == 6
    assert snapshot.rows("case").frame(["people"])["people"].tolist() == list(range(6))
    assert made == ["people"]


def test_all_wards_by_name_still_see_nothing_that_lies_in_none() -> None:
    rows = [{"code": "K0", "ward": "00001"}, {"code": "K1", "ward": None}]
    past = recorded({"case": rows, "petition": [{"code": "D0", "ward": "00001", "case": "K1"}]})
    named = past.cut(DAY, scope=Scope("01", frozenset(WARDS), "officer"))
    assert set(filled(named["case"])) == {"K0"}
    assert "case" not in filled(named["petition"])["D0"], "a code of what lies nowhere is told to the city only"
    assert filled(past.cut(DAY, scope=OFFICER)["petition"])["D0"]["case"] == "K1"


def test_a_scope_cuts_by_day_as_the_city_does() -> None:
    rows = [{"code": f"K{n}", "ward": "00001", "received_on": str(dt.date(2026, n, 1))} for n in (3, 9)]
    scope = Scope("01", frozenset({"00001"}), "officer")
    assert set(filled(recorded({"case": rows}).cut("2026-05-01", scope=scope)["case"])) == {"K3"}
