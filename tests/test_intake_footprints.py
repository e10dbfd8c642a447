"""Wards of projects that only a map tells of, on the drawn city: tiles of 0.1° by 0.1°."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis import intake
from gis.areas.geodesy import square_metres
from gis.intake.footprints import SLIVER
from gis.records.store import open_store
from gis.settings import Settings
from tests import city
from tests.intake_files import codes, looked_at, told

ROAD = shapely.LineString([(105.87, 21.05), (105.94, 21.05)])  # three sevenths in An, four in Bình
PARK = shapely.box(105.86, 20.96, 105.90, 21.04)  # half in An, half in Cát
EDGE = shapely.box(105.8, 21.02, 105.9001, 21.03)  # a thousandth in Bình: a boundary that does not quite meet
FAR = shapely.box(106.2, 21.0, 106.3, 21.1)


def layer(folder: Path, *shapes: shapely.Geometry, crs: str = "EPSG:4326", **columns: list[str | None]) -> Path:
    names = [f"Dự án {at}" for at in range(len(shapes))]
    frame = gpd.GeoDataFrame({"Tên dự án": names, **columns}, geometry=list(shapes), crs="EPSG:4326").to_crs(crs)
    frame.to_file(folder / "da.gpkg")
    return folder / "da.gpkg"


def read(path: Path) -> intake.Checked:
    table = intake.read_table(path, bounds=city.areas().bounds)
    return intake.check(table, intake.FORMS["projects"], city.areas(), province="99", today=city.AS_OF)


def wards(found: intake.Checked) -> list[tuple[int, str]]:
    names = list(dict.fromkeys(row["project"] for row in told(found, "project_ward")))
    return [(names.index(row["project"]), row["ward"]) for row in told(found, "project_ward")]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:5897"])
def test_a_footprint_lies_in_every_ward_that_it_crosses(tmp_path: Path, crs: str) -> None:
    found = read(layer(tmp_path, ROAD, PARK, crs=crs))
    assert wards(found) == [(0, "00002"), (0, "00001"), (1, "00003"), (1, "00001")]
    assert codes(found) == [(1, "derived_wards_approximate", False), (2, "derived_wards_approximate", False)]
    assert "Phường Bình 57%; Phường An 43%" in found.findings[0].what.say()
    assert (found.rows, found.refused) == (2, 0)
    assert sorted(found.links.index) == [1, 1, 2, 2]


def test_parts_are_measured_in_metres_and_a_line_has_no_area(tmp_path: Path) -> None:
    found = read(layer(tmp_path, ROAD, PARK))
    road, park = told(found, "project_ward")[:2], told(found, "project_ward")[2:]
    assert all("area" not in part for part in road)
    south = gpd.GeoDataFrame(geometry=[shapely.box(105.86, 20.96, 105.90, 21.00)], crs="EPSG:4326")
    assert park[0]["area"] == pytest.approx(square_metres(south).iloc[0] / 10_000, rel=1e-3)


def test_a_sliver_is_no_part(tmp_path: Path) -> None:
    found = read(layer(tmp_path, EDGE))
    assert wards(found) == [(0, "00001")]
    assert f"{SLIVER:.0%}" in found.findings[0].what.say()


def test_official_boundaries_are_not_called_approximate(tmp_path: Path) -> None:
    table = intake.read_table(layer(tmp_path, EDGE))
    official = city.areas()
    object.__setattr__(official, "approximate", False)
    found = intake.check(table, intake.FORMS["projects"], official, province="99")
    assert [one.code for one in found.findings] == ["derived_wards"]
    assert "gần đúng" not in found.findings[0].what.say()


def test_what_lies_nowhere_stays_out_and_a_ward_that_is_named_counts(tmp_path: Path) -> None:
    found = read(layer(tmp_path, FAR, PARK, **{"Xã, phường": [None, "Phường Bình"]}))
    assert [row["ward"] for row in told(found, "project_ward")] == ["00002"]
    assert (1, "footprint_nowhere", True) in codes(found)
    assert not any(one.startswith("derived") for _, one, _ in codes(found))


def test_a_ward_that_nobody_knows_is_not_replaced_by_the_map(tmp_path: Path) -> None:
    found = read(layer(tmp_path, PARK, **{"Xã, phường": ["Phường Không Đâu"]}))
    assert found.refused == 1
    assert not any(one.startswith("derived") for _, one, _ in codes(found))


def test_a_map_comes_in_once(tmp_path: Path, office: Settings) -> None:
    store = open_store(office)
    for expected in ((2, 0), (0, 2)):
        report = intake.run_import(
            "projects", layer(tmp_path, ROAD, PARK), store=store, areas=city.areas(), settings=office
        )
        assert (report.new, report.unchanged) == expected


def test_a_code_does_not_follow_the_boundaries(tmp_path: Path) -> None:
    (one,) = told(read(layer(tmp_path, ROAD)), "project")
    assert one["code"] == intake.project_code("Dự án 0", "")


def test_a_map_without_a_single_shape_says_what_is_missing() -> None:
    found = looked_at("projects", ("Tên dự án", "geometry"), ("Đường Vẽ", None))
    assert [(row, out) for row, _, out in codes(found)] == [(2, True)]
