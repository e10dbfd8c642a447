"""The wards as the city needs them: who borders whom, and where hamlets lie.

Hamlets are invented: their names are numbers ("Thôn 3", "Tổ dân phố 12") and their points lie anywhere inside the ward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gis.areas.geodesy import square_metres
from gis.areas.value import Areas
from gis.records.demo.sheets import Mask, Numbers, Rows, Texts

_TOUCH: Final = 0.0005
"""Wards closer than this are neighbours, in degrees: about 50 m, since drawn borders leave slivers."""

_INNER: Final = 0.1
"""How far points keep from the ward's edge, as a share of the side of a square of its size."""

_HAMLETS: Final = (4, 14)
_KM2_PER_HAMLET: Final = 4.0
_DECIMALS: Final = 5


@dataclass(frozen=True)
class Places:
    """The wards of a province, by row number.

    Parameters
    ----------
    codes, names
        (w,) official code and full name.
    urban
        (w,) whether the ward is a phường.
    km2
        (w,) area.
    shapes
        (w,) polygons in EPSG:4326.
    neighbours
        For each ward the rows of those it touches, itself left out.
    hamlet_ward, hamlet_name, hamlet_lon, hamlet_lat
        (h,) hamlets, ordered by ward.
    first_hamlet
        (w + 1,) where the hamlets of each ward begin.
    """

    codes: list[str]
    names: list[str]
    urban: Mask
    km2: Numbers
    shapes: Texts
    neighbours: tuple[Rows, ...]
    hamlet_ward: Rows
    hamlet_name: Texts
    hamlet_lon: Numbers
    hamlet_lat: Numbers
    first_hamlet: Rows

    def __len__(self) -> int:
        return len(self.codes)


def places(areas: Areas, rng: np.random.Generator) -> Places:
    """Read the wards and invent their hamlets."""
    wards = areas.wards
    shapes = np.asarray(wards.geometry.array, dtype=object)
    urban = wards["kind"].astype(str).str.casefold().str.startswith("ph").to_numpy()
    measured = square_metres(wards, crs=areas.metres) / 1e6
    km2 = wards["km2"].fillna(measured).to_numpy(dtype=float)  # of some wards no official area is published
    counts = np.clip(km2 / _KM2_PER_HAMLET, *_HAMLETS).astype(int)
    points = [points_within(rng, shape, n) for shape, n in zip(shapes, counts, strict=True)]
    titles = [f"{_title(urban[row])} {n}" for row, total in enumerate(counts) for n in range(1, total + 1)]
    return Places(
        codes=[str(code) for code in wards.index],
        names=[str(name) for name in wards["full_name"]],
        urban=urban,
        km2=km2,
        shapes=shapes,
        neighbours=_neighbours(shapes),
        hamlet_ward=np.repeat(np.arange(len(counts)), counts),
        hamlet_name=np.array(titles, dtype=object),
        hamlet_lon=np.concatenate(points)[:, 0],
        hamlet_lat=np.concatenate(points)[:, 1],
        first_hamlet=np.concatenate([[0], np.cumsum(counts)]),
    )


def _title(urban: bool) -> str:  # noqa: FBT001 — one of two words
    return "Tổ dân phố" if urban else "Thôn"


def _neighbours(shapes: Texts) -> tuple[Rows, ...]:
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_TOUCH)
    return tuple(np.sort(right[(left == row) & (right != row)]) for row in range(len(shapes)))


def points_within(rng: np.random.Generator, shape: shapely.Geometry, n: int) -> Numbers:
    """Draw n points inside a polygon, away from its edge where it is wide enough: (n, 2) longitude and latitude."""
    inner = shape.buffer(-_INNER * np.sqrt(shape.area))
    inside = shape if inner.is_empty else inner
    west, south, east, north = inside.bounds
    found = np.empty((0, 2))
    while len(found) < n:
        drawn = np.round(rng.uniform((west, south), (east, north), (4 * n + 8, 2)), _DECIMALS)
        found = np.concatenate([found, drawn[shapely.contains_xy(inside, drawn)]])
    return found[:n]
