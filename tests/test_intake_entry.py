"""What is typed into a form passes the gate of files, and goes in whole or not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from gis.intake.entry import Entered, entered
from tests import city

KNOWN = {
    "project": pd.DataFrame({"code": ["P1"], "name": ["Đường vành đai Vẽ"]}),
    "project_ward": pd.DataFrame({"project": ["P1"], "ward": ["00001"]}),
    "case": pd.DataFrame({"code": ["K1"]}),
    "dialogue": pd.DataFrame({"code": ["D1"]}),
}
MEETING = {"kind": "complaint", "ward": "00001", "announced_on": dt.date(2026, 9, 20)}
PROMISE = {"ward": "00001", "dialogue": "D1", "notice_on": dt.date(2026, 9, 25)}


def typed_in(form: str, **row: Any) -> Entered:
    return entered(form, row, city.areas(), province="99", known=KNOWN, today=city.AS_OF)


def test_a_record_with_the_columns_that_were_filled_in() -> None:
    found = typed_in("dialogues", **MEETING, project="P1", case="K1", planned_for=dt.date(2026, 10, 5), invited=3)
    assert found.findings == ()
    assert set(found.frame.columns) == {*MEETING, "code", "project", "case", "planned_for", "invited"}
    assert found.frame["code"].iloc[0].startswith("DT-")
    assert found.frame["invited"].iloc[0] == 3


def test_the_same_facts_make_the_same_code() -> None:
    codes = {typed_in("dialogues", **MEETING).frame["code"].iloc[0] for _ in range(2)}
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"held_on": dt.date(2026, 9, 19)}, "disorder"),
        ({"held_on": dt.date(2026, 10, 1)}, "future_day"),
        ({"ward": "99999"}, "unknown_ward"),
        ({"case": "K2"}, "unknown_reference"),
    ],
)
def test_what_a_file_would_be_pointed_at_for_keeps_a_form_out(row: dict[str, Any], code: str) -> None:
    found = typed_in("dialogues", **MEETING | row)
    assert found.frame.empty
    assert [each.code for each in found.findings] == [code]


@pytest.mark.parametrize("text", ["Nguyễn Văn Vẽ", "0912345678", "12/TB ông Nguyễn Văn Vẽ", "a@b.vn", "001099012345"])
@pytest.mark.parametrize("field", ["notice_number", "leading_body"])
def test_a_text_about_a_person_is_refused_and_not_repeated(field: str, text: str) -> None:
    found = typed_in("commitments", **PROMISE, **{field: text})
    assert found.frame.empty
    assert found.findings
    assert all(each.code.startswith("personal") for each in found.findings)
    assert not any(text in each.what.say() + each.value for each in found.findings)


def test_the_number_of_a_document_goes_in() -> None:
    found = typed_in("commitments", **PROMISE, notice_number="12/TB-UBND", leading_body="UBND phường An")
    assert found.findings == ()
    assert found.frame["notice_number"].iloc[0] == "12/TB-UBND"
