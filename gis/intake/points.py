"""Points of records: where they stand in a file, that they lie in the province, and no closer to a house than a hamlet.

A file holds points in two columns, in degrees or in metres of a VN-2000 zone, or as the shapes of a map, which are
where they are whatever its columns say. Which system two columns are in is for `gis.intake.shapes` to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.errors import Finding
from gis.intake import shapes
from gis.intake.forms import Form, Rows
from gis.intake.frames import blank
from gis.intake.shapes import Box
from gis.intake.table import GEOMETRY_HEADING, Table
from gis.words import Phrase

COLUMNS: Final = ("longitude", "latitude")
_HAMLET: Final = 3
"""Decimals of a degree that are kept of a point whose precision is not stated: 110 m."""


def of_layer(table: Table, form: Form) -> Mapping[str, npt.NDArray[np.object_]]:
    """Answer longitude and latitude of the rows of a layer of points, None where a row has none.

    Nothing where the form wants no points, or the file is no map of them.
    """
    if not (form.names.issuperset(COLUMNS) and table.headings[-1:] == (GEOMETRY_HEADING,)):
        return {}
    held = table.cells.iloc[:, -1].to_numpy()
    if not any(_is_point(one) for one in held):
        return {}
    points = [shapely.centroid(one) if _is_point(one) else None for one in held]
    return {
        "longitude": np.array([one and one.x for one in points], object),
        "latitude": np.array([one and one.y for one in points], object),
    }


def _is_point(held: object) -> bool:
    """Answer whether a shape is one point, also one that its format calls several."""
    return isinstance(held, shapely.Point | shapely.MultiPoint) and shapely.get_num_geometries(held) == 1


def points(rows: Rows, box: Box | None, crs: str = "") -> tuple[Rows, list[Finding]]:
    """Blank points that cannot be right, and make vague what may be a house.

    A row without a point is pointed at where others have one, unless it says that only its ward is known. A point of
    which no precision is stated is kept to that of a hamlet, and so it says.

    Parameters
    ----------
    rows
        With ``longitude`` and ``latitude``, or left as they are.
    box
        Where points may lie; None: not known.
    crs
        Coordinate system that somebody said they are in; empty: found out by the box.
    """
    if not all(map(rows.has, COLUMNS)):
        return rows, []
    east, north = (rows.values[name].astype("float64") for name in COLUMNS)
    east, north, found = _in_degrees(rows, east, north, box, crs)
    missing = east.isna() | north.isna()
    found += [] if any(one.code in _UNPLACED for one in found) else _missing(rows, missing)
    if box:
        outside = ~missing & ~_inside(east, north, box)
        found += _outside(rows, outside, outside & _inside(north, east, box))
        missing |= outside
    rows, rounded = _vague(rows, east, north, missing)
    return rows, [*found, *rounded]


_UNPLACED: Final = frozenset({"unclear_crs", "no_system"})
"""What is said once of all points when none of them can be placed."""


def _in_degrees(
    rows: Rows, east: pd.Series, north: pd.Series, box: Box | None, crs: str
) -> tuple[pd.Series, pd.Series, list[Finding]]:
    """Bring two columns to degrees where they plainly are in metres, and tell of a place that many rows share."""
    if box is None or rows.heading("longitude") == GEOMETRY_HEADING:
        return east, north, []  # a layer was placed, and told of, when it was read
    numbers = [int(row) for row in east.index]
    if shapes.in_metres(east, north):
        longitude, latitude, told = shapes.points(east, north, bounds=box, crs=crs or None, rows=numbers)
        return pd.Series(longitude, east.index), pd.Series(latitude, north.index), list(told)
    return east, north, list(shapes.stack_notes(east.to_numpy(), north.to_numpy(), numbers))


def _missing(rows: Rows, missing: pd.Series) -> list[Finding]:
    wanted = missing & (rows.values.get("precision", blank(missing.index)) != "ward")
    if missing.all():
        return []
    what = Phrase("intake.finding.no_point")
    return [rows.finding("no_point", row, "longitude", what) for row in _numbers(wanted)]


def _outside(rows: Rows, outside: pd.Series, swapped: pd.Series) -> list[Finding]:
    codes = {row: "point_swapped" if swapped[row] else "point_outside" for row in _numbers(outside)}
    return [rows.finding(code, row, "longitude", Phrase(f"intake.finding.{code}")) for row, code in codes.items()]


def _vague(rows: Rows, east: pd.Series, north: pd.Series, missing: pd.Series) -> tuple[Rows, list[Finding]]:
    """Keep points whose precision nobody states to that of a hamlet."""
    stated = rows.values.get("precision", blank(east.index))
    kept = {
        "longitude": east.where(stated.notna(), east.round(_HAMLET)),
        "latitude": north.where(stated.notna(), north.round(_HAMLET)),
    }
    moved = ~missing & ((kept["longitude"] != east) | (kept["latitude"] != north))
    found = []
    if moved.any():
        what = Phrase("intake.finding.point_rounded", {"n": int(moved.sum())})
        found.append(Finding("point_rounded", what, 0, rows.heading("longitude")))
    blanked = {name: values.astype(object).where(~missing, None) for name, values in kept.items()}
    blanked["precision"] = stated.mask(stated.isna() & ~missing, "hamlet")
    return replace(rows, values=rows.values.assign(**blanked)), found


def _inside(east: pd.Series, north: pd.Series, box: Box) -> pd.Series:
    south, west, top, right = box
    return east.between(west, right) & north.between(south, top)


def _numbers(mask: pd.Series) -> list[int]:
    return [int(row) for row in mask.index[mask]]
