"""A score held against what happened: it learns what is there, switches itself off elsewhere, never looks ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from gis.insight import backtest, crossed, panels, scoring
from gis.insight.backtest import Backtest
from tests import invented_panel
from tests.invented_panel import LAST, panel


@pytest.fixture(scope="module")
def telling() -> Backtest:
    """A backtest where late payments tell much."""
    found = backtest.run(panel(1, effect=1.2, months=18), last=LAST.date(), origins=3)
    assert found
    return found


def test_what_is_there_is_learnt(telling: Backtest) -> None:
    assert telling.beats_age
    assert telling.skill["equal"].low > 0
    assert set(telling.skill) == {"age", "equal", "quarter", "boosted"}
    assert telling.measured["model"].brier < telling.measured["boosted"].brier + 0.01
    assert telling.covered["model"] == pytest.approx(0.93, abs=0.06)
    assert set(telling.measured) == set(backtest.RULES)


def test_it_switches_itself_off_where_nothing_but_age_tells() -> None:
    found = backtest.run(panel(1, effect=0.0, months=16), last=LAST.date(), origins=2, boosted=False)
    assert found
    assert not found.beats_age
    assert backtest.verdict(found, rebuilt=False, demo=False) == ("age", "no_better")


def test_the_verdict(telling: Backtest) -> None:
    assert backtest.verdict(telling, rebuilt=False, demo=False) == ("model", "proven")
    assert backtest.verdict(telling, rebuilt=True, demo=False) == ("age", "rebuilt")
    assert backtest.verdict(telling, rebuilt=True, demo=True) == ("model", "demo")
    assert backtest.verdict(None, rebuilt=False, demo=False) == ("age", "too_little")


def test_no_outcome_after_the_origin_is_learnt_from() -> None:
    some = panel(2, effect=1.0, months=16)
    origin = some.landmarks[-7]

    def otherwise(known: pd.Timestamp) -> pd.Series:
        told = some.became(known).astype("object")
        late = some.rows["landmark"] + pd.Timedelta(days=some.horizon) > origin
        return told.mask(late & told.ne("censored"), "waiting")

    mine = some.rows[some.rows["landmark"] == origin]
    first, second = (backtest.fitted(one, origin, some.features) for one in (some, replace(some, became=otherwise)))
    assert first
    assert second
    np.testing.assert_array_equal(first.probabilities(mine), second.probabilities(mine))


def test_no_project_is_scored_by_a_model_that_has_seen_it() -> None:
    some = panel(3, effect=1.0, months=12)
    known = some.prolonged(LAST)
    mine = known.notna()
    project = "P7"
    own = some.rows["project"].eq(project)
    first = crossed.fit(some.rows[mine], known[mine], some.features)
    second = crossed.fit(some.rows[mine], known.where(~own, 1 - known)[mine], some.features)
    assert first
    assert second
    rows = some.rows[own]
    np.testing.assert_array_equal(first.probabilities(rows), second.probabilities(rows))
    others = some.rows[~own]
    assert np.abs(first.probabilities(others) - second.probabilities(others)).max() > 0


def test_contributions_add_up_to_the_log_odds() -> None:
    some = panel(4, effect=1.0, months=12)
    known = some.prolonged(LAST)
    rows = some.rows[known.notna()]
    model = scoring.fit(rows, known.dropna().to_numpy(), crossed.groups_of(rows), some.features)
    p = model.probabilities(rows)
    left = np.log(p / (1 - p)) - model.contributions(rows).sum(axis=1)
    assert np.ptp(left) == pytest.approx(0, abs=1e-9)
    assert list(model.contributions(rows)) == ["age", "matter", "payment"]


def test_both_are_told_at_once() -> None:
    some = panel(4, effect=1.0, months=12)
    known = some.prolonged(LAST)
    rows = some.rows[known.notna()]
    model = crossed.fit(rows, known.dropna(), some.features)
    assert model
    said, moved = model.told(some.rows)
    np.testing.assert_allclose(said, model.probabilities(some.rows), rtol=1e-9)
    assert_frame_equal(moved, model.contributions(some.rows))


def test_what_is_missing_or_new_has_a_score() -> None:
    some = panel(5, effect=1.0, months=12)
    rows, known = some.rows.copy(), some.prolonged(LAST)
    rows.loc[::5, "late_share"] = np.nan
    model = crossed.fit(rows[known.notna()], known.dropna(), some.features)
    assert model
    strange = rows.head(3).assign(subject="never seen", age=np.nan, late_share=np.nan, project=None)
    assert model.probabilities(strange).between(0, 1).all()


def test_too_little_is_not_learnt_from() -> None:
    few = panel(1, effect=1.0, months=8, cases=10)
    assert backtest.run(few, last=LAST.date()) is None
    with pytest.raises(ValueError, match="expected 30"):
        scoring.fit(few.rows, np.zeros(len(few.rows)), crossed.groups_of(few.rows), few.features)


def test_slices_add_up(telling: Backtest) -> None:
    kinds = pd.Series({ward: "phường" if int(ward) % 2 else "xã" for ward in telling.tried["ward"].unique()})
    found = pd.DataFrame(backtest.sliced(telling.tried, kinds))
    assert found.groupby("by")["n"].sum().to_dict() == dict.fromkeys(backtest.SLICES, len(telling.tried))


def test_the_same_twice(telling: Backtest) -> None:
    again = backtest.judged(telling.tried)
    assert again.skill == telling.skill
    assert_frame_equal(again.tried, telling.tried)


def test_months_that_are_over() -> None:
    last = invented_panel.LAST.date()
    assert [str(day) for day in panels.month_ends(last, 2)] == ["2026-08-31", "2026-09-30"]
    assert [str(day) for day in panels.month_ends(last.replace(day=29), 2)] == ["2026-07-31", "2026-08-31"]


def test_where_people_went_and_talked_is_neither_hit_nor_miss(telling: Backtest) -> None:
    day = pd.Timestamp("2026-01-31")
    tried = pd.DataFrame({"origin": [day] * 3 + [day - pd.DateOffset(months=1)], "ward": ["a", "b", "c", "a"]})
    held = pd.to_datetime(["2026-02-01", "2026-01-31", "2026-07-31"])
    talked = pd.DataFrame({"ward": ["a", "b", "c"], "held_on": held})
    found = replace(telling, tried=tried, aside=pd.Series(data=False, index=tried.index))
    # a: the day after the origin; b: on it, so it was known; c: a day past the horizon of 180; a month before, a again
    assert found.beside(talked, 180).aside.tolist() == [True, False, False, True]
    assert found.beside(talked, 181).aside.tolist() == [True, False, True, True]
    assert not telling.aside.any()
