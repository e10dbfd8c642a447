"""What came in, what was resolved and what is left, over a reporting period.

A case is *closed* on the day of its decision, or of its end without one. Over a period::

    carried over + received = to be resolved
    to be resolved − resolved = left

The official rate divides resolved by to be resolved, of the cases within competence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.period import Period

OF_A_FLOW: Final = ("received_on", "closed_on", "within_competence")
"""Columns of cases that a flow is counted from."""
TERMS: Final = ("carried_over", "received", "to_resolve", "resolved", "left")
"""What is told of a flow, in the order in which it adds up."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Flow:
    """Numbers of cases over one period.

    Parameters
    ----------
    carried_over
        Received before the period and not closed by then.
    received
        Received in the period.
    resolved
        Closed in the period.
    """

    carried_over: int
    received: int
    resolved: int

    @property
    def to_resolve(self) -> int:
        """Carried over and received."""
        return self.carried_over + self.received

    @property
    def left(self) -> int:
        """Not closed by the end of the period."""
        return self.to_resolve - self.resolved

    @property
    def rate(self) -> float | None:
        """Resolved out of to be resolved, 0 to 1; None where there was nothing to resolve."""
        return self.resolved / self.to_resolve if self.to_resolve else None


def flow(cases: pd.DataFrame, period: Period) -> Flow:
    """Count the cases of a period.

    Parameters
    ----------
    cases
        (n, ...) with ``received_on`` and ``closed_on``; a case without a day of receipt counts as received before.
    period
        The days, both ends included.
    """
    return Flow(*(int(np.count_nonzero(each)) for each in _masks(cases, period)))


def by(cases: pd.DataFrame, which: str, period: Period) -> pd.DataFrame:
    """Count the cases of a period for each value of a column.

    Parameters
    ----------
    cases, period
        As for `flow`.
    which
        The column, such as ``"ward"``; cases without a value are left out.

    Returns
    -------
    (k, 5) frame of int64 indexed by value as text: `TERMS`, which for all values together are those of `flow`.
    """
    masks = dict(zip(("carried_over", "received", "resolved"), _masks(cases, period), strict=True))
    keys = cases[which].astype("object").to_numpy()
    counted = pd.DataFrame(masks).astype("int64").groupby(keys).sum()
    whole = counted["carried_over"] + counted["received"]
    made = counted.assign(to_resolve=whole, left=whole - counted["resolved"])
    return made.set_axis([str(key) for key in made.index])[list(TERMS)]


def _masks(cases: pd.DataFrame, period: Period) -> tuple[Mask, Mask, Mask]:
    """Tell of each case whether it was carried over, received and resolved."""
    start, end = np.datetime64(period.start, "s"), np.datetime64(period.end, "s")
    received, closed = (cases[name].to_numpy(dtype="datetime64[s]") for name in ("received_on", "closed_on"))
    # a missing day compares as neither before nor after
    carried_over = ~(received >= start) & ~(closed < start)
    arrived = (received >= start) & (received <= end)
    resolved = (carried_over | arrived) & (closed >= start) & (closed <= end)
    return carried_over, arrived, resolved


def within_competence(cases: pd.DataFrame) -> pd.DataFrame:
    """Select the cases that are known to lie within competence."""
    return cases[cases["within_competence"].astype("boolean").fillna(value=False).to_numpy(dtype=bool)]
