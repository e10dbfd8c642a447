"""Which cases arise, where, when and about what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo import published
from gis.records.demo.drivers import ARRIVALS, Drivers, Months
from gis.records.demo.places import Places
from gis.records.demo.planted import Hotspot
from gis.records.demo.sheets import Categories, Mask, Numbers, Rows, chance, named, pick, workday
from gis.records.entities.cases import SUBJECTS

CLASSES: Final = {"complaint": 0.395, "proposal": 0.435, "reflection": 0.17}
_SUBJECTS: Final = {
    "recovery": 0.15,
    "price": 0.22,
    "assets": 0.10,
    "support": 0.11,
    "resettlement": 0.10,
    "land_origin": 0.15,
    "service_land": 0.05,
    "late_payment": 0.03,
    "enforcement": 0.02,
    "infrastructure": 0.02,
    "other": 0.05,
}
_ABOUT: Final = {
    "late_payment": "late_payment",
    "stalled_site": "resettlement",
    "broken_commitments": "infrastructure",
    "price_difference": "price",
}
"""What a case is about that arises from each driver."""

_THEME_SHARE: Final = 0.6
_NO_PROJECT: Final = 0.2
_HAMLET_SHARE: Final = 0.7
_COMPETENT: Final = {"complaint": 0.92, "proposal": 0.78, "reflection": 0.85}
_COMPLEX: Final = 0.16
_ABOVE_LEVEL: Final = 0.06
_REMOTE_WARDS: Final = 0.04
_COMPANIES: Final = ((1, 1, 0.80), (2, 4, 0.16), (5, 18, 0.04))
"""How many people bring a case: from, to, share."""

_CODES: Final = [subject.code for subject in SUBJECTS]


def arrivals(
    places: Places, drivers: Drivers, expected: Numbers, pairs: pd.DataFrame, when: Months, planted: Sequence[Hotspot],
    rng: np.random.Generator, *, n: int,
) -> pd.DataFrame:  # fmt: skip
    """Let n cases arise.

    Parameters
    ----------
    expected
        (q, m) expected cases by pair and month, up to a common factor.
    pairs
        (q, …) project and ward of each pair.

    Returns
    -------
    (n, …) pair, month, project (-1: none), ward, received, case_class, subject, level, hamlet (-1: only the ward is
    known), within, complex, remote, people, repeated, above_level.
    """
    share = expected.ravel() / expected.sum()
    cell = np.repeat(np.arange(len(share)), rng.multinomial(n, share))
    pair, month = np.divmod(cell, len(when))
    ward = pairs["ward"].to_numpy()[pair]
    case_class = pick(rng, n, CLASSES)
    competent = pd.Series(case_class).astype("str").map(_COMPETENT).to_numpy()
    return pd.DataFrame(
        {
            "pair": pair,
            "month": month,
            "project": np.where(chance(rng, n, _NO_PROJECT), -1, pairs["project"].to_numpy()[pair]),
            "ward": ward,
            "received": _received(when, month, rng),
            "case_class": case_class,
            "subject": _subjects(drivers, planted, pair, month, ward, rng),
            "level": named(np.where(case_class == "complaint", 0, -1), ["first", "second"]),
            "hamlet": np.where(chance(rng, n, _HAMLET_SHARE), _hamlets(places, ward, rng), -1),
            "within": chance(rng, n, competent),
            "complex": chance(rng, n, _COMPLEX),
            "remote": _remote(places)[ward],
            "people": _people(rng, n),
            "repeated": rng.permutation(n) < round(published.REPEATED_SHARE * n),
            "above_level": chance(rng, n, _ABOVE_LEVEL),
        }
    )


def _received(when: Months, month: Rows, rng: np.random.Generator) -> Numbers:
    drawn = workday(when.starts[month] + np.floor(rng.random(len(month)) * when.days[month]))
    return drawn.clip(max=when.ends[-1])


def _subjects(
    drivers: Drivers, planted: Sequence[Hotspot], pair: Rows, month: Rows, ward: Rows, rng: np.random.Generator
) -> Categories:
    """Draw subjects: as usual, or what the authority owes, in the share of arrivals that debt explains."""
    n = len(pair)
    subject = np.searchsorted(np.cumsum([_SUBJECTS[code] for code in _CODES]), rng.random(n) * (1 - 1e-9))
    share = drivers.effect(ARRIVALS)
    owed = chance(rng, n, -np.expm1(-share[pair, month]))
    turn, reached = rng.random(n) * share[pair, month], np.zeros(n)
    for name, weight in ARRIVALS.items():
        part = weight * drivers.values[name][pair, month]
        subject[owed & (turn >= reached) & (turn < reached + part)] = _CODES.index(_ABOUT[name])
        reached += part
    for spot in planted:
        inside = np.isin(ward, spot.wards) & (month >= spot.first) & (month <= spot.last)
        subject[inside & chance(rng, n, _THEME_SHARE)] = _CODES.index(spot.theme)
    return named(subject, _CODES)


def _hamlets(places: Places, ward: Rows, rng: np.random.Generator) -> Rows:
    first, count = places.first_hamlet[ward], np.diff(places.first_hamlet)[ward]
    return first + np.floor(rng.random(len(ward)) * count).astype(np.int64)


def _remote(places: Places) -> Mask:
    """Call the largest communes remote."""
    order = np.argsort(-places.km2 * ~places.urban, kind="stable")
    mask = np.zeros(len(places), dtype=bool)
    mask[order[: round(_REMOTE_WARDS * len(places))]] = True
    return mask


def _people(rng: np.random.Generator, n: int) -> Rows:
    least, most, share = (np.array(column) for column in zip(*_COMPANIES, strict=True))
    group = rng.choice(len(share), n, p=share)
    return rng.integers(least[group], most[group] + 1)
