"""Where things stand on the map: aggregated, so that what is drawn never grows with the number of cases.

The *grain* of case circles follows what is selected, never the zoom: cells of a grid over the city; hamlets inside the
wards that are opened. A case of which only the ward is known stands at its ward's point, and says so.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gis.insight.once import once
from gis.insight.situation import Selection, Situation

CELL: Final = 0.05
"""Edge of a grid cell in degrees: about 5.5 km north–south and 5.2 km east–west at 21° N, some 120 for a province."""

_ROWS: Final = 10_000
"""More rows than the grid has up to the pole, so that column and row make one number."""

MOST_CIRCLES: Final = 300
"""More circles than this are drawn by cells even in opened wards: the picture must stay readable and light."""

MOST_FOOTPRINTS: Final = 40
"""So many footprints are drawn, the longest first; the other projects have their symbol."""

_EXTENDED: Final = (1, 3, 5, 6)
"""Kinds of shapes that extend, as Shapely numbers them: lines, areas, several of one kind. A file may give a project a
point; it has its symbol then, and no footprint."""

_SIMPLE: Final = 0.0008
"""Tolerance in degrees (about 80 m) to which a footprint is simplified: invisible at the zooms that are allowed."""


@once("open_case")
def case_circles(selection: Selection, opened: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Group the open cases of a selection into circles.

    Parameters
    ----------
    selection
        What is chosen.
    opened
        Codes of wards whose cases are shown by hamlet.

    Returns
    -------
    (c, 7) with ``id`` (stable for the same place), ``ward`` and ``hamlet`` (of an opened ward, else missing), ``lon``,
    ``lat`` (EPSG:4326, mean of the places), ``n`` (open cases) and ``overdue``; most cases first.
    """
    cases = selection["open_case"]
    cases = cases.loc[cases["lon"].notna(), ["ward", "hamlet", "lon", "lat", "overdue"]]
    if not opened:
        return _by_cell(cases)
    inside = cases["ward"].isin(list(opened))
    fine = _by_hamlet(cases[inside])
    if len(fine) > MOST_CIRCLES:
        return _by_cell(cases)
    return pd.concat([fine, _by_cell(cases[~inside])], ignore_index=True)


def _by_hamlet(cases: pd.DataFrame) -> pd.DataFrame:
    # a missing hamlet is a place of its own: the ward's point
    keyed = cases.assign(hamlet=cases["hamlet"].astype("string").fillna(""), ward=cases["ward"].astype("string"))
    circles = _circles(keyed, ["ward", "hamlet"])
    return circles.assign(id="h:" + circles["ward"] + ":" + circles["hamlet"])


def _by_cell(cases: pd.DataFrame) -> pd.DataFrame:
    column, row = ((cases[name].to_numpy(dtype="float64") // CELL).astype("int64") for name in ("lon", "lat"))
    circles = _circles(cases.assign(cell=column * _ROWS + row), ["cell"])
    column, row = np.divmod(circles["cell"].to_numpy(), _ROWS)
    names = [f"c:{east}:{north}" for east, north in zip(column, row, strict=True)]
    missing = pd.Series(pd.NA, index=circles.index, dtype="string")
    return circles.assign(id=names, ward=missing, hamlet=missing).drop(columns="cell")


def _circles(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = cases.groupby(by, observed=True)
    # one column after the other: named aggregations of pandas take four times as long for as many rows
    circles = grouped[["lon", "lat"]].mean().assign(n=grouped.size(), overdue=grouped["overdue"].sum())
    return circles.reset_index().sort_values("n", ascending=False, kind="stable", ignore_index=True)


@once("project_place")
def projects_by_ward(selection: Selection) -> pd.DataFrame:
    """Count the projects of each ward and name the stage most of them are in.

    Returns
    -------
    (w, 2) indexed by ward: ``n`` and ``stage``; wards without a project have no row.
    """
    if selection.everywhere is not selection:
        whole = projects_by_ward(selection.everywhere)
        return whole[whole.index.isin(selection.wards)]
    places = selection["project_place"].dropna(subset=["ward"])
    counted = places.groupby(["ward", "stage"], observed=True).size().reset_index(name="n")
    most = counted.sort_values("n", ascending=False, kind="stable").drop_duplicates("ward").set_index("ward")["stage"]
    return pd.DataFrame({"n": counted.groupby("ward", observed=True)["n"].sum(), "stage": most})


@once("project_place")
def footprints(selection: Selection) -> pd.DataFrame:
    """Answer the footprints of projects that are drawn, as simple as a screen can show.

    Returns
    -------
    (≤ `MOST_FOOTPRINTS`, 5) indexed by ``code``, the longest first: ``stage``, ``shape`` (EPSG:4326), ``length``
    (degrees), ``lat`` and ``lon`` of its middle.
    """
    drawn: pd.DataFrame = selection.situation.answered("footprints", partial(_drawn, selection.situation))
    chosen = drawn[drawn.index.isin(selection["project_place"]["project"])]
    return chosen.sort_values("length", ascending=False, kind="stable").head(MOST_FOOTPRINTS)


def _drawn(now: Situation) -> pd.DataFrame:
    """Answer all footprints there are, as simple as a screen can show; once for all choices, since it takes long."""
    projects = now["project"][now["project"]["footprint"].notna()]
    shapes = shapely.simplify(shapely.from_wkb(projects["footprint"].to_numpy()), _SIMPLE)
    drawn = projects[["stage"]].assign(shape=shapely.set_precision(shapes, 0.0001), length=shapely.length(shapes))
    drawn = drawn[np.isin(shapely.get_type_id(drawn["shape"].to_numpy()), _EXTENDED) & drawn["length"].gt(0)]
    lon, lat = np.round(shapely.get_coordinates(shapely.centroid(drawn["shape"].to_numpy())), 4).T
    return drawn.assign(lat=lat, lon=lon).rename_axis("code")
