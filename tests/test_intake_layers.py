"""Map files as tables: formats, layers, coordinate systems found out or asked for, and the real messy ones."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis import intake
from gis.areas.names import fold
from gis.errors import IntakeError
from gis.intake.table import GEOMETRY_HEADING
from tests import city
from tests.test_intake_legacy import coded

BOUNDS = city.areas().bounds
ROADS = gpd.GeoDataFrame(
    {"Mã dự án": ["P1", "P2"], "Tên dự án": ["Đường vành đai Vẽ", None], "Hộ": [3, 4]},
    geometry=[shapely.LineString([(105.82, 21.05), (105.98, 21.05)]), shapely.box(105.82, 20.92, 105.88, 20.98)],
    crs="EPSG:4326",
)


def written(path: Path, frame: gpd.GeoDataFrame = ROADS, **options: object) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer speaks of a missing CRS and of long names
        frame.to_file(path, **options)
    return path


def refused(path: Path, **options: object) -> str:
    with pytest.raises(IntakeError) as caught:
        intake.read_table(path, **options)  # type: ignore[arg-type]
    return caught.value.phrase.key


def codes(table: intake.Table) -> list[str]:
    return [note.code for note in table.notes]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_layer_is_a_table_with_shapes_last(tmp_path: Path, suffix: str, packed: bool) -> None:  # noqa: FBT001
    path = written(tmp_path / f"da{suffix}")
    if packed:
        with zipfile.ZipFile(tmp_path / "da.zip", "w") as pack:
            pack.write(path, f"bản đồ/lớp/{path.name}")
        path = tmp_path / "da.zip"
    table = intake.read_table(path, bounds=BOUNDS)
    assert table.headings == ("Mã dự án", "Tên dự án", "Hộ", GEOMETRY_HEADING)
    assert table.cells.loc[1, [0, 1, 2]].tolist() == ["P1", "Đường vành đai Vẽ", 3]
    assert table.cells.loc[2, 1] is None
    assert list(table.cells[3]) == list(ROADS.geometry)
    assert codes(table) == []


def test_a_shape_file_of_another_zone_is_brought_to_degrees(tmp_path: Path) -> None:
    areas = ROADS.iloc[[1]].rename(columns={"Mã dự án": "ma", "Tên dự án": "ten"})
    table = intake.read_table(written(tmp_path / "da.shp", areas.to_crs("EPSG:5899")), bounds=BOUNDS)
    assert table.cells.iloc[0, -1].normalize().equals_exact(areas.geometry.iloc[0].normalize(), 1e-8)


def test_a_kml_is_read_and_one_with_entities_is_not(tmp_path: Path) -> None:
    point = "<Point><coordinates>105.85,21.05</coordinates></Point>"
    body = f"<Document><Placemark><name>P1</name>{point}</Placemark></Document>"
    path = tmp_path / "a.kml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">{body}</kml>')
    table = intake.read_table(path)
    assert table.cells.iloc[0, -1] == shapely.Point(105.85, 21.05)
    assert table.cells.loc[1, table.headings.index("Name")] == "P1"
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as pack:
        pack.write(path, "doc.kml")
    assert len(intake.read_table(tmp_path / "a.kmz")) == 1
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaa">]><kml>{body}</kml>')
    assert refused(path) == "areas.file_content"


def test_one_of_several_layers_must_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "da.gpkg", layer="duong")
    written(path, layer="khu", mode="a")
    with pytest.raises(IntakeError, match=r"duong, khu.*--layer"):
        intake.read_table(path)
    assert len(intake.read_table(path, layer="khu")) == 2


def test_without_a_system_the_one_that_fits_is_taken_and_said(tmp_path: Path) -> None:
    bare = ROADS.iloc[[1]].drop(columns="Tên dự án").to_crs("EPSG:9209").set_crs(None, allow_override=True)
    path = written(tmp_path / "da.gpkg", bare)
    table = intake.read_table(path, bounds=BOUNDS)
    assert codes(table) == ["found_crs"]
    assert table.cells.iloc[0, -1].equals_exact(ROADS.geometry.iloc[1], 1e-8)
    assert refused(path) == "intake.unknown_crs"


def test_without_a_system_and_with_several_that_fit_the_sender_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "da.geojson"
    path.write_text(ROADS.to_crs("EPSG:5897").set_crs(None, allow_override=True).to_json())
    with pytest.raises(IntakeError, match=r"EPSG:5897.*--crs"):
        intake.read_table(path, bounds=BOUNDS)
    table = intake.read_table(path, bounds=BOUNDS, crs="EPSG:5897")
    assert table.cells.iloc[1, -1].equals_exact(ROADS.geometry.iloc[1], 1e-8)
    assert refused(path, crs="EPSG:1") == "areas.unknown_crs"


def test_exchanged_axes_are_turned_round_and_said(tmp_path: Path) -> None:
    turned = ROADS.set_geometry(shapely.transform(ROADS.geometry.to_numpy(), lambda pairs: pairs[:, ::-1]))
    table = intake.read_table(written(tmp_path / "da.gpkg", turned.set_crs("EPSG:4326")), bounds=BOUNDS)
    assert codes(table) == ["swapped_axes"]
    assert list(table.cells[3]) == list(ROADS.geometry)


def test_shapes_outside_are_named(tmp_path: Path) -> None:
    far = ROADS.copy()
    far.loc[1, "geometry"] = shapely.box(110, 15, 111, 16)
    table = intake.read_table(written(tmp_path / "da.gpkg", far), bounds=BOUNDS)
    assert [(note.code, note.row) for note in table.notes] == [("outside_province", 2)]


def test_attributes_in_an_old_encoding(tmp_path: Path) -> None:
    names = ["Đường vành đai Vẽ", "Trường mầm non Cát"]
    frame = gpd.GeoDataFrame({"ten": [coded(name, "tcvn3") for name in names]}, geometry=list(ROADS.geometry), crs=4326)
    path = written(tmp_path / "da.shp", frame.iloc[[1]], encoding="ISO-8859-1")
    table = intake.read_table(path)
    assert table.cells.loc[1, 0] == names[1]
    path.with_suffix(".cpg").write_text("UTF-8")
    assert intake.read_table(path).cells.loc[1, 0] == names[1]


def test_a_shape_file_without_its_parts(tmp_path: Path) -> None:
    path = written(tmp_path / "da.shp", ROADS.iloc[[1]][["geometry", "Hộ"]])
    path.with_suffix(".dbf").unlink()
    assert codes(intake.read_table(path)) == ["no_attributes"]
    path.with_suffix(".shx").unlink()
    assert refused(path) == "areas.shapefile_alone"


@pytest.mark.parametrize("part", ["da.shx", "da.dbf", "da.prj"])
def test_a_part_of_a_shape_file_asks_for_all_of_it(tmp_path: Path, part: str) -> None:
    written(tmp_path / "da.shp", ROADS.iloc[[1]][["geometry", "Hộ"]])
    assert refused(tmp_path / part) == "areas.shapefile_alone"


def test_a_zip_that_holds_no_map_or_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("map.shp", "x")
    path.write_bytes(pack.getvalue())
    assert refused(path) == "areas.file_content"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.geojson", b" " * 100_000_000)
    assert refused(path) == "intake.too_large"


def test_63_names_of_a_real_shape_file(shared: Path) -> None:
    folder = shared / "samples" / "messy" / "encodings" / "tcvn3_shp"
    table = intake.read_table(folder / "tinh_tcvn3.shp")
    wanted = pd.read_csv(folder / "expected_unicode.csv").set_index("id")["ten_vi"]
    found = dict(zip(table.cells[0], table.cells[1], strict=True))
    assert len(found) == 63
    assert {code: fold(name, bare=True) for code, name in found.items()} == {
        code: fold(name, bare=True) for code, name in wanted.items()
    }


def test_real_parcels_keep_their_areas(shared: Path) -> None:
    table = intake.read_table(shared / "samples" / "messy" / "parcels_vn2000_tm3_107_45.gpkg")
    areas = gpd.GeoSeries(list(table.cells[5]), crs="EPSG:4326").to_crs("EPSG:5899").area
    assert np.abs(areas.to_numpy() - table.cells[4].astype(float).to_numpy()).max() < 0.01
    assert [(note.code, note.what.values["n"]) for note in table.notes] == [("mended_shapes", 7)]


def test_other_real_maps(shared: Path) -> None:
    folder = shared / "samples" / "messy"
    assert refused(folder / "VietNam_shp.zip") == "areas.zip_content"
    assert len(intake.read_table(folder / "VietNam_shp.zip", layer="vn_tinh")) == 63
    assert (
        codes(intake.read_table(folder / "duynghia_shp_without_dbf" / "duynghia_quangnam.shp"))[-1] == "no_attributes"
    )
    rivers = intake.read_table(folder / "LVsongNhueDay.geojson")
    assert rivers.headings == ("STT", "Lưu vực", "Diện tích (km2)", "Tên", GEOMETRY_HEADING)


def test_columns_of_a_shape_file_are_known_without_their_tone_marks(tmp_path: Path) -> None:
    named = ROADS.drop(columns="Hộ").set_axis(["MA_DA", "TEN_DU_AN", "geometry"], axis="columns").assign(dt_duan=2.5)
    table = intake.read_table(written(tmp_path / "da.shp", named), bounds=BOUNDS)
    found = intake.propose(table, intake.FORMS["projects"], city.areas()).columns
    assert found == {"code": "MA_DA", "name": "TEN_DU_AN", "area": "dt_duan", "footprint": GEOMETRY_HEADING}


def test_what_a_kml_says_of_drawing_is_no_column(tmp_path: Path) -> None:
    named = ROADS.assign(**{"Tên dự án": ["Đường vành đai Vẽ", "Khu dân cư Vẽ"]})
    table = intake.read_table(written(tmp_path / "da.kml", named, driver="KML"), bounds=BOUNDS)
    found = intake.check(table, intake.FORMS["projects"], city.areas(), province="99", today=city.AS_OF)
    assert set(found.frames["project"]["name"]) == {"Đường vành đai Vẽ", "Khu dân cư Vẽ"}
    assert {one.column for one in found.findings if one.code == "unknown_column"} <= {"id", "Hộ"}


def test_a_layer_without_names_says_which_attributes_it_has(tmp_path: Path) -> None:
    table = intake.read_table(written(tmp_path / "da.gpkg", ROADS[["Hộ", "geometry"]]), bounds=BOUNDS)
    with pytest.raises(IntakeError) as caught:
        intake.check(table, intake.FORMS["projects"], city.areas(), province="99", today=city.AS_OF)
    assert "thiếu cột: Tên dự án. Các cột thuộc tính của lớp: Hộ; geometry" in caught.value.say("vi")
    assert "lacks: Project name. Attributes of the layer" in caught.value.say("en")
