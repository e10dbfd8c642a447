"""Rows that name a ward for the records below them, where the list has no column of wards."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis import intake
from gis.intake.detecting import completed, detect
from gis.intake.mapping import ColumnMapping
from tests import city
from tests.intake_files import Row, sheet, told

HEADINGS = ("TT", "Tên dự án", "Mục đích", "Đơn vị", "Diện tích (ha)")
ROADS = ((1, "Đường Vẽ 1", "Giao thông", "Ban A", 2.5), (2, "Đường Vẽ 2", "Giao thông", "Ban A", 1.5))
SCHOOL = (1, "Trường mầm non Cát", "Giáo dục", "Ban B", 0.9)


def read(folder: Path, *rows: Row) -> intake.Checked:
    table = intake.read_table(sheet(folder / "a.xlsx", rows))
    return intake.check(table, intake.FORMS["projects"], city.areas(), province="99", today=city.AS_OF)


def wards(found: intake.Checked) -> list[str]:
    return [row["ward"] for row in told(found, "project_ward")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Phường An",), ("Xã Cát",)),
        ((None, "PHƯỜNG AN"), (None, "XÃ CÁT (1 dự án)")),
        (("I", "Phường An", None, None, 4.0), ("II", "Xã Cát", None, None, 0.9)),
        (("I. Phường An",), ("II. Xã Cát",)),
        (("Phường An: 2 dự án",), ("3) Xã Cát",)),
    ],
)
def test_a_ward_alone_on_a_row_is_that_of_the_rows_below(tmp_path: Path, first: Row, second: Row) -> None:
    found = read(tmp_path, HEADINGS, first, *ROADS, second, SCHOOL)
    assert wards(found) == ["00001", "00001", "00003"]
    assert (found.rows, found.refused) == (3, 0)
    (note,) = [one for one in found.findings if one.code == "section_wards"]
    assert note.what.values["n"] == 3


def test_a_record_above_every_ward_stays_out(tmp_path: Path) -> None:
    found = read(tmp_path, HEADINGS, ROADS[0], ("Xã Cát",), SCHOOL)
    assert wards(found) == ["00003"]
    assert [(one.row, one.code) for one in found.findings if one.refused] == [(2, "missing")]


def test_a_section_without_a_ward_keeps_the_ward_above_it(tmp_path: Path) -> None:
    found = read(tmp_path, HEADINGS, ("Phường An",), ROADS[0], ("A", "Dự án dân sinh"), ROADS[1])
    assert wards(found) == ["00001", "00001"]


def test_a_list_with_a_column_of_wards_goes_by_it(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Xã, phường")
    found = read(tmp_path, headings, ("I", "Phường An"), (*ROADS[0], "Xã Cát"), (*ROADS[1], "Phường Bình"))
    assert wards(found) == ["00003", "00002"]
    assert not [one for one in found.findings if one.code == "section_wards"]


def test_a_unit_in_a_row_of_figures_is_a_record(tmp_path: Path) -> None:
    rows = (("TT", "Đơn vị", "Số lượt tiếp", "Số người được tiếp"), (1, "Phường An", 3, 4), (2, "Xã Cát", 5, 6))
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    assert (len(table), table.within) == (2, {})


def test_sections_go_before_the_unit_in_the_title(tmp_path: Path) -> None:
    rows = (("UBND PHƯỜNG BÌNH",), HEADINGS, ("Phường An",), *ROADS)
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    seen = detect(table, city.areas())
    assert (seen.kind, seen.unit) == ("projects", "00002")
    mapping = completed(ColumnMapping(), table, intake.FORMS["projects"], city.areas(), seen)
    assert "ward" not in mapping.constants
