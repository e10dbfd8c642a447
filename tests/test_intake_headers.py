"""Headings of several rows: groups above sub-headings, merged in a spreadsheet, blank cells in a text file."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from gis import intake
from gis.intake.headers import header_rows, headings_of_rows
from gis.intake.table import Grid
from gis.intake.vocabulary import headings_of, joinable, meaning

PLAIN: Grid = [
    ["STT", "Tên dự án", "Diện tích (ha)", None, "Kế hoạch", None, "Ghi chú"],
    [None, None, "Tổng", "Diện tích thu hồi", "Số đợt", "Số cọc", None],
    [1, "Đường Vẽ", 2.5, 1.5, 3, 4, None],
]
JOINED = (
    "STT",
    "Tên dự án",
    "Diện tích – Tổng (ha)",
    "Diện tích thu hồi (ha)",
    "Kế hoạch – Số đợt",
    "Kế hoạch – Số cọc",
    "Ghi chú",
)


def merged(path: Path, *, titled: bool = False) -> Path:
    """Write the same headings as people do: merged across and down, below a title merged across the sheet."""
    top = 3 if titled else 0
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Danh sách")
        if titled:
            page.merge_range(0, 0, 0, 2, "UBND THÀNH PHỐ VẼ")
            page.merge_range(0, 3, 0, 6, "CỘNG HÒA")
            page.merge_range(2, 0, 2, 6, "DANH MỤC DỰ ÁN")
        for column in (0, 1, 6):
            page.merge_range(top, column, top + 1, column, PLAIN[0][column])
        page.merge_range(top, 2, top, 3, "Diện tích\n(ha)*")
        page.merge_range(top, 4, top, 5, "Kế hoạch")
        for place, row in enumerate(PLAIN[1:], top + 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(place, column, cell)
        page.write_row(top + 3, 0, (2, "Cầu Vẽ", 1, 1, 1, 1))
    return path


def test_groups_of_a_text_file() -> None:
    assert header_rows(PLAIN) == range(2)
    assert headings_of_rows(PLAIN, range(2)) == JOINED


def test_a_group_of_a_text_file_reaches_over_all_that_stands_below_it_however_far() -> None:
    grid: Grid = [
        ["TT", "Nhóm", None, None, None, "Khác", None],
        [None, "Màu", "Mùi", None, None, "Hình", "Tiếng"],
        [None, None, "Thơm", "Nồng", None, None, None],
        [None, None, None, "Ít", "Nhiều", None, None],
        [1, 2, 3, 4, 5, 6, 7],
    ]
    assert headings_of_rows(grid, range(4)) == (
        "TT", "Nhóm – Màu", "Nhóm – Mùi – Thơm", "Nhóm – Mùi – Nồng – Ít", "Nhóm – Mùi – Nồng – Nhiều",
        "Khác – Hình", "Khác – Tiếng",
    )  # fmt: skip


@pytest.mark.parametrize("titled", [False, True])
def test_merged_groups_of_a_spreadsheet(tmp_path: Path, titled: bool) -> None:  # noqa: FBT001
    table = intake.read_table(merged(tmp_path / "a.xlsx", titled=titled))
    assert table.headings == JOINED
    assert table.header_row == (5 if titled else 2)
    assert list(table.cells[1]) == ["Đường Vẽ", "Cầu Vẽ"]


def test_sub_headings_that_two_groups_share_keep_their_groups() -> None:
    grid: Grid = [
        ["Tên dự án", "Kế hoạch", None, "Thực hiện", None],
        [None, "Diện tích", "Hộ", "Diện tích", "Hộ"],
        [1] * 5,
    ]
    found = headings_of_rows(grid, header_rows(grid))
    assert found == ("Tên dự án", "Kế hoạch – Diện tích", "Kế hoạch – Hộ", "Thực hiện – Diện tích", "Thực hiện – Hộ")


def test_a_group_about_persons_stays_so_that_its_columns_are_not_read() -> None:
    grid: Grid = [["Mã dự án", "Người khiếu nại", None], [None, "Tên dự án", "Xã, phường"], ["DA1", "a", "b"]]
    found = headings_of_rows(grid, header_rows(grid))
    assert found[1:] == ("Người khiếu nại – Tên dự án", "Người khiếu nại – Xã, phường")


def test_one_row_of_headings_above_words_stays_one() -> None:
    grid: Grid = [["Tên dự án", "Xã, phường", "Nguồn vốn"], ["Đường Vẽ", "Phường An", None], ["Cầu", None, "Ngân sách"]]
    assert header_rows(grid) == range(1)


def test_three_rows_of_headings() -> None:
    grid: Grid = [
        ["Tên dự án", "Số liệu", None, None],
        [None, "Đất", None, "Hộ"],
        [None, "Tổng", "Thu hồi", None],
        ["Đường Vẽ", 1, 2, 3],
    ]
    merges = [(0, 2, 0, 0), (0, 0, 1, 3), (1, 1, 1, 2), (1, 2, 3, 3)]
    for row in grid[1:3]:
        row[0] = "Tên dự án"
    grid[2][3] = "Hộ"
    found = headings_of_rows(grid, header_rows(grid, merges), merges)
    assert found == ("Tên dự án", "Số liệu – Đất – Tổng", "Số liệu – Đất – Thu hồi", "Số liệu – Hộ")


def test_other_sheets_that_hold_lists_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Quý I", "Quý II"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ("Tên dự án", "Xã, phường", "Nguồn vốn", "Diện tích"))
            page.write_row(1, 0, ("Đường Vẽ", "Phường An", "Ngân sách", 1))
        book.add_worksheet("Bìa").write(0, 0, "BÁO CÁO")
    table = intake.read_table(path)
    assert (table.sheet, [note.code for note in table.notes]) == ("Quý I", ["other_sheets"])
    assert "Quý II" in table.notes[0].what.say("vi")
    assert intake.read_table(path, sheet="Quý II").notes == ()


@pytest.mark.parametrize(
    ("form", "heading", "column"),
    [
        ("files", "DT thu hồi (m2)", "area"),
        ("files", "Số tiền BT, HT (đồng)", "approved_sum"),
        ("files", "Kinh phí bồi thường, hỗ trợ và TĐC", "approved_sum"),
        ("files", "Ngày PDPA", "approved_on"),
        ("files", "Ngày BGMB", "handed_over_on"),
        ("files", "Mã HS", "code"),
        ("plans", "Ngày QĐ phê duyệt PA", "approved_on"),
        ("projects", "CĐT", "investor"),
        ("cases", "Ngày QĐ GQ", "decided_on"),
        ("cases", "Tọa độ X (m)", "latitude"),
    ],
)
def test_what_offices_abbreviate_is_understood(form: str, heading: str, column: str) -> None:
    one = intake.FORMS[form]
    wordings = headings_of(form, column, one[column].field)
    assert joinable(meaning(heading).name) in wordings
