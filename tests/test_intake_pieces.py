"""Projects that a map draws in several pieces, in the drawn city.

::

    105.80     105.90     106.00
      +----------+----------+  21.10
      |  An      |  Bình    |      WEST and EAST lie in An, apart; FAR in Bình;
      | WEST EAST|   FAR    |      NEXT in An shares an edge with WEST;
      +----------+----------+      OVER reaches from An into Bình.
"""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import python_calamine
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis import intake
from gis.areas.geodesy import square_metres
from gis.intake.pieces import united
from gis.records.store import open_store
from gis.settings import Settings as Office
from tests import city
from tests.intake_files import codes, looked_at, told
from tests.test_intake_hostile import adds_up

WEST = shapely.box(105.82, 21.02, 105.83, 21.03)
NEXT = shapely.box(105.83, 21.02, 105.84, 21.03)
EAST = shapely.box(105.86, 21.02, 105.87, 21.03)
FAR = shapely.box(105.95, 21.02, 105.96, 21.03)
OVER = shapely.box(105.88, 21.05, 105.92, 21.06)
ROAD = shapely.LineString([(105.82, 21.05), (105.84, 21.05)])
ONWARD = shapely.LineString([(105.84, 21.05), (105.86, 21.05)])
GATE = shapely.Point(105.85, 21.08)

KINDS = ["da.geojson", "da.gpkg", "da.shp"]
Feature = tuple[Any, ...]


def layer(path: Path, *features: Feature) -> Path:
    """Write features: shape, code, ward, and the area where there is one."""
    rows = [[*feature, *[None] * (4 - len(feature))] for feature in features]
    frame = gpd.GeoDataFrame(
        {
            "maDuAn": [row[1] for row in rows],
            "tenDuAn": [f"Dự án {row[1]}" for row in rows],
            "maXa": [row[2] for row in rows],
            "area": [row[3] for row in rows],
        },
        geometry=[row[0] for row in rows],
        crs="EPSG:4326",
    )
    frame = frame.drop(columns=[name for name in ("maXa", "area") if frame[name].isna().all()])
    frame.to_file(path)
    return path


def read(path: Path) -> intake.Checked:
    table = intake.read_table(path, bounds=city.areas().bounds)
    return intake.check(table, intake.FORMS["projects"], city.areas(), province="99", today=city.AS_OF)


def shapes(found: intake.Checked) -> dict[str, shapely.Geometry]:
    return {row["code"]: shapely.from_wkb(row["footprint"]) for row in told(found, "project") if "footprint" in row}


def wards(found: intake.Checked) -> list[tuple[str, str]]:
    return [(row["project"], row["ward"]) for row in told(found, "project_ward")]


def said(found: intake.Checked, code: str) -> tuple[str, str]:
    (one,) = [finding for finding in found.findings if finding.code == code]
    return one.what.say("vi"), one.what.say("en")


@pytest.mark.parametrize("name", KINDS)
def test_outlines_of_one_project_in_one_ward_are_joined(tmp_path: Path, name: str) -> None:
    found = read(layer(tmp_path / name, (WEST, "K-1", "00001", 2.5), (EAST, "K-1", "00001", 2.5)))
    assert codes(found) == [(1, "joined_shapes", False)]
    assert shapes(found)["K-1"].equals(shapely.union(WEST, EAST))
    assert wards(found) == [("K-1", "00001")]
    assert told(found, "project_ward")[0]["area"] == told(found, "project")[0]["area"] == 2.5
    vietnamese, english = said(found, "joined_shapes")
    assert vietnamese.startswith("2 hình vẽ của dự án Dự án K-1 (K-1) (dòng 1, 2) đã ghép")
    assert english.startswith("2 shapes of project Dự án K-1 (K-1) (rows 1, 2) were joined")


