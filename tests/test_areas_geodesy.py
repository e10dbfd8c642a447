"""Degrees and metres against a check point of Hoàn Kiếm and against plane squares."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.areas import geodesy
from gis.errors import AreasError
from tests.areas_fixtures import quarters

CHECK_DEGREES, CHECK_METRES = (105.8542, 21.0285), (588_591.944, 2_326_345.312)


def test_the_check_point_is_met_to_the_millimetre():
    east, north = geodesy.points_to_metres([CHECK_DEGREES[0]], [CHECK_DEGREES[1]])
    assert (round(east[0], 3), round(north[0], 3)) == CHECK_METRES


def test_a_layer_meets_the_check_point_too():
    point = gpd.GeoDataFrame(geometry=[shapely.Point(CHECK_DEGREES)], crs="EPSG:4326")
    there = geodesy.to_metres(point).geometry.iloc[0]
    assert (round(there.x, 3), round(there.y, 3)) == CHECK_METRES


def test_a_wrong_datum_shift_would_be_seen():
    shifted = gpd.GeoDataFrame(geometry=[shapely.Point(CHECK_METRES)], crs="EPSG:3405")  # read as UTM 48N
    there = geodesy.to_metres(shifted).geometry.iloc[0]
    assert shapely.distance(there, shapely.Point(CHECK_METRES)) > 600


@settings(deadline=None)
@given(st.floats(105.3, 106.1), st.floats(20.5, 21.4))
def test_there_and_back_is_the_same_place(longitude, latitude):
    east, north = geodesy.points_to_metres([longitude], [latitude])
    back = geodesy.points_to_degrees(east, north)
    assert np.allclose(np.ravel(back), (longitude, latitude), atol=1e-8)


def test_a_missing_point_stays_missing():
    east, north = geodesy.points_to_metres([105.8, np.nan], [21.0, np.nan])
    assert np.isfinite([east[0], north[0]]).all()
    assert np.isnan([east[1], north[1]]).all()


def test_areas_and_lengths_are_measured_in_metres_wherever_the_layer_comes_from():
    degrees = geodesy.to_degrees(quarters())
    assert geodesy.square_metres(degrees).round(1).tolist() == [1e6] * 4
    assert geodesy.lengths(degrees).round(1).tolist() == [4000.0] * 4
    assert geodesy.square_metres(degrees).name == "square_metres"


@pytest.mark.parametrize("door", [geodesy.to_metres, geodesy.to_degrees, geodesy.square_metres, geodesy.lengths])
def test_a_layer_that_does_not_say_its_crs_is_refused(door):
    with pytest.raises(AreasError, match="--crs"):
        door(quarters().set_crs(None, allow_override=True))


@pytest.mark.parametrize(
    ("province", "longitude", "crs"),
    [
        ("01", 105.8, "EPSG:5897"),  # settled, though 105°45′ is nearer
        ("79", 106.74, "EPSG:9213"),
        ("48", 108.2, "EPSG:9217"),
        ("12", 103.1, "EPSG:9205"),
    ],
)
def test_a_province_is_measured_in_its_own_zone(province, longitude, crs):
    assert geodesy.metric_crs(province, longitude) == crs
