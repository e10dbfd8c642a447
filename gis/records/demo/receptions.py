"""Citizen receptions: who received where on which day, and how many came.

Each ward's Party secretary receives twice a month, its chairman weekly (twice a month since the law changed), and a
delegate on ordinary days. People, cases and crowds are shared out so that a year sums to the published figures, more to
where more cases arise. The silent ward holds none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo import published
from gis.records.demo.drivers import Months
from gis.records.demo.places import Places
from gis.records.demo.sheets import Mask, Numbers, Rows, chance, codes, day, named, pick, typed, workday
from gis.records.entities import ENTITIES

_ROLES: Final = ("party_secretary", "chairman", "other")
_SESSIONS: Final = {"party_secretary": (2, 2), "chairman": (4, 2), "other": (2, 2)}
"""Sessions a month before and since `published.RECEPTION_DUTY`."""

_ATTRACTION: Final = {"party_secretary": 0.7, "chairman": 1.0, "other": 2.5}
_NOT_HELD: Final = 0.04
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
    ward, month, role = _sessions(places, when)
    kept = ~chance(rng, (len(places), len(when)), _UNREPORTED)[ward, month]
    ward, month, role = ward[kept], month[kept], role[kept]
    n = len(ward)
    held = (ward != silent) & ~chance(rng, n, _NOT_HELD)
    sudden = held & (role < 2) & chance(rng, n, _SUDDEN)  # noqa: PLR2004 — the two heads
    pull = np.array([_ATTRACTION[name] for name in _ROLES])[role] * (pressure[ward, month] + _EVERYWHERE * scale)
    columns = {
        "code": codes("TD", n),
        "ward": named(ward, places.codes),
        "held_on": np.minimum(workday(when.starts[month] + rng.random(n) * when.days[month]), when.ends[-1]),
        "state": np.where(held, "held", "not_held"),
        "role": named(role, _ROLES),
        "kind": np.select([sudden, role == _ROLES.index("other")], ["sudden", "regular"], "periodic"),
        "mode": pd.Series(pick(rng, n, {"in_person": 1 - _ONLINE, "online": _ONLINE})).where(held),
        "delegated": np.where(held, chance(rng, n, _DELEGATED) & (role != _ROLES.index("other")), np.nan),
        **_came(month, when, pull * (1 + 2 * sudden), held, rng, scale),
    }
    return typed(ENTITIES["reception"], n, columns)


def _sessions(places: Places, when: Months) -> tuple[Rows, Rows, Rows]:
    """Answer ward, month and role (rows) of every session the law asks for."""
    since = (when.starts >= day(published.RECEPTION_DUTY)).astype(int)
    times = np.array([[_SESSIONS[name][late] for name in _ROLES] for late in since])
    month, role = np.divmod(np.repeat(np.arange(times.size), times.ravel()), len(_ROLES))
    return np.repeat(np.arange(len(places)), len(month)), np.tile(month, len(places)), np.tile(role, len(places))


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
