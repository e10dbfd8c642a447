from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.records.columns import KEY, differs, digest, from_frame, from_rows, row_keys, values_of
from gis.records.entities import ENTITIES

CASE, REPORT, PROJECT_WARD = ENTITIES["case"], ENTITIES["progress_report"], ENTITIES["project_ward"]


def one_case(**values: object) -> pd.DataFrame:
    return pd.DataFrame({"code": ["K1"]} | {name: [value] for name, value in values.items()})


def stored(**values: object) -> dict[str, object]:
    [row] = rows_of(from_frame(one_case(**values), CASE))
    return row


def rows_of(table: pa.Table) -> list[dict[str, object]]:
    columns = {name: values_of(table[name]) for name in table.column_names}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize(
    ("name", "given_value", "expected"),
    [
        ("received_on", dt.date(2026, 9, 30), "2026-09-30"),
        ("received_on", pd.Timestamp("2026-09-30 23:59"), "2026-09-30"),
        ("received_on", pd.NaT, None),
        ("subject", "price", "price"),
        ("subject", float("nan"), None),
        ("people", 3.0, 3),
        ("people", None, None),
        ("complex", True, True),
        ("complex", None, None),
        ("longitude", 105, 105.0),
        ("longitude", float("nan"), None),
    ],
)
def test_a_value_is_brought_into_plain_form(name, given_value, expected):
    assert stored(**{name: given_value}) == {"code": "K1", name: expected, KEY: "K1"}


def test_typed_columns_are_taken_as_they_are():
    frame = pd.DataFrame(
        {
            "code": pd.array(["K1", "K2"], dtype="string"),
            "subject": pd.Categorical(["price", None]),
            "people": pd.array([5, None], dtype="Int32"),
            "complex": pd.array([True, None], dtype="boolean"),
            "received_on": np.array(["2026-01-02", "NaT"], dtype="datetime64[s]"),
        }
    )
    first, second = rows_of(from_frame(frame, CASE))
    assert first == {
        "code": "K1",
        "subject": "price",
        "complex": True,
        "people": 5,
        "received_on": "2026-01-02",
        KEY: "K1",
    }
    assert set(second.values()) == {"K2", None}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"mood": "x"}, r"case declares no \['mood'\]"),
        ({"subject": "weather"}, r"case.subject has no choice \['weather'\]"),
        ({"people": 2.5}, "case.people: .*2.5"),
        ({"people": "many"}, "case.people: .*many"),
        ({"ward": 4}, "case.ward: numbers where a code .* lost its zeros"),
        ({"code": None}, "case: a row without"),
    ],
)
def test_what_does_not_fit_the_declaration_is_the_callers_mistake(values, told):
    with pytest.raises(ValueError, match=told):
        from_frame(one_case(**values), CASE)


def test_a_frame_without_its_key_is_refused():
    with pytest.raises(ValueError, match=r"recognised by \['ward'\]"):
        from_frame(pd.DataFrame({"project": ["P1"]}), PROJECT_WARD)


def test_a_row_key_names_every_key_field():
    frame = pd.DataFrame(
        {
            "project": ["P1", "P1"],
            "ward": ["00001", "00001"],
            "round": [2.0, None],
            "reported_on": [dt.date(2026, 9, 30)] * 2,
            "step": ["paid", "paid"],
        }
    )
    assert from_frame(frame, REPORT)[KEY].to_pylist() == [
        "P1|00001|2|2026-09-30|paid",
        "P1|00001||2026-09-30|paid",
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.text(alphabet="a|\\", max_size=4)] * 2), min_size=1, unique=True))
def test_different_keys_never_read_the_same(pairs):
    table = pa.table({"project": [one for one, _ in pairs], "ward": [other for _, other in pairs]})
    assert len(set(row_keys(table, PROJECT_WARD).to_pylist())) == len(pairs)


def test_rows_of_a_database_come_back_as_they_went_in():
    values = dict.fromkeys(CASE.names) | {"code": "K1", "received_on": "2026-01-02", "people": 5, "complex": False}
    as_text = from_rows([(7, 3, "K1", *values.values())], CASE)
    as_date = from_rows([(7, 3, "K1", *(values | {"received_on": dt.date(2026, 1, 2)}).values())], CASE)
    assert as_text.equals(as_date)
    assert rows_of(as_text) == [{"seq": 7, "batch": 3, KEY: "K1", **values}]


def test_no_rows_have_their_columns_too():
    assert from_rows([], CASE).column_names == ["seq", "batch", KEY, *CASE.names]


def test_two_unknown_values_do_not_differ():
    one = pa.chunked_array([pa.array([1, 1, None, None])])
    other = pa.chunked_array([pa.array([1, 2, 1, None])])
    assert differs(one, other).tolist() == [False, True, True, False]


def test_a_digest_tells_rows_apart_and_nothing_else():
    table = from_frame(one_case(people=5), CASE)
    assert digest({"case": table}) == digest({"case": from_frame(one_case(people=5.0), CASE)})
    assert digest({"case": table}) != digest({"case": from_frame(one_case(people=6), CASE)})
    assert digest({"case": table}) != digest({"petition": table})
