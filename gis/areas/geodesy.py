"""The one door between degrees and metres.

*Degrees* are WGS 84 longitude and latitude (EPSG:4326), what the map, the store and every exchange file hold. *Metres*
are VN-2000 in the three-degree zone of the province's central meridian, what cadastral files hold and where areas and
lengths are measured. PROJ chooses the shift between the two datums: a parameter set copied by hand usually has the
signs of its rotations wrong (0.75 m at Hoàn Kiếm), and none at all is 224 m off.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Transformer

from gis.errors import AreasError

DEGREES: Final = "EPSG:4326"
HANOI_METRES: Final = "EPSG:5897"
"""VN-2000 / TM-3 105°00′: the zone of Hà Nội's cadastral files."""

_MERIDIANS: Final = {
    102.0: 5896,
    103.0: 9205,
    104.0: 9206,
    104.5: 9207,
    104.75: 9208,
    105.0: 5897,
    105.5: 9209,
    105.75: 9210,
    106.0: 9211,
    106.25: 9212,
    106.5: 9213,
    107.0: 9214,
    107.25: 9215,
    107.5: 9216,
    107.75: 5899,
    108.0: 5898,
    108.25: 9217,
    108.5: 9218,
}
"""Central meridian of each VN-2000 / TM-3 zone → its EPSG code."""

_UTM: Final = {105.0: 3405, 111.0: 3406}
"""Central meridian of each VN-2000 / UTM zone → its EPSG code; of maps at 1:10,000 and smaller."""

ZONES: Final = tuple(f"EPSG:{code}" for code in (*_MERIDIANS.values(), *_UTM.values()))
"""Every VN-2000 zone a file in metres may be in."""

_OFFICIAL: Final = {"01": 5897}
"""Provinces whose official meridian is settled here; it need not be the nearest one (Hà Nội: 105°00′, not 105°45′)."""

Coordinates = npt.NDArray[np.float64]


def metric_crs(province: str, longitude: float) -> str:
    """Choose the metric system of a province.

    Areas and lengths differ by less than 1 in 2,500 between any two zones that reach a province, so where the official
    meridian is not settled the nearest one serves.

    Parameters
    ----------
    province
        Two-digit code.
    longitude
        Of the province's middle, in degrees.

    Returns
    -------
    An EPSG name such as ``"EPSG:5897"``.
    """
    nearest = _MERIDIANS[min(_MERIDIANS, key=lambda meridian: abs(meridian - longitude))]
    return f"EPSG:{_OFFICIAL.get(province, nearest)}"


def zone_name(crs: str) -> str:
    """Name a system as surveyors do: ``"VN-2000, TM-3 105°00′ (EPSG:5897)"``."""
    for kind, zones in (("TM-3", _MERIDIANS), ("UTM", _UTM)):
        for meridian, code in zones.items():
            if crs == f"EPSG:{code}":
                return f"VN-2000, {kind} {int(meridian)}°{round(meridian % 1 * 60):02d}′ ({crs})"
    return f"WGS 84 ({crs})" if crs == DEGREES else crs


def to_metres(frame: gpd.GeoDataFrame, *, crs: str = HANOI_METRES) -> gpd.GeoDataFrame:
    """Bring a layer to metres.

    Parameters
    ----------
    frame
        (n, ...) layer in any stated CRS.
    crs
        Metric system; see `metric_crs`.

    Returns
    -------
    (n, ...) new layer in `crs`.

    Raises
    ------
    AreasError
        The layer does not say its CRS.
    """
    return _placed(frame).to_crs(crs)


def to_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a layer to degrees (EPSG:4326).

    Raises
    ------
    AreasError
        The layer does not say its CRS.
    """
    return _placed(frame).to_crs(DEGREES)


def _placed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if frame.crs is None:
        raise AreasError("areas.no_crs")
    return frame


def square_metres(frame: gpd.GeoDataFrame, *, crs: str = HANOI_METRES) -> pd.Series:
    """Measure the area of each feature.

    Returns
    -------
    (n,) Series named ``square_metres``, on the frame's index.

    Raises
    ------
    AreasError
        The layer does not say its CRS.
    """
    measured: pd.Series = to_metres(frame, crs=crs).area
    return measured.rename("square_metres")


def lengths(frame: gpd.GeoDataFrame, *, crs: str = HANOI_METRES) -> pd.Series:
    """Measure the length of each feature in metres; of an area, its outline.

    Returns
    -------
    (n,) Series named ``metres``, on the frame's index.

    Raises
    ------
    AreasError
        The layer does not say its CRS.
    """
    measured: pd.Series = to_metres(frame, crs=crs).length
    return measured.rename("metres")


def points_to_metres(
    longitude: npt.ArrayLike, latitude: npt.ArrayLike, *, crs: str = HANOI_METRES
) -> tuple[Coordinates, Coordinates]:
    """Bring points to metres.

    Returns
    -------
    East and north, (n,) each, in `crs`; a missing point stays missing.
    """
    east, north = _transformer(crs).transform(np.asarray(longitude, float), np.asarray(latitude, float))
    return np.where(np.isfinite(east), east, np.nan), np.where(np.isfinite(north), north, np.nan)


def points_to_degrees(
    east: npt.ArrayLike, north: npt.ArrayLike, *, crs: str = HANOI_METRES
) -> tuple[Coordinates, Coordinates]:
    """Bring points of a metric system to degrees.

    Returns
    -------
    Longitude and latitude, (n,) each.
    """
    longitude, latitude = _transformer(crs).transform(
        np.asarray(east, float), np.asarray(north, float), direction="INVERSE"
    )
    return longitude, latitude


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(DEGREES, crs, always_xy=True)
