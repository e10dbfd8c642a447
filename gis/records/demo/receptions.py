"""Citizen receptions: who received where on which day, and how many came.

Each ward's Party secretary receives twice a month, its chairman weekly (twice a month since the law changed), on a
weekday of their own that moves where it is a holiday, and a delegate on two ordinary days of the month. Most wards hold
all of it; in some a head is away now and then, in a few often. People, cases and crowds are shared out so that a year
sums to the published figures, more to where more cases arise. The silent ward holds none.
"""

from __future__ import annotations

from typing import Final

import holidays
import numpy as np
import pandas as pd

from gis.records.demo import published
from gis.records.demo.drivers import Months
from gis.records.demo.places import Places
from gis.records.demo.sheets import Mask, Numbers, Rows, chance, codes, date, day, named, pick, typed, workday
from gis.records.entities import ENTITIES

_ROLES: Final = ("party_secretary", "chairman", "other")
_TWICE: Final = (4, 18)
"""Days after the first of a month from which the two sessions of a month are looked for."""
_WEEK: Final = 7
_THURSDAY: Final = 3
"""Days from a Monday to the weekday of day 0, 1/1/1970."""
_FREE_DAYS: Final = 14
"""More days than lie between two working days, Tết included."""

_ATTRACTION: Final = {"party_secretary": 0.7, "chairman": 1.0, "other": 2.5}
_AWAY: Final = {0.0: 0.72, 0.05: 0.2, 0.3: 0.08}
"""Share of a ward's sessions that are not held → share of wards."""
_UNREPORTED: Final = 0.03
_SUDDEN: Final = 0.02
_ONLINE: Final = 0.05
_DELEGATED: Final = 0.08
_EVERYWHERE: Final = 0.3
"""Cases a month every ward is taken to have at least, when people are shared out."""


def reception_frame(
    places: Places, when: Months, pressure: Numbers, rng: np.random.Generator, *, silent: int, scale: float
) -> pd.DataFrame:
    """Invent the receptions of every ward.

    Parameters
    ----------
    pressure
        (w, m) cases received by ward and month.
    scale
        Size of the city; 1 gives the published year.
    """
    ward, role, on = _sessions(len(places), when, rng)
    month = when.containing(on)
    kept = ~chance(rng, (len(places), len(when)), _UNREPORTED)[ward, month]
    ward, role, on, month = ward[kept], role[kept], on[kept], month[kept]
    n = len(ward)
    away = rng.choice(list(_AWAY), len(places), p=list(_AWAY.values()))
    held = (ward != silent) & ~chance(rng, n, away[ward])
    sudden = held & (role < 2) & chance(rng, n, _SUDDEN)  # noqa: PLR2004 — the two heads
    pull = np.array([_ATTRACTION[name] for name in _ROLES])[role] * (pressure[ward, month] + _EVERYWHERE * scale)
    columns = {
        "code": codes("TD", n),
        "ward": named(ward, places.codes),
        "held_on": on,
        "state": np.where(held, "held", "not_held"),
        "role": named(role, _ROLES),
        "kind": np.select([sudden, role == _ROLES.index("other")], ["sudden", "regular"], "periodic"),
        "mode": pd.Series(pick(rng, n, {"in_person": 1 - _ONLINE, "online": _ONLINE})).where(held),
        "delegated": np.where(held, chance(rng, n, _DELEGATED) & (role != _ROLES.index("other")), np.nan),
        **_came(month, when, pull * (1 + 2 * sudden), held, rng, scale),
    }
    return typed(ENTITIES["reception"], n, columns)


def _sessions(wards: int, when: Months, rng: np.random.Generator) -> tuple[Rows, Rows, Numbers]:
    """Answer ward, role (rows) and day of every session, those of the heads as often as the law asks for."""
    duty = day(published.RECEPTION_DUTY)
    mondays = np.arange(when.starts[0], when.ends[-1] + 1)
    mondays = mondays[workday(mondays - 1) == mondays]
    twice = (when.starts[:, None] + np.array(_TWICE)).ravel()
    days = {
        "party_secretary": _own(twice, wards, rng),
        "chairman": np.concatenate(
            [_own(mondays[mondays < duty], wards, rng), _own(twice[twice >= duty], wards, rng)], axis=1
        ),
        "other": when.starts.repeat(2) + rng.random((wards, 2 * len(when))) * when.days.repeat(2),
    }
    return _listed({name: _worked(found) for name, found in days.items()}, when)


