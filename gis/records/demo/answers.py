"""How cases are answered: accepted, suspended, discussed, decided, ended, carried out.

The time to a decision grows with what was owed when the case came in (`drivers.DURATION`), with complexity, and since
the reform, when communes had to learn the work. Before the districts ended, a drive closed most of what was open,
so that the published share was resolved by the end of the published year.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo import published
from gis.records.demo.drivers import DURATION, Drivers
from gis.records.demo.sheets import NEVER, Categories, Mask, Numbers, Rows, chance, cut, day, named, pick, workday

MEDIAN_DAYS: Final = {"first": 19.0, "second": 30.0, "proposal": 14.0, "reflection": 8.0}
"""From acceptance (of a complaint) or receipt to the decision, where nothing was owed."""

SIGMA: Final = 0.55
COMPLEX: Final = 1.4
"""A complex case takes so many times as long."""

AFTER_REFORM: Final = 1.3
"""A case received since the reform takes so many times as long."""

_LOST: Final = 0.02
_LOST_FACTOR: Final = (5.0, 14.0)
_NO_ACCEPTANCE_DAY: Final = 0.07
_SUSPENDED: Final = 0.02
_RESUMED: Final = 0.75
_ENDED: Final = 0.06
_ENDS: Final = {"withdrawn": 0.65, "ended": 0.15, "merged": 0.20}
_FORWARDED: Final = 0.93
_SECOND_SHARE: Final = 0.05
_DIALOGUE: Final = {"first": 0.55, "second": 0.9}
_FIRST_OUTCOMES: Final = {"right": 0.13, "partly": 0.24, "wrong": 0.63}
_SECOND_OUTCOMES: Final = {"upheld": 0.74, "amended": 0.20, "cancelled": 0.06}
_NOTHING_TO_DO: Final = ("wrong", "upheld")
_EXECUTION_DAYS: Final = 28.0
_NEVER_EXECUTED: Final = 0.12
_IN_FORCE_AFTER: Final = 30
_COURT: Final = 0.02
_LISTED_AFTER: Final = 180.0
_SAME_DAY: Final = 3.0
_DRIVE: Final = 90.0


def answered(base: pd.DataFrame, drivers: Drivers, rng: np.random.Generator) -> pd.DataFrame:
    """Add accepted, suspended, resumed, decided, ended and end_reason, as they would come about without an end."""
    n = len(base)
    complaint = (base["case_class"] == "complaint").to_numpy()
    mine = base["within"].to_numpy()
    received = base["received"].to_numpy()
    accepted = workday(received + rng.integers(1, 13, n))
    suspended = np.where(complaint & mine & chance(rng, n, _SUSPENDED), accepted + rng.uniform(3, 25, n), NEVER)
    resumed = np.where(chance(rng, n, _RESUMED), suspended + rng.uniform(20, 120, n), NEVER)
    start = np.where(complaint, accepted, received)
    decided = start + 1 + _days(base, drivers, rng) + np.where(np.isnan(suspended), 0, resumed - suspended)
    closed = mine & complaint & chance(rng, n, _ENDED)
    passed_on = ~mine & chance(rng, n, _FORWARDED)
    ended = np.select(
        [closed, passed_on],
        [start + rng.uniform(0.3, 1, n) * (decided - start), received + rng.uniform(3, 25, n)],
        NEVER,
    )
    ended = np.where(ended > np.where(np.isnan(suspended), np.inf, suspended), NEVER, ended)
    reason = pick(rng, n, _ENDS).add_categories(["forwarded"])
    reason[passed_on] = "forwarded"
    known = complaint & mine & ~chance(rng, n, _NO_ACCEPTANCE_DAY)
    return base.assign(
        accepted=np.where(known, accepted, NEVER),
        suspended=workday(suspended),
        resumed=workday(resumed),
        decided=np.where(mine & np.isnan(ended), workday(decided), NEVER),
        ended=workday(ended),
        end_reason=reason,
    )


def _days(base: pd.DataFrame, drivers: Drivers, rng: np.random.Generator) -> Numbers:
    n = len(base)
    kind = np.where(base["level"].isna(), base["case_class"].astype("str"), base["level"].astype("str"))
    median = pd.Series(kind, dtype="str").map(MEDIAN_DAYS).to_numpy()
    owed = drivers.effect(DURATION)[base["pair"], base["month"]]
    lost = np.where(chance(rng, n, _LOST), rng.uniform(*_LOST_FACTOR, n), 1.0)
    slow = np.where(base["complex"], COMPLEX, 1.0) * np.where(
        base["received"] >= day(published.REFORM), AFTER_REFORM, 1
    )
    return np.asarray(median * slow * lost * np.exp(owed + SIGMA * rng.standard_normal(n)))


def with_second_level(
    cases: pd.DataFrame, drivers: Drivers, month_of: Callable[[Numbers], Rows], rng: np.random.Generator, *, end: float
) -> pd.DataFrame:
    """Replace some cases by second complaints about decided first ones; the number of cases stays the same.

    Parameters
    ----------
    month_of
        Answers the row of the month that contains each day.
    """
    able = cases["level"].eq("first") & cases["within"] & (cases["decided"] <= end - 2 * _IN_FORCE_AFTER)
    parents = rng.permutation(np.flatnonzero(able))[: round(_SECOND_SHARE * len(cases))]
    others = rng.permutation(np.setdiff1d(np.arange(len(cases)), parents))[: len(parents)]
    if not len(others):
        return cases.sort_values("received", kind="stable", ignore_index=True)
    second = cases.iloc[parents[: len(others)]].copy()
    received = workday(second["decided"].to_numpy() + rng.uniform(5, 40, len(second)))
    second = second.assign(received=received, month=month_of(received), level="second", within=True)
    second["level"] = pd.Categorical(second["level"], categories=cases["level"].cat.categories)
    kept = cases[~np.isin(np.arange(len(cases)), others)]
    both: pd.DataFrame = pd.concat([kept, answered(second, drivers, rng)], ignore_index=True)
    return both.sort_values("received", kind="stable", ignore_index=True)


def closed_on(cases: pd.DataFrame) -> Numbers:
    """Answer the day each case was decided or ended; NaN while open."""
    closed: Numbers = np.fmin(cases["decided"].to_numpy(), cases["ended"].to_numpy())
    return closed


def closing_drive(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Bring decisions forward so that the published share of complaints is resolved within the published year."""
    first, last = (day(limit) for limit in published.YEAR)
    closed = closed_on(cases)
    asked = cases["case_class"].eq("complaint") & cases["within"] & (cases["received"] <= last) & ~(closed < first)
    waiting = (asked & ~(closed <= last)).to_numpy()
    begun = np.fmax(cases["accepted"].to_numpy(), cases["received"].to_numpy() + 2) + 2
    able = np.flatnonzero(waiting & (begun < last - _SAME_DAY) & cases["decided"].notna() & cases["suspended"].isna())
    surplus = max(int(waiting.sum() - round((1 - published.RESOLVED_SHARE) * asked.sum())), 0)
    soonest = able[np.argsort(cases["decided"].to_numpy()[able], kind="stable")][:surplus]
    start = np.maximum(begun[soonest], last - _DRIVE)
    decided = cases["decided"].to_numpy().copy()
    decided[soonest] = workday(start + rng.random(len(soonest)) * (last - _SAME_DAY - start))
    return cases.assign(decided=decided)


