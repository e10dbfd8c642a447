"""Times in which the law bars something, such as enforcement around Tết.

Records know days, not hours: hours that are barred are told, never judged.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from gis.law import days
from gis.law.days import Days
from gis.law.provision import STRICT, Provision


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Barred(Provision):
    """A time in which a milestone must not come.

    Parameters
    ----------
    entity, milestone
        Of which kind of file, and which of its milestones.
    time
        ``hours``: from one hour to another, over midnight; ``holidays``: public holidays; ``around_tet``: the holidays
        of Tết with days before and after; ``rest_days``: Saturdays and Sundays.
    before, after
        Days before the first and after the last day of Tết.
    from_hour, to_hour
        Hours of the day, 0 to 23.
    """

    entity: str
    milestone: str
    time: Literal["hours", "holidays", "around_tet", "rest_days"]
    before: int = 0
    after: int = 0
    from_hour: int = 0
    to_hour: int = 0


def falls_in(when: Days, rule: Barred) -> NDArray[np.bool_]:
    """Answer which days lie in a barred time; those of hours never, because a day does not tell.

    Parameters
    ----------
    when
        (n,) days; NaT where unknown.
    rule
        The barred time.

    Returns
    -------
    (n,) bool; never true outside the rule's own period of validity.
    """
    in_force = when >= np.datetime64(rule.valid_from)
    if rule.valid_to is not None:
        in_force &= when <= np.datetime64(rule.valid_to)
    found: NDArray[np.bool_] = in_force & _within(when, rule)
    return found


def _within(when: Days, rule: Barred) -> NDArray[np.bool_]:
    if rule.time == "hours":
        return np.zeros(when.shape, dtype=bool)
    if rule.time == "holidays":
        return days.is_holiday(when)
    if rule.time == "rest_days":
        return days.is_weekend(when)
    spans = (days.tet(year) for year in days.years_of(when, more=1))
    before, after = np.timedelta64(rule.before, "D"), np.timedelta64(rule.after, "D")
    within = [(when >= first - before) & (when <= last + after) for first, last in spans]
    found: NDArray[np.bool_] = np.logical_or.reduce(within, axis=0) if within else np.zeros(when.shape, dtype=bool)
    return found