def _own(first: Numbers, wards: int, rng: np.random.Generator) -> Numbers:
    """Give each ward one weekday of its own, counted from these days: (w, k)."""
    return np.asarray(first + rng.integers(0, _WEEK - 2, (wards, 1)))


def _worked(days: Numbers) -> Numbers:
    """Move weekends and public holidays to the next working day of their week, or else to the one before."""
    whole = np.floor(days).astype(np.int64)
    every = np.arange(int(whole.min()) - _FREE_DAYS, int(whole.max()) + _FREE_DAYS + 1)
    years = range(date(every[0]).year, date(every[-1]).year + 1)
    free = np.isin(every, [day(one) for one in holidays.country_holidays("VN", years=years)])
    open_days = every[(workday(every.astype(float)) == every) & ~free]
    place = np.searchsorted(open_days, whole)
    after, before = open_days[place], open_days[np.searchsorted(open_days, whole, side="right") - 1]
    nearest: Numbers = np.where(_week(after) == _week(whole), after, before).astype(float)
    return nearest


def _week(days: Rows) -> Rows:
    """Answer the number of the week, from Monday to Sunday, of each day."""
    return (days + _THURSDAY) // _WEEK


def _listed(days: dict[str, Numbers], when: Months) -> tuple[Rows, Rows, Numbers]:
    """List the sessions of all roles that lie within the records."""
    parts = [
        (np.repeat(np.arange(len(found)), found.shape[1]), np.full(found.size, _ROLES.index(name)), found.ravel())
        for name, found in days.items()
    ]
    ward, role, on = (np.concatenate(column) for column in zip(*parts, strict=True))
    within = (on >= when.starts[0]) & (on <= when.ends[-1])
    return ward[within], role[within], on[within]


def _came(
    month: Rows, when: Months, pull: Numbers, held: Mask, rng: np.random.Generator, scale: float
) -> dict[str, Numbers]:
    turns = _shared(published.TURNS * scale, month, when, pull * held, rng)
    crowds = np.minimum(_shared(published.CROWDS * scale, month, when, pull * (turns > 0), rng), turns)
    in_crowds = crowds * 5 + rng.poisson(crowds * (published.CROWD_SIZE - 5))
    alone = (turns - crowds) + rng.poisson(np.maximum(turns - crowds, 0) * _company())
    heard = rng.binomial(turns.astype(int), published.CASES_PER_TURN)
    repeated = rng.binomial(heard, published.REPEATED_SHARE)
    found = {
        "turns": turns,
        "people": alone + in_crowds,
        "first_cases": heard - repeated,
        "repeated_cases": repeated,
        "crowds": crowds,
        "crowd_people": in_crowds,
    }
    return {name: np.where(held, values, np.nan) for name, values in found.items()}


def _company() -> float:
    """How many come along with one person of an ordinary turn, so that people per turn come out as published."""
    crowds = published.CROWDS / published.TURNS
    return max((published.PEOPLE_PER_TURN - crowds * published.CROWD_SIZE) / (1 - crowds) - 1, 0.0)


def _shared(a_year: float, month: Rows, when: Months, pull: Numbers, rng: np.random.Generator) -> Numbers:
    """Share a yearly number out over months by their days, and within a month by pull."""
    reached = np.round(a_year * np.cumsum(when.days) / 365)
    found = np.zeros(len(month))
    for row, total in enumerate(np.diff(reached, prepend=0)):
        inside = np.flatnonzero(month == row)
        weight = pull[inside]
        if weight.sum() > 0:
            found[inside] = rng.multinomial(int(total), weight / weight.sum())
    return found
