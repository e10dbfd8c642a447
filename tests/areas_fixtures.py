"""A province small enough to draw, for the tests of `gis.areas`.

Four wards of two former districts, one square kilometre each, in metres from (590 000, 2 326 000)::

    2 km ┌──────────┬──────────┐
         │ 00002    │ 00003    │      district 001: old wards 10001, 10002
         │ Xã Bắc   │ Xã Đông  │      district 002: old wards 10003, 10004
    1 km ├──────────┼──────────┤      10002 was divided between 00001 and 00002;
         │ 00001    │ 00004    │      the others went whole: 10001 → 00001, 10003 → 00003, 10004 → 00004
         │ P. Nam   │ P. Yên   │
         │          │    Hòa   │
    0 km └──────────┴──────────┘
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gis.areas.facts import Facts
from gis.areas.geodesy import HANOI_METRES, points_to_degrees

WEST, SOUTH, KM = 590_000, 2_326_000, 1_000
CORNERS = {"00001": (0, 0), "00002": (0, 1), "00003": (1, 1), "00004": (1, 0)}
NAMES = {"00001": "Phường Nam", "00002": "Xã Bắc", "00003": "Xã Đông", "00004": "Phường Yên Hòa"}
OLD = {"10001": ("001", 0, 0), "10002": ("001", 0, 1), "10003": ("002", 1, 1), "10004": ("002", 1, 0)}
HEIRS = [
    ("10001", "00001", False, True),
    ("10002", "00001", True, False),
    ("10002", "00002", True, True),
    ("10003", "00003", False, True),
    ("10004", "00004", False, True),
]


def square(column: float, row: float, *, size: float = 1) -> shapely.Polygon:
    west, south = WEST + column * KM, SOUTH + row * KM
    return shapely.box(west, south, west + size * KM, south + size * KM)


def quarters(**columns: object) -> gpd.GeoDataFrame:
    """The four wards in metres, in the order of their codes."""
    shapes = [square(*corner) for corner in CORNERS.values()]
    named = columns or {"ma": list(CORNERS), "ten": list(NAMES.values())}
    return gpd.GeoDataFrame(named, geometry=shapes, crs=HANOI_METRES)


def drawn_facts() -> Facts:
    """What is known of the drawn province."""
    lon, lat = points_to_degrees(
        [WEST + (column + 0.5) * KM for column, _ in CORNERS.values()],
        [SOUTH + (row + 0.5) * KM for _, row in CORNERS.values()],
    )
    wards = pd.DataFrame(
        {
            "name": [name.split(" ", 1)[1] for name in NAMES.values()],
            "full_name": list(NAMES.values()),
            "kind": [name.split(" ", 1)[0].lower() for name in NAMES.values()],
            "km2": 1.0,
            "lon": lon,
            "lat": lat,
        },
        index=pd.Index(CORNERS, name="ward"),
    )
    heirs = pd.DataFrame(HEIRS, columns=["old_ward", "ward", "divided", "default"])
    return Facts("01", "Thành phố Vuông", wards, _old_wards(), heirs)


def _old_wards() -> pd.DataFrame:
    rows = []
    for code, (district, column, row) in OLD.items():
        (west, east), (south, north) = points_to_degrees(
            [WEST + column * KM, WEST + (column + 1) * KM], [SOUTH + row * KM, SOUTH + (row + 1) * KM]
        )
        name = f"Xã Cũ {code[-1]}"
        middle = (west + east) / 2, (south + north) / 2
        rows.append((name, district, f"Huyện {district}", *middle, south, west, north, east))
    columns = ["name", "district", "district_name", "lon", "lat", "south", "west", "north", "east"]
    return pd.DataFrame(rows, columns=columns, index=pd.Index(OLD, name="old_ward"))


def real_wards() -> Path:
    """The third-party polygons beside the checkout; they measure, and are no part of the product."""
    path = Path(__file__).parents[2] / "shared" / "geo" / "hanoi_wards.geojson"
    if not path.exists():
        pytest.skip("the third-party polygons beside the checkout are absent")
    return path
