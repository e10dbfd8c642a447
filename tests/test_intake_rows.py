"""What stands between and below the records: totals, sections, notes, signatures, dashes and "như trên"."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis import intake
from gis.intake.rows import sort_rows
from tests.intake_files import sheet

HEADINGS = ("STT", "Mã dự án", "Xã, phường", "Tên dự án", "Diện tích (ha)", "Số hộ")
AN = (1, "DA1", "Phường An", "Đường Vẽ", 2.5, 10)
BINH = (2, "DA2", "Phường Bình", "Trường Vẽ", 1.5, 4)
NOTHING = (None,) * 6


def read(folder: Path, *rows: tuple[object, ...]) -> intake.Table:
    return intake.read_table(sheet(folder / "a.xlsx", [HEADINGS, *rows]))


def codes(table: intake.Table) -> list[str]:
    return [note.code for note in table.notes]


@pytest.mark.parametrize(
    "label",
    ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Cộng (I+II)", "Cộng phường An", "Tổng", "Total", "II. Tổng cộng", "Cộng chung"],
)
def test_a_total_is_set_aside(tmp_path: Path, label: str) -> None:
    table = read(tmp_path, AN, BINH, (None, None, label, "-", 4.0, "14"))
    assert list(table.cells.index) == [2, 3]
    assert table.totals.loc[4, 4] == 4.0
    assert codes(table) == ["total_rows"]
    assert table.notes[0].row == 4


@pytest.mark.parametrize("name", ["Tổng kho xăng dầu", "Cộng đồng xanh", "Tổng công ty Vẽ", "Nhà sinh hoạt cộng đồng"])
def test_a_record_may_begin_like_a_total(tmp_path: Path, name: str) -> None:
    table = read(tmp_path, AN, (2, "DA2", None, name, 4.0, 14), (None, None, None, name, None, None))
    assert len(table) == 3
    assert codes(table) == []


def test_a_record_whose_name_is_a_total_stays_one(tmp_path: Path) -> None:
    assert len(read(tmp_path, AN, (2, "DA2", "Phường An", "Tổng cộng", 4.0, 14))) == 2


@pytest.mark.parametrize(("marker", "title"), [("I", "Phường An"), ("A.", "Dự án nhóm A"), ("IV)", None)])
def test_a_section_among_numbered_rows_is_set_aside(tmp_path: Path, marker: str, title: str | None) -> None:
    table = read(tmp_path, (marker, None, None, title, 4.0, None), AN, BINH)
    assert list(table.cells.index) == [3, 4]
    assert list(table.totals.index) == [2]
    assert codes(table) == ["section_rows"]


def test_a_section_in_one_cell_is_set_aside(tmp_path: Path) -> None:
    table = read(tmp_path, ("I. Phường An", *NOTHING[1:]), AN, ("B - Khu tái định cư", *NOTHING[1:]), BINH)
    assert list(table.cells.index) == [3, 5]
    assert list(table.totals.index) == [2, 4]


def test_rows_that_are_only_lettered_are_records(tmp_path: Path) -> None:
    table = read(tmp_path, ("A", *AN[1:]), ("B", *BINH[1:]))
    assert len(table) == 2
    assert codes(table) == []


def test_signatures_are_dropped_and_never_repeated(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        AN,
        BINH,
        (None, None, None, "Vẽ, ngày 30 tháng 9 năm 2026", None, None),
        (None, "Người lập biểu", None, "KT. CHỦ TỊCH", None, None),
        (None, "(Ký, ghi rõ họ tên)", None, "(Ký tên, đóng dấu)", None, None),
        (None, "TÊN MÔ PHỎNG MỘT", "TÊN MÔ PHỎNG BA", "TÊN MÔ PHỎNG HAI", None, None),
        ("Nơi nhận:", *NOTHING[1:]),
        ("- Như trên;", *NOTHING[1:]),
        ("- Lưu: VT.", *NOTHING[1:]),
    )
    assert list(table.cells.index) == [2, 3]
    assert table.totals.empty
    assert codes(table) == ["signature_rows"]
    said = " ".join(note.what.say(language) + note.value for note in table.notes for language in ("vi", "en"))
    assert "MÔ PHỎNG" not in said


def test_a_second_list_below_the_signatures_is_read(tmp_path: Path) -> None:
    table = read(tmp_path, AN, (None, "Người lập biểu", *NOTHING[2:]), (None, "TÊN MÔ PHỎNG", *NOTHING[2:]), BINH)
    assert list(table.cells.index) == [2, 5]


def test_a_record_may_hold_an_office_word(tmp_path: Path) -> None:
    assert len(read(tmp_path, (1, "DA1", "Kế toán", "Xác nhận của xã", 2.5, 10), BINH)) == 2


def test_a_narrow_list_may_hold_office_words(tmp_path: Path) -> None:
    rows = [("Mã", "Cơ quan"), ("Q1", "Thủ trưởng cơ quan"), ("Q2", "Xác nhận của xã"), ("A", "Kế toán 1")]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    assert (len(table), codes(table)) == (3, [])


def test_a_signature_beside_its_date_is_one(tmp_path: Path) -> None:
    table = read(tmp_path, AN, ("Người lập biểu", None, None, "Vẽ, ngày 30 tháng 9 năm 2026", "Thủ trưởng", None))
    assert (len(table), codes(table)) == (1, ["signature_rows"])


def test_a_note_below_is_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, AN, BINH, ("Ghi chú: số liệu mô phỏng", *NOTHING[1:]), ("(*) đã trừ", *NOTHING[1:]))
    assert (len(table), codes(table)) == (2, ["note_rows"])


def test_a_dash_is_nothing_and_nt_is_what_stands_above(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        AN,
        (2, "DA2", "nt", "–", 1.5, "-"),
        (None, None, "Cộng", None, 4.0, 10),
        (3, "DA3", "Như trên", "Cầu", 1, "nt"),
    )
    assert list(table.cells[2]) == ["Phường An"] * 3
    assert table.cells.loc[3, 3] is None
    assert table.cells.loc[5, 5] is None
    assert codes(table) == ["total_rows", "same_as_above"]
    assert table.notes[1].what.values["n"] == 3


def test_nt_with_nothing_above_stays() -> None:
    assert sort_rows({2: ["nt", "1"]}, ("a", "b")).records == {2: ["nt", "1"]}


def test_the_lines_above_are_the_title(tmp_path: Path) -> None:
    rows = [("UBND PHƯỜNG VẼ", None, None, "BÁO CÁO"), (), ("Tháng 9 năm 2026",), HEADINGS, AN]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    assert table.title == ("UBND PHƯỜNG VẼ BÁO CÁO", "Tháng 9 năm 2026")
