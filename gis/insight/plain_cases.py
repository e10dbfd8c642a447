"""Cases of which nothing is known but when they were opened and closed, of which category they are and where they lie.

A table of any office can be tried with them: the same model, the same backtest, fewer features. No limit of the law is
known, so a case is *prolonged* here when it is not closed on the horizon. One that has been open for more than
`LONGEST` days on a landmark is prolonged already: it needs no score, stands out of the risk set and is counted. All of
a landmark is told from days up to it, but a table that was written afterwards may have been mended afterwards: its
history counts as rebuilt.

Beside the age of a case and its category, places and categories are told by how they did in the year before: the days
of waiting that a closing cost there, what still waits included (`gis.insight.circumstances.days_of_waiting`), and the
share still open of what was opened there, shrunk (`gis.insight.circumstances.shrunk`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from gis.insight import outcomes
from gis.insight.circumstances import PAST_YEAR, days_of_waiting, shrunk
from gis.insight.features import Feature, named
from gis.insight.panels import Panel

LONGEST: Final = 365
"""Days open from which a case stands out of the risk set: offices leave some cases open for ever."""
_SPEED: Final = ("closed", "opened")
FEATURES: Final = (
    *named(["age", "subject"]),
    Feature("ward_days", "speed", "number", ("place", *_SPEED), 1),
    Feature("ward_open", "speed", "number", ("place", *_SPEED), 1),
    Feature("subject_days", "speed", "number", ("category", *_SPEED), 1),
    Feature("subject_open", "speed", "number", ("category", *_SPEED), 1),
)
"""What a score may look at; the names are those of features of full cases where they say the same."""


def panel(
    cases: pd.DataFrame, days: Sequence[dt.date], *, horizon: int, tick: Callable[[], None] = lambda: None
) -> Panel:
    """Put the cases open on some days side by side.

    Parameters
    ----------
    cases
        (n, 4) ``opened``, ``closed`` (days; missing while open), ``category`` and ``place`` (text, or missing).
    days
        Landmarks, oldest first.
    horizon
        Days.
    tick
        Called after each landmark.
    """
    parts = []
    for day in days:
        parts.append(_open(cases, pd.Timestamp(day)))
        tick()
    rows = pd.concat(parts, ignore_index=True)
    long = rows["landmark"].eq(rows["landmark"].max()) & rows["age"].gt(LONGEST)
    rows = rows[rows["age"] <= LONGEST].reset_index(drop=True)
    ends = rows["landmark"] + pd.Timedelta(days=horizon)
    later = ~(rows["closed"] <= ends)

    def became(known: pd.Timestamp) -> pd.Series:
        told = np.select([ends > known, later], ["censored", "waiting"], "resolved")
        return pd.Series(pd.Categorical(told, categories=list(outcomes.OUTCOMES)), index=rows.index)

    return Panel(rows.drop(columns="closed"), FEATURES, horizon, became, {"long_open": int(long.sum())})


def _open(cases: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Answer the cases open on a day, with their features."""
    begun = cases[cases["opened"] <= day]
    mine = begun[~(begun["closed"] <= day)]
    columns = {
        f"{name}_{what}": mine[by].map(values)
        for by, name in (("place", "ward"), ("category", "subject"))
        for what, values in _past(begun, by, day).items()
    }
    about = {"ward": mine["place"], "subject": mine["category"], "project": None, "level": None}
    own = {"code": mine.index, "landmark": day, "age": (day - mine["opened"]).dt.days.astype("float64")}
    return pd.DataFrame({**own, **about, **columns, "closed": mine["closed"]}, index=mine.index)


def _past(begun: pd.DataFrame, by: str, day: pd.Timestamp) -> dict[str, pd.Series]:
    """Answer how places or categories did in the year up to a day."""
    closed = begun["closed"].where(begun["closed"] <= day)  # of what was closed later nothing is known yet
    waited = days_of_waiting(begun["opened"], closed, closed.notna(), begun[by], day=day, wanted=begun[by])
    recent = begun["opened"] > day - pd.Timedelta(days=PAST_YEAR)
    still = closed[recent].isna().astype("float64")
    return {"days": waited, "open": shrunk(still, begun.loc[recent, by])}
