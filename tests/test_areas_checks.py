"""Whether a layer is the wards of the drawn province: each breach by itself, both sides of each limit, all at once."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.areas.checks import OVERLAP, checked
from gis.areas.facts import all_wards, facts
from gis.areas.geodesy import to_degrees
from gis.errors import AreasError
from tests.areas_fixtures import CORNERS, KM, NAMES, drawn_facts, quarters, square


def findings(frame: gpd.GeoDataFrame) -> list[tuple[str, int]]:
    """Answer code and feature of everything found."""
    with pytest.raises(AreasError) as raised:
        checked(frame, drawn_facts())
    assert all(
        finding.refused and finding.what.say("vi") and finding.what.say("en") for finding in raised.value.findings
    )
    return [(finding.code, finding.row) for finding in raised.value.findings]


def replaced(number: int, shape: shapely.Geometry | None) -> gpd.GeoDataFrame:
    """The four wards with the n-th one drawn otherwise."""
    frame = quarters()
    shapes = frame.geometry.tolist()
    shapes[number - 1] = shape
    return frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs))


@pytest.mark.parametrize(
    "columns",
    [
        {"ma": list(CORNERS)},
        {"ma": [1, 2, 3, 4]},
        {"ma": [1.0, 2.0, 3.0, 4.0]},
        {"ten": list(NAMES.values())},
        {"ten": ["nam", "BẮC", "X. Đông", "p. yên hoà"]},
        {"stt": [9, 8, 7, 6], "ten": list(NAMES.values())},
        {"stt": [4, 3, 2, 2], "ma": list(CORNERS)},
    ],
)
def test_wards_are_matched_by_code_or_name(columns):
    wards = checked(quarters(**columns), drawn_facts())
    assert wards.index.tolist() == list(CORNERS)
    assert wards.geometry.centroid.round().tolist() == quarters().geometry.centroid.round().tolist()


def test_degrees_are_judged_like_metres():
    assert checked(to_degrees(quarters()), drawn_facts()).index.tolist() == list(CORNERS)


def test_the_order_of_the_file_does_not_matter():
    wards = checked(quarters().iloc[::-1], drawn_facts())
    assert wards.geometry["00001"].centroid.x < wards.geometry["00004"].centroid.x


def test_wards_of_another_province_are_left_aside():
    more = quarters().iloc[[0]].assign(ma=min(all_wards() - set(facts("01").wards.index)), ten="Xã Khác")
    assert len(checked(pd.concat([quarters(), more]), drawn_facts())) == 4


def test_no_column_names_wards():
    with pytest.raises(AreasError, match="ten"):
        checked(quarters(ten=["a", "b", "c", "d"]), drawn_facts())


def test_a_missing_ward():
    assert findings(quarters().iloc[:3]) == [("missing_ward", 0)]


def test_a_repeated_ward():
    assert findings(quarters(ma=["00001", "00002", "00003", "00003"])) == [("repeated_ward", 4), ("missing_ward", 0)]


def test_an_unknown_ward():
    assert findings(quarters(ten=["Nam", "Bắc", "Đông", "Tây"])) == [("unknown_ward", 4), ("missing_ward", 0)]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "no_geometry"),
        (shapely.Polygon(), "no_geometry"),
        (square(1, 1).centroid, "not_an_area"),
        (square(1, 1).exterior, "not_an_area"),
    ],
)
def test_a_ward_without_an_area(shape, code):
    assert findings(replaced(3, shape)) == [(code, 3)]


def test_a_bow_tie():
    corners = shapely.get_coordinates(square(1, 1))[[0, 2, 1, 3, 0]]
    assert findings(replaced(3, shapely.Polygon(corners))) == [("invalid_geometry", 3)]


@pytest.mark.parametrize(("area", "found"), [(OVERLAP - 10, []), (OVERLAP + 10, [("overlap", 4)])])
def test_wards_may_overlap_by_a_sliver_only(area, found):
    frame = replaced(3, square(1, 1).union(shapely.box(591_000, 2_327_000 - area / KM, 592_000, 2_327_000)))
    if found:
        assert findings(frame) == found
    else:
        assert len(checked(frame, drawn_facts())) == 4


@pytest.mark.parametrize(("east", "refused"), [(1.1, False), (1.3, True)])
def test_together_they_are_about_as_large_as_published(east, refused):
    """One ward of four drawn 10% larger is 2.5% of all; 30% larger is 7.5%; the limit is 5%."""
    frame = replaced(3, shapely.box(591_000, 2_327_000, 591_000 + east * KM, 2_328_000))
    if refused:
        assert findings(frame) == [("cover", 0)]
    else:
        assert len(checked(frame, drawn_facts())) == 4


@pytest.mark.parametrize("frame", [quarters(), to_degrees(quarters())])
def test_exchanged_axes_are_recognised(frame):
    turned = shapely.transform(frame.geometry.to_numpy(), lambda points: points[:, ::-1])
    assert findings(frame.set_geometry(gpd.GeoSeries(turned, crs=frame.crs))) == [("swapped_axes", 0)]


def test_a_wrong_zone_is_recognised():
    assert findings(quarters().set_crs("EPSG:5899", allow_override=True)) == [("outside_province", 0)]


def test_one_ward_far_off_is_named():
    far = shapely.transform(square(1, 1), lambda points: np.add(points, [0, 200_000]))
    assert findings(replaced(3, far)) == [("outside_feature", 3)]


def test_everything_found_is_listed_at_once():
    bow_tie = shapely.Polygon(shapely.get_coordinates(square(1, 1))[[0, 2, 1, 3, 0]])
    frame = replaced(3, bow_tie).assign(ma=["00001", "00001", "00003", "77777"], ten="")
    codes = [code for code, _ in findings(frame)]
    assert codes == ["unknown_ward", "repeated_ward", "missing_ward", "missing_ward", "invalid_geometry"]


def test_the_error_names_the_number_and_the_first():
    with pytest.raises(AreasError, match=r"findings: 1\..*Phường Yên Hòa \(00004\) is missing"):
        checked(quarters().iloc[:3], drawn_facts())
