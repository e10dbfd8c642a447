"""What became of open cases: whether the body that decides kept a case waiting past its limit.

A *landmark* is a day on which open cases are looked at; the *horizon* is so many days later. The *risk set* of a
landmark are the cases open on it (no decision, no other end) whose limit for resolving is known by the case itself
(`gis.law.clocks`, the group ``resolve``). The others stand out of it and are counted by why:

* ``no_start``: "thiếu ngày thụ lý": without its starting day no limit can be worked out, so nothing can be past it;
* ``no_limit``: the law sets none (proposals and reports);
* ``outside``: not within competence;
* ``in_court``: a court has it, and the body that decides waits for the court;
* ``unchecked``: its limit is one whose text nobody has read or checked, which never calls a case late. The case comes
  in once an administrator has recorded the check.

On the horizon each case of the risk set has one *outcome*. The first that holds decides; for each an example of a first
complaint accepted on 1/1, due on 31/1, looked at on 15/1 with a horizon of 180 days (14/7):

* ``censored``: the horizon lies after the last day that is known;
* ``resolved``: carried out by then; or decided, and not in force or its limit not over (decided on 20/2);
* ``court``: taken to court (on 1/3), before what was decided was carried out;
* ``withdrawn``, ``merged``, ``ended``, ``forwarded``: ended without a decision, by the reason recorded (on 1/3);
* ``not_executed``: decided, in force and not carried out, its limit over (in force on 20/3, nothing since);
* ``suspended``: not decided, and suspended on that day;
* ``in_time``: not decided, and the limit not over (suspended from 20/1 to 10/7: due on 21/7);
* ``waiting``: not decided, and the limit over (nothing recorded by 14/7);
* ``unknown``: a correction took the case, or the start of its limit, away, or put it under a limit nobody has checked.

*Prolonged* are ``waiting`` and ``not_executed``: both are a duty of the body that decides. Going to the second level,
to court or coming together are rights of people and never an outcome to be avoided. The `COMPETING` ends make it
impossible that a case is still waiting; they count as not prolonged, as the question is how many will in fact be
waiting, and they are counted beside. For carrying a decision out no limit was found in the law: one in force and not
carried out is told from its first day in force on, as the official column does, once the limit for deciding is over.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from gis.law import clocks
from gis.law.terms import Rules

HORIZON: Final = 180
"""Days from a landmark to its horizon, unless the settings say otherwise: longer than the longest limit (70 days)."""

CLOCK: Final = "resolve"
STANDINGS: Final = ("at_risk", "no_start", "no_limit", "outside", "in_court", "unchecked")
PROLONGED: Final = ("waiting", "not_executed")
COMPETING: Final = ("court", "withdrawn", "merged", "ended", "forwarded")
UNTOLD: Final = ("censored", "unknown")
OUTCOMES: Final = (*PROLONGED, "resolved", "in_time", "suspended", *COMPETING, *UNTOLD)


def standing(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.DataFrame:
    """Answer which open cases stand in the risk set of a landmark, and why the others do not.

    Parameters
    ----------
    cases
        (n, ...) cases open on the landmark, in full.
    rules
        The rules of law.
    as_of
        The landmark.

    Returns
    -------
    (n, 2) frame with the same index: ``standing`` (category of `STANDINGS`) and ``due`` (last day of the limit; missing
    while suspended).
    """
    judged = clocks.run(cases, CLOCK, rules, as_of=as_of, due_soon_days=0)
    outside = cases["within_competence"].eq(other=False).fillna(value=False).to_numpy(dtype=bool)
    court = cases["court_on"].notna().to_numpy(dtype=bool)
    without = judged["clock"].isna().to_numpy(dtype=bool)
    unclear = judged["state"].isin(["unknown_start", "not_started"]).to_numpy(dtype=bool)
    conditions = {
        "outside": outside,
        "no_limit": without,
        "in_court": court,
        "no_start": unclear,
        "unchecked": ~judged["verified"].to_numpy(dtype=bool),
    }
    found = np.select(list(conditions.values()), list(conditions), "at_risk")
    told = pd.Categorical(found, categories=list(STANDINGS))
    return pd.DataFrame({"standing": told, "due": judged["due"]}, index=cases.index)


def after(cases: pd.DataFrame, rules: Rules, *, horizon: dt.date, known: dt.date) -> pd.DataFrame:
    """Answer what became of the cases of a risk set by its horizon.

    Parameters
    ----------
    cases
        (n, ...) the cases in full, as they are known later; what happened after the horizon is not looked at. A row
        without a class is one that is not known any more.
    rules
        The rules of law.
    horizon
        The last day that counts.
    known
        The last day of which it is known what happened.

    Returns
    -------
    (n, 2) frame with the same index: ``outcome`` (category of `OUTCOMES`) and ``prolonged`` (float64: 1 or 0, missing
    for `UNTOLD`).
    """
    found = _outcomes(cases, rules, horizon) if horizon <= known else np.full(len(cases), "censored", dtype=object)
    told = pd.Categorical(found, categories=list(OUTCOMES))
    prolonged = np.where(told.isin(UNTOLD), np.nan, told.isin(PROLONGED).astype("float64"))
    return pd.DataFrame({"outcome": told, "prolonged": prolonged}, index=cases.index)


def _outcomes(cases: pd.DataFrame, rules: Rules, horizon: dt.date) -> np.ndarray:
    """Answer the outcome of each case by a day that is known."""
    judged = clocks.run(cases, CLOCK, rules, as_of=horizon, due_soon_days=0)
    last = pd.Timestamp(horizon)

    def by_then(day: str) -> np.ndarray:
        return (cases[day] <= last).to_numpy(dtype=bool)

    decided, executed, ended, court = (by_then(f"{day}_on") for day in ("decided", "executed", "ended", "court"))
    over = (judged["due"] < last).to_numpy(dtype=bool)
    lost = judged["state"].isin(["unknown_start", "not_started"]) | judged["state"].isna() | ~judged["verified"]
    reasons = cases["end_reason"].astype("object").fillna("ended").to_numpy(dtype=object)
    conditions = (
        (lost.to_numpy(dtype=bool) & ~ended & ~court, "unknown"),
        (executed, "resolved"),
        (court & ~ended, "court"),
        (ended & ~decided, reasons),
        (decided & by_then("effective_on") & over, "not_executed"),
        (decided, "resolved"),
        (judged["state"].eq("stopped").to_numpy(dtype=bool), "suspended"),
        (~over, "in_time"),
    )
    chosen = [np.broadcast_to(np.asarray(value, dtype=object), len(cases)) for _, value in conditions]
    return np.select([holds for holds, _ in conditions], chosen, "waiting")


def counts(outcome: pd.Series) -> dict[str, int]:
    """Count the outcomes of a risk set, those that did not occur left out.

    Parameters
    ----------
    outcome
        (n,) category of `OUTCOMES`, or of `STANDINGS`.
    """
    found = outcome.value_counts(sort=False)
    return {str(name): int(n) for name, n in found.items() if n}
