"""The area of a whole project, when a list names only some of its wards.

A commune sends the rows of its own ward. What it says of the project's area is true of that ward; the whole is that and
what is known of the wards it does not name.
"""

from __future__ import annotations

import pandas as pd

from gis.intake.forms import Frames
from gis.intake.project_areas import AREAS, DECIMALS


def complete_totals(frames: Frames, known: Frames) -> Frames:
    """Add the known areas of wards that a list does not name to the areas of its projects.

    Parameters
    ----------
    frames
        ``project`` and ``project_ward`` as gathered from the list.
    known
        The same two as recorded so far.

    Returns
    -------
    The frames, with the areas of such projects completed: the sum where every ward's area is known, else what was known
    of the project before.
    """
    projects, wards = frames["project"], frames["project_ward"]
    here = pd.MultiIndex.from_frame(wards[["project", "ward"]].astype(object))
    there = pd.MultiIndex.from_frame(known["project_ward"][["project", "ward"]].astype(object))
    others = known["project_ward"][~there.isin(here) & known["project_ward"]["project"].isin(projects["code"])]
    partial = projects["code"].isin(others["project"])
    if not partial.any():
        return frames
    before = known["project"].set_index("code")
    completed = {}
    for name in (name for name in AREAS if name in projects):
        every = pd.concat([wards[["project", name]].astype({"project": object}), others[["project", name]]])
        groups = every.groupby("project")[name]
        sums = groups.sum().round(DECIMALS).mask(groups.count() < groups.size())
        codes = projects["code"].astype(object)
        whole = codes.map(sums).fillna(codes.map(before[name]))
        completed[name] = projects[name].where(~partial, whole)
    return {**frames, "project": projects.assign(**completed)}
