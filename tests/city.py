"""The drawn city: four wards, two former districts, small enough to count by hand.

::

    105.80        105.90        106.00
      +-------------+-------------+  21.10
      |  00001      |  00002      |
      |  Phường An  |  Phường Bình|     district 901 gave An and half of Bình
      |  P1 (key)   |  P1         |
      +-------------+-------------+  21.00
      |  00003      |  00004      |     district 902 gave the other half of Bình, Cát and Đông
      |  Xã Cát     |  Xã Đông    |
      |  P2         |  (nothing)  |
      +-------------+-------------+  20.90

The day is 30/09/2026. P3 is only registered: no ward, no date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gis.areas import Areas
from gis.areas.value import encode
from gis.records.entities import ENTITIES
from gis.records.snapshot import Snapshot
from gis.scope import Scope

AS_OF = dt.date(2026, 9, 30)

WARDS = pd.DataFrame(
    {
        "name": ["An", "Bình", "Cát", "Đông"],
        "full_name": ["Phường An", "Phường Bình", "Xã Cát", "Xã Đông"],
        "kind": ["phường", "phường", "xã", "xã"],
        "km2": [115.0, 115.0, 115.0, 115.0],
        "label_lon": [105.85, 105.95, 105.85, 105.95],
        "label_lat": [21.05, 21.05, 20.95, 20.95],
    },
    index=pd.Index(["00001", "00002", "00003", "00004"], name="ward"),
)
TILES = [
    shapely.box(105.80, 21.00, 105.90, 21.10),
    shapely.box(105.90, 21.00, 106.00, 21.10),
    shapely.box(105.80, 20.90, 105.90, 21.00),
    shapely.box(105.90, 20.90, 106.00, 21.00),
]


def areas() -> Areas:
    """The four wards."""
    return Areas(
        province="99",
        province_name="Thành phố Vẽ",
        wards=gpd.GeoDataFrame(WARDS, geometry=TILES, crs="EPSG:4326"),
        districts=pd.DataFrame({"name": ["Quận Bắc", "Huyện Nam"]}, index=pd.Index(["901", "902"], name="district")),
        shares=pd.DataFrame(
            {
                "ward": ["00001", "00002", "00002", "00003", "00004"],
                "district": ["901", "901", "902", "902", "902"],
                "share": [1.0, 0.5, 0.5, 1.0, 1.0],
            }
        ),
        approximate=True,
        origin="",
        digest="drawn",
    )


@cache
def boundaries() -> bytes:
    """The four wards, as the file of an office."""
    return encode(areas())


PROJECTS = [
    {
        "code": "P1",
        "name": "Đường vành đai Vẽ",
        "kind": "transport",
        "funding": "budget",
        "key_project": True,
        "announced_on": "2024-01-10",
        "recover_area": 3.0,
        "footprint": shapely.to_wkb(shapely.LineString([(105.82, 21.05), (105.98, 21.05)])),
    },
    {
        "code": "P2",
        "name": "Khu đô thị Cát",
        "kind": "housing",
        "funding": "non_budget",
        "key_project": False,
        "announced_on": "2025-02-01",
        "recover_area": 1.0,
    },
    {"code": "P3", "name": "Trường học mới", "kind": "school", "recover_area": 0.5},
]
PROJECT_WARDS = [
    {"project": "P1", "ward": "00001", "announced_on": "2024-01-10", "recover_area": 2.0},
    {"project": "P1", "ward": "00002", "announced_on": "2024-01-10", "recover_area": 1.0},
    {"project": "P2", "ward": "00003", "announced_on": "2025-02-01", "recover_area": 1.0},
]
PLANS = [
    {
        "code": "L1",
        "project": "P1",
        "ward": "00001",
        "notified_on": "2024-03-01",
        "inventoried_on": "2024-06-01",
        "posted_on": "2024-09-01",
        "approved_on": "2025-01-10",
    },
    {"code": "L2", "project": "P1", "ward": "00002", "notified_on": "2025-03-01"},
    {"code": "L3", "project": "P2", "ward": "00003", "notified_on": "2025-06-01", "inventoried_on": "2025-09-01"},
]
# Phường An: H1 paid and handed over, H2 paid only, H3 approved and owed, H4 approved but refuses. Xã Cát: H5 notified.
FILES = [
    {"code": "H1", "ward": "00001", "area": 500.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20",
     "paid_on": "2025-02-10", "handed_over_on": "2025-04-01", "approved_sum": 2e9, "paid_sum": 2e9},
    {"code": "H2", "ward": "00001", "area": 300.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20",
     "paid_on": "2025-03-10", "approved_sum": 1e9, "paid_sum": 1e9},
    {"code": "H3", "ward": "00001", "area": 200.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20",
     "approved_sum": 5e8},
    {"code": "H4", "ward": "00001", "area": 100.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20",
     "approved_sum": 5e8, "obstacle_on": "2025-02-01", "obstacle": "refuses_money"},
    {"code": "H5", "ward": "00003", "area": 400.0, "project": "P2", "plan": "L3"},
]  # fmt: skip
# The first complaint's limit is 30 days from acceptance. K1 was due on 31/08 and is late; K2 is due on 30/09, in time;
# K3 is a proposal without a limit; K4 was decided within the twelve months; K5 before them; K6 lies outside competence.
CASES = [
    {"code": "K1", "ward": "00001", "project": "P1", "subject": "price", "received_on": "2026-07-25",
     "accepted_on": "2026-08-01", "hamlet": "Tổ dân phố 1", "longitude": 105.84, "latitude": 21.04},
    {"code": "K2", "ward": "00001", "project": "P1", "subject": "recovery", "received_on": "2026-08-25",
     "accepted_on": "2026-08-31", "hamlet": "Tổ dân phố 1", "longitude": 105.84, "latitude": 21.04},
    {"code": "K3", "ward": "00003", "project": "P2", "subject": "price", "case_class": "proposal",
     "received_on": "2026-06-02"},
    {"code": "K4", "ward": "00002", "project": "P1", "subject": "price", "received_on": "2025-11-03",
     "accepted_on": "2025-11-10", "decided_on": "2025-12-01", "outcome": "right"},
    {"code": "K5", "ward": "00002", "subject": "support", "received_on": "2025-01-03", "accepted_on": "2025-01-10",
     "decided_on": "2025-02-01", "outcome": "wrong"},
    {"code": "K6", "ward": "00001", "subject": "other", "received_on": "2026-09-01", "within_competence": False},
]  # fmt: skip
DIALOGUES = [
    {"code": "D1", "kind": "plan", "ward": "00001", "project": "P1", "announced_on": "2024-11-01",
     "held_on": "2024-11-20"},
    {"code": "D2", "kind": "complaint", "ward": "00001", "project": "P1", "announced_on": "2026-08-20",
     "held_on": "2026-09-05"},
    {"code": "D3", "kind": "plan", "ward": "00003", "project": "P2", "announced_on": "2026-09-20"},
]  # fmt: skip
COMMITMENTS = [
    {"code": "C1", "ward": "00001", "project": "P1", "notice_on": "2026-08-01", "due": "2026-09-29"},
    {"code": "C2", "ward": "00001", "project": "P1", "notice_on": "2026-08-01", "due": "2026-09-30"},
    {"code": "C3", "ward": "00001", "notice_on": "2026-06-01", "due": "2026-07-01", "extended_on": "2026-06-20",
     "extended_to": "2026-12-31"},
    {"code": "C4", "ward": "00003", "notice_on": "2026-06-01", "due": "2026-07-01", "kept_on": "2026-08-01"},
]  # fmt: skip
RECEPTIONS = [{"code": "R1", "ward": "00002", "held_on": "2026-09-15", "state": "held"}]
SITES = [
    {"code": "S1", "name": "Khu tái định cư An", "ward": "00001", "project": "P1", "capacity": 40,
     "started_on": "2024-05-01", "infrastructure_on": "2026-01-01",
     "location": shapely.to_wkb(shapely.Point(105.86, 21.06))},
]  # fmt: skip

_FILE = {"project": "P1", "plan": "L1", "notified_on": "2024-03-01"}
_CASE = {"case_class": "complaint", "level": "first", "within_competence": True}
ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "project": PROJECTS,
    "project_ward": PROJECT_WARDS,
    "plan": PLANS,
    "household_file": [_FILE | row for row in FILES],
    "resettlement_site": SITES,
    "case": [_CASE | row for row in CASES],
    "dialogue": DIALOGUES,
    "commitment": COMMITMENTS,
    "reception": RECEPTIONS,
}


def frame(entity: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of an entity as a typed frame, with every declared column."""
    declared = ENTITIES[entity]
    table = pd.DataFrame(list(rows), columns=list(declared.names))
    return table.astype({field.name: field.dtype for field in declared.fields})


def frames() -> dict[str, pd.DataFrame]:
    """All rows of the city, by entity."""
    return {name: frame(name, rows) for name, rows in ROWS.items()}


def snapshot(rows: Mapping[str, Sequence[Mapping[str, Any]]] = ROWS, *, as_of: dt.date = AS_OF) -> Snapshot:
    """What is known of the city, without going through a store."""
    frames = {name: frame(name, rows.get(name, ())) for name in ENTITIES}
    for name, table in frames.items():
        if ENTITIES[name].key == ("code",):
            frames[name] = table.set_index("code")
    return Snapshot(
        as_of=as_of,
        known_on=None,
        scope=Scope.local_officer("99"),
        province="99",
        frames=frames,
        demo=False,
        historical=False,
        digest="drawn",
        recorded="drawn",
    )
