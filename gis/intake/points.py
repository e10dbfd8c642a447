"""Points of records: they lie in the province, and no closer to a house than a hamlet is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from gis.errors import Finding
from gis.intake.forms import Rows
from gis.intake.frames import blank
from gis.words import Phrase

Box = tuple[float, float, float, float]
"""South, west, north and east in degrees."""

_HAMLET: Final = 3
"""Decimals of a degree that are kept of a point whose precision is not stated: 110 m."""


def points(rows: Rows, box: Box | None) -> tuple[Rows, list[Finding]]:
    """Blank points that cannot be right, and make vague what may be a house.

    A row without a point is pointed at where others have one, unless it says that only its ward is known.

    Parameters
    ----------
    rows
        With ``longitude`` and ``latitude``, or left as they are.
    box
        Where points may lie; None: not known.
    """
    if not (rows.has("longitude") and rows.has("latitude")):
        return rows, []
    east, north = (rows.values[name].astype("float64") for name in ("longitude", "latitude"))
    missing = east.isna() | north.isna()
    found = _missing(rows, missing)
    if box:
        outside = ~missing & ~_inside(east, north, box)
        found += _outside(rows, outside, outside & _inside(north, east, box))
        missing |= outside
    stated = rows.values.get("precision", blank(east.index)).notna()
    kept = {"longitude": east.where(stated, east.round(_HAMLET)), "latitude": north.where(stated, north.round(_HAMLET))}
    moved = ~missing & ((kept["longitude"] != east) | (kept["latitude"] != north))
    if moved.any():
        what = Phrase("intake.finding.point_rounded", {"n": int(moved.sum())})
        found.append(Finding("point_rounded", what, 0, rows.heading("longitude")))
    blanked = {name: values.astype(object).where(~missing, None) for name, values in kept.items()}
    return replace(rows, values=rows.values.assign(**blanked)), found


def _missing(rows: Rows, missing: pd.Series) -> list[Finding]:
    wanted = missing & (rows.values.get("precision", blank(missing.index)) != "ward")
    if missing.all():
        return []
    what = Phrase("intake.finding.no_point")
    return [rows.finding("no_point", row, "longitude", what) for row in _numbers(wanted)]


def _outside(rows: Rows, outside: pd.Series, swapped: pd.Series) -> list[Finding]:
    codes = {row: "point_swapped" if swapped[row] else "point_outside" for row in _numbers(outside)}
    return [rows.finding(code, row, "longitude", Phrase(f"intake.finding.{code}")) for row, code in codes.items()]


def _inside(east: pd.Series, north: pd.Series, box: Box) -> pd.Series:
    south, west, top, right = box
    return east.between(west, right) & north.between(south, top)


def _numbers(mask: pd.Series) -> list[int]:
    return [int(row) for row in mask.index[mask]]
