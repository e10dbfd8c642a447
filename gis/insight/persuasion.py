"""The persuasion ledger: whether people were talked to, with minutes, before a compulsory step was taken.

A *compulsory step* is a compulsory inventory or an enforcement that has been carried out. Before each the law asks for
persuasion with minutes and a least time after it (clocks of the rules of sense ``at_least``). Of every step exactly one
of `STATES` is known:

* ``not_recorded``: no day of persuasion before it is recorded. It may still have been held: said as "chưa ghi nhận biên
  bản vận động", never as a breach;
* ``meeting_only``: its file has no day of persuasion before it, but the minutes of a persuasion meeting held by then
  for its project in its ward are recorded. Whether this household was there is not known: no least time is judged;
* ``too_early``, ``too_early_unverified``: recorded, and the step came before the least time was over, by a clock whose
  article was read or by one that nobody has checked;
* ``in_time``: recorded, and the least time was kept;
* ``unjudged``: no clock of the rules applies to it (it is older than the rules), or its file stopped the clock.

Apart from that a step may fall in a time that the law bars (``barred``; ``barred_unverified`` by rules nobody has
checked). Steps are counted by place and project; no household and no day of one is ever told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.insight.regimes import governed
from gis.law import barred, clocks
from gis.law.terms import Clock, Rules, column, version_on

STATES: Final = ("not_recorded", "meeting_only", "too_early", "too_early_unverified", "in_time", "unjudged")
"""Every compulsory step is in exactly one of these."""
COUNTS: Final = ("steps", *STATES, "barred", "barred_unverified")
"""What is counted, in households; ``steps`` is the sum of `STATES`, a barred time is told beside them."""


@dataclass(frozen=True)
class Step:
    """A compulsory step.

    Parameters
    ----------
    done
        Milestone of a household file that says the step was taken.
    group
        Group of clocks that ask for the persuasion before it.
    """

    done: str
    group: str


STEPS: Final[Mapping[str, Step]] = {
    "inventory": Step("compulsory_inventory", "inventory_persuasion"),
    "enforcement": Step("enforced", "persuasion"),
}


def judged(
    files: pd.DataFrame, projects: pd.DataFrame, dialogues: pd.DataFrame, rules: Rules, *, as_of: dt.date
) -> pd.DataFrame:
    """Judge every compulsory step.

    Parameters
    ----------
    files
        (n, ...) household files.
    projects
        (p, ...) indexed by code; its ``regime``, where recorded, says by which law its files are judged.
    dialogues
        (d, ...) all dialogues; of them the persuasion meetings with minutes count.
    rules
        The rules of law.
    as_of
        The day.

    Returns
    -------
    (m, 6) frame, one row per step taken: ``ward``, ``project``, ``step`` (one of `STEPS`), ``state`` (category of
    `STATES`), ``barred`` and ``barred_unverified`` (bool, never both). No file is named.
    """
    parts, met = [], _first_meetings(dialogues)
    for name, step in STEPS.items():
        taken = files[(files[column(step.done)] <= pd.Timestamp(as_of)).to_numpy(dtype=bool)]
        known = governed(taken, projects).assign(met_on=met.reindex(_places(taken)).to_numpy())
        parts.append(_of_step(known, name, step, rules, as_of))
    return pd.concat(parts, ignore_index=True)


def _first_meetings(dialogues: pd.DataFrame) -> pd.Series:
    """Answer the day of the first persuasion meeting with minutes, by project and ward."""
    minuted = dialogues["kind"].eq("persuasion") & dialogues["minutes_number"].notna()
    meetings = dialogues[minuted.fillna(value=False).astype(bool)]
    first: pd.Series = meetings["held_on"].groupby(_places(meetings)).min()
    return first


def _places(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["project", "ward"]].astype("object"))


def _of_step(taken: pd.DataFrame, name: str, step: Step, rules: Rules, as_of: dt.date) -> pd.DataFrame:
    red, grey = _barred(taken, step.done, rules)
    return pd.DataFrame(
        {
            "ward": taken["ward"].astype("object").to_numpy(),
            "project": taken["project"].astype("object").to_numpy(),
            "step": name,
            "state": _state(taken, step, rules, as_of),
            "barred": red,
            "barred_unverified": grey & ~red,
        }
    )


def _state(taken: pd.DataFrame, step: Step, rules: Rules, as_of: dt.date) -> pd.Categorical[str]:
    done, persuaded = column(step.done), column(rules.of(step.group)[0].starts)
    # persuasion after the step is not the one that had to come before it
    recorded = (taken[persuaded] <= taken[done]).to_numpy(dtype=bool)
    # without persuasion nothing but the step itself says by which law it is judged
    regime = taken["regime"].where(taken["regime"].notna() | recorded, taken[done].dt.strftime("%Y-%m-%d"))
    table = clocks.run(taken.assign(regime=regime), step.group, rules, as_of=as_of, due_soon_days=0)
    early, verified = table["state"].eq("too_early").to_numpy(dtype=bool), table["verified"].to_numpy(dtype=bool)
    conditions = {
        "unjudged": table["clock"].isna().to_numpy(dtype=bool),
        "meeting_only": ~recorded & (taken["met_on"] <= taken[done]).to_numpy(dtype=bool),
        "not_recorded": ~recorded,
        "too_early": early & verified,
        "too_early_unverified": early,
        "in_time": table["state"].eq("met").to_numpy(dtype=bool),
    }
    codes = [np.int8(STATES.index(name)) for name in conditions]
    found = np.select(list(conditions.values()), codes, np.int8(STATES.index("unjudged")))
    return clocks.category(found.astype("int8"), STATES)


def _barred(taken: pd.DataFrame, milestone: str, rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """Answer which steps fell in a barred time of a rule that was read, and of one that nobody checked."""
    when = taken[column(milestone)].to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
    red, grey = np.zeros(len(taken), dtype=bool), np.zeros(len(taken), dtype=bool)
    for rule in barred_rules(rules, milestone):
        within = barred.falls_in(when, rule)
        red |= within & rule.verified
        grey |= within & (not rule.verified)
    return red, grey


def barred_rules(rules: Rules, milestone: str) -> tuple[barred.Barred, ...]:
    """Answer the barred times that days can be held against, for one milestone of a household file."""
    found = (rule for rule in rules.barred if rule.entity == "household_file" and rule.milestone == milestone)
    return tuple(rule for rule in found if rule.time != "hours")


def asked_for(rules: Rules, step: str, as_of: dt.date) -> Clock:
    """Answer the clock that asks for persuasion before a step, as in force on a day."""
    return version_on(rules.of(STEPS[step].group), as_of)


def ledger(rows: pd.DataFrame, rules: Rules, which: str) -> pd.DataFrame:
    """Count compulsory steps by ward or project and by step.

    Parameters
    ----------
    rows
        What `judged` answered, or a part of it.
    rules
        The rules it was judged by.
    which
        ``"ward"`` or ``"project"``.

    Returns
    -------
    (k, 2 + 9) frame of the wards or projects with any step taken, those with most unrecorded first: ``ward`` or
    ``project``, ``step``, then `COUNTS` (Int64; barred times are missing for a step to which the rules name none).
    """
    states = pd.get_dummies(rows["state"]).astype("int64")
    counted = rows.assign(steps=1, **states).groupby([which, "step"], observed=True)[list(COUNTS)].sum()
    table = counted.astype("Int64").reset_index()
    bare = table["step"].isin([name for name, step in STEPS.items() if not barred_rules(rules, step.done)])
    blanked = {name: table[name].mask(bare) for name in COUNTS[-2:]}
    return table.assign(**blanked).sort_values(
        ["not_recorded", "steps"], ascending=False, kind="stable", ignore_index=True
    )
