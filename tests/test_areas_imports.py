"""Boundaries put in force and taken out again; the city's own wards in and out of every format."""

import gzip

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.areas import imports
from gis.areas.browser import geometry_json
from gis.areas.geodesy import to_metres
from gis.areas.imports import describe, import_areas, reset, simplified, worst_difference
from gis.areas.value import imported_path, load
from gis.errors import AreasError
from gis.settings import Settings
from tests.areas_fixtures import CORNERS, quarters, real_wards
from tests.test_areas_layers import written, zipped


@pytest.fixture
def settings(tmp_path) -> Settings:
    """A fresh installation."""
    return Settings(state_dir=tmp_path / "state")


@pytest.fixture(scope="module")
def official() -> gpd.GeoDataFrame:
    """The shipped wards as if an office had drawn them: in metres, with names of its own."""
    wards = load(Settings()).wards
    return to_metres(wards)[["geometry"]].assign(MA_XA=wards.index, TEN_XA=wards["full_name"].str.upper())


@pytest.mark.parametrize("keys", [["MA_XA"], ["TEN_XA"]])
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_a_city_comes_in_by_code_or_by_name(tmp_path, settings, official, suffix, keys):
    path = written(tmp_path / f"xa{suffix}", official[[*keys, "geometry"]].reset_index(drop=True))
    source = zipped(path) if suffix == ".shp" else path
    areas = import_areas(source, settings)
    assert not areas.approximate
    assert areas.origin == source.name
    assert load(settings) == areas
    assert to_metres(areas.wards).area.to_numpy() == pytest.approx(official.area.to_numpy(), rel=1e-3)
    assert areas.wards_of("001") == load(Settings()).wards_of("001")


def test_what_was_in_force_stays_when_a_file_is_refused(tmp_path, settings, official):
    import_areas(written(tmp_path / "xa.gpkg", official), settings)
    before = imported_path(settings).read_bytes()
    with pytest.raises(AreasError) as raised:
        import_areas(written(tmp_path / "less.gpkg", official.iloc[1:]), settings)
    assert [finding.code for finding in raised.value.findings] == ["missing_ward"]
    assert imported_path(settings).read_bytes() == before


def test_reset_brings_the_shipped_ones_back(tmp_path, settings, official):
    import_areas(written(tmp_path / "xa.gpkg", official), settings)
    assert reset(settings)
    assert load(settings).approximate
    assert not reset(settings)


def test_reset_helps_even_when_the_file_is_damaged(settings):
    settings.state_dir.mkdir()
    imported_path(settings).write_text("{")
    with pytest.raises(AreasError, match="areas reset"):
        load(settings)
    assert reset(settings)
    assert load(settings).approximate


def test_reset_that_cannot_remove_says_so(settings):
    imported_path(settings).mkdir(parents=True)
    with pytest.raises(AreasError, match="permission"):
        reset(settings)


def test_simplified_borders_still_fit_and_points_are_few(monkeypatch):
    monkeypatch.setattr(imports, "_POINTS", 150)
    wards = simplified(_rough(points=400))
    shapes = wards.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).sum() <= 150
    assert wards.crs == "EPSG:4326"
    assert to_metres(wards).area.to_numpy() == pytest.approx(1e6, rel=0.05)


def test_slivers_between_neighbours_are_closed():
    frame = quarters().set_axis(list(CORNERS), axis="index")
    shapes = frame.geometry.to_numpy().copy()
    shapes[3] = shapely.transform(shapes[3], lambda points: points - [0, 0.3])  # a gap of 0.3 m below 00003
    assert not shapely.coverage_union_all(shapes).equals(frame.union_all())
    wards = simplified(frame.set_geometry(gpd.GeoSeries(shapes, frame.index, crs=frame.crs)))
    assert shapely.coverage_is_valid(wards.geometry.to_numpy())
    assert len(shapely.get_rings(wards.union_all())) == 1


def test_what_cannot_be_made_light_enough_is_refused(monkeypatch):
    monkeypatch.setattr(imports, "_POINTS", 3)
    with pytest.raises(AreasError, match="seamless"):
        simplified(quarters().set_axis(list(CORNERS), axis="index"))


def _rough(*, points: int) -> gpd.GeoDataFrame:
    """The four wards with many points on each side, bent by a few metres the same way for both neighbours."""
    frame = quarters().set_axis(list(CORNERS), axis="index")
    dense = shapely.segmentize(frame.geometry.to_numpy(), 4_000 / points)
    bent = shapely.transform(dense, lambda at: at + 3 * np.sin(at[:, ::-1] / 40))
    return frame.set_geometry(gpd.GeoSeries(bent, frame.index, crs=frame.crs))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_in_force_can_be_told(settings, language):
    rows = dict(describe(load(settings), language))
    assert len(rows) == 9
    values = list(rows.values())
    assert "126" in values
    assert load(settings).digest in values
    assert load(settings).label.say(language) in values
    assert all(rows)


def test_the_worst_difference_is_that_of_the_drawing(settings):
    ward, off = worst_difference(load(settings))
    assert ward in load(settings).wards.index
    assert 0 < abs(off) < 0.10


@pytest.mark.shared
def test_the_real_polygons_come_in_and_stay_light(settings):
    areas = import_areas(real_wards(), settings)
    assert len(areas.wards) == 126
    assert shapely.coverage_is_valid(areas.wards.geometry.to_numpy())
    assert len(gzip.compress(geometry_json(areas), mtime=0)) < 100_000
    real = to_metres(gpd.read_file(real_wards()).set_index("code"))
    drawn = to_metres(areas.wards)
    shared = drawn.intersection(real.geometry, align=True).area
    assert (shared / (drawn.area + real.area - shared)).min() > 0.97
