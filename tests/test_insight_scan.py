"""The scan statistic: the New York result of SaTScan where it lies beside the checkout, and small cases by hand."""

from __future__ import annotations

import re
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.insight import scan_chance
from gis.insight.circles import around
from gis.insight.scan import COLUMNS, scan

# Four places in a row, a – b – c – d, one unit apart, and one far away.
ROW = pd.DataFrame({"x": [0.0, 1, 2, 3, 100], "y": 0.0}, index=list("abcde"))
HOMES = pd.Series(100.0, index=ROW.index)
MONTHS = ["01", "02", "03", "04"]


def counts(**cases: int) -> pd.Series:
    return pd.Series(cases, dtype="float64")


def by_month(**cases: list[int]) -> pd.Series:
    return pd.DataFrame(cases, index=MONTHS).T.stack()


def ratio(c: int, e: float, total: int) -> float:
    return c * log(c / e) + (total - c) * log((total - c) / (total - e))


def test_the_strongest_circle_by_hand() -> None:
    found = scan(ROW, counts(a=9, b=8, c=1, d=1, e=1), HOMES, replicates=99, seed=1)
    first = found.iloc[0]
    # 20 cases, 4 expected in each place: a and b hold 17 of 8 expected
    assert set(first["members"]) == {"a", "b"}
    assert (first["observed"], first["expected"]) == (17, pytest.approx(8))
    assert first["llr"] == pytest.approx(ratio(17, 8, 20))
    assert first["relative_risk"] == pytest.approx((17 / 8) / (3 / 12))
    assert list(found.columns) == list(COLUMNS)
    assert first["start"] is None


def test_a_circle_holds_at_most_its_share() -> None:
    found = scan(ROW, counts(a=9, b=8, c=1, d=1, e=1), HOMES, replicates=9, seed=1, max_share=0.2)
    assert found["members"].map(len).max() == 1
    # secondary: b, which shares no place with a
    assert found["centre"].tolist()[:2] == ["a", "b"]


def test_places_equally_far_come_in_together() -> None:
    circles = around(np.array([[0.0, 0], [1, 0], [-1, 0], [5, 0]]), np.ones(4), max_share=1.0)
    assert circles.size[circles.centre == 0].tolist() == [1, 3, 4]
    assert circles.size[circles.centre == 3].tolist() == [1, 2, 3, 4]
    # singles 4, {1,0} and {2,0} from their sides, {3,1}, {0,1,2}, {3,1,0} and {1,0,2} are looked at once each, and all
    assert len(circles.sets) == len({tuple(row) for row in circles.sets.tolist()})
    assert [circles.sets[circles.which[k]].sum() for k in range(len(circles.size))] == circles.size.tolist()


def test_one_case_alone_is_no_cluster_and_none_is_no_row() -> None:
    assert scan(ROW, counts(a=1), HOMES, replicates=9, seed=1).empty
    assert list(scan(ROW, counts(), HOMES, replicates=9, seed=1).columns) == list(COLUMNS)
    assert scan(ROW, counts(a=2, b=2, c=2, d=2, e=2), HOMES, replicates=9, seed=1).empty


def test_everything_in_one_place_has_no_rate_outside() -> None:
    first = scan(ROW, counts(c=10), HOMES, replicates=99, seed=1).iloc[0]
    assert first["llr"] == pytest.approx(10 * log(5))
    assert np.isinf(first["relative_risk"])
    assert first["p"] < 0.01


def test_clusters_in_time_are_found_with_their_months() -> None:
    cases = by_month(a=[1, 1, 9, 9], b=[1, 1, 1, 1], c=[1, 1, 1, 1], d=[1, 1, 1, 1], e=[1, 1, 1, 1])
    first = scan(ROW, cases, HOMES, periods=MONTHS, replicates=99, seed=1).iloc[0]
    assert (first["members"], first["start"], first["end"]) == (("a",), "03", "04")
    # 36 cases over 5 places and 4 months: 1.8 a month and place
    assert first["expected"] == pytest.approx(3.6)
    assert first["llr"] == pytest.approx(ratio(18, 3.6, 36))


