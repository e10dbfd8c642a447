"""Whether a layer is the wards of a province: every breach is gathered, and the layer is taken whole or not at all.

A feature is named by its place in the file, beginning with 1. It is matched to its ward by the column that knows most
wards, be it of codes or of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.areas.facts import Facts, all_wards
from gis.areas.geodesy import metric_crs, to_degrees, to_metres
from gis.areas.names import match_ward
from gis.errors import AreasError, Finding
from gis.words import Phrase

OVERLAP: Final = 500
"""Square metres two wards may share: one border drawn twice, half a metre apart over a kilometre."""

_COVER: Final = 0.05
"""Share by which the areas together may differ from the official total; a clipped or shifted file differs by more."""

_AROUND: Final = 0.3
"""Degrees around the official centroids within which every ward must lie."""

_AREAL: Final = {"Polygon", "MultiPolygon"}
_ELSEWHERE: Final = "elsewhere"


def checked(frame: gpd.GeoDataFrame, known: Facts) -> gpd.GeoDataFrame:
    """Match a layer to the wards of a province and judge it.

    Features that by their code are wards of another province are left aside.

    Parameters
    ----------
    frame
        (n, ...) layer as read, with its CRS.
    known
        The province's facts.

    Returns
    -------
    (w, geometry) by ward code, in the province's metric system, one feature each.

    Raises
    ------
    AreasError
        No column names wards; or anything is wrong, with all findings.
    """
    wards = _matched(frame, known)
    placed = gpd.GeoDataFrame({"ward": wards}, geometry=frame.geometry.to_numpy(), crs=frame.crs)
    placed.index = pd.RangeIndex(1, len(frame) + 1)
    placed = placed[placed["ward"] != _ELSEWHERE]
    found = [*_of_wards(placed, frame, known), *_of_shapes(placed)]
    found += _of_place(placed, known)
    if not found:
        placed = to_metres(placed, crs=metric_crs(known.province, float(known.wards["lon"].mean())))
        found = [*_overlaps(placed, known), *_cover(placed, known)]
    if found:
        raise AreasError("areas.refused", findings=found, count=len(found), first=found[0].what)
    return placed.set_index("ward").sort_index()


def _matched(frame: gpd.GeoDataFrame, known: Facts) -> list[str]:
    """Answer each feature's ward: a code, `_ELSEWHERE`, or an empty text."""
    columns = [column for column in frame.columns if column != frame.geometry.name]
    ways = [_by_code(frame[column], known) for column in columns]
    ways += [_by_name(frame[column], known) for column in columns if pd.api.types.is_string_dtype(frame[column])]
    best = max(ways, key=lambda wards: len(set(wards) - {"", _ELSEWHERE}), default=[])
    if not set(best) - {"", _ELSEWHERE}:
        raise AreasError("areas.no_ward_column", columns=", ".join(map(str, columns)) or "0")
    return best


def _by_code(column: pd.Series, known: Facts) -> list[str]:
    codes = [_code(value) for value in column]
    return [code if code in known.wards.index else _ELSEWHERE if code in all_wards() else "" for code in codes]


def _code(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return text.zfill(5) if text.isascii() and text.isdigit() else ""


def _by_name(column: pd.Series, known: Facts) -> list[str]:
    found = {text: match_ward(text, known).code for text in column.dropna().unique() if not _code(text)}
    return [found.get(value, "") if isinstance(value, str) else "" for value in column]


def _of_wards(placed: gpd.GeoDataFrame, frame: gpd.GeoDataFrame, known: Facts) -> Iterator[Finding]:
    """Find what is unknown, repeated or missing."""
    for number in placed.index[placed["ward"] == ""]:
        row = frame.drop(columns=frame.geometry.name).iloc[number - 1].dropna()
        yield _finding("unknown_ward", number, text=", ".join(map(str, row.iloc[:4])))
    named = placed.loc[placed["ward"] != "", "ward"]
    for ward, rows in named[named.duplicated(keep=False)].groupby(named):
        numbers = ", ".join(map(str, rows.index))
        yield _finding("repeated_ward", int(rows.index[1]), ward=_name(str(ward), known), features=numbers)
    for ward in known.wards.index.difference(named):
        yield _finding("missing_ward", 0, ward=_name(str(ward), known))


def _of_shapes(placed: gpd.GeoDataFrame) -> Iterator[Finding]:
    for number, shape in placed.geometry.items():
        if shape is None or shape.is_empty:
            yield _finding("no_geometry", int(number))
        elif shape.geom_type not in _AREAL:
            yield _finding("not_an_area", number, kind=shape.geom_type)
        elif not shape.is_valid:
            yield _finding("invalid_geometry", number, reason=shapely.is_valid_reason(shape))


def _of_place(placed: gpd.GeoDataFrame, known: Facts) -> list[Finding]:
    """Find features outside the province; when all are and exchanging the axes puts them inside, say just that."""
    shapes = placed.geometry.to_numpy()
    there = placed[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    outside = _outside(there, known)
    if len(there) and outside.all():
        turned = there.set_geometry(gpd.GeoSeries(_turned(there), there.index, crs=there.crs))
        code = "outside_province" if _outside(turned, known).any() else "swapped_axes"
        return [_finding(code, 0, crs=_crs_name(placed), province=known.name)]
    return [
        _finding("outside_feature", number, province=known.name, crs=_crs_name(placed))
        for number in there.index[outside]
    ]


def _outside(there: gpd.GeoDataFrame, known: Facts) -> npt.NDArray[np.bool_]:
    bounds = to_degrees(there).bounds
    lon, lat = known.wards["lon"], known.wards["lat"]
    inside = bounds["minx"].ge(lon.min() - _AROUND) & bounds["maxx"].le(lon.max() + _AROUND)
    inside &= bounds["miny"].ge(lat.min() - _AROUND) & bounds["maxy"].le(lat.max() + _AROUND)
    outside: npt.NDArray[np.bool_] = ~inside.to_numpy(bool)
    return outside


def _turned(there: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    turned: npt.NDArray[np.object_] = shapely.transform(there.geometry.to_numpy(), lambda points: points[:, ::-1])
    return turned


def _crs_name(placed: gpd.GeoDataFrame) -> str:
    code = placed.crs.to_epsg()
    return f"EPSG:{code}" if code else str(placed.crs.name)


def _overlaps(placed: gpd.GeoDataFrame, known: Facts) -> Iterator[Finding]:
    shapes = placed.geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        return
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    for at in np.flatnonzero(shared > OVERLAP):
        one, other = (_name(str(placed["ward"].iloc[side[at]]), known) for side in (left, right))
        number = int(placed.index[right[at]])
        yield _finding("overlap", number, one=one, other=other, area=round(float(shared[at])), allowed=OVERLAP)


def _cover(placed: gpd.GeoDataFrame, known: Facts) -> Iterator[Finding]:
    have, official = float(placed.area.sum() / 1e6), float(known.wards["km2"].sum())
    if abs(have / official - 1) > _COVER:
        yield _finding("cover", 0, have=have, official=official)


def _name(ward: str, known: Facts) -> str:
    full_name = str(known.wards.at[ward, "full_name"])
    return f"{full_name} ({ward})"


def _finding(code: str, number: int, **values: object) -> Finding:
    what = Phrase(f"areas.found.{code}", {"feature": number, **values})
    return Finding(code, what, row=number, refused=True)
