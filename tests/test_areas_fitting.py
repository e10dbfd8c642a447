"""Cells and their wards in the drawn province, where the right answer is plain."""

import numpy as np
import pandas as pd
import pytest

from gis.areas import fitting
from gis.areas.geodesy import HANOI_METRES
from gis.areas.seeds import seeds_of
from tests.areas_fixtures import KM, SOUTH, WEST, drawn_facts


@pytest.fixture
def fitted(monkeypatch) -> fitting.Fitted:
    """The drawn province on cells of 50 m."""
    monkeypatch.setattr(fitting, "CELLS", 1_600)
    return fitting.fit(drawn_facts(), crs=HANOI_METRES)


def label_at(fitted: fitting.Fitted, column: float, row: float) -> str:
    grid = fitted.grid
    cell = int((SOUTH + row * KM - grid.south) / grid.cell), int((WEST + column * KM - grid.west) / grid.cell)
    label = fitted.wards[cell]
    return "" if label == fitting.OUTSIDE else fitted.codes[label]


def test_the_middle_of_each_square_is_its_ward(fitted):
    middles = {code: label_at(fitted, column + 0.5, row + 0.5) for code, (column, row) in
               {"00001": (0, 0), "00002": (0, 1), "00003": (1, 1), "00004": (1, 0)}.items()}  # fmt: skip
    assert middles == {code: code for code in middles}


def test_land_far_off_is_nobody_s(fitted):
    assert label_at(fitted, -0.2, -0.2) == ""


def test_areas_come_out_as_official(fitted):
    km2 = np.bincount(fitted.wards[fitted.wards >= 0]) * fitted.grid.cell**2 / 1e6
    assert np.abs(km2 - 1).max() < 0.1


def test_cells_remember_the_former_district(fitted):
    taken = fitted.wards >= 0
    assert ((fitted.districts >= 0) == taken).all()
    assert set(fitted.districts[taken]) == {1, 2}


def test_the_same_facts_give_the_same_cells(fitted):
    again = fitting.fit(drawn_facts(), crs=HANOI_METRES)
    assert (again.wards == fitted.wards).all()


def test_the_cell_size_follows_the_province(fitted):
    assert fitted.grid.cell == pytest.approx(50)


@pytest.mark.parametrize(("factor", "doubtful"), [(0.3, True), (0.5, False), (2.7, False), (3.0, True)])
def test_a_box_far_from_its_district_s_usual_size_is_doubtful(factor, doubtful):
    """With two boxes of 1 and factor², the usual one is their mean: 0.15 and 8 times that are the limits."""
    known = drawn_facts()
    old = pd.concat([known.old, known.old.set_axis([f"2{code[1:]}" for code in known.old.index])])
    lon, lat = old.at["10001", "lon"], old.at["10001", "lat"]
    for low, high, middle in (("west", "east", lon), ("south", "north", lat)):
        half = factor * (old.at["10001", high] - old.at["10001", low]) / 2
        old.loc["10001", [low, high]] = middle - half, middle + half
    seeds = seeds_of(type(known)("01", "", known.wards, old, known.heirs), HANOI_METRES)
    assert bool(seeds.beyond[seeds.code.index("10001")] == 0) is doubtful


def test_an_old_ward_far_from_its_heir_stands_where_the_heir_does():
    known = drawn_facts()
    old = known.old.assign(lon=known.old["lon"].where(known.old.index != "10003", 112.0))
    seeds = seeds_of(type(known)("01", "", known.wards, old, known.heirs), HANOI_METRES)
    there = seeds.middle[seeds.code.index("10003")]
    assert np.allclose(there, (WEST + 1.5 * KM, SOUTH + 1.5 * KM), atol=1)
    assert seeds.beyond[seeds.code.index("10003")] == 0
