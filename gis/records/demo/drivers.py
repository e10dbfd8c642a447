"""Why cases arise and drag on: what authorities owe, pair by pair and month by month.

Of each pair at the beginning of each month:

* ``late_payment``: share of its affected households owed money for more than 30 days, at most a half;
  obstacles and deposits are left out;
* ``stalled_site``: its resettlement site is past its planned day and not ready (0 or 1);
* ``broken_commitments``: promises past their day and not kept, at most two;
* ``price_difference``: how much more another project in the same ward has begun to pay for land (0, 0.5 or 1).

A household is *affected* from the day its recovery is notified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo.projects import Projects
from gis.records.demo.sheets import Mask, Numbers, Rows, day
from gis.records.demo.sites import serving_sites

MONTHS: Final = 48
_PAYMENT_DAYS: Final = 30
_MOST_BROKEN: Final = 2
_MOST_LATE: Final = 0.5

ARRIVALS: Final[Mapping[str, float]] = {
    "late_payment": 2.5,
    "stalled_site": 0.5,
    "broken_commitments": 0.3,
    "price_difference": 0.5,
}
"""Added to the logarithm of a pair's case arrivals per affected household, for each unit of a driver."""

DURATION: Final[Mapping[str, float]] = {
    "late_payment": 2.0,
    "stalled_site": 0.4,
    "broken_commitments": 0.3,
    "price_difference": 0.4,
}
"""Added to the logarithm of the time from acceptance to decision, for each unit of a driver."""


@dataclass(frozen=True)
class Months:
    """The months in which cases arise.

    Parameters
    ----------
    starts, ends
        (m,) first and last day; the last month ends with the records.
    """

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def days(self) -> Numbers:
        """Length of each month."""
        return self.ends - self.starts + 1

    def containing(self, days: Numbers) -> Rows:
        """Answer the month of each day."""
        return np.clip(np.searchsorted(self.starts, days, side="right") - 1, 0, len(self) - 1)


def months(end: dt.date) -> Months:
    """Answer the last `MONTHS` months up to `end`."""
    last = end.year * 12 + end.month - 1
    firsts = [dt.date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]
    starts = np.array([day(first) for first in firsts])
    return Months(starts, np.append(starts[1:] - 1, day(end)))


@dataclass(frozen=True)
class Drivers:
    """Affected households and drivers: each (pairs, months)."""

    affected: Numbers
    values: Mapping[str, Numbers]

    def effect(self, coefficients: Mapping[str, float]) -> Numbers:
        """Answer the sum of coefficient × driver: (pairs, months)."""
        return np.asarray(sum(weight * self.values[name] for name, weight in coefficients.items()))


def drivers(
    projects: Projects,
    plans: pd.DataFrame,
    files: pd.DataFrame,
    sites: pd.DataFrame,
    commitments: pd.DataFrame,
    *,
    when: Months,
) -> Drivers:
    """Work out what was owed in each pair in each month.

    Parameters
    ----------
    commitments
        (c, …) pair, until (the day promised, extension included) and kept (day, or NaN).
    when
        The months.

    Returns
    -------
    Affected households are those of the month's middle, the drivers those of its first day.
    """
    n = len(projects.pairs)
    affected = _counted(files["pair"], n, [files["notified"] <= middle for middle in (when.starts + when.ends) / 2])
    before = _counted(files["pair"], n, [files["notified"] <= start for start in when.starts])
    late = _counted(files["pair"], n, [_owed(files, start) for start in when.starts])
    broken = _counted(commitments["pair"], n, [_open(commitments, "until", "kept", start) for start in when.starts])
    values = {
        "late_payment": np.minimum(late / np.maximum(before, 1), _MOST_LATE),
        "stalled_site": _stalled(projects, sites, when),
        "broken_commitments": np.minimum(broken, _MOST_BROKEN),
        "price_difference": _price_difference(projects, plans, when),
    }
    return Drivers(affected, values)


def _counted(pair: pd.Series, n: int, masks: list[Mask]) -> Numbers:
    rows = pair.to_numpy()
    return np.column_stack([np.bincount(rows[np.asarray(mask)], minlength=n) for mask in masks]).astype(float)


def _owed(files: pd.DataFrame, on: float) -> Mask:
    """Answer which files wait for money past the limit with nothing in the way."""
    hindered = (files["obstacle_on"] <= on) | (files["deposited"] <= on)
    return np.asarray((files["effective"] + _PAYMENT_DAYS < on) & ~(files["paid"] <= on) & ~hindered)


def _open(sheet: pd.DataFrame, due: str, done: str, on: float) -> Mask:
    """Answer what was due before a day and not done on it."""
    return np.asarray((sheet[due] < on) & ~(sheet[done] <= on))


def _stalled(projects: Projects, sites: pd.DataFrame, when: Months) -> Numbers:
    """Answer whether the site that serves each pair is late: (pairs, months), 0 or 1."""
    late = np.column_stack([_open(sites, "planned", "infrastructure", start) for start in when.starts]).astype(float)
    none = np.zeros((1, len(when)))
    return np.concatenate([late, none])[serving_sites(projects.pairs, sites["pair"].to_numpy())]


def _price_difference(projects: Projects, plans: pd.DataFrame, when: Months) -> Numbers:
    """Compare each pair with the dearest project that has begun to pay more in the same ward."""
    raised = plans[plans["approved"].notna() & (plans["coefficient"] > 1)]
    own = projects.sheet["coefficient"].to_numpy()[projects.pairs["project"]]
    ward = projects.pairs["ward"].to_numpy()
    highest = np.ones((ward.max() + 1, len(when)))
    begun = raised["approved"].to_numpy()[:, None] <= when.starts
    np.maximum.at(highest, raised["ward"].to_numpy(), np.where(begun, raised["coefficient"].to_numpy()[:, None], 1.0))
    return np.asarray(np.maximum(highest[ward] - own[:, None], 0.0))
