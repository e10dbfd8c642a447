"""Rates per 100 affected households: shrinkage, intervals and the funnel, by hand where that is possible."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, nbinom, poisson

from gis.filters import Filters
from gis.insight import funnel, rates, shrinkage
from gis.insight.situation import Selection, situation
from gis.law import rules
from tests import city

AN, BINH, CAT, DONG = "00001", "00002", "00003", "00004"


def of(cases: list[float], exposure: list[float]) -> pd.DataFrame:
    return shrinkage.shrunk(pd.Series(cases), pd.Series(exposure, dtype="float64"))


def test_alike_places_all_get_the_pooled_rate() -> None:
    # Σ (c − e m)² = 1 + 1 is no more than Σ c = 20, so nothing is left to explain: (20 + ½) in 200 households
    table = of([9, 11], [100, 100])
    assert table["rate"].tolist() == pytest.approx([10.25, 10.25])
    assert table["low"].tolist() == pytest.approx([100 * gamma.ppf(0.05, 20.5, scale=1 / 200)] * 2)
    assert table["plain"].tolist() == [9, 11]


def test_no_case_anywhere_is_a_rate_near_zero_with_an_upper_limit() -> None:
    table = of([0, 0], [100, 100])
    assert (table["rate"] < 0.3).all()
    assert (table["high"] > table["rate"]).all()


def test_a_small_place_is_drawn_in_more_than_a_large_one() -> None:
    # the same plain rate of 20 per 100, against 5 per 100 elsewhere
    table = of([8, 400, 50, 52, 47, 51], [40, 2_000, 1_000, 1_000, 1_000, 1_000])
    assert table.at[0, "plain"] == table.at[1, "plain"] == 20
    assert 5 < table.at[0, "rate"] < table.at[1, "rate"] < 20
    assert table.at[0, "high"] - table.at[0, "low"] > table.at[1, "high"] - table.at[1, "low"]


def test_the_weight_of_a_place_is_the_one_of_the_formula() -> None:
    cases, homes = np.array([2.0, 30.0, 9.0, 14.0]), np.array([100.0, 150.0, 120.0, 90.0])
    prior = shrinkage.prior(cases, homes)
    weight = homes / (homes + 1 / (prior.spread * prior.mean))
    expected = weight * cases / homes + (1 - weight) * prior.mean
    assert of(list(cases), list(homes))["rate"].to_numpy() == pytest.approx(100 * expected)


def test_the_marginal_likelihood_is_greatest_there() -> None:
    cases, homes = np.array([2.0, 30.0, 9.0, 14.0]), np.array([100.0, 150.0, 120.0, 90.0])
    found = shrinkage.prior(cases, homes)

    def likelihood(mean: float, spread: float) -> float:
        return float(nbinom.logpmf(cases, 1 / spread, 1 / (1 + spread * mean * homes)).sum())

    best = likelihood(found.mean, found.spread)
    around = [likelihood(found.mean * a, found.spread * b) for a in (0.97, 1, 1.03) for b in (0.97, 1, 1.03)]
    assert best == pytest.approx(max(around), abs=1e-9)


def test_the_prior_is_found_again_in_made_counts() -> None:
    rng = np.random.default_rng(3)
    homes = rng.uniform(50, 800, 2_000)
    cases = rng.poisson(homes * rng.gamma(4.0, 0.05 / 4, 2_000)).astype("float64")
    found = shrinkage.prior(cases, homes)
    assert found.mean == pytest.approx(0.05, rel=0.03)
    assert found.spread == pytest.approx(0.25, rel=0.1)


def test_intervals_cover_as_much_as_they_say() -> None:
    rng = np.random.default_rng(5)
    true = rng.gamma(4.0, 0.05 / 4, 2_000)
    homes = rng.uniform(50, 800, 2_000)
    table = of(list(rng.poisson(homes * true)), list(homes))
    held = (table["low"] <= 100 * true) & (100 * true <= table["high"])
    assert held.mean() == pytest.approx(0.9, abs=0.02)


def test_too_little_exposure_is_not_enough_data_and_changes_nobody_else() -> None:
    table = of([9, 11, 29, np.nan], [100, 100, 29, 100])
    assert table["enough"].tolist() == [True, True, False, False]
    assert table.loc[[2, 3], ["plain", "rate", "low", "high"]].isna().all(axis=None)
    assert table["rate"].iloc[:2].tolist() == of([9, 11], [100, 100])["rate"].tolist()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(30, 900)), min_size=2, max_size=12))
def test_a_shrunk_rate_lies_in_its_interval_and_standardised_is_zero_at_the_mean(rows: list[tuple[int, int]]) -> None:
    cases, homes = (pd.Series([row[k] for row in rows], dtype="float64") for k in (0, 1))
    table = shrinkage.shrunk(cases, homes)
    assert ((table["low"] <= table["rate"]) & (table["rate"] <= table["high"] + 1e-9)).all()
    scores = shrinkage.standardised(cases, homes)
    mean = shrinkage.prior(cases.to_numpy(), homes.to_numpy()).mean
    assert (np.sign(scores) == np.sign((cases / homes - mean).round(15))).mean() > 0.99 or scores.abs().min() < 1e-6


def test_standardised_by_hand() -> None:
    # m = 20/200, φ = 0: (0.09 − 0.1) / √(0.1 / 100) = −0.3162
    scores = shrinkage.standardised(pd.Series([9.0, 11.0]), pd.Series([100.0, 100.0]))
    assert scores.tolist() == pytest.approx([-0.316228, 0.316228], abs=1e-6)


def test_funnel_limits_are_exact_and_interpolated() -> None:
    # mean 4: P(X ≤ 8) = 0.97864, P(X = 8) = 0.02977; r = 8, a = (0.97864 − 0.975) / 0.02977
    high = funnel.limit(np.array([4.0]), 0.975)[0]
    assert high == pytest.approx(8 - (poisson.cdf(8, 4) - 0.975) / poisson.pmf(8, 4))
    table = funnel.limits(pd.Series([100.0, 400.0, 0.0]), 0.04)
    assert table.at[0, "high_95"] == pytest.approx(high)
    assert table.at[0, "low_998"] < table.at[0, "low_95"] < 4 < table.at[0, "high_95"] < table.at[0, "high_998"]
    assert table.at[1, "high_95"] < table.at[0, "high_95"]
    assert table.loc[2].isna().all()


@pytest.mark.parametrize(
    ("plain", "where"), [(4, "inside"), (9, "high_95"), (13, "high_998"), (0.05, "low_95"), (np.nan, None)]
)
def test_outside_names_the_widest_limit(plain: float, where: str | None) -> None:
    table = funnel.limits(pd.Series([100.0]), 0.04).assign(plain=plain)
    told = funnel.outside(table).iloc[0]
    assert told == where if where else pd.isna(told)


def drawn(homes: int = 40) -> Selection:
    files = [{"code": f"H{n}", "ward": AN, "notified_on": "2025-06-01", "project": "P1"} for n in range(homes)]
    now = situation(city.snapshot({**city.ROWS, "household_file": files}), city.areas(), rules.current())
    return now.select(Filters())


@pytest.mark.parametrize(("what", "n"), [("open", 3), ("overdue", 1), ("long_open", 0)])
def test_cases_of_a_ward_are_counted_by_what_is_asked(what: str, n: int) -> None:
    # Phường An: K1 (25/07, late), K2 and K6 are open; 90 days before 30/09 is 02/07
    table = rates.found(drawn(), "ward", what)
    assert table is not None
    assert table.at[AN, "n"] == n
    assert table.at[AN, "plain"] == pytest.approx(100 * n / 40)
    assert table["enough"].to_dict() == {AN: True, BINH: False, CAT: False, DONG: False}


def test_projects_have_rates_where_households_are_recorded() -> None:
    table = rates.found(drawn(), "project")
    assert table is not None
    assert table["n"].to_dict() == {"P1": 2}


def test_nothing_recorded_is_no_rate() -> None:
    assert rates.found(drawn(0), "ward") is None