def test_a_prospective_scan_sees_only_what_is_still_going_on() -> None:
    cases = by_month(a=[9, 9, 1, 1], b=[1, 1, 1, 4], c=[1, 1, 1, 1], d=[1, 1, 1, 1], e=[1, 1, 1, 1])
    found = scan(ROW, cases, HOMES, periods=MONTHS, prospective=True, replicates=99, seed=1)
    assert set(found["end"]) == {"04"}
    assert found.iloc[0]["members"] == ("b",)
    assert scan(ROW, cases, HOMES, periods=MONTHS, replicates=99, seed=1).iloc[0]["end"] == "02"


def test_a_permutation_is_blind_to_places_that_are_always_high() -> None:
    cases = by_month(a=[9, 9, 9, 9], b=[1, 1, 1, 1], c=[1, 1, 1, 1], d=[1, 1, 1, 1], e=[1, 1, 1, 1])
    assert scan(ROW, cases, HOMES, periods=MONTHS, replicates=99, seed=1).iloc[0]["p"] < 0.01
    assert scan(ROW, cases, None, periods=MONTHS, model="permutation", replicates=99, seed=1).empty


def test_what_a_permutation_expects_by_hand() -> None:
    cases = by_month(a=[1, 1, 1, 9], b=[2, 2, 2, 2], c=[2, 2, 2, 2], d=[2, 2, 2, 2], e=[2, 2, 2, 2])
    first = scan(ROW, cases, None, periods=MONTHS, model="permutation", replicates=99, seed=1).iloc[0]
    # a has 12 of 44 cases, the last month 17
    assert (first["members"], first["start"], first["observed"]) == (("a",), "04", 9)
    assert first["expected"] == pytest.approx(12 * 17 / 44)


def test_exposure_may_change_from_month_to_month() -> None:
    cases = by_month(a=[2, 2, 2, 8], b=[2, 2, 2, 2], c=[2, 2, 2, 2], d=[2, 2, 2, 2], e=[2, 2, 2, 2])
    homes = by_month(a=[100, 100, 100, 400], b=[100] * 4, c=[100] * 4, d=[100] * 4, e=[100] * 4)
    assert scan(ROW, cases, homes, periods=MONTHS, replicates=9, seed=1).empty


