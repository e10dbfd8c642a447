"""Panels drawn at random, whose truth is known: what backtests are tried on."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit

from gis.insight import outcomes
from gis.insight.features import Feature, named
from gis.insight.panels import Panel

FEATURES = (*named(["age", "subject"]), Feature("late_share", "payment", "number", (), 1))
LAST = pd.Timestamp("2026-09-30")
HORIZON = 180


def panel(seed: int, *, effect: float, by_age: float = 1.0, months: int = 30, cases: int = 120) -> Panel:
    """Cases of 40 projects in 20 wards at month ends.

    Parameters
    ----------
    seed
        Of the draws.
    effect
        What a project's share of late payments adds to the log odds, per standard deviation.
    by_age
        What the age adds, per unit of log(age / 60).
    months, cases
        Landmarks, and cases at each.
    """
    rng = np.random.default_rng(seed)
    ends = pd.date_range(end=LAST, periods=months, freq="ME")
    n, project = months * cases, rng.integers(0, 40, months * cases)
    late, age = rng.standard_normal(40)[project], rng.gamma(1.5, 60, n).round() + 1
    odds = -2 + by_age * np.log(age / 60) + effect * late + rng.normal(0, 0.2, 20)[project % 20]
    prolonged = rng.random(n) < expit(odds)
    rows = pd.DataFrame(
        {
            "landmark": np.repeat(ends, cases),
            "code": [f"K{place}" for place in range(n)],
            "age": age,
            "late_share": late,
            "subject": rng.choice(["price", "recovery"], n),
            "level": "first",
            "ward": [f"{one % 20:05}" for one in project],
            "project": [f"P{one}" for one in project],
        }
    )
    told = pd.Series(np.where(prolonged, "waiting", "resolved"), dtype="object")

    def became(known: pd.Timestamp) -> pd.Series:
        over = rows["landmark"] + pd.Timedelta(days=HORIZON) <= known
        return told.where(over, "censored").astype(pd.CategoricalDtype(list(outcomes.OUTCOMES)))

    return Panel(rows, FEATURES, HORIZON, became, {})
