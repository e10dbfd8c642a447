"""Wards made whole and round, on grids small enough to write out."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from gis.areas.fitting import OUTSIDE
from gis.areas.smoothing import one_piece, smoothed


def grid(*lines: str) -> np.ndarray:
    """Read a grid: a digit is a ward, a point is nobody's."""
    return np.array([[OUTSIDE if sign == "." else int(sign) for sign in line] for line in lines])


def test_a_splinter_goes_to_whoever_is_around_it():
    assert (one_piece(grid("0011", "0110", "0011"), count=2) == grid("0011", "0111", "0011")).all()


def test_a_hole_is_filled_and_a_bay_stays():
    before = grid("......", ".000..", ".0.0..", ".000..", ".000..", "......")
    after = grid("......", ".000..", ".000..", ".000..", ".000..", "......")
    assert (one_piece(before, count=1) == after).all()
    bay = grid(".....", ".0.0.", ".000.", ".....")
    assert (one_piece(bay, count=1) == bay).all()


def test_pieces_that_touch_at_a_corner_only_are_two():
    assert (
        one_piece(grid("00...", "00...", "..0..", "....."), count=1) == grid("00...", "00...", ".....", ".....")
    ).all()


@settings(deadline=None)
@given(arrays(np.int64, (12, 12), elements=st.integers(-1, 2)))
def test_in_the_end_every_ward_is_one_piece_and_outside_reaches_the_rim(labels):
    whole = one_piece(labels, count=3)
    assert set(np.unique(whole)) <= set(np.unique(labels))
    for ward in range(3):
        assert ndimage.label(whole == ward)[1] <= 1
    pieces, count = ndimage.label(whole == OUTSIDE)
    rim = {*pieces[0], *pieces[-1], *pieces[:, 0], *pieces[:, -1]}
    assert set(range(1, count + 1)) <= rim


def test_stairs_become_a_straight_border_and_sizes_hold():
    row, column = np.mgrid[0:60, 0:60]
    ragged = np.where(column < 30 + 3 * (row // 3 % 2), 0, 1)
    even = smoothed(ragged, sizes=np.array([1_890.0, 1_710.0]), centroids=np.array([[30, 15], [30, 45]]))
    borders = (even == 0).sum(axis=1)[5:-5]
    assert np.ptp(borders) <= 1
    assert abs((even == 0).sum() - 1_890) < 60


def test_the_centroid_stays_with_its_ward():
    labels = np.zeros((40, 40), int)
    labels[18:23, 18:23] = 1
    even = smoothed(labels, sizes=np.array([1_575.0, 25.0]), centroids=np.array([[5, 5], [20, 20]]))
    assert even[20, 20] == 1
    assert even[5, 5] == 0
