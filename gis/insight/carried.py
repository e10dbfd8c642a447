"""What frames take from others: attributes of their project, and where their ward lies.

Project attributes (kind, funding, key project, stage) are carried to everything that belongs to a project, so one
filter narrows all of it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gis.areas import Areas

CARRIED: Final = {
    "kind": "project_kind",
    "funding": "funding",
    "key_project": "key_project",
    "stage": "stage",
    "investor": "investor",
    "compensating_unit": "compensating_unit",
}
"""Attribute of a project → name of the column it becomes on what belongs to the project."""
HAMLET: Final = 3
"""Decimals of a degree to which a case is drawn: 110 m, which tells a hamlet and no house."""


def project_places(projects: pd.DataFrame, project_wards: pd.DataFrame) -> pd.DataFrame:
    """One row per project and ward; a project without a ward keeps one row with its own areas."""
    placed = project_wards[["project", "ward", "area", "recover_area"]]
    homeless = projects.loc[~projects.index.isin(placed["project"]), ["area", "recover_area"]]
    rows = pd.concat([placed, homeless.rename_axis("project").reset_index()], ignore_index=True)
    rows["project"] = rows["project"].astype(pd.CategoricalDtype(projects.index))
    return carried(rows, projects)


def carried(frame: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Carry the attributes of projects to what belongs to them.

    Parameters
    ----------
    frame
        (n, ...) with a categorical ``project``.
    projects
        (p, ...) indexed by code, with the columns of `CARRIED`.

    Returns
    -------
    (n, ...) the frame with those columns added; rows without a project have none.
    """
    codes = frame["project"].cat.codes.to_numpy()
    rows = np.append(projects.index.get_indexer(frame["project"].cat.categories), -1)[codes]
    added = {name: _taken(projects[attribute], rows, frame.index) for attribute, name in CARRIED.items()}
    return frame.assign(**added)


def _taken(column: pd.Series, rows: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(column.array.take(rows, allow_fill=True), index=index)


def located_at(cases: pd.DataFrame, areas: Areas) -> dict[str, pd.Series]:
    """Where a case is drawn: at its hamlet's point, or its ward's when only the ward is known (degrees, EPSG:4326).

    No closer than a hamlet, whatever was recorded: a point may be as exact as a house.
    """
    points = areas.wards[["label_lon", "label_lat"]]
    rows = np.append(points.index.get_indexer(cases["ward"].cat.categories), -1)[cases["ward"].cat.codes.to_numpy()]
    lon, lat = (_taken(points[name], rows, cases.index) for name in points)
    placed = cases["longitude"].notna() & cases["latitude"].notna() & cases["precision"].ne("ward").fillna(value=True)
    east, north = (cases[name].round(HAMLET) for name in ("longitude", "latitude"))
    return {"lon": east.where(placed, lon), "lat": north.where(placed, lat)}
