"""Where things lie: which coordinate system figures without one are in, and shapes fit to be kept.

A *system* is a coordinate system together with the order of its two figures: surveyors write north first (X is north in
Vietnamese plans), programs east first. A column of figures tells its system only by where it puts the province; where
several put it there, nobody but the sender knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from gis.areas.geodesy import DEGREES, HANOI_METRES, ZONES, points_to_degrees, to_metres, zone_name
from gis.errors import Finding
from gis.intake.table import rows_note
from gis.words import Phrase

Box = tuple[float, float, float, float]
"""South, west, north and east limits in degrees, as `gis.areas.Areas.bounds`."""

Points = npt.NDArray[np.float64]

MOST: Final = 0.9
"""Share of the points a system must put into the province; the rest may be slips."""

_CHANGED: Final = 0.001
"""Share of its area a shape may gain or lose by being repaired."""

_LARGEST_DEGREE: Final = 180
_STACKED: Final = 5
_STACK_SHARE: Final = 0.2
"""Points, and share of all, from which one place shared by many looks like a default rather than an address."""


@dataclass(frozen=True)
class System:
    """A coordinate system, and whether the figures stand north first."""

    crs: str
    swapped: bool = False


def systems(x: npt.ArrayLike, y: npt.ArrayLike, bounds: Box) -> tuple[System, ...]:
    """Tell which systems put most of the points into a province: one when it is certain, none when nothing fits.

    Parameters
    ----------
    x, y
        (n,) figures as written, x first.
    bounds
        Of the province.
    """
    first, second = _finite(x, y)
    first, second = first[known := ~np.isnan(first)], second[known]
    if not len(first):
        return ()
    every = (System(crs, swapped) for crs in (DEGREES, *ZONES) for swapped in (False, True))
    return tuple(one for one in every if inside(*degrees(first, second, one), bounds).mean() >= MOST)


def degrees(x: Points, y: Points, system: System) -> tuple[Points, Points]:
    """Bring points of a system to longitude and latitude; what lies nowhere is missing."""
    east, north = (y, x) if system.swapped else (x, y)
    if system.crs != DEGREES:
        east, north = points_to_degrees(east, north, crs=system.crs)
    fits = (np.abs(east) <= 180) & (np.abs(north) <= 90)  # noqa: PLR2004 — the globe
    return np.where(fits, east, np.nan), np.where(fits, north, np.nan)


def inside(longitude: Points, latitude: Points, bounds: Box) -> npt.NDArray[np.bool_]:
    """Answer for each point whether it lies in a box."""
    south, west, north, east = bounds
    found: npt.NDArray[np.bool_] = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
    return found


def points(
    x: npt.ArrayLike, y: npt.ArrayLike, *, bounds: Box, crs: str | None = None, rows: Sequence[int] | None = None
) -> tuple[Points, Points, tuple[Finding, ...]]:
    """Read two columns of figures as points.

    The system is found out for the columns as a whole, never cell by cell.

    Parameters
    ----------
    x, y
        (n,) figures, x (or longitude, or east) first; missing where there is none. Zero and zero is no place.
    bounds
        Of the province.
    crs
        Their coordinate system, such as ``"EPSG:5897"``, where somebody said it.
    rows
        (n,) numbers of the rows, for findings; None: 1 to n.

    Returns
    -------
    Longitude and latitude, (n,) each, missing where unknown or where the system is; and what a person should look at.
    """
    first, second = _finite(x, y)
    found = systems(first, second, bounds)
    if crs is not None:
        found = tuple(one for one in found if one.crs == crs) or (System(crs),)
    if len(found) != 1:
        nothing = np.full(len(first), np.nan)
        return nothing, nothing, () if np.isnan(first).all() else (_unclear(found),)
    longitude, latitude = degrees(first, second, found[0])
    told = system_notes(found[0], stated=crs is not None)
    return longitude, latitude, (*told, *place_notes(longitude, latitude, bounds, rows))


def place_notes(
    longitude: Points, latitude: Points, bounds: Box, rows: Sequence[int] | None = None
) -> tuple[Finding, ...]:
    """Tell of points outside the province, and of many that share one place."""
    numbers = np.arange(1, len(longitude) + 1) if rows is None else np.asarray(rows)
    known = ~np.isnan(longitude)
    out = known & ~inside(longitude, latitude, bounds)
    notes = [rows_note("outside_province", numbers[out])] if out.any() else []
    return (*notes, *stack_notes(longitude, latitude, numbers))


def stack_notes(longitude: Points, latitude: Points, rows: Sequence[int] | npt.NDArray[np.int_]) -> tuple[Finding, ...]:
    """Tell of many rows that share one place, which looks like a default."""
    known = ~np.isnan(longitude)
    pairs = np.column_stack([longitude[known], latitude[known]])
    if not len(pairs):
        return ()
    places, place, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    most = int(counts.argmax())
    if counts[most] < max(_STACKED, _STACK_SHARE * len(pairs)) or len(places) == 1:
        return ()
    return (rows_note("stacked_points", np.asarray(rows)[known][place.ravel() == most]),)


def in_metres(x: npt.ArrayLike, y: npt.ArrayLike) -> bool:
    """Answer whether most pairs of figures are too large for degrees."""
    first, second = _finite(x, y)
    known = ~np.isnan(first)
    large = (np.abs(first[known]) > _LARGEST_DEGREE) & (np.abs(second[known]) > _LARGEST_DEGREE)
    return bool(known.any()) and bool(large.mean() > 0.5)  # noqa: PLR2004 — most


def system_notes(system: System, *, stated: bool = False) -> tuple[Finding, ...]:
    """Tell which zone was found out unless somebody stated it, and whether the axes had to be exchanged."""
    notes = []
    if system.crs != DEGREES and not stated:
        notes.append(Finding("found_crs", Phrase("intake.finding.found_crs", {"crs": zone_name(system.crs)})))
    if system.swapped:
        notes.append(Finding("swapped_axes", Phrase("intake.finding.swapped_axes")))
    return tuple(notes)


def _unclear(found: Sequence[System]) -> Finding:
    if not found:
        return Finding("no_system", Phrase("intake.finding.no_system"))
    return Finding("unclear_crs", Phrase("intake.finding.unclear_crs", {"systems": listed(found)}))


def listed(found: Sequence[System]) -> str:
    """Name systems in a row."""
    return "; ".join(dict.fromkeys(zone_name(one.crs) for one in found))


def _finite(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Points, Points]:
    first, second = np.asarray(x, float), np.asarray(y, float)
    there = np.isfinite(first) & np.isfinite(second) & ~((first == 0) & (second == 0))
    return np.where(there, first, np.nan), np.where(there, second, np.nan)


def sound(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Answer a valid shape: the shape itself, or its repair where that hardly changes its area; None otherwise.

    Parameters
    ----------
    shape
        In EPSG:4326, longitude first.
    """
    if shape.is_valid:
        return shape
    mended = _same_kind(shapely.make_valid(shape), shape)
    before, after = to_metres(gpd.GeoDataFrame(geometry=[shape, mended], crs=DEGREES), crs=HANOI_METRES).area
    return mended if not mended.is_empty and abs(after - before) < _CHANGED * before else None


def _same_kind(mended: shapely.Geometry, shape: shapely.Geometry) -> shapely.Geometry:
    """Leave out the points and lines into which the slivers of an area fall."""
    dimension = shapely.get_dimensions(shape)
    parts = [part for part in shapely.get_parts(mended) if shapely.get_dimensions(part) == dimension]
    return shapely.union_all(parts) if dimension == 2 else mended  # noqa: PLR2004 — areas