@pytest.mark.parametrize("name", KINDS)
def test_every_piece_goes_in_and_leads_to_what_it_became(tmp_path: Path, name: str) -> None:
    rows = [(WEST, "K-1", "00001"), (FAR, "K-2", "00002"), (EAST, "K-1", "00001"), (NEXT, "K-1", "00001")]
    found = read(layer(tmp_path / name, *rows))
    assert (found.rows, found.refused) == (4, 0)
    assert found.links.to_dict("index") == {
        1: {"project": 0, "project_ward": 0},
        2: {"project": 1, "project_ward": 1},
        3: {"project": 0, "project_ward": 0},
        4: {"project": 0, "project_ward": 0},
    }


@pytest.mark.parametrize("name", KINDS)
def test_footprints_of_several_wards_are_joined(tmp_path: Path, name: str) -> None:
    found = read(layer(tmp_path / name, (WEST, "K-1", "00001", 1.0), (FAR, "K-1", "00002", 2.0)))
    assert codes(found) == [(1, "joined_shapes", False)]
    assert shapes(found)["K-1"].equals(shapely.union(WEST, FAR))
    assert [row["area"] for row in told(found, "project_ward")] == [1.0, 2.0]
    assert told(found, "project")[0]["area"] == 3.0


@pytest.mark.parametrize("name", KINDS)
def test_one_shape_repeated_for_each_ward_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    found = read(layer(tmp_path / name, (OVER, "K-1", "00001"), (OVER, "K-1", "00002")))
    assert codes(found) == []
    assert shapes(found)["K-1"].equals(OVER)


@pytest.mark.parametrize("name", KINDS)
def test_a_true_duplicate_stays_out_and_names_the_row_it_repeats(tmp_path: Path, name: str) -> None:
    turned = shapely.Polygon([*WEST.exterior.coords[2:-1], *WEST.exterior.coords[:3]])
    rows = [(EAST, "K-1", "00001"), (WEST, "K-1", "00001"), (turned, "K-1", "00001"), (EAST, "K-1", "00001")]
    found = read(layer(tmp_path / name, *rows))
    assert codes(found) == [(1, "joined_shapes", False), (3, "duplicate_row", True), (4, "duplicate_row", True)]
    assert ["dòng 2" in found.findings[1].what.say(), "dòng 1" in found.findings[2].what.say()] == [True, True]
    assert "2 hình vẽ" in said(found, "joined_shapes")[0]


@pytest.mark.parametrize("name", KINDS)
def test_rows_that_differ_stay_out_with_their_shape(tmp_path: Path, name: str) -> None:
    found = read(layer(tmp_path / name, (WEST, "K-1", "00001", 2.5), (EAST, "K-1", "00001", 3.0)))
    assert codes(found) == [(2, "same_ward_other_shape", True)]
    assert shapes(found)["K-1"].equals(WEST)
    vietnamese, english = said(found, "same_ward_other_shape")
    assert "area: 2.5 → 3" in vietnamese
    assert "và có hình vẽ khác" in vietnamese
    assert "and its shape" in english
    assert "geometry" not in vietnamese


