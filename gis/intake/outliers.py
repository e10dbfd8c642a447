"""Figures far from their neighbours: a decimal mark or a unit that slipped.

An area or sum a hundred or ten thousand times that of its neighbours is pointed at. From a thousand times on it is not
recorded: unknown is better than a figure that outweighs a hundred true rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from gis.errors import Finding
from gis.intake.forms import Rows
from gis.intake.values import figure
from gis.words import Phrase

_NEIGHBOURS: Final = 8
"""Figures of a project and ward from which they are compared with each other; fewer are with the whole file."""

_SLIP: Final = 1.7
"""Powers of ten from the middle of its neighbours from which a figure may have slipped: 50 times."""

_SURE: Final = 3.0
"""Powers of ten from which it is not recorded."""

_SPREADS: Final = 5.0
"""A figure within so many spreads of its neighbours (in powers of ten) is one of them, however large."""

_NORMAL: Final = 1.4826
"""From the median of deviations to the spread of a normal curve."""


def slips(rows: Rows, names: Sequence[str]) -> tuple[Rows, list[Finding]]:
    """Point at figures far from their neighbours, and blank those that cannot be right.

    Parameters
    ----------
    rows
        With ``project`` and ``ward`` where they are known: figures of one project in one ward are neighbours.
    names
        Columns of figures to be compared.
    """
    found, mended = [], {}
    for name in filter(rows.has, names):
        values = rows.values[name].astype("float64")
        powers = pd.Series(np.log10(values.where(values > 0)), values.index)
        middle, spread = _neighbourhood(powers, rows.values)
        apart = (powers - middle).abs()
        slipped = (apart > _SLIP) & (apart > _SPREADS * spread)
        found += [_slip(rows, int(row), name, values[row], apart[row], middle[row]) for row in values.index[slipped]]
        sure = slipped & (apart > _SURE)
        if sure.any():
            mended[name] = rows.values[name].mask(sure, None)
    return replace(rows, values=rows.values.assign(**mended)), found


def _neighbourhood(powers: pd.Series, values: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Answer for each figure the middle of its neighbours and their spread, in powers of ten."""
    keys = [values[name] for name in ("project", "ward") if name in values]
    whole, wide = powers.median(), _NORMAL * (powers - powers.median()).abs().median()
    middle, spread = pd.Series(whole, powers.index), pd.Series(wide, powers.index)
    if powers.count() < _NEIGHBOURS:
        return middle * np.nan, spread
    if keys:
        groups = [key.fillna("") for key in keys]
        many = powers.groupby(groups).transform("count") >= _NEIGHBOURS
        own = powers.groupby(groups).transform("median")
        near = _NORMAL * (powers - own).abs().groupby(groups).transform("median")
        middle, spread = middle.where(~many, own), spread.where(~many, near)
    return middle, spread


def _slip(rows: Rows, row: int, name: str, value: float, apart: float, middle: float) -> Finding:
    down = np.log10(value) > middle
    likely = value / 10 ** round(apart) if down else value * 10 ** round(apart)
    near = 10**middle
    key = "slip_blank" if apart > _SURE else "slip"
    values: dict[str, Any] = {"near": figure(float(f"{near:.3g}")), "likely": figure(float(f"{likely:.6g}"))}
    return rows.finding("slip", row, name, Phrase(f"intake.finding.{key}", values))
