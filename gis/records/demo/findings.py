"""What was found and what people said of it: findings of cases, opinions on plans, inventories against somebody's will.

A *finding* is reported between acceptance and the dialogue or the decision; where a first decision gives less than was
claimed, the finding differed from the claim. *Opinions* on a posted plan are gathered before its dialogue or appraisal;
where a dialogue was held or announced somebody had mostly disagreed, and now and then a plan went on without one
although somebody had. A few households let their land be measured only after persuasion, and a few of them not even
then. Of some households whose land was taken by force the day of persuasion stands only in the minutes of the meeting
held for all of their project and ward. Each takes random numbers of its own and moves nothing else.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo.sheets import NEVER, Mask, Numbers, chance, cut, workday

_REPORTED: Final = {"closed": 0.9, "open": 0.5}
_OPEN_DIFFERS: Final = 0.7
_SECOND_DIFFERS: Final = 0.4
_LESS_THAN_CLAIMED: Final = ("partly", "wrong")

_DISAGREED: Final = {"met": 0.9, "passed": 0.2, "waiting": 0.55}
"""Share of plans with somebody who disagrees: a dialogue was held; appraised without one; neither yet."""
_WAITING_DAYS: Final = (10, 30)

_PERSUADED: Final = 0.02
_COMPELLED: Final = {"free": 0.003, "hindered": 0.03}
_PERSUADED_BEFORE: Final = 0.75
"""Share of compulsory inventories with persuasion recorded before them."""

_ONLY_IN_MINUTES: Final = 0.2
"""Share of enforced files whose own day of persuasion was never entered."""


def findings(cases: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add ``finding`` (day) and ``differs`` (1, 0, NaN without a finding) to the sheet of finished cases."""
    n = len(cases)
    decided = cases["decided"].notna().to_numpy()
    until = np.fmin(np.fmin(cases["dialogue"].to_numpy(), cases["decided"].to_numpy()), end)
    asked = cases["level"].notna() & cases["within"] & cases["accepted"].notna() & cases["ended"].isna()
    reported = chance(rng, n, np.where(decided, _REPORTED["closed"], _REPORTED["open"]))
    days = _between(cases["accepted"].to_numpy(), until, rng, 0.4, 0.95)
    finding = np.where(asked.to_numpy() & (reported | cases["dialogue"].notna().to_numpy()), days, NEVER)
    differs = np.select(
        [cases["level"].eq("second"), decided, cases["dialogue"].notna()],
        [chance(rng, n, _SECOND_DIFFERS), cases["outcome"].isin(_LESS_THAN_CLAIMED), True],
        chance(rng, n, _OPEN_DIFFERS),
    )
    return cases.assign(finding=finding, differs=_known(differs.astype(bool), finding))


def opinions(plans: pd.DataFrame, rng: np.random.Generator, *, end: float) -> pd.DataFrame:
    """Add ``opinions`` (day) and ``disagreed`` (1, 0, NaN without opinions) to the sheet of plans."""
    n = len(plans)
    posted, met = plans["posted"].to_numpy(), plans[["dialogue", "called"]].notna().any(axis=1).to_numpy()
    passed = plans["appraised"].notna().to_numpy()
    until = np.fmin(plans["dialogue"].to_numpy(), plans["appraised"].to_numpy())
    later = workday(posted + rng.integers(*_WAITING_DAYS, n))
    closed = passed | plans["dialogue"].notna().to_numpy()
    gathered = np.where(closed, _between(posted, until, rng, 0.4, 0.95), cut(later, end))
    share = np.select([met, passed], [_DISAGREED["met"], _DISAGREED["passed"]], _DISAGREED["waiting"])
    return plans.assign(opinions=gathered, disagreed=_known(chance(rng, n, share), gathered))


def inventories(files: pd.DataFrame, rng: np.random.Generator, *, silent: int) -> pd.DataFrame:
    """Add ``inventory_persuasion`` and ``compulsory_inventory`` (days) to the files; none in the silent ward."""
    n = len(files)
    done, hindered = files["inventoried"].notna().to_numpy(), files["obstacle"].notna().to_numpy()
    able = done & (files["ward"] != silent).to_numpy()
    compelled = able & chance(rng, n, np.where(hindered, _COMPELLED["hindered"], _COMPELLED["free"]))
    asked = np.where(compelled, chance(rng, n, _PERSUADED_BEFORE), able & chance(rng, n, _PERSUADED))
    before = _between(files["notified"].to_numpy(), files["inventoried"].to_numpy(), rng, 0.2, 0.8)
    return files.assign(
        inventory_persuasion=np.where(asked, before, NEVER),
        compulsory_inventory=np.where(compelled, files["inventoried"], NEVER),
    )


def common_meetings(files: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Forget ``persuasion`` of some enforced files; the meeting that was held then stays recorded as a dialogue."""
    forgotten = chance(rng, len(files), _ONLY_IN_MINUTES) & files["enforced"].notna().to_numpy()
    return files.assign(persuasion=np.where(forgotten, NEVER, files["persuasion"]))


def _between(first: Numbers, last: Numbers, rng: np.random.Generator, least: float, most: float) -> Numbers:
    """Draw a workday between two days, never after the last; NaN where one of them is."""
    share = rng.uniform(least, most, len(first))
    found: Numbers = np.minimum(workday(first + share * (last - first)), last)
    return found


def _known(flags: Mask, days: Numbers) -> Numbers:
    return np.where(np.isnan(days), NEVER, flags)
