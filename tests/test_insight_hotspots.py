"""Local statistics: small cases by hand, published references where they lie beside the checkout, and their chances."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.insight import adjacency, hotspots
from tests import city

METRES = "EPSG:5897"
# A row of five wards, 1 – 2 – 3 – 4 – 5.
ROW = pd.DataFrame({"one": [1, 2, 2, 3, 3, 4, 4, 5], "other": [2, 1, 3, 2, 4, 3, 5, 4]})
HEIGHTS = pd.Series([1.0, 2.0, 3.0, 4.0, 10.0], index=[1, 2, 3, 4, 5])


def ring(n: int) -> pd.DataFrame:
    places = np.arange(n)
    return pd.DataFrame({"one": np.tile(places, 2), "other": np.concatenate([(places + 1) % n, (places - 1) % n])})


def grid(side: int) -> pd.DataFrame:
    points = np.array(list(itertools.product(range(side), range(side))))
    near = np.abs(points[:, None] - points[None]).max(axis=2) == 1
    one, other = np.nonzero(near)
    return pd.DataFrame({"one": one, "other": other})


def test_gistar_by_hand() -> None:
    # Mean 4, mean of squares 26, s = √10. Ward 5 with 4: 14 − 8 = 6; W = 2: √10 · √((5·2 − 4) / 4) = √15.
    table = hotspots.local_gstar(HEIGHTS, ROW, permutations=99, seed=1)
    assert table.at[5, "z"] == pytest.approx(6 / np.sqrt(15))
    # Ward 2 with 1 and 3: 6 − 12; W = 3: √10 · √((15 − 9) / 4).
    assert table.at[2, "z"] == pytest.approx(-6 / np.sqrt(15))


def test_moran_by_hand() -> None:
    # Ward 5: off the mean by 6, m₂ = 10, its neighbour off by 0. Ward 1: −3 · −2 / 10. Ward 2: −2 · (−3 − 1) / 2 / 10.
    table = hotspots.local_moran(HEIGHTS, ROW, permutations=99, seed=1)
    assert table["i"].to_dict() == pytest.approx({1: 0.6, 2: 0.4, 3: 0.1, 4: 0.0, 5: 0.0})
    assert table["quadrant"].to_dict() == {1: "low_low", 2: "low_low", 3: "low_low", 4: "high_high", 5: "high_high"}


def test_the_chance_of_all_permutations_is_approached() -> None:
    # Gi* of ward 5: pairs of 1, 2, 3, 4, 10 that add up to at least 14: one of ten, so two-sided 0.2.
    table = hotspots.local_gstar(HEIGHTS, ROW, permutations=20_000, seed=3)
    assert table.at[5, "p"] == pytest.approx(0.2, abs=0.01)
    # Given its own 10, the neighbour 4 is the highest of four others: a quarter, two-sided a half.
    given_own = hotspots.local_gstar(HEIGHTS, ROW, permutations=20_000, seed=3, null="conditional")
    assert given_own.at[5, "p"] == pytest.approx(0.5, abs=0.02)
    assert hotspots.local_moran(HEIGHTS, ROW, permutations=20_000, seed=3).at[5, "p"] == given_own.at[5, "p"]


def test_given_the_own_value_gistar_and_moran_have_the_same_chance() -> None:
    values = pd.Series(np.random.default_rng(2).normal(size=25))
    one = hotspots.local_gstar(values, grid(5), permutations=999, seed=4, null="conditional")
    other = hotspots.local_moran(values, grid(5), permutations=999, seed=4)
    pd.testing.assert_series_equal(one["p"], other["p"])


def test_high_and_low_have_the_same_chance() -> None:
    values = pd.Series(np.random.default_rng(2).normal(size=25))
    high, low = (hotspots.local_gstar(sign * values, grid(5), permutations=999, seed=4) for sign in (1, -1))
    pd.testing.assert_series_equal(high["p"], low["p"])
    assert high["z"].to_numpy() == pytest.approx(-low["z"].to_numpy())


def test_a_ward_without_a_value_is_left_out_and_is_no_zero() -> None:
    values = HEIGHTS.copy()
    values[4] = np.nan
    table = hotspots.local_gstar(values, ROW, permutations=99, seed=1)
    # 5 has lost its only neighbour; 1, 2 and 3 are judged among the four that are known
    assert table["z"].notna().to_dict() == {1: True, 2: True, 3: True, 4: False, 5: False}
    # mean 4, mean of squares 28.5, s = √12.5; ward 3 with 2: 5 − 8 = −3; W = 2: √((4·2 − 4) / 3)
    assert table.at[3, "z"] == pytest.approx(-3 / np.sqrt(12.5 * 4 / 3))
    assert hotspots.local_moran(values, ROW, permutations=99, seed=1)["quadrant"].isna().to_dict()[5]


@pytest.mark.parametrize("values", [[2.0] * 5, [np.nan] * 5, [1.0, *[np.nan] * 4], [1.0, 2.0, *[np.nan] * 3]])
def test_nothing_to_tell_is_told_as_nothing(values: list[float]) -> None:
    series = pd.Series(values, index=HEIGHTS.index)
    assert hotspots.local_gstar(series, ROW, permutations=99, seed=1)["q"].isna().all()
    assert hotspots.local_moran(series, ROW, permutations=99, seed=1)[["z", "q"]].isna().all(axis=None)


def test_the_same_seed_gives_the_same_numbers() -> None:
    values = pd.Series(np.random.default_rng(2).normal(size=25))
    once, again, other = (hotspots.local_gstar(values, grid(5), permutations=999, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(once, again)
    assert not once["p"].equals(other["p"])


def test_a_planted_block_is_found_and_nothing_else() -> None:
    values = pd.Series(np.random.default_rng(7).normal(size=144))
    block = [row * 12 + column for row in (4, 5, 6) for column in (4, 5, 6)]
    values[block] += 5
    found = hotspots.local_gstar(values, grid(12), seed=1)
    told = set(found.index[(found["q"] <= hotspots.LEVEL) & (found["z"] > 0)])
    assert 5 * 12 + 5 in told
    around = {(row * 12 + column) for row in range(3, 8) for column in range(3, 8)}
    assert told <= around


def test_chances_of_a_map_without_order_are_spread_evenly() -> None:
    rng = np.random.default_rng(11)
    chances = np.concatenate(
        [
            hotspots.local_gstar(pd.Series(rng.gamma(2.0, size=64)), grid(8), permutations=299, seed=n)["p"]
            for n in range(40)
        ]
    )
    assert (chances <= 0.05).mean() == pytest.approx(0.05, abs=0.015)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=12), st.integers(0, 5))
def test_a_chance_is_a_chance_and_q_no_less(heights: list[int], seed: int) -> None:
    values = pd.Series(heights, dtype="float64")
    for table in (
        hotspots.local_gstar(values, ring(len(heights)), permutations=49, seed=seed),
        hotspots.local_moran(values, ring(len(heights)), permutations=49, seed=seed),
    ):
        known = table.dropna(subset=["z"])
        assert known["p"].between(2 / 50, 1).all()
        assert (known["q"] >= known["p"] - 1e-12).all()


@pytest.mark.shared
@pytest.mark.parametrize("reach", [30, 60, 90, 120, 150])
def test_the_grid_of_getis_and_ord(shared: Path, reach: int) -> None:
    table = pd.read_csv(shared / "samples/hotspot/getisord_grid_localG_spdep.csv")
    away = np.hypot(*(table[name].to_numpy()[:, None] - table[name].to_numpy() for name in ("x", "y")))
    one, other = np.nonzero((away > 0) & (away <= reach))
    graph = pd.DataFrame({"one": one, "other": other})
    found = hotspots.local_gstar(table["val"], graph, permutations=9, seed=1)
    np.testing.assert_allclose(found["z"], table[f"GiStar_z_{reach}"], atol=1e-6)
    np.testing.assert_allclose(gi(table["val"], graph), table[f"Gi_z_{reach}"], atol=1e-6)


@pytest.mark.shared
def test_sudden_deaths_in_north_carolina(shared: Path) -> None:
    table = pd.read_csv(shared / "samples/hotspot/nc_sids74_localG_localmoran_spdep.csv")
    edges = pd.read_csv(shared / "samples/hotspot/nc_sids_queen_neighbours.csv") - 1
    graph = edges.set_axis(["one", "other"], axis=1)
    star = hotspots.local_gstar(table["rate"], graph, permutations=9, seed=1)
    moran = hotspots.local_moran(table["rate"], graph, permutations=9, seed=1)
    np.testing.assert_allclose(star["z"], table["GiStar_z"], atol=1e-6)
    np.testing.assert_allclose(gi(table["rate"], graph), table["Gi_z"], atol=1e-6)
    np.testing.assert_allclose(moran["i"], table["Ii"], atol=1e-6)
    np.testing.assert_allclose(moran["z"], table["Z_Ii"], atol=1e-6)


@pytest.mark.shared
def test_the_six_points_of_esda(shared: Path) -> None:
    told = json.loads((shared / "samples/hotspot/esda_expected.json").read_text())["getis_ord"]
    points, values = np.array(told["points"]), pd.Series(told["y"])
    away = np.hypot(*(points.T[:, :, None] - points.T[:, None]))
    one, other = np.nonzero((away > 0) & (away <= 15))
    graph = pd.DataFrame({"one": one, "other": other})
    star = hotspots.local_gstar(values, graph, permutations=9, seed=1)
    assert star.at[0, "z"] == pytest.approx(told["GiStar_binary_Zs0"], abs=1e-6)
    assert gi(values, graph)[0] == pytest.approx(told["Gi_binary_Zs0"], abs=1e-6)
    # With row-standardised weights esda keeps a spread meant for weights of one; W = 1 in the formula gives its figure.
    mean_of_set = values[[0, *graph.loc[graph["one"] == 0, "other"]]].mean()
    assert (mean_of_set - values.mean()) / values.std(ddof=0) == pytest.approx(told["GiStar_row_std_Zs0"], abs=1e-6)


def gi(values: pd.Series, graph: pd.DataFrame) -> np.ndarray:
    links = adjacency.matrix(graph, values.index)
    x = values.to_numpy(dtype="float64")
    return hotspots.gi_score_without(x, links @ x, links.sum(axis=1))


def test_the_drawn_wards_all_touch_in_the_middle() -> None:
    graph = adjacency.contiguity(city.areas().wards, metres=METRES)
    assert len(graph) == 4 * 3
    assert not graph["nearest"].any()


def test_an_island_is_joined_to_the_nearest_ward() -> None:
    tiles = [shapely.box(105.8 + 0.1 * n, 21.0, 105.9 + 0.1 * n, 21.1) for n in (0, 1, 4)]
    graph = adjacency.contiguity(gpd.GeoDataFrame(geometry=tiles, index=list("abc"), crs="EPSG:4326"), metres=METRES)
    pairs = set(zip(graph["one"], graph["other"], graph["nearest"], strict=True))
    assert pairs == {("a", "b", False), ("b", "a", False), ("b", "c", True), ("c", "b", True)}


def test_slivers_do_not_part_neighbours() -> None:
    # 0.0003° of longitude are 31 m here, 0.0006° are 62 m
    tiles = [
        shapely.box(105.8, 21, 105.9, 21.1),
        shapely.box(105.9003, 21, 106, 21.1),
        shapely.box(106.0006, 21, 106.1, 21.1),
    ]
    graph = adjacency.contiguity(gpd.GeoDataFrame(geometry=tiles, crs="EPSG:4326"), metres=METRES)
    assert graph.loc[~graph["nearest"], ["one", "other"]].to_numpy().tolist() == [[0, 1], [1, 0]]


def test_areas_in_metres_are_refused() -> None:
    with pytest.raises(ValueError, match="expected areas in EPSG:4326"):
        adjacency.contiguity(city.areas().wards.to_crs(METRES), metres=METRES)


def test_one_ward_alone_has_no_neighbour() -> None:
    assert adjacency.contiguity(city.areas().wards.head(1), metres=METRES).empty


def test_groups_are_neighbours_through_their_members_and_what_they_share() -> None:
    groups = pd.DataFrame({"area": [1, 2, 2, 3, 4, 5], "group": ["p", "p", "q", "q", "r", "s"]})
    merged = adjacency.merged(ROW[~ROW["one"].isin([5]) & ~ROW["other"].isin([5])], groups)
    assert merged.to_numpy().tolist() == [["p", "q"], ["q", "p"], ["q", "r"], ["r", "q"]]
