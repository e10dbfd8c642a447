"""Wards of a project that only a map tells of: derived from where its footprint lies.

A footprint *lies in* a ward with the share of its area, or of its length where it is a line, that is inside. A share
below `SLIVER` is where two boundaries do not quite meet and not a part of the project; the ward of the largest share
always counts. Shares are measured in metres (EPSG:5897), areas told in hectares. Rows that are alike but for their
shape are pieces of one footprint and lie where it does.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.areas.geodesy import DEGREES, to_metres
from gis.areas.names import Named
from gis.errors import Finding
from gis.intake.forms import Form, Rows
from gis.intake.frames import blank
from gis.intake.pieces import united
from gis.words import Phrase

SLIVER: Final = 0.01
"""Share of a footprint below which a ward is left out."""
_SQUARE_METRES: Final = 10_000
_COLUMNS: Final = ["row", "ward", "share", "hectares"]


def derived(rows: Rows, form: Form, areas: Named) -> tuple[pd.DataFrame, list[Finding]]:
    """Answer the wards of the rows that name none and have a shape.

    Parameters
    ----------
    rows
        With codes of wards where they are named.
    form
        Which of its columns a ward may be derived from.
    areas
        The wards; those without geometry tell nothing.

    Returns
    -------
    (k, 4) ``row`` (of pieces the first), ``ward``, ``share`` (0 to 1) and ``hectares`` (NaN for what has no area), the
    largest share of a row first; and one finding a row that says so.
    """
    column = next((one for one in form.columns if one.derived_from and rows.has(one.derived_from)), None)
    if column is None or not isinstance(areas.wards, gpd.GeoDataFrame):
        return pd.DataFrame(columns=_COLUMNS), []
    named = rows.values.get(column.name, blank(rows.values.index)).notna()
    written = [name for name in (column.name, column.instead) if name in rows.written]
    shapes = rows.values[column.derived_from][~named & ~(rows.written[written] != "").any(axis=1)].dropna()
    if shapes.empty:
        return pd.DataFrame(columns=_COLUMNS), []
    first = rows.first()
    found = _shares(_whole(shapes, first[shapes.index]), areas.wards)
    heading = rows.heading(column.derived_from)
    nowhere = shapes.index[~first[shapes.index].isin(found["row"])]
    what = Phrase("intake.finding.footprint_nowhere")
    lost = [Finding("footprint_nowhere", what, int(row), heading, refused=True) for row in nowhere]
    return found, _findings(found, heading, areas) + lost


def _whole(shapes: pd.Series, first: pd.Series) -> pd.Series:
    """Unite the shapes of rows that are alike, by number of the first of them."""
    drawn = pd.Series(shapely.from_wkb(shapes.to_numpy()), first.to_numpy(), dtype=object)
    several = drawn.index.duplicated(keep=False)
    wholes = {row: united(pieces.to_numpy(object)) for row, pieces in drawn[several].groupby(level=0, sort=False)}
    sound = pd.Series({row: shape for row, shape in wholes.items() if shape is not None}, dtype=object)
    return pd.concat([drawn[~several], sound]) if several.any() else drawn


def _shares(shapes: pd.Series, wards: gpd.GeoDataFrame) -> pd.DataFrame:
    drawn = gpd.GeoDataFrame({"row": shapes.index}, geometry=shapes.to_numpy(), crs=DEGREES)
    places = to_metres(wards[[wards.geometry.name]]).geometry
    drawn = to_metres(drawn)
    shape, ward = places.sindex.query(drawn.geometry, predicate="intersects")
    inside = shapely.intersection(drawn.geometry.to_numpy()[shape], places.to_numpy()[ward])
    measured = _measure(inside, drawn.geometry.to_numpy()[shape])
    table = pd.DataFrame({"row": drawn["row"].to_numpy()[shape], "ward": places.index.to_numpy()[ward]})
    table = table.assign(measured=measured, hectares=shapely.area(inside) / _SQUARE_METRES)
    table["hectares"] = table["hectares"].round(4).where(table["hectares"] > 0)
    table["share"] = measured / table.groupby("row")["measured"].transform("sum")
    table = table.sort_values(["row", "share", "ward"], ascending=[True, False, True], kind="stable")
    first = ~table["row"].duplicated()
    return table[first | (table["share"] >= SLIVER)].reset_index(drop=True)[_COLUMNS]


def _measure(inside: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Measure parts as their wholes are measured: by area, by length, or, for points, by number."""
    dimension = shapely.get_dimensions(whole)
    return np.select([dimension == 2, dimension == 1], [shapely.area(inside), shapely.length(inside)], 1.0)  # noqa: PLR2004 — areas


def _findings(found: pd.DataFrame, heading: str, areas: Named) -> list[Finding]:
    names = areas.wards["full_name"]
    code = "derived_wards_approximate" if getattr(areas, "approximate", False) else "derived_wards"
    told = {
        int(str(row)): "; ".join(
            f"{names[ward]} {share:.0%}" for ward, share in zip(one["ward"], one["share"], strict=True)
        )
        for row, one in found.groupby("row")
    }
    return [
        Finding(code, Phrase(f"intake.finding.{code}", {"wards": text, "sliver": f"{SLIVER:.0%}"}), row, heading)
        for row, text in told.items()
    ]
