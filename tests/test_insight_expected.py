"""Numbers of places with their intervals, against counting by hand and against drawing them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from gis.insight import expected


def placed(p: list[float], places: list[str]) -> pd.DataFrame:
    return expected.by_place(pd.Series(p), pd.Series(places, name="ward"), spread=0.0)


def test_the_expected_number_is_the_sum_of_probabilities() -> None:
    found = placed([0.5] * 6 + [0.25] * 2, ["a"] * 6 + ["b"] * 2)
    assert found.index.tolist() == ["a", "b"]
    assert found["expected"].tolist() == [3.0, 0.5]
    assert found["n"].tolist() == [6, 2]
    assert found["enough"].tolist() == [True, False]


def test_cases_without_a_place_are_left_out() -> None:
    found = expected.by_place(pd.Series([0.5, 0.5]), pd.Series(["a", None]), spread=0.0)
    assert found["n"].to_dict() == {"a": 1}


@pytest.mark.parametrize(("n", "p"), [(10, 0.3), (40, 0.1), (250, 0.02)])
def test_equal_probabilities_are_binomial(n: int, p: float) -> None:
    chances = binom.pmf(np.arange(n + 1), n, p)
    runs = [(high - low, -chances[low : high + 1].sum(), low) for low in range(n + 1) for high in range(low, n + 1)]
    width, held, low = min(run for run in runs if -run[1] >= expected.LEVEL)  # the shortest, of these the likeliest
    assert expected.interval(np.full(n, p), np.ones(1)) == (low, low + width, pytest.approx(-held))


@pytest.mark.parametrize(("p", "held"), [(0.1, 0.9185), (0.04, 0.9852)])
def test_where_little_is_expected_the_interval_holds_more_than_its_level(p: float, held: float) -> None:
    """Of five cases none or one: 0.9⁵ + 5 · 0.1 · 0.9⁴; with p = 0.04 none alone would hold 0.8154 only."""
    assert expected.interval(np.full(5, p), np.ones(1)) == (0, 1, pytest.approx(held, abs=1e-4))


def test_many_cases_are_counted_by_the_normal_approximation() -> None:
    low, high, holds = expected.interval(np.full(400, 0.25), np.ones(1))
    assert 0.9 <= holds < 0.92
    assert abs(low - (100 - 1.645 * 75**0.5)) < 1
    assert abs(high - (100 + 1.645 * 75**0.5)) < 1


@settings(max_examples=15)
@given(st.lists(st.floats(0.01, 0.9), min_size=1, max_size=30), st.floats(0.01, 1.0))
def test_what_places_share_never_makes_an_interval_narrower(p: list[float], spread: float) -> None:
    alone = expected.by_place(pd.Series(p), pd.Series(["a"] * len(p)), spread=0.0).iloc[0]
    shared = expected.by_place(pd.Series(p), pd.Series(["a"] * len(p)), spread=spread).iloc[0]
    assert 0 <= shared["low"] <= shared["high"] <= len(p)
    assert shared["high"] - shared["low"] >= alone["high"] - alone["low"] - 1
    assert min(shared["holds"], alone["holds"]) >= expected.LEVEL - 1e-6


@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_the_spread_comes_back_and_the_interval_covers(spread: float) -> None:
    rng = np.random.default_rng(1)
    places = np.repeat(np.arange(600), 40)
    p = pd.Series(rng.uniform(0.02, 0.3, len(places)))
    factor = rng.gamma(1 / spread, spread, 600) if spread else np.ones(600)
    y = pd.Series((rng.random(len(places)) < np.minimum(p * factor[places], 1)).astype(float))
    found = expected.spread_of(p, y, pd.Series(places))
    assert found == pytest.approx(spread, abs=0.05)
    told = expected.by_place(p, pd.Series(places), spread=found)
    observed = y.groupby(places).sum()
    covered = expected.covered(told, observed)
    assert covered["holds"].between(0.9, 0.99).all()
    assert covered["inside"].mean() == pytest.approx(covered["holds"].mean(), abs=0.02)
    evened = expected.evened(p, pd.Series(places), observed, spread=found)
    assert evened.mean() == pytest.approx(expected.LEVEL, abs=0.02)


def test_a_number_counts_for_as_much_of_it_as_lies_in_the_middle() -> None:
    """Of six cases at 1/2: P(X ≤ 0) = 1/64, P(X ≤ 1) = 7/64, so of 1 all above 5 % counts: (7 − 3.2) / 6."""
    p, places = pd.Series([0.5] * 6), pd.Series(["a"] * 6)
    told = [expected.evened(p, places, pd.Series({"a": n}), spread=0.0)["a"] for n in range(4)]
    assert told == pytest.approx([0, (7 - 3.2) / 6, 1, 1])


def test_a_place_without_enough_cases_is_not_held_against_its_interval() -> None:
    assert expected.covered(placed([0.5] * 4, ["a"] * 4), pd.Series({"a": 4.0})).empty
