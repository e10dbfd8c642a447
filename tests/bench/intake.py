"""Bringing a file in by itself: ``python -m tests.bench.intake make FOLDER`` and ``… import KIND FILE``.

The files are the cases of the demo city in the settings, as an office would send them, and a layer of parcels to be
recovered, as a surveyor would; each comes into an empty store of its own. Each measurement is a process of its own and
writes one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from gis import areas, intake, settings
from gis.areas import Areas
from gis.intake.templates import entries, offered
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings

PARCELS: Final = 1_500
_SYSTEM: Final = "EPSG:5897"
"""VN-2000 / TM-3 105°00′, in which the city's cadastral files come."""

_SIDE: Final = 40.0
"""Metres between two parcels, which are as wide as long."""


def made(folder: Path) -> list[tuple[str, str]]:
    """Write the cases of the demo city as XLSX and as CSV, and the parcels; answer kind and file of each."""
    chosen = settings.current()
    ledger = open_ledger(open_store(chosen), chosen)
    day, scope = ledger.last_event() or pd.Timestamp.max.date(), Scope.local_officer(chosen.province)
    cases = ledger.snapshot(day, scope)["case"].reset_index()
    sheet, text = folder / "cases.xlsx", folder / "cases.csv"
    sheet.write_bytes(intake.template("cases", rows=cases.astype(object)))
    as_text(cases).to_csv(text, index=False)
    layer = folder / "parcels.gpkg"
    pyogrio.write_dataframe(parcels(areas.load(chosen)), layer)
    return [("cases", str(sheet)), ("cases", str(text)), ("projects", str(layer))]


def parcels(held: Areas) -> gpd.GeoDataFrame:
    """Answer parcels around the middles of the wards, each with a corner cut off, in the city's own system.

    Returns
    -------
    (`PARCELS`, …) with Vietnamese headings, in EPSG:5897.
    """
    wards = held.wards[["full_name", "label_lon", "label_lat"]]
    at = np.arange(PARCELS)
    ward, place = wards.iloc[at % len(wards)], at // len(wards)
    middles = gpd.GeoSeries.from_xy(ward["label_lon"], ward["label_lat"], crs="EPSG:4326").to_crs(_SYSTEM)
    x, y = middles.x.to_numpy() + _SIDE * place, middles.y.to_numpy()
    width = _SIDE * 0.9
    rings = np.stack([x, y, x + width, y, x + width, y + 30, x + 30, y + width, x, y + width, x, y], axis=1).reshape(
        PARCELS, -1, 2
    )
    columns = {
        "Mã xã, phường": ward.index.to_numpy(),
        "Xã, phường": ward["full_name"].to_numpy(),
        "Tên dự án": [f"Thửa {number}" for number in at + 1],
        "Mục đích": "Giao thông",
        "Đơn vị": "Ban quản lý dự án",
    }
    frame = pd.DataFrame(columns).reset_index(drop=True)
    return gpd.GeoDataFrame(frame, geometry=shapely.polygons(rings), crs=_SYSTEM)


def as_text(cases: pd.DataFrame) -> pd.DataFrame:
    """Answer cases as an office would type them: Vietnamese headings, days and words."""
    columns = {}
    for column in (column for column in offered(intake.FORMS["cases"]) if column.name in cases):
        values = cases[column.name]
        if column.field.kind in ("event", "plan"):
            values = values.dt.strftime("%d/%m/%Y")
        elif column.field.choices:
            names = {one.code: one.label.vi for one in column.field.choices}
            values = values.astype(object).map(names)
        elif column.field.kind == "flag":
            values = values.astype(object).map(dict(zip((True, False), entries(column), strict=True)))
        columns[column.field.label.vi] = values
    return pd.DataFrame(columns)


def measured(kind: str, path: Path) -> dict[str, float]:
    """Bring a file of a kind in twice; seconds of each part, memory in bytes."""
    held = areas.load(settings.current())
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(state_dir=Path(folder), database_url="", province=settings.current().province))
        store.create()
        took: dict[str, float] = {}
        table = _timed(took, "read", lambda: intake.read_table(path))
        examined = _timed(took, "check", lambda: intake.examine(table, kind, store=store, areas=held))
        report = _timed(took, "record", lambda: intake.record(examined, store))
        again = _timed(took, "again", lambda: intake.examine(table, kind, store=store, areas=held)).report
    took |= {"rows": report.rows, "new": report.new, "unchanged": again.unchanged}
    return took | {"memory": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def _timed(took: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    found = work()
    took[name] = time.perf_counter() - start
    return found


if __name__ == "__main__":
    _, task, *rest = sys.argv
    json.dump(made(Path(rest[0])) if task == "make" else measured(rest[0], Path(rest[1])), sys.stdout)
