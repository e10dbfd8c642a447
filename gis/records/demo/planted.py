"""What is planted and may be looked for: hotspots and a silent ward.

A *hotspot* is one to three neighbouring wards where, during its months, cases arise so many times as often per
affected household as in the wards outside any hotspot: its *relative risk*. The *silent ward* has heavy clearance,
hardly any case and no contact. Elsewhere cases arise in proportion to affected households and what is owed to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.records.demo.drivers import ARRIVALS, Drivers, Months
from gis.records.demo.places import Places
from gis.records.demo.sheets import Mask, Numbers, Rows

_SILENCE: Final = 0.01
"""Cases of the silent ward, as a share of what its households would bring elsewhere."""

_HEAVY: Final = slice(2, 8)
"""Which wards, by number of households, may be the silent one."""

_WARDS_A_HOTSPOT: Final = 4
"""Wards of the province for each hotspot, so that most of a small province stays ordinary."""

_ORDINARY: Final = (0.4, 0.9)
"""Hotspots lie in wards that are neither nearly untouched nor the heaviest: quantiles of affected households."""

_TET_MONTH: Final = 0.75
_REFORM_MONTHS: Final = {(2025, 7): 0.6, (2025, 8): 0.85}


@dataclass(frozen=True)
class Hotspot:
    """A planted cluster.

    Parameters
    ----------
    wards
        Rows of its wards.
    first, last
        Months (row numbers), both included.
    risk
        Relative risk.
    theme
        Subject most of its cases are about.
    """

    wards: tuple[int, ...]
    first: int
    last: int
    risk: float
    theme: str


_PLANTED: Final = (
    (1, -3, -1, 7.0, "late_payment"),
    (2, -9, -1, 5.5, "price"),
    (3, -20, -1, 4.5, "resettlement"),
    (2, -31, -22, 6.0, "land_origin"),
    (3, -17, -10, 5.0, "infrastructure"),
)
"""Wards, first and last month counted from the end, relative risk and theme."""


def silent_ward(places: Places, pairs: pd.DataFrame, rng: np.random.Generator) -> int:
    """Choose a ward with heavy clearance."""
    households = np.bincount(pairs["ward"], weights=pairs["households"], minlength=len(places))
    heavy = np.argsort(-households, kind="stable")
    candidates = heavy[_HEAVY]
    return int(rng.choice(candidates if len(candidates) else heavy[:1]))


def hotspots(places: Places, affected: Numbers, rng: np.random.Generator, *, silent: int) -> tuple[Hotspot, ...]:
    """Choose the wards of up to five hotspots, none touching another or the silent ward.

    Parameters
    ----------
    affected
        (w, m) affected households by ward and month.
    silent
        Row of the silent ward.
    """
    barred = _with_neighbours(places, [silent])
    found: list[Hotspot] = []
    for size, first, last, risk, theme in _PLANTED[: (len(places) - 1) // _WARDS_A_HOTSPOT]:
        begin, finish = first + affected.shape[1], last + affected.shape[1]
        least, most = np.quantile(affected[:, begin], _ORDINARY)
        ordinary = (affected[:, begin] > least) & (affected[:, begin] <= most)
        wards = _grown(places, ordinary, barred, rng, size)
        if wards:
            found.append(Hotspot(wards, begin, finish, risk, theme))
            barred |= _with_neighbours(places, wards)
    return tuple(found)


def _with_neighbours(places: Places, wards: Sequence[int]) -> Mask:
    mask = np.zeros(len(places), dtype=bool)
    for ward in wards:
        mask[[ward, *places.neighbours[ward]]] = True
    return mask


def _grown(places: Places, ordinary: Mask, barred: Mask, rng: np.random.Generator, size: int) -> tuple[int, ...]:
    """Start in one ward and take in bordering ones, as many as are free."""
    free = np.flatnonzero(ordinary & ~barred)
    if not len(free):
        return ()
    wards = [int(rng.choice(free))]
    while len(wards) < size:
        around = np.unique(np.concatenate([places.neighbours[ward] for ward in wards]))
        onward = np.setdiff1d(np.intersect1d(around, free), wards)
        if not len(onward):
            break
        wards.append(int(rng.choice(onward)))
    return tuple(sorted(wards))


def by_ward(values: Numbers, ward: Rows, wards: int) -> Numbers:
    """Add up the pairs of each ward: (w, m)."""
    total = np.zeros((wards, values.shape[1]))
    np.add.at(total, ward, values)
    return total


def intensity(drivers: Drivers, ward: Rows, when: Months, planted: Sequence[Hotspot], *, silent: int) -> Numbers:
    """Answer how many cases to expect in each pair and month, up to a common factor: (q, m).

    Inside a hotspot the pairs keep their proportions, and together they reach its relative risk against the wards
    outside any hotspot in the same months.
    """
    expected = drivers.affected * np.exp(drivers.effect(ARRIVALS)) * _season(when)
    expected[ward == silent] *= _SILENCE
    background = expected.copy()
    in_any = np.isin(ward, [row for spot in planted for row in spot.wards])
    for spot in planted:
        inside, span = np.isin(ward, spot.wards), slice(spot.first, spot.last + 1)
        households = drivers.affected[:, span]
        rate = background[~in_any, span].sum() / max(households[~in_any].sum(), 1)
        now = background[inside, span].sum()
        expected[inside, span] *= spot.risk * rate * households[inside].sum() / now if now else 1
    return expected if expected.any() else np.ones(expected.shape)


def _season(when: Months) -> Numbers:
    """Fewer cases in the month of Tết and in the months of the reform, in proportion to the days of the month."""
    calendar = pd.to_datetime(when.starts, unit="D")
    factor = np.where(calendar.month == 2, _TET_MONTH, 1.0)  # noqa: PLR2004 — February
    for (year, month), share in _REFORM_MONTHS.items():
        factor = np.where((calendar.year == year) & (calendar.month == month), share, factor)
    return np.asarray(factor * when.days / 30)
