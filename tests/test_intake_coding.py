"""Codes that are made: the same next month, different for different records, and nothing of a person in them."""

from __future__ import annotations

import hashlib

import pytest

from gis.intake import Checked
from gis.intake.coding import _code
from gis.intake.personal import is_personal_cell, is_personal_column
from tests.intake_files import codes, looked_at, told

HEADINGS = ("STT", "Họ tên chủ hộ", "Mã dự án", "Xã", "Loại đất", "Diện tích (m2)", "Ngày kiểm đếm")
FIRST = (1, "Nguyễn Văn Một", "P1", "An", "Đất ở", 100, None)
SECOND = (2, "Trần Thị Hai", "P1", "An", "Đất ở", 100, None)
THIRD = (3, "Lê Văn Ba", "P1", "An", "Đất ở", 120, None)


def made(found: Checked) -> list[str]:
    return [row["code"] for row in told(found, "household_file")]


def test_rows_of_the_same_facts_are_numbered_and_next_month_finds_them_again() -> None:
    found = looked_at("files", HEADINGS, FIRST, SECOND, THIRD)
    one, two, three = made(found)
    assert one.startswith("HS-")
    assert two == f"{one}-2"
    assert three not in (one, two)
    assert found.made == {2: one, 3: two, 4: three}
    later = [(*row[:-1], "01/09/2026") for row in (FIRST, SECOND, THIRD)]
    assert made(looked_at("files", HEADINGS, *later)) == [one, two, three]


@pytest.mark.parametrize(
    ("facts", "first"),
    [("704", "F030350234"), ("4335", "0201120244"), ("4668", "0336919426")],
)
def test_a_made_code_is_never_taken_for_the_number_of_somebody(facts: str, first: str) -> None:
    """Of one with a letter it is known; one of digits only is passed over, as nobody could tell it from a number."""
    assert hashlib.sha256(f"DT|{facts}".encode()).hexdigest().upper().startswith(first)
    for number in (0, 1):
        code = _code("DT", facts, number)
        assert (first in code) == ("F" in first)
        assert not is_personal_cell(code)
        assert not is_personal_column([code])


def test_a_row_written_twice_stays_out_and_two_people_with_the_same_facts_do_not() -> None:
    found = looked_at("files", HEADINGS, FIRST, FIRST, SECOND)
    assert [one for one in codes(found) if one[2]] == [(3, "duplicate_row", True)]
    assert len(made(found)) == 2


def test_a_refused_row_does_not_move_the_numbers_of_others() -> None:
    wrong = (1, "Nguyễn Văn Một", "P1", "An", "Đất ở", 100, "01/01/2001")
    headings = (*HEADINGS, "Ngày thông báo thu hồi")
    rows = [(*row, "01/01/2024") for row in (FIRST, SECOND)]
    right = made(looked_at("files", headings, *rows))
    found = looked_at("files", headings, (*wrong, "01/01/2024"), rows[1])
    assert codes(found)[-1] == (2, "disorder", True)
    assert made(found) == right[1:]


def test_names_are_dropped_and_said_to_be() -> None:
    found = looked_at("files", HEADINGS, FIRST)
    assert [(finding.code, finding.column, finding.value) for finding in found.findings] == [
        ("codes_made", "", ""),
        ("personal_column", "Họ tên chủ hộ", ""),
    ]
    assert "Nguyễn" not in repr(found.frames["household_file"].to_dict()) + repr(found.findings)


def test_a_code_of_its_own_is_kept_beside_made_ones() -> None:
    headings = ("Mã hồ sơ", *HEADINGS)
    found = looked_at("files", headings, ("H-77", *FIRST), (None, *SECOND))
    own, other = made(found)
    assert own == "H-77"
    assert found.made == {3: other}


def test_petitions_of_one_day_are_told_apart_by_their_text_and_it_is_not_kept() -> None:
    headings = ("Xã", "Ngày nhận đơn", "Loại đơn", "Nội dung đơn")
    rows = [("An", "01/09/2026", "Khiếu nại", text) for text in ("đền bù cây", "đường vào nhà", "đền bù cây")]
    found = looked_at("petitions", headings, *rows)
    assert [one for one in codes(found) if one[2]] == [(4, "duplicate_row", True)]
    assert len(told(found, "petition")) == 2
    assert "đường vào" not in repr(found.frames["petition"].to_dict()) + repr(found.findings)
