"""Conclusions and commitments: what was promised, until when, and what became of it.

A commitment is *pending* until the day it was kept, and *broken* once it is past its day while pending; an extension
moves the day (`gis.insight.totals.of_commitments`, the one definition of both). On the as-of day it is in one of
`STATES`: kept, kept late, overdue (broken), due soon, extended (put off, not due soon), running, or undated.

Bodies are told by how much is overdue, with how many there are: no ranks, no shares, no comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.insight.situation import Selection
from gis.period import Period

STATES: Final = ("overdue", "due_soon", "extended", "running", "undated", "kept_late", "kept")
"""In the order in which they are read; every commitment is in exactly one."""
NOT_RECORDED: Final = ""
"""Stands for a leading body that is not recorded."""


@dataclass(frozen=True)
class Figures:
    """Commitments of a selection, on its day and over a period.

    Parameters
    ----------
    whole, pending, overdue, due_soon, extended
        All; still to be kept; of these past their day, due soon, and put off at least once.
    given
        With a notice dated in the period.
    kept, kept_in_time
        Kept in the period, and of these by their day.
    """

    whole: int
    pending: int
    overdue: int
    due_soon: int
    extended: int
    given: int
    kept: int
    kept_in_time: int


def state_of(commitments: pd.DataFrame, *, as_of: pd.Timestamp, due_soon_days: int) -> pd.Series:
    """Answer where each commitment stands.

    Parameters
    ----------
    commitments
        (n, ...) with ``pending``, ``broken`` and ``due_by``.
    as_of
        The day.
    due_soon_days
        Days before its day from which a commitment is due soon.

    Returns
    -------
    (n,) Series of a category of `STATES` with the same index.
    """
    kept, due_by = ~commitments["pending"], commitments["due_by"]
    soon = due_by <= as_of + pd.Timedelta(days=due_soon_days)
    conditions = [
        kept & (commitments["kept_on"] > due_by),
        kept,
        commitments["broken"],
        due_by.isna(),
        soon,
        commitments["extended_to"].notna(),
    ]
    found = np.select(conditions, ["kept_late", "kept", "overdue", "undated", "due_soon", "extended"], "running")
    return pd.Series(found, index=commitments.index).astype(pd.CategoricalDtype(list(STATES)))


def judged(selection: Selection, *, due_soon_days: int) -> pd.DataFrame:
    """Answer the commitments of a selection with their ``code`` and ``state``."""
    commitments = selection["commitment"].reset_index()
    state = state_of(commitments, as_of=selection.situation.as_of, due_soon_days=due_soon_days)
    return commitments.assign(state=state)


def figures(commitments: pd.DataFrame, period: Period) -> Figures:
    """Work out the figures of what `judged` answered, over a period that ends on its day."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    states = commitments["state"].value_counts()
    kept = commitments[commitments["kept_on"].between(start, end)]
    pending = commitments["pending"]
    return Figures(
        whole=len(commitments),
        pending=int(pending.sum()),
        overdue=int(states["overdue"]),
        due_soon=int(states["due_soon"]),
        extended=int((pending & commitments["extended_to"].notna()).sum()),
        given=int(commitments["notice_on"].between(start, end).sum()),
        kept=len(kept),
        kept_in_time=int(kept["state"].eq("kept").sum()),
    )


def listed(commitments: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """Order commitments as they are read: by state, the oldest day first; those that were kept latest first."""
    kept = ~commitments["pending"]
    days = commitments["due_by"].astype("int64").where(~kept, -commitments["kept_on"].astype("int64"))
    order = pd.DataFrame({"state": commitments["state"].cat.codes, "day": days})
    return commitments.loc[order.sort_values(["state", "day"], kind="stable").index[:most]]


def by(commitments: pd.DataFrame, which: str) -> pd.DataFrame:
    """Count commitments by state for each body, ward or project, most overdue first.

    Parameters
    ----------
    commitments
        What `judged` answered.
    which
        ``"leading_body"``, ``"ward"`` or ``"project"``; what is not recorded is told under the empty code.

    Returns
    -------
    (k, 8) frame of int64 indexed by code: ``whole``, then `STATES`.
    """
    keys = commitments[which].astype("object").fillna(NOT_RECORDED)
    counted = pd.crosstab(keys, commitments["state"].astype("object"))
    counted = counted.reindex(columns=list(STATES), fill_value=0).astype("int64")
    whole = counted.assign(whole=counted.sum(axis=1))[["whole", *STATES]].rename_axis(which)
    return whole.sort_values(["overdue", "whole"], ascending=False, kind="stable")
