"""Coordinates without a system, exchanged axes, places outside, and shapes that cross themselves; in the drawn city."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gis.areas.geodesy import points_to_metres, zone_name
from gis.intake.shapes import System, points, sound, systems
from gis.intake.values import Trouble, reader
from gis.records.declaration import Field
from gis.words import Label
from tests import city

BOUNDS = city.areas().bounds
LONGITUDE = np.array([105.81, 105.85, 105.95, 105.99])
LATITUDE = np.array([21.05, 20.95, 21.01, 20.91])
SHAPE = Field("shape", "shape", Label("Hình", "Shape"))


def codes(found: tuple[np.ndarray, np.ndarray, tuple]) -> list[str]:
    return [finding.code for finding in found[2]]


def test_degrees_are_known_by_the_box_in_either_order() -> None:
    assert systems(LONGITUDE, LATITUDE, BOUNDS) == (System("EPSG:4326"),)
    assert systems(LATITUDE, LONGITUDE, BOUNDS) == (System("EPSG:4326", swapped=True),)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_zone_is_known_when_only_one_fits(swapped: bool) -> None:  # noqa: FBT001
    pair = points_to_metres(LONGITUDE, LATITUDE, crs="EPSG:9209")  # 105°30′: the next meridians are 26 km away
    found = points(*(pair[::-1] if swapped else pair), bounds=BOUNDS)
    np.testing.assert_allclose(found[0], LONGITUDE, atol=1e-9)
    np.testing.assert_allclose(found[1], LATITUDE, atol=1e-9)
    assert codes(found) == ["found_crs", *(["swapped_axes"] if swapped else [])]
    assert "105°30′" in found[2][0].what.say("vi")


def test_of_two_zones_with_one_meridian_the_sender_is_asked_and_his_answer_counts() -> None:
    pair = points_to_metres(LONGITUDE, LATITUDE, crs="EPSG:5897")
    found = points(*pair, bounds=BOUNDS)
    assert np.isnan(found[0]).all()
    assert codes(found) == ["unclear_crs"]
    assert "EPSG:5897" in found[2][0].what.say("vi")
    assert "EPSG:3405" in found[2][0].what.say("vi")
    told = points(*pair[::-1], bounds=BOUNDS, crs="EPSG:5897")
    np.testing.assert_allclose(told[0], LONGITUDE, atol=1e-9)
    assert codes(told) == ["swapped_axes"]


def test_what_lies_nowhere_near_is_left_blank_and_said() -> None:
    found = points([1.0, 2.0], [3.0, 4.0], bounds=BOUNDS)
    assert np.isnan(found[0]).all()
    assert codes(found) == ["no_system"]


def test_a_blank_column_says_nothing() -> None:
    assert codes(points([np.nan, 0.0], [np.nan, 0.0], bounds=BOUNDS)) == []
    assert codes(points([], [], bounds=BOUNDS)) == []


def test_a_few_places_outside_are_named_by_row() -> None:
    east, north = np.tile(LONGITUDE, 3), np.tile(LATITUDE, 3)
    east[4] = 107.0
    found = points(east, north, bounds=BOUNDS, rows=range(2, 14))
    assert codes(found) == ["outside_province"]
    assert (found[2][0].row, found[2][0].what.values["n"]) == (6, 1)


@pytest.mark.parametrize(("times", "stacked"), [(4, False), (5, True)])
def test_many_rows_at_one_point_are_pointed_at(times: int, stacked: bool) -> None:  # noqa: FBT001
    rest = np.linspace(105.81, 105.99, 10)
    found = points([*[105.9] * times, *rest], [*[21.0] * times, *[21.05] * 10], bounds=BOUNDS)
    assert codes(found) == (["stacked_points"] if stacked else [])


def test_a_sound_shape_is_kept_and_a_touching_one_mended() -> None:
    square = shapely.box(105.82, 21.01, 105.84, 21.03)
    assert sound(square) is square
    spike = shapely.Polygon([(105.82, 21.01), (105.84, 21.01), (105.84, 21.03), (105.85, 21.03), (105.84, 21.03),
                             (105.82, 21.03)])  # fmt: skip
    assert not spike.is_valid
    assert sound(spike).equals(square)


def test_a_shape_that_would_change_is_refused() -> None:
    bow = shapely.Polygon([(105.82, 21.01), (105.84, 21.03), (105.84, 21.01), (105.82, 21.03)])
    read = reader(SHAPE, [])
    found = read(bow)
    assert isinstance(found, Trouble)
    assert found.code == "invalid_shape"
    assert read("text").code == "not_a_shape"
    assert read(None) is None
    assert read(shapely.Point()) is None


def test_a_shape_is_stored_flat() -> None:
    found = reader(SHAPE, [])(shapely.Point(105.85, 21.05, 7.0))
    assert shapely.from_wkb(found) == shapely.Point(105.85, 21.05)
    assert not shapely.from_wkb(found).has_z


def test_systems_are_named_as_surveyors_do() -> None:
    assert zone_name("EPSG:5899") == "VN-2000, TM-3 107°45′ (EPSG:5899)"
    assert zone_name("EPSG:3405") == "VN-2000, UTM 105°00′ (EPSG:3405)"
    assert zone_name("EPSG:4326") == "WGS 84 (EPSG:4326)"
    assert zone_name("EPSG:32648") == "EPSG:32648"
