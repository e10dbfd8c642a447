"""What came in, what was resolved and what is left, over a reporting period.

A case is *closed* on the day of its decision, or of its end without one. Over a period::

    carried over + received = to be resolved
    to be resolved − resolved = left

The official rate divides resolved by to be resolved, of the cases within competence.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gis.period import Period


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
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    received, closed = cases["received_on"], cases["closed_on"]
    waiting = ~(closed < start)
    before = ~(received >= start)
    arrived = (received >= start) & (received <= end)
    return Flow(
        carried_over=int((before & waiting).sum()),
        received=int(arrived.sum()),
        resolved=int(((before & waiting) | arrived)[closed.between(start, end)].sum()),
    )


def within_competence(cases: pd.DataFrame) -> pd.DataFrame:
    """Select the cases that are known to lie within competence."""
    return cases[cases["within_competence"].astype("boolean").fillna(value=False).to_numpy(dtype=bool)]
