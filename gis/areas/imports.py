"""Official boundaries from a file: read, checked, simplified for the map, put in force; and taken out again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.areas.assembly import assemble
from gis.areas.checks import checked
from gis.areas.crosswalk import estimated_shares
from gis.areas.facts import Facts, facts
from gis.areas.files import write
from gis.areas.geodesy import square_metres, to_degrees
from gis.areas.layers import origin_of, read_layer
from gis.areas.value import DECIMALS, Areas, encode, imported_path, load_drawn, rounded
from gis.errors import AreasError, reason
from gis.settings import Settings
from gis.words import Language, Phrase, number, percent, say

_POINTS: Final = 18_000
"""Points the browser gets at most: some 95 kB compressed."""

_TOLERANCES: Final = (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0, 120.0)
"""Metres of detail that may be dropped, tried in turn until the points are few enough."""

_SLIVER: Final = 1.0
"""Metres of width up to which a gap between neighbours is closed."""


def import_areas(source: str | Path, settings: Settings, *, layer: str | None = None, crs: str | None = None) -> Areas:
    """Put official boundaries in force.

    Parameters
    ----------
    source
        Path of a GeoJSON, GeoPackage or Shapefile (or a zip of one), or an https address of one.
    settings
        Whose province, and whose state folder.
    layer
        Which layer, where the file has several of areas.
    crs
        Coordinate system where the file states none or a wrong one.

    Returns
    -------
    The boundaries now in force.

    Raises
    ------
    AreasError
        The file cannot be read, or is refused with all findings; what was in force stays so.
    """
    known = facts(settings.province)
    wards = checked(read_layer(source, layer=layer, crs=crs), known)
    areas = assemble(known, simplified(wards), _shares(settings, known), approximate=False, origin=origin_of(source))
    write(imported_path(settings), encode(areas))
    return areas


def reset(settings: Settings) -> bool:
    """Take imported boundaries out of force; answer whether there were any.

    Raises
    ------
    AreasError
        The file cannot be removed.
    """
    path = imported_path(settings)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise AreasError("areas.not_written", file=str(path), reason=reason(error)) from error
    return True


def simplified(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Drop detail the map cannot show, from each border once, so that neighbours still fit.

    Parameters
    ----------
    wards
        (w, geometry) valid areas in metres, overlapping by slivers at most.

    Returns
    -------
    (w, geometry) in degrees, a valid coverage of at most some `_POINTS` points.

    Raises
    ------
    AreasError
        No coverage can be made of them.
    """
    whole = shapely.coverage_clean(wards.geometry.to_numpy(), gap_width=_SLIVER)
    for tolerance in _TOLERANCES:
        drawn = shapely.coverage_simplify(whole, tolerance)
        if shapely.get_num_coordinates(drawn).sum() > _POINTS:
            continue
        placed = to_degrees(_with(wards, drawn))
        shapes = _gridded(placed.geometry.to_numpy())
        if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
            return _with(placed, shapes)
    raise AreasError("areas.not_a_coverage")


def _gridded(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Round degrees; where rounding makes a border touch itself, mend it and let the neighbours follow."""
    grid: npt.NDArray[np.object_] = rounded(shapes)
    if shapely.is_valid(grid).all():
        return grid
    mended = shapely.make_valid(grid, method="structure", keep_collapsed=False)
    joined: npt.NDArray[np.object_] = rounded(shapely.coverage_clean(mended, snapping_distance=10**-DECIMALS))
    return joined


def _with(wards: gpd.GeoDataFrame, shapes: npt.NDArray[np.object_]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(index=wards.index, geometry=shapes, crs=wards.crs)


def _shares(settings: Settings, known: Facts) -> pd.DataFrame:
    """Take the former districts' shares from the areas drawn for this province, else from boxes."""
    drawn = load_drawn(settings)
    return estimated_shares(known) if drawn is None else drawn.shares


def worst_difference(areas: Areas) -> tuple[str, float]:
    """Answer the ward whose drawn area differs most from the official one, and by which share of it (signed)."""
    drawn = square_metres(areas.wards, crs=areas.metres) / 1e6
    off = (drawn / areas.wards["km2"] - 1).dropna()
    ward = str(off.abs().idxmax())
    return ward, float(off[ward])


def describe(areas: Areas, language: Language) -> list[tuple[str, str]]:
    """Say what boundaries are in force, for ``areas show``.

    Returns
    -------
    Pairs of label and value, in the reader's language.
    """
    ward, off = worst_difference(areas)
    drawn = float(square_metres(areas.wards, crs=areas.metres).sum() / 1e6)
    rows = {
        "province": f"{areas.province_name} ({areas.province})",
        "count": number(len(areas.wards), language),
        "kind": areas.label.say(language),
        "source": areas.source.say(language),
        "crs": Phrase("areas.show.crs_value", {"metres": areas.metres}).say(language),
        "km2": Phrase("areas.show.km2_value", {"drawn": drawn, "official": float(areas.wards["km2"].sum())}).say(
            language
        ),
        "worst": Phrase("areas.show.worst_value", {"ward": areas.name_of(ward), "off": percent(off, language)}).say(
            language
        ),
        "zoom": number(areas.max_zoom, language),
        "digest": areas.digest,
    }
    return [(say(f"areas.show.{name}", language), value) for name, value in rows.items()]
