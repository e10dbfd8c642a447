"""Map files as tables: one row a feature, its attributes as cells, its shape in the last column.

Shapes are brought to degrees (EPSG:4326, longitude first) here, once. What a file does not say about its coordinates is
found out where only one answer puts the shapes into the province, and asked for otherwise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.areas.geodesy import DEGREES, to_degrees
from gis.areas.layers import features
from gis.errors import AreasError, Finding, IntakeError
from gis.intake.legacy import modernised
from gis.intake.shapes import Box, System, degrees, inside, listed, place_notes, sound, system_notes, systems
from gis.intake.table import GEOMETRY_HEADING, Cell, Grid, Table, heading, rows_note
from gis.words import Phrase

LAYERS: Final = (".geojson", ".json", ".gpkg", ".shp", ".kml", ".kmz")
"""Names of files, packed or not, that hold a map."""

_EARTH: Final = (180.0, 90.0)


def layer_table(path: Path, *, layer: str | None, crs: str | None, bounds: Box | None) -> Table:
    """Read a layer as a table.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, Shapefile, KML, or a zip of one.
    layer
        Which layer, where there are several.
    crs
        Coordinate system, such as ``"EPSG:5897"``; overrules what the file states.
    bounds
        Of the province; None: nobody knows, and nothing is found out or checked by it.

    Raises
    ------
    IntakeError
        It cannot be read, several layers are there and none was named, or the CRS is not known.
    """
    try:
        frame = _without_drawing(_features(path, layer), path)
        found, notes = _in_degrees(frame, crs, bounds, path.name)
    except AreasError as error:
        raise IntakeError(error.phrase.key, **error.phrase.values) from error
    grid, more = modernised(_grid(frame))
    shapes = [None if shape is None or shape.is_empty else shape for shape in found.geometry]
    cells = pd.DataFrame(grid[1:], index=range(1, len(frame) + 1), columns=range(len(grid[0])), dtype=object)
    cells[len(grid[0])] = pd.Series(shapes, index=cells.index, dtype=object)
    notes = (*notes, *more, *_shape_notes(found, bounds), *_attribute_notes(frame))
    return Table(path.name, layer or "", 0, (*map(heading, grid[0]), GEOMETRY_HEADING), cells, notes)


def _features(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    try:
        return features(path, layer=layer)
    except AreasError as error:
        if not isinstance(error.__cause__, UnicodeDecodeError):
            raise
    # The file says an encoding that is not its own; its letters are told apart as codes.
    return features(path, layer=layer, encoding="ISO-8859-1")


def _without_drawing(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Leave out what every KML has and tells how to draw a shape, and its own names where nobody filled them in."""
    if path.suffix.lower() not in (".kml", ".kmz"):
        return frame
    blank = [name for name in frame.columns if name in _NAMED and frame[name].isin([None, "", np.nan]).all()]
    return frame.drop(columns=[*frame.columns.intersection(_DRAWING), *blank])


_DRAWING: Final = (
    "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet",
)  # fmt: skip
_NAMED: Final = ("id", "Name", "description", "Description")


def _grid(frame: gpd.GeoDataFrame) -> Grid:
    attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    rows = attributes.where(attributes.notna(), None).to_numpy().tolist()
    return [list(map(str, attributes.columns)), *([_cell(value) for value in row] for row in rows)]


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _in_degrees(
    frame: gpd.GeoDataFrame, crs: str | None, bounds: Box | None, name: str
) -> tuple[gpd.GeoDataFrame, tuple[Finding, ...]]:
    """Bring a layer to degrees by what somebody said, by what it says itself, or by where the province is."""
    x, y = _corners(frame)
    stated = _crs(crs) if crs else frame.crs
    if stated is not None and (crs or not stated.is_geographic or _on_earth(x, y)):
        found = to_degrees(frame.set_crs(stated, allow_override=True))
        return _turned(found, frame, stated, bounds)
    fitting = systems(x, y, bounds) if bounds else ()
    if len(fitting) != 1:
        fits = listed(fitting)
        raise IntakeError("intake.unclear_crs" if fits else "intake.unknown_crs", file=name, systems=fits)
    return _by(frame, fitting[0]), system_notes(fitting[0])


def _turned(
    found: gpd.GeoDataFrame, frame: gpd.GeoDataFrame, stated: CRS, bounds: Box | None
) -> tuple[gpd.GeoDataFrame, tuple[Finding, ...]]:
    """Exchange the axes of a layer that lies in the province only that way round."""
    if bounds is None or inside(*_corners(found), bounds).any():
        return found, ()
    other = to_degrees(_exchanged(frame).set_crs(stated, allow_override=True))
    if not inside(*_corners(other), bounds).any():
        return found, ()
    return other, (Finding("swapped_axes", Phrase("intake.finding.swapped_axes")),)


def _by(frame: gpd.GeoDataFrame, system: System) -> gpd.GeoDataFrame:
    frame = _exchanged(frame) if system.swapped else frame
    return to_degrees(frame.set_crs(system.crs, allow_override=True))


def _exchanged(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda pairs: pairs[:, ::-1])
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _corners(frame: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Answer the middle of each shape's box; missing where there is no shape."""
    boxes = frame.geometry.bounds.to_numpy(float)
    return (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2


def _on_earth(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> bool:
    known = ~np.isnan(x)
    return not known.any() or not np.isnan(degrees(x[known], y[known], System(DEGREES))[0]).all()


def crs_named(text: str | None) -> str:
    """Answer the name of a coordinate system as it was given, once it is known to be one; empty where none was.

    Raises
    ------
    IntakeError
        There is no such system.
    """
    if text:
        _crs(text)
    return text or ""


def _crs(text: str) -> CRS:
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise IntakeError("areas.unknown_crs", crs=text) from error


def _shape_notes(found: gpd.GeoDataFrame, bounds: Box | None) -> tuple[Finding, ...]:
    x, y = _corners(found)
    notes: list[Finding] = []
    invalid = np.flatnonzero(~found.geometry.is_valid.to_numpy() & ~np.isnan(x))
    lost = [row for row in invalid if sound(found.geometry.iloc[row]) is None]
    mended = np.setdiff1d(invalid, lost)
    if len(mended):
        notes.append(rows_note("mended_shapes", mended + 1))
    if bounds is not None:
        pointed = (found.geom_type == "Point").to_numpy()
        notes += place_notes(x, y, bounds) if pointed.all() else _outside(x, y, bounds)
    return tuple(notes)


def _outside(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], bounds: Box) -> list[Finding]:
    out = np.flatnonzero(~np.isnan(x) & ~inside(x, y, bounds))
    return [rows_note("outside_province", out + 1)] if len(out) else []


def _attribute_notes(frame: gpd.GeoDataFrame) -> tuple[Finding, ...]:
    if len(frame.columns) > 1:
        return ()
    return (Finding("no_attributes", Phrase("intake.finding.no_attributes")),)
