"""Workbooks back to the sender: what is wrong is marked where it stands, and nothing of a person leaves with it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from python_calamine import load_workbook

from gis import intake
from gis.intake import Checked, Table
from tests import city
from tests.intake_files import Row, sheet, text

HEADINGS = ("Mã vụ việc", "Họ tên", "Loại đơn", "Xã", "Ngày tiếp nhận", "Nội dung đơn", "Cơ quan giải quyết")
GOOD = ("K1", "Nguyễn Văn Một", "KN", "An", "01/09/2026", "…", "=HYPERLINK(1)")
BAD = ("K2", "Trần Thị Hai", "KN", "Không Đâu", "32/09/2026", "…", "ông Lê Văn Ba")
DENOUNCED = ("K3", "Lê Văn Tư", "Tố cáo", "An", "02/09/2026", "…", "Cơ quan mật")


def checked(path: Path, kind: str = "cases") -> tuple[Table, Checked]:
    table = intake.read_table(path)
    return table, intake.check(table, intake.FORMS[kind], city.areas(), province="99", today=city.AS_OF)


def sheets(content: bytes) -> list[list[list[Any]]]:
    with load_workbook(io.BytesIO(content)) as book:
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def test_faulty_cells_stand_where_they_stood(tmp_path: Path) -> None:
    rows: list[Row] = [("UBND phường An",), ("Danh sách vụ việc",), HEADINGS, GOOD, BAD, DENOUNCED]
    content = intake.findings_workbook(*checked(sheet(tmp_path / "a.xlsx", rows)), "vi")
    page, listed = sheets(content)
    assert page[2] == ["Dòng này", "Mã vụ việc", "Loại đơn", "Xã", "Ngày tiếp nhận", "Cơ quan giải quyết"]
    assert page[4][1:5] == ["K2", "KN", "Không Đâu", "32/09/2026"]
    assert not any(cell for row in page[5:] for cell in row)
    assert listed[0] == ["Dòng", "Cột", "Giá trị trong tệp", "Dòng này", "Vấn đề và cách xử lý"]
    assert {row[0] for row in listed[1:]} == {3.0, 4.0, 5.0, 6.0}


def test_nothing_of_a_person_and_no_formula_leaves(tmp_path: Path) -> None:
    content = intake.findings_workbook(*checked(sheet(tmp_path / "a.xlsx", [HEADINGS, GOOD, BAD, DENOUNCED])))
    everything = repr(sheets(content))
    for secret in ("Nguyễn", "Trần", "Lê Văn", "Cơ quan mật", "K3"):
        assert secret not in everything
    assert b"<f>" not in _unpacked(content)


def _unpacked(content: bytes) -> bytes:
    import zipfile  # noqa: PLC0415 — only here

    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return b"".join(pack.read(name) for name in pack.namelist() if name.startswith("xl/worksheets/"))


def test_the_clerk_gets_codes_back_and_uses_them_next_month(tmp_path: Path) -> None:
    headings = ("STT", "Họ tên chủ hộ", "Mã dự án", "Xã", "Diện tích (m2)", "Ngày kiểm đếm")
    rows = [(1, "Nguyễn Văn Một", "P1", "An", 100, None), (2, "Trần Thị Hai", "P1", "An", 100, None)]
    table, found = checked(text(tmp_path / "a.csv", [headings, *rows]), "files")
    content = intake.with_codes(table, found, intake.FORMS["files"])
    page = sheets(content)[0]
    assert page[0] == ["Mã hồ sơ", *headings]
    codes = [row[0] for row in page[1:]]
    assert codes == list(found.frames["household_file"]["code"])
    assert page[2][2] == "Trần Thị Hai"
    later = sheet(tmp_path / "b.xlsx", [page[0], [*page[2][:-1], "01/09/2026"], [*page[1][:5], 120, ""]])
    again = checked(later, "files")[1]
    assert list(again.frames["household_file"]["code"]) == [codes[1], codes[0]]
    assert again.made == {}


def test_codes_go_into_the_column_of_codes_a_file_has(tmp_path: Path) -> None:
    rows = [("Ngày nhận đơn", "Mã đơn"), ("01/09/2026", None), ("02/09/2026", "D-2")]
    table, found = checked(sheet(tmp_path / "a.xlsx", rows), "petitions")
    page = sheets(intake.with_codes(table, found, intake.FORMS["petitions"]))[0]
    assert [row[1] for row in page] == ["Mã đơn", found.made[2], "D-2"]


@pytest.mark.parametrize("kind", ["progress"])
def test_a_form_without_codes_has_none_to_give_back(tmp_path: Path, kind: str) -> None:
    rows = [("Mã dự án", "Xã", "Ngày báo cáo", "Đã chi trả – Số hộ"), ("P1", "An", "31/08/2026", 3)]
    table, found = checked(sheet(tmp_path / "a.xlsx", rows), kind)
    with pytest.raises(KeyError):
        intake.with_codes(table, found, intake.FORMS[kind])


def test_a_map_sent_back_keeps_its_headings_above_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "vu viec.gpkg"
    gpd.GeoDataFrame(
        {
            "Xã": ["An", "An"],
            "Loại vụ việc": ["Khiếu nại", "Kiến nghị"],
            "Ngày tiếp nhận": ["01/07/2026", "02/07/2026"],
        },
        geometry=[shapely.Point(105.85, 21.05), shapely.Point(105.86, 21.06)],
        crs="EPSG:4326",
    ).to_file(path)
    table, form = intake.read_table(path), intake.FORMS["cases"]
    found = intake.check(table, form, city.areas(), province="99", today=city.AS_OF)
    (back,) = sheets(intake.with_codes(table, found, form))
    assert back[0][1:4] == ["Xã", "Loại vụ việc", "Ngày tiếp nhận"]
    assert [row[0] for row in back[1:]] == [found.made[1], found.made[2]]
    assert [row[3] for row in back[1:]] == ["01/07/2026", "02/07/2026"]
