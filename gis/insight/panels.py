"""Landmarks side by side: the risk sets of many days with their features, and what became of them as known on a day.

A *panel* has one row for each case and landmark at which it stood in the risk set. Outcomes are asked for *as known on*
a day: a model of that day may learn only from landmarks whose horizon had ended by then, told by what was recorded by
then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta

from gis.insight import features, outcomes
from gis.insight.features import FEATURES, Feature
from gis.insight.situation import Situation
from gis.law.terms import Rules


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows of many landmarks.

    Parameters
    ----------
    rows
        (n, ...) counted from 0: ``landmark``, ``code``, the features, ``ward``, ``project``, ``subject``, ``level``.
    features
        Those it has.
    horizon
        Days from a landmark to its horizon.
    became
        Answers what became of all rows, as known on a day: (n,) category of `outcomes.OUTCOMES`.
    out
        Why → cases of the last landmark that stand out of the risk set.
    """

    rows: pd.DataFrame
    features: tuple[Feature, ...]
    horizon: int
    became: Callable[[pd.Timestamp], pd.Series]
    out: dict[str, int]

    @property
    def landmarks(self) -> list[pd.Timestamp]:
        """All landmarks, oldest first."""
        return sorted(self.rows["landmark"].unique())

    def prolonged(self, known: pd.Timestamp) -> pd.Series:
        """Answer 1 for rows that were prolonged, 0 for others, as known on a day; missing where not known."""
        told = self.became(known).astype("object")
        found = told.isin(outcomes.PROLONGED).astype("float64")
        return found.mask(told.isin(outcomes.UNTOLD))


def month_ends(last: dt.date, n: int) -> list[dt.date]:
    """Answer the last days of the n months that are over by a day, oldest first."""
    first = (last + relativedelta(days=1)).replace(day=1)
    return [first - relativedelta(months=back, days=1) for back in reversed(range(n))]


def panel(
    situations: Iterable[Situation],
    recorded: Callable[[dt.date, Sequence[str]], pd.DataFrame],
    rules: Rules,
    *,
    horizon: int,
) -> Panel:
    """Put the risk sets of some days side by side.

    Parameters
    ----------
    situations
        One for each landmark, as known on its day, oldest first; each is looked at once and then let go.
    recorded
        Answers cases by their codes, in full and in this order, as known on a day, in rows of their own; a row is blank
        where a case is not known then.
    rules
        The rules of law.
    horizon
        Days.
    """
    parts, out = [], dict[str, int]()
    for now in situations:
        found = features.of_cases(now)
        keys = {name: found.rows[name].astype("object") for name in ("ward", "project")}
        parts.append(found.rows.assign(**keys, landmark=now.as_of).reset_index())
        out = found.out
    rows = pd.concat(parts, ignore_index=True)

    def became(known: pd.Timestamp) -> pd.Series:
        return _became(rows, recorded, rules, horizon, known.date())

    return Panel(rows, FEATURES, horizon, became, out)


def _became(
    rows: pd.DataFrame,
    recorded: Callable[[dt.date, Sequence[str]], pd.DataFrame],
    rules: Rules,
    horizon: int,
    known: dt.date,
) -> pd.Series:
    codes = rows["code"].unique()
    cases = recorded(known, list(codes))
    found = pd.Series(pd.Categorical(["censored"] * len(rows), categories=list(outcomes.OUTCOMES)), index=rows.index)
    for landmark, mine in rows.groupby("landmark")["code"]:
        last = pd.Timestamp(str(landmark)).date() + dt.timedelta(days=horizon)
        if last <= known:
            told = outcomes.after(cases.loc[mine.to_numpy()], rules, horizon=last, known=known)
            found.loc[mine.index] = np.asarray(told["outcome"], dtype=object)
    return found
