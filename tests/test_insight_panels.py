"""Landmarks side by side, on a small invented city: what became of cases, as it was known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from gis.insight import cases, outcomes, panels
from gis.insight.features import NAMES
from gis.law import rules
from tests import landmarks

DAYS = [dt.date(2025, 12, 31), dt.date(2026, 1, 31)]


@pytest.fixture(scope="module")
def panel() -> panels.Panel:
    past = landmarks.small()

    def recorded(known: dt.date, codes: Sequence[str]) -> pd.DataFrame:
        return cases.in_full(past.at(known), codes).reindex(codes)

    return panels.panel(map(past.at, DAYS), recorded, rules.current(), horizon=180)


def test_every_landmark_has_its_risk_set(panel: panels.Panel) -> None:
    assert [day.date() for day in panel.landmarks] == DAYS
    assert set(NAMES) <= set(panel.rows)
    assert panel.out


def test_an_outcome_is_known_from_its_horizon_on(panel: panels.Panel) -> None:
    first = panel.rows["landmark"].eq(pd.Timestamp(DAYS[0]))
    before = panel.prolonged(pd.Timestamp("2026-06-28"))
    after = panel.prolonged(pd.Timestamp("2026-06-29"))  # 180 days after 31/12/2025
    later = panel.prolonged(pd.Timestamp("2026-09-30"))
    assert before.isna().all()
    assert after[first].notna().all()
    assert after[~first].isna().all()
    pd.testing.assert_series_equal(after[first], later[first])
    assert later.notna().all()


def test_what_became_is_one_of_the_outcomes(panel: panels.Panel) -> None:
    told = outcomes.counts(panel.became(pd.Timestamp("2026-09-30")))
    assert sum(told.values()) == len(panel.rows)
    assert not set(told) & set(outcomes.UNTOLD)