def test_rows_that_differ_with_one_shape_are_told_as_in_any_list(tmp_path: Path) -> None:
    found = read(layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001", 2.5), (WEST, "K-1", "00001", 3.0)))
    assert codes(found) == [(2, "same_ward_and_code", True)]


def test_pieces_that_touch_become_one_outline(tmp_path: Path) -> None:
    found = read(layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001"), (NEXT, "K-1", "00001")))
    assert shapes(found)["K-1"].geom_type == "Polygon"
    assert shapes(found)["K-1"].equals(shapely.box(105.82, 21.02, 105.84, 21.03))


@pytest.mark.parametrize("name", KINDS)
def test_wards_are_derived_from_the_whole_and_nothing_is_counted_twice(tmp_path: Path, name: str) -> None:
    wide = shapely.box(105.88, 21.05, 105.94, 21.06)  # holds OVER: two thirds in Bình, of which OVER has half
    found = read(layer(tmp_path / name, (OVER, "K-1", None), (wide, "K-1", None)))
    assert [one[1] for one in codes(found)] == ["derived_wards_approximate", "joined_shapes"]
    assert wards(found) == [("K-1", "00002"), ("K-1", "00001")]
    (eastern, western) = (row["area"] for row in told(found, "project_ward"))
    inside = gpd.GeoDataFrame(geometry=[shapely.box(105.90, 21.05, 105.94, 21.06)], crs="EPSG:4326")
    assert eastern == pytest.approx(square_metres(inside).iloc[0] / 10_000, rel=1e-3)
    assert eastern == pytest.approx(2 * western, rel=1e-3)
    assert (found.rows, found.refused, sorted(found.links.index)) == (2, 0, [1, 1, 2, 2])


def test_pieces_in_different_wards_that_no_column_names_are_one_project(tmp_path: Path) -> None:
    found = read(layer(tmp_path / "da.gpkg", (WEST, "K-1", None), (FAR, "K-1", None), (FAR, "K-1", None)))
    assert codes(found) == [
        (1, "derived_wards_approximate", False), (1, "joined_shapes", False), (3, "duplicate_row", True),
    ]  # fmt: skip
    assert sorted(wards(found)) == [("K-1", "00001"), ("K-1", "00002")]


def test_parts_of_a_ward_that_differ_are_added_up(tmp_path: Path) -> None:
    west = shapely.box(105.86, 21.05, 105.92, 21.06)  # two thirds in An, a third in Bình
    found = read(layer(tmp_path / "da.gpkg", (west, "K-1", None, 9.0), (FAR, "K-1", None, 2.0)))
    assert wards(found) == [("K-1", "00001"), ("K-1", "00002")]
    third = gpd.GeoDataFrame(geometry=[shapely.box(105.90, 21.05, 105.92, 21.06)], crs="EPSG:4326")
    part = square_metres(third).iloc[0] / 10_000
    assert told(found, "project_ward")[1]["area"] == pytest.approx(part + 2.0, rel=1e-3)


def test_pieces_that_lie_nowhere_all_stay_out(tmp_path: Path) -> None:
    away, off = shapely.box(106.2, 21.0, 106.3, 21.1), shapely.box(106.4, 21.0, 106.5, 21.1)
    found = read(layer(tmp_path / "da.gpkg", (away, "K-1", None), (off, "K-1", None), (WEST, "K-2", None)))
    assert [(row, code) for row, code, out in codes(found) if out] == [
        (1, "footprint_nowhere"),
        (2, "footprint_nowhere"),
    ]
    assert wards(found) == [("K-2", "00001")]


def test_projects_are_not_joined_with_each_other(tmp_path: Path) -> None:
    found = read(layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001"), (EAST, "K-2", "00001")))
    assert codes(found) == []
    assert [shapes(found)[code].equals(shape) for code, shape in (("K-1", WEST), ("K-2", EAST))] == [True, True]


def test_without_codes_the_name_tells_what_belongs_together(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"tenDuAn": ["Hồ Vẽ"] * 2}, geometry=[WEST, FAR], crs="EPSG:4326")
    frame.to_file(tmp_path / "da.gpkg")
    found = read(tmp_path / "da.gpkg")
    (code,) = shapes(found)
    assert shapes(found)[code].equals(shapely.union(WEST, FAR))
    assert said(found, "joined_shapes")[0].startswith("2 hình vẽ của dự án Hồ Vẽ (dòng 1, 2)")


@pytest.mark.parametrize("name", ["da.geojson", "da.gpkg"])
def test_an_area_goes_before_lines_and_points(tmp_path: Path, name: str) -> None:
    rows = [(GATE, "K-1", "00001"), (WEST, "K-1", "00001"), (ROAD, "K-1", "00001"), (EAST, "K-1", "00001")]
    found = read(layer(tmp_path / name, *rows))
    assert codes(found) == [(1, "areas_before_lines", False), (2, "joined_shapes", False)]
    assert shapes(found)["K-1"].equals(shapely.union(WEST, EAST))
    assert "2 hình là đường hoặc điểm (dòng 1, 3)" in said(found, "areas_before_lines")[0]
    assert (found.rows, found.refused) == (4, 0)


@pytest.mark.parametrize("name", ["da.geojson", "da.gpkg"])
def test_a_line_goes_before_points_and_runs_on(tmp_path: Path, name: str) -> None:
    found = read(layer(tmp_path / name, (GATE, "K-1", "00001"), (ROAD, "K-1", "00001"), (ONWARD, "K-1", "00001")))
    assert codes(found) == [(1, "lines_before_points", False), (2, "joined_shapes", False)]
    assert shapes(found)["K-1"].geom_type == "LineString"
    assert "1 hình là điểm (dòng 1)" in said(found, "lines_before_points")[0]


def test_points_alone_are_kept_together(tmp_path: Path) -> None:
    other = shapely.Point(105.83, 21.01)
    found = read(layer(tmp_path / "da.gpkg", (GATE, "K-1", "00001"), (other, "K-1", "00001")))
    assert shapes(found)["K-1"].equals(shapely.MultiPoint([GATE, other]))


def test_a_faulty_piece_is_pointed_at_once_and_is_no_duplicate(tmp_path: Path) -> None:
    bow = shapely.Polygon([(105.82, 21.04), (105.84, 21.06), (105.84, 21.04), (105.82, 21.06)])
    found = read(layer(tmp_path / "da.gpkg", (bow, "K-1", "00001"), (EAST, "K-1", "00001"), (None, "K-1", "00001")))
    assert codes(found) == [(1, "invalid_shape", False), (3, "duplicate_row", True)]
    assert found.findings[0].value == "Polygon", "its corners are not written out"
    assert shapes(found)["K-1"].equals(EAST)
    late = read(layer(tmp_path / "late.gpkg", (EAST, "K-1", "00001"), (bow, "K-1", "00001")))
    assert codes(late) == [(2, "invalid_shape", False)]
    assert (late.refused, shapes(late)["K-1"].equals(EAST)) == (0, True)


def test_a_map_sent_back_names_shapes_by_their_kind(tmp_path: Path) -> None:
    path = layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001", 2.5), (ROAD, "K-2", "00002", 3.0))
    marked = intake.findings_workbook(intake.read_table(path), read(path))
    rows = python_calamine.load_workbook(io.BytesIO(marked)).get_sheet_by_index(0).to_python()
    assert [row[rows[0].index("geometry")] for row in rows[1:]] == ["Polygon", "LineString"]


def test_pieces_without_a_sound_whole_leave_it_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gis.intake.pieces.sound", lambda _: None)
    found = read(layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001"), (EAST, "K-1", "00001")))
    assert codes(found) == [(1, "unsound_union", False)]
    assert "gộp thành một đối tượng" in said(found, "unsound_union")[0]
    assert shapes(found) == {}


def test_a_row_of_a_project_in_another_ward_differs_in_words_not_in_shape(tmp_path: Path) -> None:
    rows = [(WEST, "K-1", "00001"), (FAR, "K-1", "00002")]
    path = layer(tmp_path / "da.gpkg", *rows)
    frame = gpd.read_file(path).assign(investor=["Ban A", "Ban B"])
    frame.to_file(path)
    found = read(path)
    assert [(one.row, one.code, one.column) for one in found.findings] == [
        (1, "joined_shapes", "geometry"), (2, "project_differs", "investor"),
    ]  # fmt: skip
    assert "“Ban A”" in said(found, "project_differs")[0]


def test_a_list_without_a_map_repeats_as_before() -> None:
    row = ("00001", "K-1", "Dự án", "POLYGON")
    found = looked_at("projects", ("maXa", "Mã dự án", "Tên dự án", "geometry"), row, row)
    assert [one for one in codes(found) if one[2]] == [(3, "duplicate_row", True)]


def test_a_map_in_pieces_comes_in_once(tmp_path: Path, office: Office) -> None:
    store = open_store(office)
    path = layer(tmp_path / "da.gpkg", (WEST, "K-1", "00001"), (EAST, "K-1", "00001"), (FAR, "K-1", "00002"))
    for expected in ((3, 0), (0, 3)):
        report = intake.run_import("projects", path, store=store, areas=city.areas(), settings=office)
        assert (report.new, report.unchanged, report.refused) == (*expected, 0)


def test_the_order_of_pieces_does_not_matter(tmp_path: Path) -> None:
    rows = [(WEST, "K-1", "00001"), (EAST, "K-1", "00001"), (NEXT, "K-1", "00001"), (OVER, "K-1", "00001")]
    wholes = []
    for seed in range(4):
        mixed = random.Random(seed).sample(rows, len(rows))  # noqa: S311 — no secret
        wholes.append(shapes(read(layer(tmp_path / f"{seed}.gpkg", *mixed)))["K-1"])
    assert all(one.equals(wholes[0]) for one in wholes)


def test_thousands_of_pieces_are_one_project(tmp_path: Path) -> None:
    corners = np.linspace(105.801, 105.899, 3_000)
    many = [(shapely.box(west, 21.02, west + 2e-5, 21.03), "K-1", "00001") for west in corners]
    found = read(layer(tmp_path / "da.gpkg", *many))
    assert (found.refused, len(found.links), len(shapes(found)["K-1"].geoms)) == (0, 3_000, 3_000)


boxes = st.builds(
    lambda west, south, width, height: shapely.box(
        105.80 + west / 100, 21.0 + south / 100, 105.80 + (west + width) / 100, 21.0 + (south + height) / 100
    ),
    *[st.integers(0, 7)] * 2,
    *[st.integers(1, 3)] * 2,
)


@given(st.lists(boxes, min_size=1, max_size=8))
def test_a_whole_covers_its_pieces_and_nothing_else(drawn: list[shapely.Geometry]) -> None:
    whole = united(np.array(drawn, object))
    assert whole is not None
    assert whole.is_valid
    assert shapely.get_dimensions(whole) == 2
    grid = shapely.points([(105.805 + x / 100, 21.005 + y / 100) for x in range(10) for y in range(10)])
    inside = np.array([shapely.intersects(one, grid) for one in drawn]).any(axis=0)
    assert (shapely.intersects(whole, grid) == inside).all()


outlines = st.lists(st.tuples(st.floats(105.75, 106.05), st.floats(20.85, 21.15)), min_size=3, max_size=5)
odd = st.one_of(outlines.map(shapely.Polygon), outlines.map(shapely.LineString), st.just(GATE), st.none())
# Most features are boxes of one project, so that pieces are the rule and what differs the exception.
features = st.tuples(
    st.one_of(boxes, boxes, boxes, odd),
    st.sampled_from(["K-1", "K-1", "K-1", "K-2", None]),
    st.sampled_from([None, None, "00001", "00001", "00002", "99999"]),
    st.sampled_from([None, None, None, None, 2.5, "1,5"]),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(features, min_size=2, max_size=7))
def test_whatever_a_map_draws_adds_up(drawn: list[Feature]) -> None:
    rows = [(code, "Hồ Vẽ", ward, area, shape) for shape, code, ward, area in drawn]
    found = looked_at("projects", ("maDuAn", "tenDuAn", "maXa", "area", "geometry"), *rows)
    adds_up(found)
    projects = found.links["project"].groupby(level=0).first()
    whole = [row.get("footprint") for row in told(found, "project")]
    for row, place in projects.items():
        shape = drawn[int(str(row)) - 2][0]
        if shape is not None and shape.is_valid:
            one = shapely.from_wkb(whole[place])
            assert one.is_valid
            same_kind = shapely.get_dimensions(one) == shapely.get_dimensions(shape)
            assert not same_kind or shape.difference(one.buffer(1e-9)).is_empty, "no piece is lost"


def test_the_numbers_of_many_pieces_are_shortened(tmp_path: Path) -> None:
    many = [(shapely.box(105.81 + at / 200, 21.02, 105.812 + at / 200, 21.03), "K-1", "00001") for at in range(12)]
    found = read(layer(tmp_path / "da.gpkg", *many))
    assert "12 hình vẽ" in said(found, "joined_shapes")[0]
    assert "9, 10, …)" in said(found, "joined_shapes")[0]
    assert pd.Series(found.links.index).nunique() == 12
