"""How often a score switches itself off where nothing but age tells, and whether its numbers mean what they say.

*Null outcomes*: the cases and features of a demo city, and outcomes drawn anew: each case has one number drawn evenly,
and is prolonged at a landmark where that lies below what the age alone says. Whatever else is looked at tells nothing.
*Calibration*: the score of demo cities held against what happened there. Intervals of wards are tried out of time: what
their width takes from a backtest is taken from the first half of the origins and tried on the second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from gis.answers.scores import MONTHS
from gis.insight import backtest, cases, crossed, expected, measures, outcomes, panels, plain_cases
from gis.insight.backtest import Backtest
from gis.insight.panels import Panel
from gis.intake.plain_cases import read as plain_cases_of
from gis.law import rules
from gis.records import demo
from tests import invented_panel, landmarks
from tests.proof import maps

LEAST_OFF = 0.95
SLOPES = (0.9, 1.1)
COVERED = (0.85, 0.95)
HORIZON = 180
LAST = demo.END


@cache
def panel(seed: int, *, size: int = 20_000, months: int = MONTHS) -> Panel:
    """Look at the landmarks of a demo city; what became of it is asked once, as nothing is recorded later."""
    past = landmarks.past(demo.city(maps.areas(), cases=size, seed=seed).batch.frames, maps.areas())

    def recorded(known: dt.date, codes: Sequence[str]) -> pd.DataFrame:
        return cases.in_full(past.at(known), codes).reindex(pd.Index(codes))

    days = panels.month_ends(LAST, months)
    made = panels.panel(map(past.at, days), recorded, rules.current(), horizon=HORIZON)
    return replace(made, became=_known(made, made.became(pd.Timestamp(LAST))))


def _known(some: Panel, whole: pd.Series) -> Callable[[pd.Timestamp], pd.Series]:
    """Answer what tells of a day which outcomes are known by then."""
    ends = some.rows["landmark"] + pd.Timedelta(days=some.horizon)

    def became(known: pd.Timestamp) -> pd.Series:
        told = whole.astype("object").where(ends <= known, "censored")
        return told.astype(pd.CategoricalDtype(list(outcomes.OUTCOMES)))

    return became


def drawn_by_age(some: Panel, *, seed: int) -> Panel:
    """Draw the outcomes of a panel anew, by the age of cases and nothing else."""
    known = some.prolonged(pd.Timestamp(LAST))
    mine = known.notna()
    fitted = crossed.fit(some.rows[mine], known[mine], backtest.age_of(some.features))
    assert fitted
    codes, names = pd.factorize(some.rows["code"])
    lots = np.random.default_rng(seed).random(len(names))[codes]
    told = pd.Series(np.where(lots < fitted.probabilities(some.rows), "waiting", "resolved"), index=some.rows.index)
    return replace(some, became=_known(some, told.astype("object")))


def null(seed: int, *, origins: int = backtest.ORIGINS) -> dict[str, float]:
    """Try the score on null outcomes of a demo city: ``seed``, ``skill``, ``low`` and ``off``."""
    return _judged(drawn_by_age(panel(1), seed=seed), seed, LAST, origins)


def null_plain(seed: int, *, origins: int = backtest.ORIGINS) -> dict[str, float]:
    """Try it on a panel drawn at random, where nothing but age tells; as `null`."""
    return _judged(invented_panel.panel(seed, effect=0.0), seed, invented_panel.LAST.date(), origins)


def _judged(some: Panel, seed: int, last: dt.date, origins: int) -> dict[str, float]:
    found = backtest.run(some, last=last, origins=origins, boosted=False)
    assert found
    skill = found.skill["age"]
    return {"seed": seed, "skill": skill.value, "low": skill.low, "off": not found.beats_age}


def tried(seed: int, *, origins: int = backtest.ORIGINS) -> pd.DataFrame:
    """Answer what the score said of a demo city, and what happened; see `gis.insight.backtest.Backtest`."""
    found = backtest.run(panel(seed), last=LAST, origins=origins, boosted=False)
    assert found
    return found.tried.assign(city=seed)


def calibrated(rows: pd.DataFrame) -> tuple[float, float]:
    """Answer slope and intercept of the calibration of the model."""
    outcome, said = (rows[name].to_numpy(dtype="float64") for name in ("outcome", "model"))
    slope, intercept = measures.calibration(outcome, said)
    assert slope is not None
    assert intercept is not None
    return slope, intercept


def covered(rows: pd.DataFrame) -> pd.DataFrame:
    """Answer, for wards of the later origins of a city, whether what happened lay within the interval of 90 %.

    As `gis.insight.backtest.covered_at`.
    """
    days = sorted(rows["origin"].unique())
    early = rows["origin"].isin(days[: len(days) // 2])
    first, second = rows[early], rows[~early]
    places = pd.MultiIndex.from_frame(first[["origin", "ward"]])
    spread = expected.spread_of(first["model"], first["outcome"], places)
    return pd.concat([backtest.covered_at(mine, "model", spread) for _, mine in second.groupby("origin")])


def real(table: Path) -> tuple[Backtest, int]:
    """Try the score on a table of real cases; answers what was found, and how many cases there are."""
    rows = plain_cases_of(table).rows
    last = max(rows["opened"].max(), rows["closed"].max()).date()
    found = backtest.run(plain_cases.panel(rows, panels.month_ends(last, MONTHS), horizon=HORIZON), last=last)
    assert found
    return found, len(rows)
