"""What a score would have said, month by month, held against what then happened.

An *origin* is a landmark whose horizon is over. At each, models are fitted to landmarks whose horizon had ended by the
origin and not more than `WINDOW` days before, with outcomes as they were known then, and tried on the cases open at the
origin. No project is in what a model was fitted to and in what it is tried on (`gis.insight.crossed`). Rules that are
held against each other: the additive *model*, the *age* alone, *equal* for all, the last *quarter* of the ward, and
the *boosted* challenger (see `gis.insight.scoring`).

The *verdict* decides what is shown. Unless the lower bound of the model's skill over the age-only rule lies above zero,
the age-only rule is used and says so. History that was rebuilt after the event proves nothing ("chưa chứng minh được"):
there the age-only rule is used as well, except in an invented city, where the model shows how it works and proves only
the code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import pandas as pd

from gis.insight import crossed, expected, measures
from gis.insight.circumstances import shrunk
from gis.insight.crossed import Crossed
from gis.insight.features import Feature
from gis.insight.measures import Measured, Skill
from gis.insight.panels import Panel

Rule = Literal["model", "age"]
Proof = Literal["proven", "no_better", "rebuilt", "demo", "too_little", "expired"]

ORIGINS: Final = 12
WINDOW: Final = 365
"""Days of landmarks that are learnt from: what held longer ago was under other bodies and other rules."""
QUARTER: Final = 92
RULES: Final = ("model", "age", "equal", "quarter", "boosted")
BASELINES: Final = ("age", "equal", "quarter")
SLICES: Final = ("kind", "subject", "level")
FEWEST: Final = 50
"""Cases from which a slice is measured."""
SEED: Final = 1


@dataclass(frozen=True, eq=False)
class Backtest:
    """What a backtest found.

    Parameters
    ----------
    tried
        (n, ...) every case at every origin: ``origin``, ``outcome`` (1 or 0), the `RULES`, ``ward``, ``project``,
        ``subject``, ``level``, ``group``.
    measured
        Rule → its measures, over all origins together.
    skill
        Baseline, and the challenger where it was tried → the model's skill over it, with its interval.
    spread
        Rule → how far wards differ beyond chance; see `gis.insight.expected`.
    covered, ought, evened
        Rule → share of wards with enough cases whose number lay within the interval of at least 90 %; the share that
        such intervals hold where the probabilities are right; the share with numbers parted evenly, then 90 %. None
        without any.
    aside
        (n,) whether a case is neither hit nor miss; see `beside`.
    """

    tried: pd.DataFrame
    measured: dict[str, Measured]
    skill: dict[str, Skill]
    spread: dict[str, float]
    covered: dict[str, float | None]
    ought: dict[str, float | None]
    evened: dict[str, float | None]
    aside: pd.Series

    @property
    def beats_age(self) -> bool:
        """Whether the lower bound of the skill over the age-only rule lies above zero."""
        return self.skill["age"].low > 0

    def beside(self, talked: pd.DataFrame, horizon: int) -> Backtest:
        """Set cases aside where people went and talked before it could be seen what becomes of them.

        A dialogue held because a place was told of is what the telling was for: what came to an end there is no false
        alarm, so it is neither hit nor miss. What probabilities are worth is measured on all.

        Parameters
        ----------
        talked
            (k, 2) ``ward`` and ``held_on`` of the dialogues held because of an early-dialogue area.
        horizon
            Days from an origin to its horizon.
        """
        aside = self.aside.copy()
        for origin, mine in self.tried.groupby("origin")["ward"]:
            after = talked["held_on"] - pd.Timestamp(str(origin))
            inside = after.gt(pd.Timedelta(0)) & after.le(pd.Timedelta(days=horizon))
            aside[mine.index] = mine.astype("object").isin(talked.loc[inside, "ward"].astype("object"))
        return replace(self, aside=aside)


def may_learn(landmark: dt.date, origin: dt.date, horizon: int) -> bool:
    """Tell whether a model of an origin may learn from a landmark: its horizon is over, and not for too long."""
    end = landmark + dt.timedelta(days=horizon)
    return origin - dt.timedelta(days=WINDOW) < end <= origin


def learnt_from(panel: Panel, origin: pd.Timestamp, known: pd.Series) -> pd.Series:
    """Answer which rows may be learnt from at an origin."""
    over = [day for day in panel.landmarks if may_learn(day.date(), origin.date(), panel.horizon)]
    return panel.rows["landmark"].isin(over) & known.notna()


def age_of(features: Sequence[Feature]) -> tuple[Feature, ...]:
    """Answer the features of age: what the age-only rule looks at."""
    return tuple(one for one in features if one.group == "age")


def fitted(panel: Panel, origin: pd.Timestamp, features: Sequence[Feature]) -> Crossed | None:
    """Fit the additive model as it may be fitted on a day; None where there is too little to learn from."""
    known = panel.prolonged(origin)
    mine = learnt_from(panel, origin, known)
    return crossed.fit(panel.rows[mine], known[mine], features)


def run(
    panel: Panel,
    *,
    last: dt.date,
    origins: int = ORIGINS,
    boosted: bool = True,
    tick: Callable[[], None] = lambda: None,
) -> Backtest | None:
    """Try all rules at the last origins.

    Parameters
    ----------
    panel
        The landmarks.
    last
        The last day of which it is known what happened.
    origins
        How many, at most.
    boosted
        Whether the challenger is tried too.
    tick
        Called after each origin.

    Returns
    -------
    None where at no origin there was enough to learn from, or nothing was prolonged at any.
    """
    end = pd.Timestamp(last)
    outcome = panel.prolonged(end)
    over = [day for day in panel.landmarks if day + pd.Timedelta(days=panel.horizon) <= end]
    parts = []
    for origin in over[-origins:]:
        parts.append(_tried(panel, origin, outcome, boosted=boosted))
        tick()
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"outcome": []})
    return judged(found) if found["outcome"].nunique() > 1 else None


def _tried(panel: Panel, origin: pd.Timestamp, outcome: pd.Series, *, boosted: bool) -> pd.DataFrame:
    """Answer what each rule says of the cases open at an origin; no rows where there is too little to learn from."""
    rows, known = panel.rows, panel.prolonged(origin)
    learnt = learnt_from(panel, origin, known)
    seen, tried = rows[learnt], rows[rows["landmark"].eq(origin) & outcome.notna()]
    model = crossed.fit(seen, known[learnt], panel.features)
    age = crossed.fit(seen, known[learnt], age_of(panel.features))
    if model is None or age is None:
        return pd.DataFrame({"outcome": []})
    told: dict[str, Any] = {
        "model": model.probabilities(tried),
        "age": age.probabilities(tried),
        "equal": known[learnt].mean(),
        "quarter": _quarter(panel, origin, known, learnt, tried),
    }
    if boosted:
        told["boosted"] = crossed.challenged(seen, known[learnt], tried, panel.features)
    about = tried[["code", "ward", "project", "subject", "level"]].astype("object")
    return about.assign(origin=origin, outcome=outcome[tried.index], group=crossed.groups_of(tried), **told)


def _quarter(panel: Panel, origin: pd.Timestamp, known: pd.Series, learnt: pd.Series, tried: pd.DataFrame) -> pd.Series:
    """Answer what the share was in the ward of each case in the last quarter that is known, as a shrunk mean."""
    ends = panel.rows["landmark"] + pd.Timedelta(days=panel.horizon)
    recent = learnt & (ends > origin - pd.Timedelta(days=QUARTER))
    recent = recent if recent.any() else learnt
    shares = shrunk(known[recent], panel.rows.loc[recent, "ward"])
    told: pd.Series = tried["ward"].map(shares).astype("float64").fillna(known[recent].mean()).clip(1e-4, 1 - 1e-4)
    return told


def judged(tried: pd.DataFrame) -> Backtest:
    """Measure what was tried."""
    outcome, groups = tried["outcome"].to_numpy(dtype="float64"), tried["group"].to_numpy()
    rules = [rule for rule in RULES if rule in tried]
    said = {rule: tried[rule].to_numpy(dtype="float64") for rule in rules}
    spread = {rule: expected.spread_of(tried[rule], tried["outcome"], _places(tried)) for rule in ("model", "age")}
    intervals = {rule: _covered(tried, rule, spread[rule]) for rule in spread}
    return Backtest(
        tried=tried,
        measured={rule: measures.measured(outcome, said[rule]) for rule in rules},
        skill={
            one: measures.skill(outcome, said["model"], said[one], groups, seed=SEED)
            for one in (*BASELINES, "boosted")
            if one in said
        },
        spread=spread,
        covered={rule: _mean(found["inside"]) for rule, found in intervals.items()},
        ought={rule: _mean(found["holds"]) for rule, found in intervals.items()},
        evened={rule: _mean(found["evened"]) for rule, found in intervals.items()},
        aside=pd.Series(data=False, index=tried.index),
    )


def _places(tried: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(tried[["origin", "ward"]])


def _covered(tried: pd.DataFrame, rule: str, spread: float) -> pd.DataFrame:
    return pd.concat([covered_at(mine, rule, spread) for _, mine in tried.groupby("origin")])


def _mean(found: pd.Series) -> float | None:
    return float(found.mean()) if len(found) else None


def covered_at(tried: pd.DataFrame, rule: str, spread: float) -> pd.DataFrame:
    """Answer for the wards of one origin whether the number that happened lay within the interval.

    Returns
    -------
    (k, 3) frame by ward: ``inside``, ``holds`` and ``evened``; see `gis.insight.expected`.
    """
    observed = tried.groupby("ward")["outcome"].sum()
    told = expected.by_place(tried[rule], tried["ward"], spread=spread)
    evened = expected.evened(tried[rule], tried["ward"], observed, spread=spread)
    return expected.covered(told, observed).assign(evened=evened)


def sliced(tried: pd.DataFrame, kinds: pd.Series, slices: Sequence[str] = SLICES) -> list[dict[str, Any]]:
    """Measure the model by kind of unit, subject and level: whether it serves some worse than others.

    Parameters
    ----------
    tried
        See `Backtest`.
    kinds
        Ward → its kind (phường, xã).
    slices
        Columns to go by.

    Returns
    -------
    One for each value with at least `FEWEST` cases: ``by``, ``value``, ``n``, ``prevalence``, ``said`` (mean
    probability), ``brier`` and ``skill`` over the age-only rule.
    """
    rows = tried.assign(kind=tried["ward"].map(kinds))
    return [
        {"by": name, "value": str(value), **_slice(mine)}
        for name in slices
        for value, mine in rows.groupby(rows[name].astype("object"))
        if len(mine) >= FEWEST
    ]


def _slice(mine: pd.DataFrame) -> dict[str, float | int]:
    losses = {rule: float(((mine[rule] - mine["outcome"]) ** 2).mean()) for rule in ("model", "age")}
    return {
        "n": len(mine),
        "prevalence": float(mine["outcome"].mean()),
        "said": float(mine["model"].mean()),
        "brier": losses["model"],
        "skill": 1 - losses["model"] / losses["age"],
    }


def verdict(found: Backtest | None, *, rebuilt: bool, demo: bool) -> tuple[Rule, Proof]:
    """Answer which rule is shown, and what is proven.

    Parameters
    ----------
    found
        What the backtest found; None: too little to learn from.
    rebuilt
        Whether any of its history was rebuilt after the event.
    demo
        Whether the city is invented.
    """
    if found is None:
        return "age", "too_little"
    if not found.beats_age:
        return "age", "no_better"
    if demo:
        return "model", "demo"
    return ("age", "rebuilt") if rebuilt else ("model", "proven")
