"""Compensation plans: rounds of each pair and the milestones each goes through.

Every milestone waits for the one before; how long depends on the pace of the project. Some plans stick for years before
approval. Of those posted lately some wait for a dialogue with people who disagree; most of these dialogues are
announced, and their day may be over. In the silent ward no plan dialogue and no persuasion is held.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo import published
from gis.records.demo.projects import Projects
from gis.records.demo.sheets import NEVER, Mask, Numbers, chance, cut, day, workday

_HOUSEHOLDS_A_ROUND: Final = 60
_MOST_ROUNDS: Final = 8
_STUCK: Final = 0.08
_DIALOGUE_SHARE: Final = 0.75
_PERSUASION_SHARE: Final = 0.65
_LAST_NOTICE: Final = 5.0
_WAITING: Final = 0.6
_LATELY: Final = 150.0
"""Share of the plans posted in so many last days that wait for their dialogue."""
_CALLED: Final = 0.8
_CALLED_AFTER: Final = (25, 110)
"""Share of waiting plans whose dialogue is announced, and for how many days after posting."""

MILESTONES: Final = (
    "notified",
    "inventoried",
    "drafted",
    "posted",
    "dialogue",
    "appraised",
    "approved",
    "effective",
    "decision",
    "persuasion",
)
"""Days of a plan's sheet, in the order of work. Persuasion is no field of a plan: it shows in files and dialogues."""


def plans(projects: Projects, rng: np.random.Generator, *, end: float, silent: int) -> pd.DataFrame:
    """Invent the plans of every pair.

    Parameters
    ----------
    projects
        Projects and pairs.
    rng
        Random numbers.
    end
        Last day of the records.
    silent
        Row of the silent ward.

    Returns
    -------
    (n, …) pair, project, ward, round, households (of the whole plan), coefficient, planned_payment, planned_handover
    a day for each of `MILESTONES`, not later than `end`, and ``called``: the day for which a dialogue that was not held
    is announced.
    """
    sheet = _rounds(projects.pairs)
    features = projects.sheet.iloc[sheet["project"]].reset_index(drop=True)
    days = _days(sheet, features, rng, end)
    silenced = (sheet["ward"] == silent).to_numpy()
    called = _waiting(days, rng, end, free=~silenced)
    for name in ("dialogue", "persuasion"):
        days[name] = np.where(silenced, NEVER, days[name])
    days = {name: workday(values) for name, values in days.items()}
    raised = days["approved"] >= day(published.COEFFICIENTS)
    return sheet.assign(
        coefficient=np.where(raised, features["coefficient"], 1.0),
        planned_payment=days["effective"] + 30,
        planned_handover=days["effective"] + 60,
        called=workday(called),
        **{name: cut(values, end) for name, values in days.items()},
    )


def _rounds(pairs: pd.DataFrame) -> pd.DataFrame:
    """Split the households of each pair over its rounds, the first taking what is left over."""
    rounds = np.clip(pairs["households"].to_numpy() // _HOUSEHOLDS_A_ROUND + 1, 1, _MOST_ROUNDS)
    sheet = pairs.loc[pairs.index.repeat(rounds)].rename_axis("pair").reset_index()
    number = sheet.groupby("pair").cumcount().to_numpy() + 1
    share, left = np.divmod(sheet["households"].to_numpy(), rounds[sheet["pair"]])
    return sheet.assign(round=number, households=share + (number <= left))


def _days(sheet: pd.DataFrame, features: pd.DataFrame, rng: np.random.Generator, end: float) -> dict[str, Numbers]:
    n, pace = len(sheet), features["pace"].to_numpy()
    announced = features["announced"].to_numpy()

    def after(start: Numbers, least: float, most: float, slowness: Numbers | float = 1.0) -> Numbers:
        return start + slowness * rng.uniform(least, most, n)

    meant = after(announced, 20, 120) + (sheet["round"].to_numpy() - 1) * rng.uniform(60, 150, n)
    latest = after(announced, 0, 1) + rng.random(n) * (end - _LAST_NOTICE - announced - 1)
    notified = np.where(meant > end - _LAST_NOTICE, latest, meant)
    inventoried = after(notified, 40, 140, pace)
    drafted = after(inventoried, 15, 60, pace)
    posted = after(drafted, 3, 15)
    dialogue = np.where(chance(rng, n, _DIALOGUE_SHARE), after(posted, 10, 30), NEVER)
    appraised = after(np.fmax(dialogue, posted + 10), 5, 30)
    approved = after(appraised, 3, 20, pace) + np.where(chance(rng, n, _STUCK), rng.uniform(300, 1_500, n), 0)
    decision = after(approved, 0, 12)
    persuasion = np.where(chance(rng, n, _PERSUASION_SHARE), after(decision, 45, 150), NEVER)
    days = (notified, inventoried, drafted, posted, dialogue, appraised, approved, after(approved, 0, 10), decision)
    return dict(zip(MILESTONES, (*days, persuasion), strict=True))


def _waiting(days: dict[str, Numbers], rng: np.random.Generator, end: float, *, free: Mask) -> Numbers:
    """Let some plans posted lately wait for a dialogue; answer for which day it is announced, NaN for all others."""
    posted = days["posted"]
    waiting = free & (posted > end - _LATELY) & (posted <= end) & chance(rng, len(posted), _WAITING)
    for name in MILESTONES[MILESTONES.index("dialogue") :]:
        days[name] = np.where(waiting, NEVER, days[name])
    announced = waiting & chance(rng, len(posted), _CALLED)
    return np.where(announced, posted + rng.uniform(*_CALLED_AFTER, len(posted)), NEVER)
