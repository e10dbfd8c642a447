"""A second drawn province beside the drawn city: two wards of other codes, in which the canary sings and nobody else.

::

    108.00        108.10        108.20
      +-------------+-------------+  16.10
      |  10001      |  10002      |     former district 981 gave both
      |  Xã Hótvang |  Xã Lạ      |
      |  the canary |  (nothing)  |
      +-------------+-------------+  16.00
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from gis.areas import Areas
from gis.areas.value import encode
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from tests import canary, city

CODE: Final = "98"
NAME: Final = "Tỉnh Vời"
WARD: Final = "10001"
WORDS: Final = (*canary.WORDS, "Xã Lạ", WARD)
"""What stands in this province only."""
MINE: Final = ("Phường An", "Xã Cát", "Đường vành đai Vẽ", "Quận Bắc")
"""What stands in the drawn city only."""

_ALIEN: Final = frozenset({"P1", "K1"})
"""Records of the drawn city, to which the canary's own refer."""


def areas() -> Areas:
    """The two wards."""
    names = ["Hótvang", "Lạ"]
    wards = pd.DataFrame(
        {
            "name": names,
            "full_name": [f"Xã {name}" for name in names],
            "kind": "xã",
            "km2": 118.0,
            "label_lon": [108.05, 108.15],
            "label_lat": 16.05,
        },
        index=pd.Index([WARD, "10002"], name="ward"),
    )
    tiles = [shapely.box(108.0, 16.0, 108.1, 16.1), shapely.box(108.1, 16.0, 108.2, 16.1)]
    shares = pd.DataFrame({"ward": [WARD, "10002"], "district": "981", "share": 1.0})
    return Areas(
        province=CODE,
        province_name=NAME,
        wards=gpd.GeoDataFrame(wards, geometry=tiles, crs="EPSG:4326"),
        districts=pd.DataFrame({"name": ["Huyện Xa"]}, index=pd.Index(["981"], name="district")),
        shares=shares,
        approximate=True,
        origin="",
        digest="second",
    )


def rows() -> Mapping[str, list[dict[str, Any]]]:
    """The canary's records, moved here; without those that hang on a record of the drawn city."""
    return {name: [_moved(row) for row in found if not _ALIEN & {*row.values()}] for name, found in canary.ROWS.items()}


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    here = {"ward": WARD, "footprint": shapely.to_wkb(shapely.LineString([(108.02, 16.02), (108.08, 16.08)]))}
    return {name: here.get(name, value) if name != "location" else _SITE for name, value in row.items()}


_SITE: Final = shapely.to_wkb(shapely.Point(108.05, 16.05))


def settle(chosen: Settings, *, boundaries: bool = True, records: bool = True) -> None:
    """Bring the second province to an office, whole or in part."""
    if boundaries:
        (chosen.state_dir / f"areas-{CODE}.geojson").write_bytes(encode(areas()))
    if records:
        frames = {name: city.frame(name, found) for name, found in rows().items() if found}
        open_store(chosen.serving(CODE)).append(Batch(frames, source=canary.FILE))
