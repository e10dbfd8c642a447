"""The test of Mann and Kendall against hand and scipy, and the classes as a table of drawn series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from gis.insight import trends


def test_mann_kendall_by_hand() -> None:
    # 1 2 3 2: S = 1 + 1 + 1 + 1 + 0 − 1 = 3; one pair of ties: (4·3·13 − 2·1·9) / 18 = 138/18
    table = trends.mann_kendall(pd.DataFrame([[1.0, 2, 3, 2], [4, 3, 2, 1], [5, 5, 5, 5]]))
    assert table["s"].tolist() == [3, -6, 0]
    assert table["z"].tolist() == pytest.approx([2 / np.sqrt(138 / 18), -5 / np.sqrt(156 / 18), 0])
    assert table["p"].iloc[2] == 1


def test_missing_months_are_left_out() -> None:
    gaps = pd.DataFrame([[1.0, np.nan, 2, 3, np.nan, 2], [1, np.nan, 2, 3, np.nan, np.nan], [np.nan] * 6])
    table = trends.mann_kendall(gaps)
    assert table["n"].tolist() == [4, 3, 0]
    assert table["z"].iloc[0] == trends.mann_kendall(pd.DataFrame([[1.0, 2, 3, 2]]))["z"].iloc[0]
    assert table["p"].isna().tolist() == [False, True, True]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=24))
def test_s_is_that_of_kendall_and_turning_time_round_turns_the_sign(values: list[int]) -> None:
    row = pd.DataFrame([values], dtype="float64")
    table = trends.mann_kendall(row)
    turned = trends.mann_kendall(row.iloc[:, ::-1])
    assert table["z"].iloc[0] == pytest.approx(-turned["z"].iloc[0])
    if len(set(values)) > 1:
        tau = kendalltau(range(len(values)), values, variant="b").statistic
        assert np.sign(table["s"].iloc[0]) == np.sign(round(tau, 12))


UP, DOWN, FLAT = [0.1 * n for n in range(12)], [3 - 0.1 * n for n in range(12)], [2.0, 2.1] * 6


@pytest.mark.parametrize(
    ("hot", "z", "code"),
    [
        ("............", FLAT, "none"),
        ("...........#", FLAT, "new"),
        (".........###", FLAT, "new"),
        (".#.......###", FLAT, "sporadic"),
        ("........####", FLAT, "persistent"),
        (".#......####", FLAT, "persistent"),
        ("############", FLAT, "persistent"),
        ("........####", UP, "intensifying"),
        ("..........##", UP, "new"),
        ("####........", DOWN, "sporadic"),
        ("##########..", DOWN, "diminishing"),
        ("############", DOWN, "diminishing"),
        ("#########...", DOWN, "sporadic"),
        ("....#.......", FLAT, "sporadic"),
    ],
)
def test_classes_of_drawn_series(hot: str, z: list[float], code: str) -> None:
    table = trends.classes(pd.DataFrame([z]), pd.DataFrame([[month == "#" for month in hot]]))
    assert table["class"].tolist() == [code]
    assert table["hot_months"].tolist() == [hot.count("#")]


def test_a_lone_ward_without_z_is_new_all_the_same() -> None:
    table = trends.classes(pd.DataFrame([[np.nan] * 6]), pd.DataFrame([[False] * 5 + [True]]))
    assert table["class"].tolist() == ["new"]
    assert table["trend_p"].isna().all()


def test_the_last_rule_takes_what_is_left() -> None:
    assert trends.RULES[-1] == trends.Rule("none")
    assert len(set(trends.CLASSES)) == len(trends.CLASSES) == 6
