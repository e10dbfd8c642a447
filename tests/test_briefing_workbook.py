"""A workbook and CSV hold exactly what the briefing says; numbers are numbers, and no text is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from gis.areas import Areas
from gis.briefing import formats
from gis.briefing.cells import cell, is_number, ungrouped
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.briefing.paper_table import Table
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from tests import city
from tests.test_briefing_content import made, many
from tests.test_briefing_formats import every
from tests.test_briefing_pages import AREAS, DEMO, MOMENT, long_city, long_now

ODD = Table(
    "Bảng", ("=Đơn vị", "+Số"), (("=1+1", "-5"), ("@x", "=cmd|' /C calc'!A0"), ("'a", "1.234,5")), ("Cộng", "-5")
)


def workbook(said: Briefing, areas: Areas = AREAS) -> bytes:
    return formats.written(said, areas, Way("xlsx"), moment=MOMENT)


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def rows(said: Briefing) -> list[list[str]]:
    content = formats.written(said, AREAS, Way("csv"), moment=MOMENT).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";" if said.language == "vi" else ","))


def held(text: str, language: str = "vi") -> object:
    """What a cell of a shown text holds when it is read back."""
    value = cell(text, language).value  # type: ignore[arg-type]
    return float(value) if isinstance(value, int) else value


def xml(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def printed(content: bytes) -> list[str]:
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return [xml(content, name) for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_everything_said_is_read_back_from_the_workbook(kind: str, language: str) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), many(12), language=language)
    found = [value for sheet in sheets(workbook(said)).values() for row in sheet for value in row]
    joined = "\n".join(str(value) for value in found)
    assert [text for text in every(said) if held(text, language) not in found and text not in joined] == []


def test_a_table_stands_on_its_own_sheet_cell_by_cell() -> None:
    said = made(now=many(12))
    for number, table in enumerate(said.tables, start=1):
        sheet = sheets(workbook(said))[f"Bảng {number}"]
        top = next(place for place, row in enumerate(sheet) if row[0] == table.headings[0])
        wanted = [[row[0], *map(held, row[1:])] for row in (*table.rows, table.total)]
        assert sheet[top][: len(table.headings)] == list(table.headings)
        assert [row[: len(table.headings)] for row in sheet[top + 1 : top + 1 + len(wanted)]] == wanted
    assert any(isinstance(value, float) for row in wanted for value in row)


def test_a_mark_in_the_place_of_a_small_count_stays_a_mark() -> None:
    sheet = sheets(workbook(made()))["Bảng 1"]
    assert {row[1] for row in sheet if row[0] in ("Phường An", "Xã Cát")} == {"<5"}


def test_no_text_is_a_formula_and_every_number_is_a_number() -> None:
    said = replace(made(), tables=(ODD,))
    content = workbook(said)
    sheet = sheets(content)["Bảng 1"]
    wanted = [["=Đơn vị", "+Số"], ["=1+1", -5.0], ["@x", "=cmd|' /C calc'!A0"], ["'a", 1_234.5], ["Cộng", -5.0]]
    assert [row[:2] for row in sheet[-len(wanted) :]] == wanted
    assert not any("<f>" in each for each in printed(content))
    assert [row for row in rows(said) if row][-len(wanted) :] == [
        ["'=Đơn vị", "'+Số"], ["'=1+1", "-5"], ["'@x", "'=cmd|' /C calc'!A0"], ["'a", "1234,5"], ["Cộng", "-5"],
    ]  # fmt: skip


def test_invented_data_are_marked_on_every_sheet_and_every_printed_page() -> None:
    content = workbook(made("ward", Filters(ward=("00001",)), DEMO))
    assert len(sheets(content)) >= 3
    assert all(sheet[0][0] == "DỮ LIỆU MÔ PHỎNG" for sheet in sheets(content).values())
    headers = [re.search(r"<oddHeader>(.*?)</oddHeader>", each) for each in printed(content)]
    assert all(header and "DỮ LIỆU MÔ PHỎNG" in header[1] for header in headers)
    assert not any("MÔ PHỎNG" in each for each in printed(workbook(made())))
    assert rows(made(now=DEMO))[0] == ["DỮ LIỆU MÔ PHỎNG – mọi con số trong tệp này không có thật"]
    assert "MÔ PHỎNG" not in str(rows(made()))


def test_it_is_printed_on_a4_with_its_headings_and_names_itself() -> None:
    said = replace(made(now=many(12)), mark="LƯU HÀNH NỘI BỘ")
    content = workbook(said)
    for each in printed(content):
        assert 'paperSize="9"' in each
        assert 'fitToHeight="0"' in each
        assert said.digest in each
        assert "LƯU HÀNH NỘI BỘ" in each
    assert sum("<pane " in each for each in printed(content)) == 1 + len(said.tables)
    core = xml(content, "docProps/core.xml")
    assert said.digest in core
    assert said.title in core
    assert core.count("2026-10-03T01:00:00Z") == 2
    assert xml(content, "xl/workbook.xml").count("_xlnm.Print_Titles") == 1 + len(said.tables)


def test_the_sheet_of_definitions_says_filters_day_digest_and_link() -> None:
    said = made(filters=Filters(ward=("00001",)))
    about = {row[0]: row[1] for row in sheets(workbook(said))["Bộ lọc, định nghĩa"] if row[1:]}
    wanted = {
        "Bộ lọc": said.filters, "Ngày số liệu": said.as_of, "Mã nội dung": said.digest, "Mã dữ liệu": said.data,
        "Liên kết mở lại màn hình": said.link, "Phương pháp": said.method, "Xuất lúc": "08:00 03/10/2026 (UTC+7)",
    }  # fmt: skip
    assert {name: about.get(name) for name in wanted} == wanted


def test_the_map_is_told_ward_by_ward_with_its_legend() -> None:
    said = made(now=many(12))
    drawn = sheets(workbook(said))["Bản đồ"]
    told = {(row[0], row[1]) for row in drawn}
    assert {(AREAS.wards.at[code, "full_name"], mark.label) for code, mark in said.picture.wards.items()} <= told
    entries = {(section.title, held(entry.label)) for section in said.picture.legend for entry in section.entries}
    assert entries <= told


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["overview", "ward"])
def test_everything_said_is_read_back_from_csv(kind: str, language: str) -> None:
    said = made(kind, Filters(ward=("00001",)) if kind == "ward" else None, many(12), language=language)
    found = rows(said)
    joined = "\n".join(text for row in found for text in row)
    assert [text for text in every(said) if text not in joined and _bare(text, said) not in joined] == []
    for table in said.tables:
        wanted = [[row[0], *(_bare(text, said) for text in row[1:])] for row in (*table.rows, table.total)]
        start = found.index(list(table.headings)) + 1
        assert found[start : start + len(wanted)] == wanted


def _bare(text: str, said: Briefing) -> str:
    return ungrouped(text, said.language) if is_number(text, said.language) else text


def test_a_view_without_any_ward_says_so() -> None:
    said = made(filters=Filters(district=("000",)))
    assert "Không có xã, phường nào khớp với bộ lọc." in str(sheets(workbook(said)))
    assert ["Không có xã, phường nào khớp với bộ lọc."] in rows(said)


@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_the_longest_names_and_an_empty_store_are_written(kind: str) -> None:
    chosen = Filters(ward=("00001",), project=("P1",))
    said = made(kind, chosen, long_now())
    assert said.place in str(sheets(workbook(said, long_city())))
    nothing = situation(city.snapshot({"project": city.ROWS["project"]}), city.areas(), rules.current())
    assert made(kind, chosen, nothing).digest in str(sheets(workbook(made(kind, chosen, nothing))))


def test_a_day_is_a_day() -> None:
    table = Table("Bảng", ("Xã, phường", "Ngày"), (("Phường An", "30/09/2026"),))
    assert dt.date(2026, 9, 30) in sheets(workbook(replace(made(), tables=(table,))))["Bảng 1"][-1]


def test_a_link_that_excel_cannot_open_is_a_text() -> None:
    said = replace(made(), link="https://bando.vn/?" + "x" * 3_000)
    assert said.link in str(sheets(workbook(said)))
    assert "hyperlink" not in "".join(printed(workbook(said)))
    assert "hyperlink" in "".join(printed(workbook(made())))
