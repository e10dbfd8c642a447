"""Where things stand on the map: aggregated, so that what is drawn never grows with the number of cases.

The *grain* of case circles follows what is selected, never the zoom: cells of a grid over the city; hamlets inside the
wards that are opened. A case of which only the ward is known stands at its ward's point, and says so.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from gis.insight.situation import Selection

CELL: Final = 0.05
"""Edge of a grid cell in degrees: about 5.5 km north–south and 5.2 km east–west at 21° N, some 120 for a province."""

MOST_CIRCLES: Final = 300
"""More circles than this are drawn by cells even in opened wards: the picture must stay readable and light."""


def case_circles(selection: Selection, opened: Collection[str] = ()) -> pd.DataFrame:
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
    cells = cases.assign(column=(cases["lon"] // CELL).astype("int32"), row=(cases["lat"] // CELL).astype("int32"))
    circles = _circles(cells, ["column", "row"])
    names = "c:" + circles["column"].astype("string") + ":" + circles["row"].astype("string")
    missing = pd.Series(pd.NA, index=circles.index, dtype="string")
    return circles.assign(id=names, ward=missing, hamlet=missing).drop(columns=["column", "row"])


def _circles(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = cases.groupby(by, observed=True)
    circles = grouped.agg(lon=("lon", "mean"), lat=("lat", "mean"), n=("overdue", "size"), overdue=("overdue", "sum"))
    return circles.reset_index().sort_values("n", ascending=False, kind="stable", ignore_index=True)


def projects_by_ward(selection: Selection) -> pd.DataFrame:
    """Count the projects of each ward and name the stage most of them are in.

    Returns
    -------
    (w, 2) indexed by ward: ``n`` and ``stage``; wards without a project have no row.
    """
    places = selection["project_place"].dropna(subset=["ward"])
    counted = places.groupby(["ward", "stage"], observed=True).size().reset_index(name="n")
    most = counted.sort_values("n", ascending=False, kind="stable").drop_duplicates("ward").set_index("ward")["stage"]
    return pd.DataFrame({"n": counted.groupby("ward", observed=True)["n"].sum(), "stage": most})
