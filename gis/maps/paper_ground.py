"""The ground of a map on paper: the sheet, the wards in metres, and the window that is shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path

from gis.areas import Areas
from gis.areas.geodesy import points_to_metres, to_metres
from gis.maps.palette import LIGHT
from gis.maps.picture import MapPicture

_MARGIN: Final = 0.04
"""Room around what is shown, as a share of its larger side."""
_NEIGHBOURS: Final = 0.35
"""Around an opened place so much of its surroundings is shown, as a share of its size."""
_FINEST: Final = 0.15
"""Details of less than so many millimetres on a sheet of the whole province are left out of its outlines."""


@dataclass(frozen=True)
class Sheet:
    """What a map is drawn on.

    Parameters
    ----------
    wide, high
        Of all of it, in millimetres.
    legend
        Width of the legend at its right, in millimetres; 0: none.
    """

    wide: float
    high: float
    legend: float = 46.0

    @property
    def map_wide(self) -> float:
        """Width of the map itself."""
        return self.wide - self.legend


@lru_cache(maxsize=4)
def _in_metres(areas: Areas) -> gpd.GeoDataFrame:
    """Bring the wards to metres; kept, for they are drawn again and again."""
    return to_metres(areas.wards, crs=areas.metres)


@lru_cache(maxsize=8)
def _drawn(areas: Areas, pen: float) -> gpd.GeoDataFrame:
    """Leave out details finer than a pen in metres; kept likewise: an atlas draws the same wards on every page."""
    exact = _in_metres(areas)
    return exact.set_geometry(shapely.coverage_simplify(exact.geometry.to_numpy(), pen))


@lru_cache(maxsize=8)
def _outside(areas: Areas, pen: float) -> Any:
    return _drawn(areas, pen).geometry.union_all()


@dataclass(frozen=True, eq=False)
class Ground:
    """The wards in metres, and the window that is shown of them."""

    picture: MapPicture
    areas: Areas
    sheet: Sheet

    @cached_property
    def wards(self) -> gpd.GeoDataFrame:
        """The wards in metres, without details finer than the pen; borders stay shared."""
        return _drawn(self.areas, self._pen)

    @cached_property
    def seen(self) -> gpd.GeoDataFrame:
        """Those of the wards that meet the window: what lies beyond it need not be drawn."""
        return self.wards[self.wards.geometry.intersects(shapely.box(*self.window))]

    @property
    def whole(self) -> Any:
        """All wards as one area."""
        return _outside(self.areas, self._pen)

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is seen, in degrees."""
        west, south, east, north = self.areas.wards.geometry.loc[self.seen.index].total_bounds
        return float(west), float(south), float(east), float(north)

    @cached_property
    def _pen(self) -> float:
        west, south, east, north = self.exact.total_bounds
        return float(_FINEST * max((east - west) / self.sheet.map_wide, (north - south) / self.sheet.high))

    @cached_property
    def exact(self) -> gpd.GeoDataFrame:
        """The wards in metres as they are."""
        return _in_metres(self.areas)

    @cached_property
    def opened(self) -> str | None:
        """Code of the ward the sheet is about."""
        return next((code for kind, code in sorted(self.picture.selected) if kind == "ward"), None)

    @cached_property
    def window(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres, in the proportions of the sheet."""
        west, south, east, north = self._shown()
        room = _NEIGHBOURS if self.opened else _MARGIN
        edge = room * max(east - west, north - south)
        wide, high = east - west + 2 * edge, north - south + 2 * edge
        shape = self.sheet.map_wide / self.sheet.high
        wide, high = max(wide, high * shape), max(high, wide / shape)
        x, y = (west + east) / 2, (south + north) / 2
        return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2

    def _shown(self) -> tuple[float, float, float, float]:
        """Answer what must be seen: the opened ward, else where the picture looks, else the province."""
        if self.opened is None and self.picture.focus is not None:
            west, south, east, north = self.picture.focus
            x, y = points_to_metres([west, east, west, east], [south, south, north, north], crs=self.areas.metres)
            return float(x.min()), float(y.min()), float(x.max()), float(y.max())
        shown = self.wards.geometry.loc[[self.opened]] if self.opened else self.wards.geometry
        west, south, east, north = shown.total_bounds
        return float(west), float(south), float(east), float(north)

    @property
    def metres_per_mm(self) -> float:
        """So many metres are one millimetre of the sheet."""
        west, _, east, _ = self.window
        return (east - west) / self.sheet.map_wide

    @property
    def bordered(self) -> bool:
        """Whether borders are drawn: not around one place of which the border is only estimated."""
        return not (self.opened and self.areas.approximate)


def hatching(swatch: str | None) -> tuple[str, str]:
    """Answer the pattern and its colour that mark missing data without colour; empty for a class."""
    if swatch == "no-data":
        return "////", LIGHT.no_data_line
    return ("....", LIGHT.too_few_line) if swatch == "too-few" else ("", "")


def outline(shape: Any) -> Path:
    """Answer an area, with its holes, as one path."""
    rings = [ring for part in getattr(shape, "geoms", [shape]) for ring in (part.exterior, *part.interiors)]
    return Path.make_compound_path(*(Path(np.asarray(ring.coords)[:, :2], closed=True) for ring in rings))
