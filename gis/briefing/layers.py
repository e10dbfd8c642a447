"""Map layers for other programs: what a reader may see, as frames with geometry, and as files.

Three layers: ``wards`` with the figures of the ranking, ``projects`` and ``sites``. Small counts are hidden as in every
file; a hidden value is empty, and ``hidden`` names it, so that it is never taken for an unknown one. No layer holds a
row of a case or a household. Columns have the names of the code, so that a style made once fits again; sums are in tỷ
đồng.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from gis.areas.geodesy import DEGREES
from gis.briefing.tables import sheet, suppressed
from gis.briefing.ward_table import COLUMNS, COUNTS, DERIVED, PARTS
from gis.filters import Filters
from gis.insight import wards
from gis.insight.situation import Situation
from gis.insight.stages import STAGES
from gis.period import DEFAULT_KIND, compared
from gis.records.entities import ENTITIES
from gis.records.horizon import day_in_vietnam
from gis.scope import Scope
from gis.words import Language, say

PACKAGE: Final = "landmap.gpkg"
"""Name of the GeoPackage with all layers."""

_SITE: Final = ("name", "project", "ward", "capacity", "started_on", "planned_infrastructure", "infrastructure_on")
"""Fields of a site that count nobody."""
_SUMS: Final = ("approved_sum", "paid_sum")
_BILLION: Final = 1e9

Layers = Mapping[str, gpd.GeoDataFrame]


def layers(now: Situation, scope: Scope, *, threshold: int, language: Language) -> Layers:
    """Answer the layers.

    Parameters
    ----------
    now
        The situation, cut for the scope.
    scope, threshold
        Who asks; least count that may leave the screen.
    language
        Of names and entries of pick-lists.

    Returns
    -------
    Name → (n, …) in EPSG:4326. Every row says up to which day it tells (``as_of``), on which day it was known so where
    that is not today (``known_on``) and, where it is invented, so (``notice``); a ward also says what its boundaries
    are worth.
    """
    found = {
        "wards": _wards(now, scope, threshold, language),
        "projects": _projects(now, language),
        "sites": _placed(now["resettlement_site"][[*_SITE, "location"]], "location"),
    }
    known_on = now.snapshot.known_on
    known = pd.Timestamp(day_in_vietnam(known_on)) if known_on else pd.NaT
    about = {"as_of": now.as_of, "known_on": known, "notice": say("tables.demo", language) if now.snapshot.demo else ""}
    return {name: layer.assign(**about) for name, layer in found.items()}


def _wards(now: Situation, scope: Scope, threshold: int, language: Language) -> gpd.GeoDataFrame:
    table = wards.table(now.select(Filters()), compared(DEFAULT_KIND, now.snapshot.as_of).now)
    shown = suppressed(table, scope=scope, threshold=threshold, counts=COUNTS, derived=DERIVED, parts=PARTS)
    values = shown.values[list(COLUMNS)]
    values = values.assign(**{name: (values[name] / _BILLION).round(1) for name in _SUMS})
    masks = shown.hidden[[name for name in COLUMNS if name in shown.hidden]]
    values["hidden"] = [", ".join(masks.columns[mask]) for mask in masks.to_numpy(dtype=bool)]
    places = now.areas.wards.loc[values.index]
    values.insert(0, "name", places["full_name"].astype("str"))
    values["boundaries"] = now.areas.label.say(language)
    return gpd.GeoDataFrame(values.reset_index(), geometry=places.geometry.to_numpy(), crs=DEGREES)


def _projects(now: Situation, language: Language) -> gpd.GeoDataFrame:
    frame = now["project"][[*(name for name in ENTITIES["project"].names if name != "code"), "stage"]]
    listed = {field.name: field.choices for field in ENTITIES["project"].fields if field.choices} | {"stage": STAGES}
    for name, choices in listed.items():
        frame[name] = frame[name].astype("str").map({choice.code: choice.label.say(language) for choice in choices})
    return _placed(frame, "footprint")


def _placed(frame: pd.DataFrame, shape: str) -> gpd.GeoDataFrame:
    """Make a column of WKB the geometry; references and texts become plain text."""
    geometry = shapely.from_wkb(frame[shape].to_numpy(dtype=object))
    plain = frame.drop(columns=shape).reset_index()
    for name in plain.select_dtypes(["category", "string"]):
        plain[name] = plain[name].astype("str")
    return gpd.GeoDataFrame(plain, geometry=geometry, crs=DEGREES)


def write(found: Layers, folder: Path) -> list[Path]:
    """Write the layers into a folder: one GeoPackage with all of them, and a CSV of each.

    Returns
    -------
    The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / PACKAGE]
    package(found, files[0])
    for name, layer in found.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_bytes(sheet(pd.DataFrame(layer.drop(columns="geometry"))))
    return files


def package(found: Mapping[str, pd.DataFrame], file: Path) -> None:
    """Write frames, with geometry or without, into one GeoPackage; an older one is replaced."""
    file.unlink(missing_ok=True)
    for name, layer in found.items():
        pyogrio.write_dataframe(layer, file, layer=name, driver="GPKG", append=file.exists())
