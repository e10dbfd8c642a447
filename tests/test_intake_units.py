"""Units that stand above a table, and sums whose unit nobody states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from gis import intake
from gis.intake.checking import Checked
from tests import city
from tests.intake_files import codes, known, sheet, told

ON = dt.date(2026, 8, 31)
HEADINGS = ("Mã dự án", "Xã", "Ngày báo cáo", "Đã chi trả – Diện tích", "Đã chi trả – Số tiền")


def progress(folder: Path, *lines: str, headings: tuple[str, ...] = HEADINGS, sums: tuple[object, ...]) -> Checked:
    """Check a progress table below these lines, with a row for each sum."""
    rows = [("P1", "An", ON, 2, sums[0]), *(("P2", "Cát", ON, 2, one) for one in sums[1:])]
    table = intake.read_table(sheet(folder / "a.xlsx", [*((line,) for line in lines), headings, *rows]))
    return intake.check(table, intake.FORMS["progress"], city.areas(), province="99", known=known(), today=city.AS_OF)


@pytest.mark.parametrize(
    ("line", "money", "area", "said"),
    [
        ("Đơn vị tính: triệu đồng", 98.5e6, 2, 1),
        ("(ĐVT: Tỷ đồng)", 98.5e9, 2, 1),
        ("Biểu 02 ĐVT: m2, 1.000 đồng", 98.5e3, 2e-4, 2),
        ("Đơn vị: nghìn đồng", 98.5e3, 2, 1),
        ("Đơn vị tính: ha; triệu đồng; hộ", 98.5e6, 2, 1),
    ],
)
def test_a_unit_above_the_table_holds_for_columns_that_state_none(
    tmp_path: Path, line: str, money: float, area: float, said: int
) -> None:
    found = progress(tmp_path, "BÁO CÁO TIẾN ĐỘ", line, sums=(98.5,))
    [record] = told(found, "progress_report")
    assert (record["money"], record["area"]) == (money, area)
    assert [code for _, code, _ in codes(found)] == ["stated_unit"] * said


def test_a_heading_and_a_cell_go_before_the_line_above(tmp_path: Path) -> None:
    headings = (*HEADINGS[:-1], "Đã chi trả – Số tiền (tỷ đồng)")
    found = progress(tmp_path, "Đơn vị tính: triệu đồng", headings=headings, sums=(2.5,))
    assert told(found, "progress_report")[0]["money"] == 2.5e9
    found = progress(tmp_path, "Đơn vị tính: triệu đồng", sums=("1,2 tỷ", 350))
    assert [record["money"] for record in told(found, "progress_report")] == [1.2e9, 350e6]


def test_an_office_is_no_unit_and_several_units_are_not_guessed_at(tmp_path: Path) -> None:
    found = progress(tmp_path, "Đơn vị: UBND Xã Cát, tỷ lệ đồng thuận cao", sums=(2_500_000,))
    assert (told(found, "progress_report")[0]["money"], codes(found)) == (2_500_000, [])
    found = progress(tmp_path, "Đơn vị tính: triệu đồng, tỷ đồng", sums=(2_500_000,))
    assert (told(found, "progress_report")[0]["money"], codes(found)) == (2_500_000, [(2, "unclear_unit", False)])


@pytest.mark.parametrize(("sums", "recorded"), [((98.5, 120, 250), False), ((350_000, 3e9, 2e9), True), ((1e6,), True)])
def test_sums_too_small_to_be_dong_are_not_recorded(
    tmp_path: Path,
    sums: tuple[float, ...],
    recorded: bool,  # noqa: FBT001
) -> None:
    found = progress(tmp_path, sums=sums)
    assert (told(found, "progress_report")[0].get("money") is not None) is recorded
    assert ("tiny_sums" in [code for _, code, _ in codes(found)]) is not recorded


def test_totals_are_in_the_unit_of_their_rows(tmp_path: Path) -> None:
    rows = [("Đơn vị tính: triệu đồng",), HEADINGS, ("P1", "An", ON, 2, 100), ("P2", "Cát", ON, 3, 150)]
    for total, differs in ((250, False), (260, True)):
        path = sheet(tmp_path / "a.xlsx", [*rows, ("Tổng cộng", None, None, 5, total)])
        form = intake.FORMS["progress"]
        found = intake.check(intake.read_table(path), form, city.areas(), province="99", today=city.AS_OF)
        assert ("total_differs" in [code for _, code, _ in codes(found)]) is differs
