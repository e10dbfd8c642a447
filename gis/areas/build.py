"""Approximate wards, drawn by our own code from published facts only; no polygon of anybody's goes in.

The facts (`gis.areas.facts`) are fitted on a grid (`gis.areas.fitting`), the grid is made whole and round
(`gis.areas.smoothing`) and its borders become arcs shared by both neighbours (`gis.areas.arcs`). Same facts, same
result.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gis.areas.arcs import areas_from
from gis.areas.assembly import assemble
from gis.areas.crosswalk import shares_from
from gis.areas.facts import Facts, facts
from gis.areas.files import write
from gis.areas.fitting import OUTSIDE, Fitted, Grid, fit
from gis.areas.geodesy import metric_crs, points_to_metres, to_degrees
from gis.areas.seeds import Indices
from gis.areas.smoothing import smoothed
from gis.areas.value import Areas, built_path, encode
from gis.settings import Settings


def build_areas(settings: Settings) -> Areas:
    """Build the province's approximate wards and put them in force, unless imported ones are.

    Returns
    -------
    What was written to `gis.areas.value.built_path`.

    Raises
    ------
    AreasError
        The package knows no such province, or the file cannot be written.
    """
    areas = build(settings.province)
    write(built_path(settings), encode(areas))
    return areas


def build(province: str) -> Areas:
    """Build a province's approximate wards; some seconds of work.

    Parameters
    ----------
    province
        Two-digit code.

    Raises
    ------
    AreasError
        The package knows no such province.
    """
    known = facts(province)
    crs = metric_crs(province, float(known.wards["lon"].mean()))
    fitted = fit(known, crs=crs)
    labels = _whole(fitted, known, crs)
    drawn = areas_from(labels, fitted.grid, crs=crs)
    drawn.index = pd.Index(fitted.codes)[drawn.index]
    return assemble(known, to_degrees(drawn), _shares(fitted, labels), approximate=True)


def _whole(fitted: Fitted, known: Facts, crs: str) -> Indices:
    official = known.wards["km2"].fillna(known.wards["km2"].median()).to_numpy(float) * 1e6
    sizes = official / fitted.grid.cell**2
    return smoothed(fitted.wards, sizes=sizes, centroids=_cells(known, fitted.grid, crs))


def _cells(known: Facts, grid: Grid, crs: str) -> Indices:
    """Answer row and column of each official centroid."""
    east, north = points_to_metres(known.wards["lon"], known.wards["lat"], crs=crs)
    row = np.clip((north - grid.south) // grid.cell, 0, grid.rows - 1)
    column = np.clip((east - grid.west) // grid.cell, 0, grid.columns - 1)
    return np.column_stack([row, column]).astype(int)


def _shares(fitted: Fitted, labels: Indices) -> pd.DataFrame:
    """Count cells by ward and former district, where smoothing left the cell with the ward it was fitted to."""
    kept = (labels == fitted.wards) & (labels != OUTSIDE)
    ward = np.asarray(fitted.codes)[labels[kept]]
    district = pd.Series(fitted.districts[kept]).astype(str).str.zfill(3).to_numpy()
    return shares_from(pd.DataFrame({"ward": ward, "district": district, "cells": 1}), amount="cells")
