"""What is counted, per row, so that any selection is only summed.

The columns made here are true or false, or a quantity, for one row. A figure, a ward's line in a table and a project's
sheet are sums of the same columns, so they reconcile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

SQUARE_METRES_PER_HECTARE: Final = 10_000

FILE_TOTALS: Final = (
    "households",
    "approved",
    "paid",
    "unpaid",
    "handed_over",
    "paid_not_handed_over",
    "approved_sum",
    "paid_sum",
    "hectares",
    "hectares_handed_over",
)
CASE_TOTALS: Final = ("open", "overdue", "past_unverified")
COMMITMENT_TOTALS: Final = ("pending", "broken")
DIALOGUE_STATES: Final = ("coming", "undated", "missed", "held", "not_attended")
"""Every dialogue is in exactly one of these; see `of_dialogues`."""


def of_files(files: pd.DataFrame) -> dict[str, pd.Series]:
    """Answer the columns of `FILE_TOTALS` that household files do not carry themselves.

    No step is derived from another: a household is *paid* when its payment day is recorded, *handed over* when its
    hand-over or enforcement is. *Unpaid* is approved, in effect, neither paid nor deposited, and without an obstacle
    that stands in the way (one who refuses, is absent or in dispute is not owed a punctual payment).
    """
    approved, paid = files["approved_on"].notna(), files["paid_on"].notna()
    handed_over = files["handed_over_on"].notna() | files["enforced_on"].notna()
    hindered = files["obstacle_on"].notna() & files["cleared_on"].isna()
    hectares = files["area"] / SQUARE_METRES_PER_HECTARE
    return {
        "households": pd.Series(1, index=files.index, dtype="int32"),
        "approved": approved,
        "paid": paid,
        "unpaid": files["effective_on"].notna() & ~paid & files["deposited_on"].isna() & ~hindered,
        "handed_over": handed_over,
        "paid_not_handed_over": paid & ~handed_over,
        "hectares": hectares,
        "hectares_handed_over": hectares.where(handed_over, 0.0),
    }


def of_commitments(commitments: pd.DataFrame, *, as_of: pd.Timestamp) -> dict[str, pd.Series]:
    """Answer which commitments are still to be kept, until when, and which are past that day.

    An extension moves the day; a commitment without a day is pending and never broken.
    """
    pending = commitments["kept_on"].isna()
    due_by = commitments["extended_to"].fillna(commitments["due"])
    return {"pending": pending, "due_by": due_by, "broken": pending & (due_by < as_of)}


def of_dialogues(dialogues: pd.DataFrame, *, as_of: pd.Timestamp) -> dict[str, pd.Series]:
    """Answer where each dialogue stands, and the day that is told of it.

    It is *held*, or *not attended*: the complainants were invited and stayed away, with minutes, which counts against
    nobody. One that is not recorded as held is *coming* until the day it was planned for is over, *missed* after it,
    and *undated* where no day was planned.
    """
    held, planned = dialogues["held_on"].notna(), dialogues["planned_for"]
    alone = held & dialogues["result"].eq("not_attended").fillna(value=False).astype(bool)
    states = np.select(
        [alone, held, planned.isna(), planned < as_of], ["not_attended", "held", "undated", "missed"], "coming"
    )
    state = pd.Series(states, index=dialogues.index).astype(pd.CategoricalDtype(list(DIALOGUE_STATES)))
    return {"state": state, "day": dialogues["held_on"].fillna(planned), "missed": state.eq("missed")}


def total(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Sum the columns over all rows."""
    return frame[list(columns)].sum()


def total_by(frame: pd.DataFrame, by: str, columns: Sequence[str]) -> pd.DataFrame:
    """Sum the columns for each value of `by` that occurs."""
    return frame.groupby(by, observed=True)[list(columns)].sum()