def finished(cases: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add dialogue, outcome, effect, execution, court and listing; nothing later than `end` remains."""
    n = len(cases)
    complaint = cases["level"].notna().to_numpy()
    second = cases["level"].eq("second").to_numpy()
    decided = np.where(complaint, cases["decided"], NEVER)
    outcome = _outcomes(second, rng)
    idle = np.isin(np.asarray(outcome), _NOTHING_TO_DO)
    effective = decided + np.where(second, 0, _IN_FORCE_AFTER)
    slow = np.where(chance(rng, n, _NEVER_EXECUTED), NEVER, _EXECUTION_DAYS * rng.lognormal(0, 0.7, n))
    executed = effective + np.where(idle, rng.uniform(0, 10, n), slow)
    days = {
        "dialogue": _dialogues(cases, second, rng, end=end),
        "effective": effective,
        "executed": executed,
        "court": np.where(chance(rng, n, _COURT), decided + rng.uniform(5, 60, n), NEVER),
    }
    cases = cases.assign(outcome=outcome, **{name: workday(values) for name, values in days.items()})
    events = ("accepted", "suspended", "resumed", "decided", "ended", *days)
    return cases.assign(**{name: cut(cases[name].to_numpy(), end) for name in events})


def _outcomes(second: Mask, rng: np.random.Generator) -> Categories:
    names = [*_FIRST_OUTCOMES, *_SECOND_OUTCOMES]
    first = np.asarray(pick(rng, len(second), _FIRST_OUTCOMES).codes)
    other = np.asarray(pick(rng, len(second), _SECOND_OUTCOMES).codes) + len(_FIRST_OUTCOMES)
    return named(np.where(second, other, first), names)


def _dialogues(cases: pd.DataFrame, second: Mask, rng: np.random.Generator, *, end: float) -> Numbers:
    """Place a dialogue between acceptance and decision; not for cases forwarded or ended early."""
    n = len(cases)
    share = np.where(second, _DIALOGUE["second"], _DIALOGUE["first"])
    asked = cases["accepted"].notna() & cases["ended"].isna() & chance(rng, n, share)
    until = np.fmin(cases["decided"], end + 1)
    held = cases["accepted"] + rng.uniform(0.3, 0.9, n) * (until - cases["accepted"])
    return np.where(asked & (held <= end), np.minimum(workday(held.to_numpy()), until), NEVER)


def listed(cases: pd.DataFrame, rng: np.random.Generator, *, n: int, end: float) -> Numbers:
    """Choose about n cases that waited long for the list of complex and prolonged ones.

    Returns
    -------
    The day each was listed; NaN for the others. The published share of them is resolved, as far as there are enough.
    """
    closed = closed_on(cases)
    ready = cases["received"].to_numpy() + _LISTED_AFTER
    old = cases["within"].to_numpy() & (ready < np.fmin(closed, end))
    resolved = rng.permutation(np.flatnonzero(old & ~np.isnan(closed)))[: round(published.PROLONGED_RESOLVED_SHARE * n)]
    waiting = rng.permutation(np.flatnonzero(old & np.isnan(closed)))[
        : n - round(published.PROLONGED_RESOLVED_SHARE * n)
    ]
    chosen = np.sort(np.concatenate([resolved, waiting]))
    days = np.full(len(cases), NEVER)
    latest = np.fmin(closed, end)[chosen]
    days[chosen] = np.minimum(workday(ready[chosen] + rng.random(len(chosen)) * 60), latest)
    return days
