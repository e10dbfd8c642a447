"""What a dropped file leaves open is asked on the page: its sheet, its layer, the system of its coordinates."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from gis.intake import incoming
from gis.settings import Settings
from tests import city
from tests.intake_files import HEADINGS, ROAD, SCHOOL
from tests.test_intake_layers import ROADS, written
from tests.test_ui_import_mapping import pick
from tests.test_ui_importing import XLSX, drop, page, told
from tests.test_ui_shell import text

JSON = "application/geo+json"
NAMED = ROADS.assign(**{"Tên dự án": ["Đường vành đai Vẽ", "Khu dân cư Vẽ"]})


def said(app: AppTest) -> str:
    assert not app.exception
    return " ".join(text(app).split())


def asked(app: AppTest) -> list[str]:
    return [box.label for box in app.selectbox if box.label.startswith(("Trang tính", "Lớp bản đồ", "Hệ tọa độ"))]


def test_each_sheet_of_a_workbook_can_be_read(office: Settings, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in (("Tháng 8", [ROAD]), ("Tháng 9", [ROAD, SCHOOL])):
            sheet = book.add_worksheet(name)
            for place, row in enumerate([HEADINGS, *rows]):
                sheet.write_row(place, 0, row)
    app = drop(page(), ("a.xlsx", (tmp_path / "a.xlsx").read_bytes(), XLSX))
    assert "a.xlsx Dự án 1 1 0 0 0" in said(app)
    assert "còn trang tính khác cũng là bảng: Tháng 9" in said(app)
    app = pick(app, "Trang tính của tệp a.xlsx", "Tháng 9")
    assert "a.xlsx Dự án 2 2 0 0 0" in said(app)
    app = drop(app, ("b.xlsx", (tmp_path / "a.xlsx").read_bytes(), XLSX))
    assert "b.xlsx Dự án 1 1 0 0 0" in said(app), "what was said of a file goes with it"


def test_one_of_several_layers_is_asked_for(office: Settings, tmp_path: Path) -> None:
    path = written(tmp_path / "da.gpkg", NAMED, layer="duong")
    written(path, NAMED.iloc[[1]], layer="khu", mode="a")
    app = drop(page(), ("da.gpkg", path.read_bytes(), "application/octet-stream"))
    assert "nhiều lớp: duong, khu" in told(app)
    assert asked(app) == ["Lớp bản đồ của tệp da.gpkg"]
    app = pick(app, "Lớp bản đồ", "khu")
    assert "da.gpkg Dự án 1 1 0 0" in said(app)


def test_a_system_that_the_file_does_not_state_is_asked_for(office: Settings) -> None:
    bare: gpd.GeoDataFrame = NAMED.to_crs("EPSG:5897").set_crs(None, allow_override=True)
    app = drop(page(), ("da.geojson", bare.to_json().encode(), JSON))
    assert "không ghi hệ tọa độ" in told(app)
    assert asked(app) == ["Hệ tọa độ của tệp da.geojson"]
    app = pick(app, "Hệ tọa độ", "EPSG:5897")
    assert "da.geojson Dự án 2 2 0 0" in said(app)


def test_a_plain_list_asks_nothing(office: Settings) -> None:
    app = drop(page(), ("a.csv", ";".join(HEADINGS).encode() + b"\n" + ";".join(ROAD).encode(), "text/csv"))
    assert "a.csv Dự án 1 1 0 0 0" in said(app)
    assert asked(app) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"SQLite format 3\x00broken"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.gpkg", "a.shp"])
def test_what_cannot_be_read_has_no_parts(name: str, content: bytes) -> None:
    seen = incoming.receive(name, content, city.areas())
    assert seen.problem is not None
    assert (seen.sheets, seen.layers, seen.placed) == ((), (), False)