@pytest.mark.parametrize(
    ("exposure", "model", "periods", "said"),
    [
        (None, "poisson", None, "expected exposure for"),
        (HOMES * 0, "poisson", None, "above zero"),
        (HOMES - 200, "poisson", None, "above zero"),
        (HOMES.drop("a"), "poisson", None, "leave out places"),
        (None, "permutation", None, "expected periods"),
    ],
)
def test_what_cannot_be_scanned_is_refused(exposure: object, model: str, periods: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scan(ROW, counts(a=2), exposure, model=model, periods=periods, replicates=9, seed=1)  # type: ignore[arg-type]


def test_the_short_way_finds_the_same_maxima_as_the_long_one() -> None:
    rng = np.random.default_rng(4)
    points, homes = rng.uniform(size=(15, 2)), rng.uniform(20, 200, 15)
    expected = np.repeat(homes[None, :] / homes.sum() * 20, 6, axis=0)
    cases = rng.poisson(expected).astype("float64")
    expected *= cases.sum() / expected.sum()
    circles = around(points, homes, max_share=0.5)
    windows = scan_chance.Windows.of(6, longest=0.5, prospective=False)
    within = scan_chance.inside(expected, circles.sets, windows)
    short = scan_chance.maxima(cases, expected, "poisson", (circles.sets, windows, within), (60, 9, 2))
    drawn = np.random.default_rng(9).multinomial(int(cases.sum()), (expected / expected.sum()).reshape(-1), 60)
    long = [
        scan_chance.llr(scan_chance.inside(one, circles.sets, windows), within, cases.sum(), 2).max()
        for one in drawn.reshape(60, 6, 15).astype("float64")
    ]
    np.testing.assert_allclose(short, long, rtol=1e-12)


def test_memory_does_not_change_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = by_month(a=[1, 1, 9, 9], b=[1, 1, 1, 1], c=[1, 1, 1, 1], d=[1, 1, 1, 1], e=[1, 1, 1, 1])
    whole = scan(ROW, cases, HOMES, periods=MONTHS, replicates=50, seed=1)
    monkeypatch.setattr(scan_chance, "_VALUES", 1)
    told: list[tuple[int, int]] = []
    parts = scan(ROW, cases, HOMES, periods=MONTHS, replicates=50, seed=1, progress=lambda *done: told.append(done))
    pd.testing.assert_frame_equal(whole, parts)
    assert told == [(n, 50) for n in range(1, 51)]


def test_chances_of_maps_without_clusters_are_spread_evenly() -> None:
    rng = np.random.default_rng(8)
    points = pd.DataFrame(rng.uniform(size=(12, 2)), columns=["x", "y"])
    homes = pd.Series(rng.uniform(50, 500, 12))
    chances = []
    for n in range(100):
        cases = pd.Series(rng.multinomial(80, homes / homes.sum()))
        found = scan(points, cases, homes, replicates=99, seed=n)
        chances.append(found["p"].min() if len(found) else 1.0)
    assert (np.array(chances) <= 0.2).mean() == pytest.approx(0.2, abs=0.12)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 8), min_size=5, max_size=5), st.integers(0, 3))
def test_clusters_never_overlap_and_are_in_order(numbers: list[int], seed: int) -> None:
    found = scan(ROW, pd.Series(numbers, index=ROW.index), HOMES, replicates=9, seed=seed)
    members = [code for row in found["members"] for code in row]
    assert len(members) == len(set(members))
    assert found["llr"].is_monotonic_decreasing
    assert found["p_monte_carlo"].between(0.1, 1).all()
    assert (found["observed"] > found["expected"]).all()


@pytest.mark.shared
def test_new_york_as_satscan_tells_it(shared: Path) -> None:
    folder = shared / "samples/hotspot/satscan_ny_leukemia"
    places = pd.read_csv(folder / "satscan_ny_coords.txt", sep=r"\s+", names=["code", "x", "y"], index_col="code")
    cases = pd.read_csv(folder / "satscan_ny_cases.txt", sep=r"\s+", names=["code", "n", "year"], index_col="code")["n"]
    people = pd.read_csv(folder / "satscan_ny_pop.txt", sep=r"\s+", names=["code", "year", "n"], index_col="code")["n"]
    found = scan(places, cases, people, replicates=199, seed=1)
    told = (folder / "scan_test_ny_poisson_circular_cartesian.txt").read_text(encoding="utf-8")
    clusters = told.split("CLUSTERS DETECTED")[1].split("PARAMETER SETTINGS")[0]
    blocks = re.split(r"\n\d+\.Location IDs included\.: ", clusters)[1:]
    assert len(blocks) == 6
    for block, row in zip(blocks, found.itertuples(), strict=False):
        number = {name: float(value) for name, value in re.findall(r"\n  ([A-Z][^.\n]*?)\.*: ([\d.]+)(?=\n|$)", block)}
        assert tuple(int(code) for code in re.findall(r"\d+", block.split("Overlap")[0])) == row.members
        assert round(row.llr, 6) == number["Log likelihood ratio"]
        assert row.observed == number["Number of cases"]
        assert round(row.expected, 2) == number["Expected cases"]
        assert round(row.relative_risk, 2) == number["Relative risk"]
    assert found["p"].iloc[0] < 0.001
    assert found["p"].iloc[1] == pytest.approx(0.016, abs=0.02)
