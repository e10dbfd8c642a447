"""From labelled cells to areas with natural edges that still fit each other exactly.

An *arc* is a stretch of border between two points where three areas (or two and the outside) meet. Every arc is drawn
once, smoothed once and used by both neighbours, so there can be neither gaps nor overlaps, however it is bent. Its two
ends stay where they are; an arc that closes on itself has none.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from scipy import ndimage

from gis.areas.fitting import OUTSIDE, Grid
from gis.areas.seeds import Indices, Numbers

_WIDTH: Final = 2.0
"""Standard deviation of the smoothing along an arc, in cells: wide enough to lose the stairs of the grid."""

_STEPS: Final = 2
"""Points to a cell on an arc before smoothing."""

_STAIR: Final = 1.0
"""Cells by which an arc may leave its cells before smoothing: the height of a stair."""

_TOLERANCE: Final = 0.3
"""Detail dropped afterwards, in cells: less than a reader sees, and a third of the points remains."""


def areas_from(labels: Indices, grid: Grid, *, crs: str) -> gpd.GeoDataFrame:
    """Draw the areas of a labelled grid.

    Parameters
    ----------
    labels
        (rows, columns) position of the ward, `OUTSIDE` elsewhere.
    grid
        Where the cells lie.
    crs
        Metric system of the grid.

    Returns
    -------
    (w,) layer by label, a valid coverage in `crs`.
    """
    arcs = _smoothed(_arcs(labels))
    # Noding is for the rare place where two arcs crossed while being smoothed; the splinter goes to whose cell it is.
    net = shapely.node(shapely.multilinestrings([shapely.linestrings(arc) for arc in arcs]))
    faces = shapely.get_parts(shapely.polygonize([net]))
    label = _label_of(faces, labels)
    drawn = gpd.GeoDataFrame({"label": label}, geometry=faces)[label != OUTSIDE].dissolve("label", method="coverage")
    simple = shapely.coverage_simplify(drawn.geometry.to_numpy(), _TOLERANCE)
    placed = shapely.transform(simple, lambda points: points * grid.cell + (grid.west, grid.south))
    return gpd.GeoDataFrame(index=drawn.index, geometry=placed, crs=crs)


def _arcs(labels: Indices) -> list[Numbers]:
    """Join the sides between unlike cells into arcs; coordinates are corners of cells."""
    padded = np.pad(labels, 1, constant_values=OUTSIDE)
    row, column = np.nonzero(padded[1:, 1:-1] != padded[:-1, 1:-1])
    level = np.stack([np.column_stack([column, row]), np.column_stack([column + 1, row])], axis=1)
    row, column = np.nonzero(padded[1:-1, 1:] != padded[1:-1, :-1])
    upright = np.stack([np.column_stack([column, row]), np.column_stack([column, row + 1])], axis=1)
    sides = shapely.linestrings(np.concatenate([level, upright]).astype(float))
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(sides)))
    return [shapely.get_coordinates(arc) for arc in merged]


def _smoothed(arcs: list[Numbers]) -> list[Numbers]:
    ends = np.concatenate([arc[[0, -1]] for arc in arcs])
    met, times = np.unique(ends, axis=0, return_counts=True)
    junctions = {tuple(end) for end in met[times > 2]}  # noqa: PLR2004 — an arc alone in closing there counts twice
    return [_smooth(arc, free=tuple(arc[0]) not in junctions and bool((arc[0] == arc[-1]).all())) for arc in arcs]


def _smooth(arc: Numbers, *, free: bool) -> Numbers:
    """Smooth one arc; a free one is a ring without fixed ends."""
    fine = _even(arc)
    if free:
        ring = ndimage.gaussian_filter1d(fine[:-1], _WIDTH * _STEPS, axis=0, mode="wrap")
        return np.vstack([ring, ring[:1]])
    # Reflected about its straight chord, an arc is smooth through both ends, so the ends do not move.
    chord: Numbers = fine[0] + (fine[-1] - fine[0]) * np.linspace(0, 1, len(fine))[:, None]
    bow = fine - chord
    repeated = np.vstack([bow, -bow[-2:0:-1]])
    eased: Numbers = ndimage.gaussian_filter1d(repeated, _WIDTH * _STEPS, axis=0, mode="wrap")[: len(fine)]
    return chord + eased


def _even(arc: Numbers) -> Numbers:
    """Take the stairs off an arc and put points on it at even steps.

    Smoothing alone leaves flat treads where a border runs nearly along the grid and its steps are long.
    """
    ring = bool((arc[0] == arc[-1]).all())
    straight = arc if ring else shapely.get_coordinates(shapely.simplify(shapely.linestrings(arc), _STAIR))
    travelled = np.concatenate([[0], np.hypot(*np.diff(straight, axis=0).T).cumsum()])
    at = np.linspace(0, travelled[-1], max(int(travelled[-1] * _STEPS), 4) + 1)
    return np.column_stack([np.interp(at, travelled, axis) for axis in straight.T])


def _label_of(faces: Numbers, labels: Indices) -> Indices:
    """Tell whose each face is: whose cell lies where the face is widest."""
    widest = shapely.get_coordinates(shapely.get_point(shapely.maximum_inscribed_circle(faces), 0))
    row = np.clip(np.floor(widest[:, 1]).astype(int), 0, labels.shape[0] - 1)
    column = np.clip(np.floor(widest[:, 0]).astype(int), 0, labels.shape[1] - 1)
    found: Indices = labels[row, column]
    return found
