"""How often something has to be done at least: on how many days of a week or a month a head receives citizens.

A *minimum* holds for a role at a level over one period. Which dates count as held is not its business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from pydantic.dataclasses import dataclass

from gis.law.provision import STRICT, Provision

Role = Literal["chairman", "party_secretary"]
Level = Literal["commune", "province"]


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Minimum(Provision):
    """A least number of days per week or month.

    Parameters
    ----------
    role
        Who has to: the chairman of the People's Committee or the Party secretary.
    level
        Of a commune-level unit or of the province.
    days
        On how many days at least.
    per
        Of each week or each month.
    """

    role: Role
    level: Level
    days: int
    per: Literal["week", "month"]


def minimum_on(minimums: Iterable[Minimum], role: Role, level: Level, day: dt.date) -> Minimum | None:
    """Answer what a role at a level has to do at least by the rules of a day; None where no rule is known."""
    found = (one for one in minimums if one.role == role and one.level == level and one.in_force(day))
    return next(found, None)
