"""Plans that go by their round only: one within a project and a ward, with a code that stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.references import Known
from gis.intake.rounds import number_of
from tests import city
from tests.intake_files import codes, known, looked_at, told

PLANS = ("Mã phương án", "Mã dự án", "Xã", "Ngày thông báo thu hồi đất")
FIRST = ("Đợt 1", "P1", "An", "01/03/2024")
SECOND = ("đợt II", "P1", "An", "01/04/2024")
THERE = ("Đợt 1", "P1", "Bình", "01/03/2024")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Đợt 1", 1),
        ("ĐỢT IV", 4),
        ("Phương án đợt 2", 2),
        ("đợt số 12", 12),
        ("Đợt", None),
        ("PA-1", None),
        ("1", None),
    ],
)
def test_what_names_a_round(text: str, number: int | None) -> None:
    assert number_of(text) == number


@given(st.text(max_size=30) | st.integers() | st.none())
def test_no_cell_is_too_strange_for_a_round(cell: object) -> None:
    found = number_of(cell)  # type: ignore[arg-type]
    assert found is None or found >= 0


def test_rounds_of_different_wards_and_numbers_are_different_plans_and_the_same_next_month() -> None:
    found = looked_at("plans", PLANS, FIRST, SECOND, THERE)
    plans = told(found, "plan")
    assert [(row["ward"], row["round"]) for row in plans] == [("00001", 1), ("00001", 2), ("00002", 1)]
    made = [row["code"] for row in plans]
    assert len(set(made)) == 3
    assert all(code.startswith("PA-") for code in made)
    assert [one for _, one, _ in codes(found)] == ["codes_made"]
    again = looked_at("plans", PLANS, THERE, (*FIRST[:3], "05/03/2024"))
    assert [row["code"] for row in told(again, "plan")] == [made[2], made[0]]
    column = looked_at("plans", ("Đợt", *PLANS[1:]), ("Đợt 1", *FIRST[1:]))
    assert told(column, "plan")[0]["code"] == made[0], "in its own column it is the same round"


def test_a_code_of_its_own_stays_and_the_round_of_its_column_counts() -> None:
    found = looked_at("plans", (*PLANS, "Đợt"), ("PA-7", "P1", "An", "01/03/2024", "Đợt 3"), (*FIRST, 2))
    assert [(row["code"] == "PA-7", row["round"]) for row in told(found, "plan")] == [(True, 3), (False, 2)]


def test_a_household_file_finds_its_plan_by_the_round() -> None:
    headings = ("Mã hồ sơ", "Mã dự án", "Xã", "Mã phương án")
    frames = dict(known().frames)
    frames["plan"] = frames["plan"].assign(round=[1, 1, 1])
    rows = [("H8", "P1", "An", "Đợt 1"), ("H9", "P1", "Bình", "Đợt 1"), ("H7", "P1", "An", "Đợt 2")]
    found = looked_at("files", headings, *rows, known=Known(frames))
    assert [row.get("plan") for row in told(found, "household_file")] == ["L1", "L2", None]
    assert [(row, one) for row, one, _ in codes(found)] == [(4, "unknown_reference")]
    assert city.PLANS[0]["code"] == "L1"
