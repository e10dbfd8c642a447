"""Points of cases: from a layer of points, from columns in degrees or metres, kept to a hamlet."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis import intake
from gis.areas.geodesy import points_to_metres
from gis.errors import IntakeError
from tests import city
from tests.intake_files import codes, looked_at, sheet, told

PLACES = [(105.84321, 21.04321), (105.85678, 20.95123), (105.9, 21.05)]
ROWS = {"ma": ["K1", "K2", "K3"], "loai": ["KN"] * 3, "xa": ["An", "Cát", "Bình"]}
MEANT = intake.ColumnMapping({"code": "ma", "case_class": "loai", "ward_name": "xa"})


def read(
    folder: Path, name: str, *shapes: shapely.Geometry, crs: str = "EPSG:4326", **more: list[str]
) -> intake.Checked:
    rows = {column: cells[: len(shapes)] for column, cells in ROWS.items()}
    frame = gpd.GeoDataFrame({**rows, **more}, geometry=list(shapes), crs="EPSG:4326").to_crs(crs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer speaks of names
        frame.to_file(folder / name, driver="KML" if name.endswith(".kml") else None)
    table = intake.read_table(folder / name, bounds=city.areas().bounds)
    form = intake.FORMS["cases"]
    return intake.check(table, form, city.areas(), province="99", mapping=MEANT, today=city.AS_OF)


def kept(found: intake.Checked) -> list[tuple[float | None, float | None, str | None]]:
    return [(row.get("longitude"), row.get("latitude"), row.get("precision")) for row in told(found, "case")]


@pytest.mark.parametrize(
    ("name", "crs"),
    [("a.gpkg", "EPSG:5899"), ("a.geojson", "EPSG:4326"), ("a.shp", "EPSG:5897"), ("a.kml", "EPSG:4326")],
)
def test_a_layer_of_points_places_its_rows_to_a_hamlet(tmp_path: Path, name: str, crs: str) -> None:
    found = read(tmp_path, name, *map(shapely.Point, PLACES), crs=crs)
    assert kept(found) == [
        (105.843, 21.043, "hamlet"), (105.857, 20.951, "hamlet"), (105.9, 21.05, "hamlet"),
    ]  # fmt: skip
    told_codes = {one for _, one, _ in codes(found)}
    assert "point_rounded" in told_codes
    assert not [one for one in found.findings if one.column == "geometry" and one.code == "unknown_column"]


def test_where_a_shape_is_counts_more_than_what_its_columns_say(tmp_path: Path) -> None:
    found = read(tmp_path, "a.gpkg", shapely.Point(PLACES[0]), **{"Kinh độ": ["1"], "Vĩ độ": ["2"]})
    assert kept(found) == [(105.843, 21.043, "hamlet")]


def test_a_single_point_of_a_format_of_many_is_a_point_and_an_area_is_none(tmp_path: Path) -> None:
    found = read(tmp_path, "a.gpkg", shapely.MultiPoint([PLACES[0]]))
    assert kept(found) == [(105.843, 21.043, "hamlet")]
    assert kept(read(tmp_path, "b.gpkg", shapely.box(105.84, 21.04, 105.85, 21.05))) == [(None, None, None)]


def test_a_point_outside_is_blank_and_told_with_its_row(tmp_path: Path) -> None:
    found = read(tmp_path, "a.gpkg", shapely.Point(PLACES[0]), shapely.Point(108.2, 16.1))
    assert kept(found) == [(105.843, 21.043, "hamlet"), (None, None, None)]
    assert (2, "point_outside", False) in codes(found)


HEADINGS = ("Mã vụ việc", "Loại vụ việc", "Xã, phường", "Kinh độ", "Vĩ độ")


def listed(*places: tuple[object, object]) -> intake.Checked:
    return looked_at("cases", HEADINGS, *((f"K{at}", "KN", "An", *place) for at, place in enumerate(places)))


def test_columns_in_metres_are_brought_to_degrees_where_one_zone_fits() -> None:
    east, north = points_to_metres([place[0] for place in PLACES], [place[1] for place in PLACES], crs="EPSG:9209")
    found = listed(*zip(east.tolist(), north.tolist(), strict=True))
    assert [one for _, one, _ in codes(found)] == ["found_crs", "point_rounded"]
    assert kept(found)[0] == (105.843, 21.043, "hamlet")
    unclear = listed(
        *zip(*(side.tolist() for side in points_to_metres(*zip(*PLACES, strict=True), crs="EPSG:5897")), strict=True)
    )
    assert [one for _, one, _ in codes(unclear)] == ["unclear_crs"]
    assert kept(unclear) == [(None, None, None)] * 3


def test_the_system_of_columns_may_be_said(tmp_path: Path) -> None:
    east, north = points_to_metres([place[0] for place in PLACES], [place[1] for place in PLACES], crs="EPSG:5897")
    rows = [(f"K{at}", "KN", "An", *place) for at, place in enumerate(zip(east, north, strict=True))]
    bounds = city.areas().bounds
    table = intake.read_table(sheet(tmp_path / "a.xlsx", [HEADINGS, *rows]), crs="EPSG:5897", bounds=bounds)
    found = intake.check(table, intake.FORMS["cases"], city.areas(), province="99", today=city.AS_OF)
    assert [one for _, one, _ in codes(found)] == ["point_rounded"]
    assert kept(found)[0] == (105.843, 21.043, "hamlet")
    with pytest.raises(IntakeError, match="EPSG:1"):
        intake.read_table(tmp_path / "a.xlsx", crs="EPSG:1")


def test_columns_in_which_many_rows_share_a_point_are_pointed_at() -> None:
    spread = [(105.81 + at / 100, 21.05) for at in range(10)]
    found = listed(*[(105.9, 21.0)] * 5, *spread)
    assert [one for _, one, _ in codes(found)] == ["stacked_points"]
    assert listed(*[(105.9, 21.0)] * 4, *spread).findings == ()
