"""Lists of projects: every finding on a hand-made list, with the row and heading as its reader sees them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from gis import intake
from gis.errors import IntakeError
from tests import city
from tests.intake_files import HEADINGS, ROAD, SCHOOL, checked, codes, listed, replaced, sheet, text


def areas_of(found: intake.Checked, frame: str = "project_ward") -> list[tuple[float | None, float | None]]:
    rows = found.frames[frame][["area", "recover_area"]].astype(object)
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows.to_numpy()]


def test_a_clean_list_becomes_projects_and_their_wards(tmp_path: Path) -> None:
    found = listed(tmp_path, ROAD, SCHOOL)
    assert (found.rows, found.refused, found.findings) == (2, 0, ())
    projects, wards = found.frames["project"], found.frames["project_ward"]
    assert list(projects["name"]) == ["Đường Vẽ 1", "Trường mầm non Cát"]
    assert list(projects["kind"]) == ["transport", "school"]
    assert list(projects["purpose"]) == ["Giao thông", "Giáo dục"]
    assert list(wards["ward"]) == ["00001", "00003"]
    assert list(wards["project"]) == list(projects["code"])
    assert areas_of(found) == areas_of(found, "project") == [(2.5, 1.25), (0.96, 0.96)]
    assert found.links.to_dict("list") == {"project": [0, 1], "project_ward": [0, 1]}
    assert list(found.links.index) == [2, 3]


def test_the_same_list_in_a_workbook_with_english_headings(tmp_path: Path) -> None:
    english = ("Ward code", "Ward", "Project name", "Purpose", "Agency", "Project area (ha)", "Area to recover (m2)")
    road = (1, "P. An", "Đường Vẽ 1", "Giao thông", "UBND phường An", 2.5, 12_500)
    found = checked(sheet(tmp_path / "a.xlsx", [("Danh mục",), english, road]))
    assert found.findings == ()
    assert areas_of(found) == [(2.5, 1.25)]
    assert list(found.links.index) == [3]


def test_a_project_in_several_wards_is_one_project(tmp_path: Path) -> None:
    other = replaced(ROAD, code="00002", ward="Bình", name="ĐƯỜNG  VẼ 1", area="1,5", recover="1,5")
    found = listed(tmp_path, ROAD, other)
    assert codes(found) == []
    assert len(found.frames["project"]) == 1
    assert found.frames["project"]["code"][0] == intake.project_code("đường vẽ 1", "UBND Phường An")
    assert areas_of(found, "project") == [(4.0, 2.75)]
    assert areas_of(found) == [(2.5, 1.25), (1.5, 1.5)]


def test_another_agency_makes_another_project_and_says_so(tmp_path: Path) -> None:
    found = listed(tmp_path, ROAD, replaced(ROAD, code="00002", ward="Bình", agency="UBND phường Bình"))
    assert len(found.frames["project"]) == 2
    assert codes(found) == [(3, "same_name_other_agency", False)]


def test_without_any_agency_the_ward_tells_projects_apart(tmp_path: Path) -> None:
    rows = [("Xã", "Tên dự án"), ("An", "Nhà văn hóa"), ("Bình", "Nhà văn hóa")]
    found = checked(text(tmp_path / "a.csv", rows))
    assert len(found.frames["project"]) == 2
    assert "area" not in found.frames["project_ward"]


def test_a_code_of_its_own_is_used_as_it_is(tmp_path: Path) -> None:
    headings = ("Mã dự án", *HEADINGS)
    rows = [("7004686", *ROAD), ("7004687", *ROAD), ("7004686", *replaced(ROAD, code="00002", ward="Bình"))]
    found = listed(tmp_path, *rows, headings=headings)
    assert list(found.frames["project"]["code"]) == ["7004686", "7004687"]
    assert found.refused == 0
    repeated = listed(tmp_path, rows[0], ("7004686", *replaced(ROAD, area="9")), headings=headings)
    assert codes(repeated) == [(3, "same_ward_and_code", True)]


def test_a_bare_code_is_of_the_ward_or_the_project_as_its_cells_tell(tmp_path: Path) -> None:
    of_ward = checked(text(tmp_path / "a.csv", [("code", "tenDuAn"), ("00001", "Đường")]))
    assert list(of_ward.frames["project_ward"]["ward"]) == ["00001"]
    of_project = checked(text(tmp_path / "b.csv", [("code", "ward", "name"), ("K-1", "Phường An", "Đường")]))
    assert list(of_project.frames["project"]["code"]) == ["K-1"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "duplicate_row"),
        ({"area": "3"}, "same_ward_and_name"),
        ({"agency": "UBND xã khác"}, "same_ward_and_name"),
        ({"purpose": "Thủy lợi"}, "same_ward_and_name"),
        ({"name": "đường vẽ 1"}, "spelled_alike"),
    ],
)
def test_a_project_goes_in_once_for_a_ward(tmp_path: Path, change: dict[str, str], code: str) -> None:
    found = listed(tmp_path, ROAD, SCHOOL, replaced(ROAD, **change))
    assert codes(found) == [(4, code, True)]
    assert (found.rows, found.refused, len(found.links)) == (3, 1, 2)
    assert "dòng 2" in found.findings[0].what.say("vi")
    assert "row 2" in found.findings[0].what.say("en")


def test_what_differs_is_named(tmp_path: Path) -> None:
    found = listed(tmp_path, ROAD, replaced(ROAD, area="3"))
    assert "Diện tích (ha): 2,5 → 3" in found.findings[0].what.say("vi")


@pytest.mark.parametrize(
    ("area", "recover", "stored", "said"),
    [
        ("1", "1,0010", 1.001, None),
        ("1", "1,0011", 1.0011, "Đã ghi theo tệp"),
        ("1", "2", 2.0, "Đã ghi theo tệp"),
        ("1", "2,01", None, "lớn gấp nhiều lần"),
        ("4.96", "496.0", None, "4,96 ha?"),
        ("0.01", "0.0985", None, "0,00985 ha?"),
        ("1.5", "0.0", None, "bằng 0"),
    ],
)
def test_more_recovered_than_there_is(
    tmp_path: Path, area: str, recover: str, stored: float | None, said: str | None
) -> None:
    found = listed(tmp_path, replaced(ROAD, area=area, recover=recover))
    assert areas_of(found)[0][1] == stored
    assert found.refused == 0
    assert [finding.column for finding in found.findings] == ([HEADINGS[6]] if said else [])
    assert said is None or said in found.findings[0].what.say("vi")


@pytest.mark.parametrize(
    ("rows", "wards", "project", "code"),
    [
        # Each row states the whole of 34 ha; the recovered areas are its parts.
        ([("34", "16"), ("34", "18")], [(None, 16), (None, 18)], (34, 34), "area_of_whole"),
        # The recovered areas do not fit into one whole together, so they are the whole too.
        ([("6,3", "6,3"), ("6,3", "6,3")], [(None, None), (None, None)], (6.3, 6.3), "shares_unknown"),
        ([("6,3", "6,3"), ("6,3", "1")], [(None, None), (None, None)], (6.3, None), "shares_unknown"),
        # Different areas are parts; an unknown part makes an unknown whole.
        ([("1", "1"), ("2", "2")], [(1, 1), (2, 2)], (3, 3), None),
        ([("1", "1"), ("", "2")], [(1, 1), (None, 2)], (None, 3), None),
    ],
)
def test_areas_are_never_added_up_twice(
    tmp_path: Path, rows: list[tuple[str, str]], wards: list[Any], project: Any, code: str | None
) -> None:
    places = (("00001", "An"), ("00002", "Bình"))
    made = [
        replaced(ROAD, code=place, ward=name, area=area, recover=recover)
        for (place, name), (area, recover) in zip(places, rows, strict=True)
    ]
    found = listed(tmp_path, *made)
    assert areas_of(found) == wards
    assert areas_of(found, "project") == [project]
    assert [finding.code for finding in found.findings] == ([code] if code else [])


def test_rows_of_a_project_that_disagree_follow_the_first(tmp_path: Path) -> None:
    other = replaced(ROAD, code="00002", ward="Bình", purpose="Thủy lợi", area="1", recover="1")
    found = listed(tmp_path, ROAD, other)
    assert codes(found) == [(3, "project_differs", False)]
    assert list(found.frames["project"]["purpose"]) == ["Giao thông"]


@pytest.mark.parametrize(
    ("code", "ward", "found_ward", "finding", "column"),
    [
        ("00001", "Phường An", "00001", None, ""),
        ("1", "P. An", "00001", None, ""),
        ("00002", "Bính", "00002", "ward_spelling", "Xã, phường"),
        ("99999", "Xã Cát", "00003", "ward_code", "Mã xã, phường"),
        ("", "Xã Cát", "00003", None, ""),
        ("00004", "", "00004", None, ""),
        ("00001", "Xã Cát", None, "ward_mismatch", "Xã, phường"),
        ("", "Xã An", None, "ward_candidates", "Xã, phường"),
        ("99999", "", None, "unknown_ward", "Mã xã, phường"),
        ("", "Thị trấn Không Đâu", None, "unknown_ward", "Xã, phường"),
        ("", "", None, "missing", "Mã xã, phường"),
    ],
)
def test_the_ward_by_code_and_name(
    tmp_path: Path, code: str, ward: str, found_ward: str | None, finding: str | None, column: str
) -> None:
    found = listed(tmp_path, replaced(ROAD, code=code, ward=ward))
    assert list(found.frames["project_ward"]["ward"]) == ([found_ward] if found_ward else [])
    assert [(one.code, one.column) for one in found.findings] == ([(finding, column)] if finding else [])
    assert found.refused == (found_ward is None)


def test_a_row_without_a_name_stays_out(tmp_path: Path) -> None:
    found = listed(tmp_path, replaced(ROAD, name=""), ("TỔNG CỘNG", "", "", "", "", "3,21", ""), SCHOOL)
    told = [(row, code, out) for row, code, out in codes(found) if code != "total_rows"]
    assert [(row, out) for row, code, out in told if code != "total_differs"] == [(2, True)]
    assert (3, "total_differs", False) in told
    assert (found.rows, found.refused) == (2, 1)


def test_cells_that_cannot_be_read_are_blank_and_pointed_at(tmp_path: Path) -> None:
    found = listed(tmp_path, replaced(ROAD, area="1.234", recover="nhiều"))
    assert codes(found) == [(2, "unclear_number", False), (2, "not_a_number", False)]
    assert areas_of(found) == [(None, None)]
    assert "1,234 hoặc 1.234" in found.findings[0].what.say("vi")
    assert "1.234 or 1,234" in found.findings[0].what.say("en")


def test_a_formula_in_place_of_a_name_keeps_the_row_out(tmp_path: Path) -> None:
    found = listed(tmp_path, replaced(ROAD, name="=cmd|' /C calc'!A0"))
    assert codes(found) == [(2, "formula", True)]


def test_columns_about_people_are_not_read_and_their_cells_not_repeated(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Họ và tên chủ hộ", "Ghi chú", "Cột lạ", "Xã, phường")
    found = listed(tmp_path, (*ROAD, "Nguyễn Văn Bí Mật", "", "?", "Phường An"), headings=headings)
    assert codes(found) == [(1, "personal_column", False), (1, "unknown_column", False), (1, "second_column", False)]
    assert found.findings[0].column == "Họ và tên chủ hộ"
    remarked = listed(tmp_path, (*ROAD, "", "Ông Vẽ ốm", "", ""), headings=headings)
    assert (1, "remarks_column", False) in codes(remarked)
    assert "Ông Vẽ" not in repr(remarked.findings)
    everything = repr(found.findings) + found.frames["project"].to_csv() + found.frames["project_ward"].to_csv()
    assert "Bí Mật" not in everything


def test_a_telephone_number_in_a_text_is_neither_stored_nor_repeated(tmp_path: Path) -> None:
    found = listed(
        tmp_path, replaced(ROAD, purpose="Giao thông, gọi 0912345678"), replaced(ROAD, code="00002", ward="Bình")
    )
    assert "personal_value" in [code for _, code, _ in codes(found)]
    assert "0912345678" not in repr(found.findings) + found.frames["project"].to_csv()


def test_purposes_and_auctions(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Phân loại")
    rows = [
        (*replaced(ROAD, name="A", purpose="DCX"), "Vốn ngân sách"),
        (*replaced(ROAD, name="B", purpose="Đất ở tại đô thị"), "Đấu giá"),
        (*replaced(ROAD, name="C", purpose=""), "Đấu thầu chọn nhà đầu tư"),
        (*replaced(ROAD, name="D"), "Vốn gì đó"),
    ]
    found = listed(tmp_path, *rows, headings=headings)
    assert codes(found) == [(0, "auctions", False), (2, "unknown_purpose", False), (5, "unknown_choice", False)]
    kinds = found.frames["project"]["kind"].astype(object).where(lambda kind: kind.notna(), None)
    funding = found.frames["project"]["funding"].astype(object).where(lambda choice: choice.notna(), None)
    assert list(kinds) == ["other", "land_auction", None, "transport"]
    assert list(funding) == ["budget", None, "non_budget", None]


def test_days_and_choices_of_further_columns(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Ngày công bố dự án", "Công trình trọng điểm", "Chủ đầu tư", "Dự kiến hoàn thành GPMB")
    row = (*ROAD, dt.date(2025, 3, 1), "có", "Ban QLDA", "31/12/2026")
    found = checked(sheet(tmp_path / "a.xlsx", [headings, row]))
    project = found.frames["project"].iloc[0]
    assert found.findings == ()
    assert project["announced_on"] == pd.Timestamp(2025, 3, 1) == found.frames["project_ward"]["announced_on"][0]
    assert project["planned_finish"] == pd.Timestamp(2026, 12, 31)
    assert project["key_project"]
    assert project["investor"] == "Ban QLDA"


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([HEADINGS], "intake.no_rows"),
        ([("Tên dự án", "Mục đích"), ("Đường", "Giao thông")], "intake.missing_columns"),
        ([("Xã, phường", "Mục đích"), ("An", "Giao thông")], "intake.missing_columns"),
    ],
)
def test_a_list_without_what_it_needs_is_refused(tmp_path: Path, rows: list[Any], key: str) -> None:
    with pytest.raises(IntakeError) as caught:
        checked(text(tmp_path / "a.csv", rows))
    assert caught.value.phrase.key == key


def test_wards_of_another_province_are_refused(tmp_path: Path) -> None:
    table = intake.read_table(text(tmp_path / "a.csv", [HEADINGS, ROAD]))
    with pytest.raises(IntakeError, match="99"):
        intake.projects(table, city.areas(), province="01")


def test_the_footprint_of_a_map_comes_in_with_its_project(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[105.84, 21.04], [105.85, 21.05]]}
    named = {"Tên dự án": "Đường Vẽ", "Mã dự án": "K-1", "Mã xã, phường": "00001"}
    feature = {"type": "Feature", "properties": named, "geometry": line}
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    found = checked(path)
    shape = shapely.from_wkb(found.frames["project"]["footprint"].iloc[0])
    assert shape.equals(shapely.LineString(line["coordinates"]))
    assert list(found.frames["project_ward"]["ward"]) == ["00001"]
