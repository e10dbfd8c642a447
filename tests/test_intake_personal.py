"""What is about a person is dropped before anything is stored, and never repeated; what only looks so is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake import personal
from gis.intake.personal import is_personal_cell, is_personal_column, looks_like_name
from tests.intake_files import codes, looked_at, told


@pytest.mark.parametrize(
    "text",
    ["gọi 0912 345 678", "001085012345", "a.b@thu.vn", "STK 0123456789", "ở số nhà 12", "Số 12 ngõ 34 phố Vẽ",
     "DT-0912345678", "F030350234", "DT-F030350234, 0912345678",
     "đơn của ông Nguyễn Văn Vẽ", "bà Trần Thị Vẽ không đồng ý", "Lê Thị Vẽ", "hộ ông Đỗ Vẽ"],
)  # fmt: skip
def test_a_cell_about_a_person(text: str) -> None:
    assert is_personal_cell(text)


@pytest.mark.parametrize(
    "text",
    ["UBND phường Hoàng Mai", "123/TB-UBND ngày 01/08/2026", "Đường Nguyễn Văn Cừ", "Trường THCS Lê Văn Tám",
     "1.234.567.890", "101000729509", "DT-F030350234",
     "HS-D079602031-2", "Bà Triệu", "Hai Bà Trưng", "QĐ 2026000123", "Ban quản lý dự án Đông Anh"],
)  # fmt: skip
def test_a_cell_about_none(text: str) -> None:
    assert not is_personal_cell(text)


@given(st.from_regex(personal._CODE, fullmatch=True))
def test_what_is_taken_for_a_code_at_once_fits_no_pattern_of_a_person(code: str) -> None:
    patterns = (personal._NUMBER, personal._ADDRESS, *personal._patterns())
    assert not any(pattern.search(code) for pattern in patterns)


def test_an_account_or_a_house_is_never_taken_for_a_code() -> None:
    assert not any(map(personal._CODE.fullmatch, ["STK-123456", "ASTK-123456", "SN12", "SN 12", "001085012345"]))
    assert is_personal_cell("ASTK-123456")


def test_the_name_of_a_project_may_be_that_of_a_street_or_a_house() -> None:
    assert not is_personal_cell("Khu tưởng niệm danh nhân Chu Văn An", name=True)
    assert not is_personal_cell("Đường từ số nhà 67 đến số nhà 79 phố Vẽ", name=True)
    assert is_personal_cell("Nhà của ông Nguyễn Văn Vẽ", name=True)


@pytest.mark.parametrize(
    "cells",
    [
        ["Nguyễn Văn Một", "TRẦN THỊ HAI", "Ông Lê Ba"],
        ["001085012345", "001185054321"],
        [1085012345.0, 912345678, 987654321],
        ["0912345678", "0912.345.679"],
        ["012345678", "013345678"],
        ["Số 12 ngõ 3 phố Vẽ", "số nhà 4", "Phường An"],
    ],
)
def test_a_column_about_persons(cells: list[str | float]) -> None:
    assert is_personal_column(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Hoàng Mai", "Dương Nội", "Lê Chân"],
        ["202600123", "202600124"],
        ["101000729509", "101000729555"],
        ["KN-001", "KN-002", "Nguyễn Văn Một"],
        ["UBND phường An", "Ban quản lý dự án"],
        [],
        ["", None],
    ],
)
def test_a_column_about_none(cells: list[str]) -> None:
    assert not is_personal_column(cells)


def test_a_full_name_and_nothing_else() -> None:
    assert looks_like_name("Nguyễn Thị Minh Vẽ")
    assert not looks_like_name("Nguyễn Thị Minh Vẽ khiếu nại")
    assert not looks_like_name("Nguyễn Trãi")


HEADINGS = ("Mã cam kết", "Xã", "Ngày thông báo", "Cơ quan chủ trì")


def test_a_column_of_names_under_an_innocent_heading_is_dropped_whole() -> None:
    rows = [(f"C{at}", "An", "01/08/2026", name) for at, name in enumerate(("Nguyễn Văn Một", "Trần Thị Hai"))]
    found = looked_at("commitments", HEADINGS, *rows)
    assert codes(found) == [(1, "personal_column", False)]
    assert [row.get("leading_body") for row in told(found, "commitment")] == [None, None]


def test_identity_numbers_as_codes_are_dropped_and_codes_made() -> None:
    headings = ("Mã hồ sơ", "Mã dự án", "Xã", "Diện tích (m2)")
    found = looked_at("files", headings, ("001085012345", "P1", "An", 100), ("001085012346", "P1", "An", 90))
    assert [code for _, code, _ in codes(found)] == ["codes_made", "personal_column"]
    assert all(row["code"].startswith("HS-") for row in told(found, "household_file"))


def test_a_single_cell_about_a_person_is_left_blank_and_not_repeated() -> None:
    rows = [("C1", "An", "01/08/2026", "UBND phường An"), ("C2", "An", "02/08/2026", "UBND, ông Nguyễn Văn Một"),
            ("C3", "An", "03/08/2026", "Sở")]  # fmt: skip
    found = looked_at("commitments", HEADINGS, *rows)
    assert [(finding.code, finding.value, finding.refused) for finding in found.findings] == [
        ("personal_value", "", False)
    ]
    assert "Nguyễn" not in repr(found.frames["commitment"].to_dict()) + repr(found.findings)


def test_the_text_of_a_petition_is_not_read_and_not_repeated_by_a_finding() -> None:
    headings = ("Mã vụ việc", "Loại đơn", "Xã", "Nội dung đơn", "Nội dung")
    text = "Gia đình tôi có thửa đất đã sử dụng ổn định từ lâu, nay đề nghị xem xét lại " * 2
    found = looked_at("cases", headings, ("K9", "KN", "An", text, text))
    assert [(finding.code, finding.value) for finding in found.findings] == [
        ("petition_text", ""),
        ("unknown_choice", ""),
    ]
    assert "Gia đình" not in repr(found.frames["case"].to_dict()) + repr(found.findings)


def test_a_mapping_cannot_bring_a_column_about_persons_in() -> None:
    from gis.intake import ColumnMapping  # noqa: PLC0415 — only here

    mapping = ColumnMapping(columns={"leading_body": "Họ tên"})
    found = looked_at("commitments", ("Mã cam kết", "Xã", "Họ tên"), ("C1", "An", "Nguyễn Văn Một"), mapping=mapping)
    assert codes(found) == [(1, "personal_column", False)]
    assert "leading_body" not in found.places
