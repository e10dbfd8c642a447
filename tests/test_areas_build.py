"""The shipped approximate wards: what the issue asks of them, and that they are what the build makes.

The third-party polygons only measure; the test that uses them is skipped where they are absent.
"""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.areas.build import build, build_areas
from gis.areas.facts import facts
from gis.areas.geodesy import square_metres, to_metres
from gis.areas.value import built_path, encode, load
from gis.errors import AreasError
from gis.settings import ROOT, Settings
from tests.areas_fixtures import real_wards

SHIPPED = ROOT / "data" / "wards-01.geojson"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The boundaries of a fresh installation."""
    return load(Settings(state_dir=tmp_path_factory.mktemp("state")))


def test_all_126_wards_stand_under_their_official_codes(shipped):
    assert list(shipped.wards.index) == list(facts("01").wards.index)
    assert shipped.name_of("00004") == "Phường Ba Đình"
    assert shipped.approximate


def test_there_are_no_gaps_and_no_overlaps(shipped):
    shapes = shipped.wards.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    city = shapely.coverage_union_all(shapes)
    assert city.geom_type == "Polygon"
    assert len(city.interiors) == 0


def test_every_ward_is_one_polygon(shipped):
    assert set(shipped.wards.geom_type) == {"Polygon"}


def test_areas_are_within_a_tenth_of_the_official_ones(shipped):
    off = square_metres(shipped.wards) / 1e6 / shipped.wards["km2"] - 1
    assert off.abs().max() < 0.10
    assert off.abs().mean() < 0.02


def test_official_centroids_lie_inside_their_ward(shipped):
    points = shapely.points(shipped.wards["label_lon"], shipped.wards["label_lat"])
    assert shapely.contains(shipped.wards.geometry.to_numpy(), points).all()


def test_edges_look_natural(shipped):
    """No stairs: few edges of 150 m or more run due east or north (3% of the real ones do); no splinters."""
    metres = to_metres(shipped.wards)
    assert _upright_share(metres.geometry) < 0.08
    compact = 4 * 3.14159 * metres.area / metres.length**2
    assert compact.min() > 0.25


def test_stairs_and_boxes_would_be_seen():
    assert _upright_share(gpd.GeoSeries([shapely.box(0, 0, 1_000, 1_000)])) == 1


def _upright_share(shapes) -> float:
    """Share of the length of all edges that lies in straight stretches of 150 m or more, within 1° of the axes."""
    steps = [shapely.get_coordinates(shape.exterior) for shape in shapes]
    east, north = (abs(axis) for axis in np.concatenate([step[1:] - step[:-1] for step in steps]).T)
    length = np.hypot(east, north)
    upright = (np.minimum(east, north) < 0.0175 * length) & (length > 150)
    return float(length[upright].sum() / length.sum())


def test_shares_cover_every_ward(shipped):
    sums = shipped.shares.groupby("ward")["share"].sum()
    assert list(sums.index) == list(shipped.wards.index)
    assert (sums - 1).abs().max() < 0.001
    assert len(shipped.districts) == 30
    assert shipped.main_district.notna().all()
    assert shipped.wards_of("001")


def test_the_file_is_small():
    assert SHIPPED.stat().st_size < 300_000


@pytest.mark.shared
def test_they_agree_with_the_real_ones(shipped):
    """Mean overlap (intersection over union) ≥ 0.72 and outline ≥ 0.93; measured when built: 0.770 and 0.957."""
    real = to_metres(gpd.read_file(real_wards()).set_index("code"))
    drawn = to_metres(shipped.wards)
    shared = drawn.intersection(real.geometry, align=True).area
    overlap = shared / (drawn.area + real.area - shared)
    assert overlap.mean() >= 0.72
    assert overlap.min() > 0.45
    city, truth = drawn.union_all(), real.union_all()
    assert city.intersection(truth).area / city.union(truth).area >= 0.93


@pytest.mark.shared
def test_main_shares_agree_with_the_real_ones(shipped):
    """Mean absolute error of each ward's largest share < 0.05; measured when built: 0.028."""
    real = gpd.read_file(real_wards()).set_index("code")
    drawn = shipped.shares.set_index(["ward", "district"])["share"]
    keys = list(zip(real.index, real["former_district_code"], strict=True))
    assert (drawn.reindex(keys).fillna(0).to_numpy() - real["former_district_share"]).abs().mean() < 0.05


def test_they_are_what_the_build_makes(shipped, tmp_path):
    settings = Settings(state_dir=tmp_path)
    built = build_areas(settings)
    assert built_path(settings).read_bytes() == encode(built)
    moved = shapely.hausdorff_distance(
        to_metres(built.wards).geometry.to_numpy(), to_metres(shipped.wards).geometry.to_numpy()
    )
    assert moved.max() < 100  # other processors may round otherwise: less than a cell


def test_an_unknown_province_cannot_be_built():
    with pytest.raises(AreasError, match="LANDMAP_PROVINCE"):
        build("99")
