"""Areas drawn from cells: they fit exactly, keep their size and lose the stairs."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.areas.arcs import areas_from
from gis.areas.fitting import OUTSIDE, Grid
from gis.areas.geodesy import HANOI_METRES
from gis.areas.smoothing import one_piece


def drawn(labels: np.ndarray):
    rows, columns = labels.shape
    return areas_from(labels, Grid(590_000, 2_326_000, 100, columns, rows), crs=HANOI_METRES)


@pytest.fixture
def thirds():
    """Three wards meeting in one point, on 60 × 60 cells with land outside all round."""
    labels = np.full((60, 60), OUTSIDE)
    labels[10:50, 10:50] = 0
    labels[10:30, 30:50] = 1
    labels[30:50, 30:50] = 2
    return drawn(labels)


def test_neighbours_share_their_border_exactly(thirds):
    assert shapely.coverage_is_valid(thirds.geometry.to_numpy())
    assert thirds.is_valid.all()
    assert thirds.union_all().geom_type == "Polygon"


def test_sizes_and_places_are_those_of_the_cells(thirds):
    assert (thirds.area / 1e4).round(-1).tolist() == [800, 400, 400]
    assert thirds.total_bounds == pytest.approx((591_000, 2_327_000, 595_000, 2_331_000), abs=150)


def test_a_slanting_border_has_no_stairs():
    row, column = np.mgrid[0:60, 0:60]
    areas = drawn(np.where(column < 10 + 0.6 * row, 0, 1))
    border = shapely.get_coordinates(shapely.segmentize(areas.geometry[0].intersection(areas.geometry[1]), 50))
    inner = border[(border[:, 1] > 2_327_000) & (border[:, 1] < 2_331_000)]
    off = inner[:, 0] - 590_000 - 1_000 - 0.6 * (inner[:, 1] - 2_326_000)
    assert np.ptp(off) < 100


def test_a_border_nearly_along_the_grid_has_no_treads():
    row, column = np.mgrid[0:60, 0:60]
    areas = drawn(np.where(column < 25 + 0.1 * row, 0, 1))
    border = shapely.segmentize(areas.geometry[0].intersection(areas.geometry[1]), 50)
    east, north = np.diff(shapely.get_coordinates(shapely.line_merge(border)), axis=0).T
    assert (np.abs(east) > 0.03 * np.abs(north)).mean() > 0.9  # on treads it would be zero


def test_an_island_and_an_enclave_are_drawn_too():
    labels = np.full((50, 50), OUTSIDE)
    labels[5:35, 5:35] = 0
    labels[15:25, 15:25] = 1
    labels[40:46, 40:46] = 2
    areas = drawn(labels)
    assert areas.index.tolist() == [0, 1, 2]
    assert len(areas.geometry[0].interiors) == 1
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), min_size=2, max_size=6, unique=True))
def test_any_pattern_of_wards_gives_a_coverage(middles):
    row, column = np.mgrid[0:30, 0:30]
    away = [(row - y) ** 2 + 3 * (column - x) ** 2 for y, x in middles]
    labels = one_piece(np.argmin(away, axis=0), count=len(middles))
    areas = drawn(np.pad(labels, 3, constant_values=OUTSIDE))
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())
    assert areas.is_valid.all()
    assert set(areas.index) <= set(range(len(middles)))
