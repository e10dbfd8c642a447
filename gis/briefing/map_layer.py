"""The map of a briefing for other maps: its wards as a GeoPackage, with what is drawn and what is read of each."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from gis.areas import Areas
from gis.areas.geodesy import DEGREES
from gis.briefing import as_tables, layers
from gis.briefing.content import Briefing
from gis.errors import RequestError
from gis.maps.palette import LIGHT
from gis.maps.picture import MapPicture
from gis.words import say

LAYER: Final = "wards"
ABOUT: Final = "about"
"""Table without geometry: what the map is of, line by line."""


def written(briefing: Briefing, areas: Areas, *, moment: dt.datetime) -> bytes:
    """Write the map of a briefing.

    Parameters
    ----------
    briefing
        What is drawn.
    areas
        The wards it is drawn on, in EPSG:4326.
    moment
        When it is exported, with its time zone.

    Returns
    -------
    A GeoPackage with two tables. `LAYER`: code, name, what is read of each ward (``value``), its class as on the map
    (``class``, ``legend``, ``colour``), how it stands out (``standing_out``), and notices. `ABOUT`: what it is of.

    Raises
    ------
    RequestError
        The briefing has no map.
    """
    if briefing.picture is None:
        raise RequestError("briefing.no_map")
    found = {LAYER: _wards(briefing, briefing.picture, areas), ABOUT: _about(briefing, moment)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / layers.PACKAGE
        layers.package(found, file)
        _date(file, moment)
        return file.read_bytes()


def _wards(briefing: Briefing, picture: MapPicture, areas: Areas) -> gpd.GeoDataFrame:
    classes = {entry.swatch: entry.label for section in picture.legend for entry in section.entries}
    out = {outline.ward: outline.words.replace("\n", "; ") for outline in picture.outlines}
    marks = {code: picture.wards[code] for code in sorted(picture.wards)}
    places = areas.wards.loc[list(marks)]
    frame = pd.DataFrame(
        {
            "code": list(marks),
            "name": places["full_name"].astype(str).tolist(),
            "value": [mark.label for mark in marks.values()],
            "class": [mark.swatch for mark in marks.values()],
            "legend": [classes.get(mark.swatch, "") for mark in marks.values()],
            "colour": [LIGHT.colour(mark.swatch) for mark in marks.values()],
            "standing_out": [out.get(code, "") for code in marks],
            "as_of": briefing.as_of,
            "boundaries": areas.label.say(briefing.language),
            "notice": say("tables.demo", briefing.language) if briefing.demo else "",
            "mark": briefing.mark,
            "digest": briefing.digest,
        },
        dtype=object,
    )
    return gpd.GeoDataFrame(frame, geometry=places.geometry.to_numpy(), crs=DEGREES)


def _about(briefing: Briefing, moment: dt.datetime) -> pd.DataFrame:
    head = [(say("briefing.written.title", briefing.language), as_tables.title(briefing))]
    demo = [("", say("tables.demo", briefing.language))] if briefing.demo else []
    return pd.DataFrame([*demo, *head, *as_tables.around(briefing, moment)], columns=["what", "text"], dtype=object)


def _date(file: Path, moment: dt.datetime) -> None:
    """Put the moment of export in the place of the machine's clock."""
    with closing(sqlite3.connect(file)) as package, package:
        package.execute(
            "UPDATE gpkg_contents SET last_change = ?", (f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.000Z}",)
        )
