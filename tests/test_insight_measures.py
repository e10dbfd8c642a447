"""How good probabilities were, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gis.insight import measures

Y = np.array([1.0, 0.0, 0.0, 1.0])
P = np.array([0.8, 0.2, 0.4, 0.6])


def test_brier_and_log_score_by_hand() -> None:
    found = measures.measured(Y, P)
    assert found.brier == pytest.approx((0.04 + 0.04 + 0.16 + 0.16) / 4)
    assert found.log_score == pytest.approx(-(2 * math.log(0.8) + 2 * math.log(0.6)) / 4)
    assert found.pr_auc == 1.0


def test_calibration_comes_back() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(-1, 1, 20_000)
    y = (rng.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    slope, intercept = measures.calibration(y, 1 / (1 + np.exp(-2 * odds)))  # twice too sure
    assert slope == pytest.approx(0.5, abs=0.03)
    assert intercept == pytest.approx(0.0, abs=0.05)


def test_a_rule_that_says_the_same_of_all_has_no_slope() -> None:
    assert measures.calibration(Y, np.full(4, 0.5)) == (None, None)


def test_skill_is_one_minus_the_ratio_and_nothing_against_itself() -> None:
    half = np.full(4, 0.5)
    assert measures.skill(Y, P, half, np.arange(4), seed=1).value == pytest.approx(1 - 0.1 / 0.25)
    assert measures.skill(Y, P, P, np.arange(4), seed=1) == measures.Skill(0.0, 0.0, 0.0)


def test_projects_are_drawn_whole() -> None:
    rng = np.random.default_rng(1)
    y = (rng.random(400) < 0.5).astype(float)
    p = np.clip(0.5 + 0.2 * (y - 0.5) + rng.normal(0, 0.2, 400), 0.01, 0.99)
    alone = measures.skill(y, p, np.full(400, 0.5), np.arange(400), seed=1)
    together = measures.skill(
        np.repeat(y, 9), np.repeat(p, 9), np.full(3600, 0.5), np.repeat(np.arange(400), 9), seed=1
    )
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high))


def test_reliability_counts_everything_once() -> None:
    p = np.linspace(0.01, 0.99, 95)
    found = measures.reliability((p > 0.5).astype(float), p)
    assert found["n"].sum() == 95
    assert found["happened"].tolist()[0] == 0.0
    assert found["happened"].tolist()[-1] == 1.0
    assert (found["low"] <= found["happened"] + 1e-12).all()
    assert (found["happened"] <= found["high"] + 1e-12).all()


def test_wilson_by_hand() -> None:
    assert measures.share(0, 10)[2] == pytest.approx(0.2775, abs=1e-3)


def test_lift_at_capacity_by_hand() -> None:
    # of each origin's two cases one is prolonged; looking at the surer one finds one of two, blindly ½ + ½
    origins = np.array([1, 1, 2, 2])
    found = measures.at_capacity(np.array([1, 0, 0, 1.0]), np.array([0.9, 0.1, 0.8, 0.2]), origins, most=1)
    assert found == {"looked": 2, "hits": 1.0, "of": 2.0, "lift": 1.0}


def test_no_lift_where_nothing_was_prolonged() -> None:
    assert measures.at_capacity(np.zeros(2), np.array([0.1, 0.2]), np.zeros(2), most=1)["lift"] is None
