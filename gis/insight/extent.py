"""How much land projects are to recover, in hectares.

A project's area stands by ward where it is known so, else only for the whole of it. Where places were chosen only what
lies in them counts; a project known only whole then has none.
"""

from __future__ import annotations

import pandas as pd

from gis.insight.situation import Selection


def recover_area(selection: Selection) -> pd.Series:
    """Answer the area to recover of every project of a selection.

    Returns
    -------
    (p,) hectares, named ``recover_area``, indexed by project code; missing where it is not recorded.
    """
    places = selection["project_place"]
    in_wards = places.groupby("project", observed=True)["recover_area"].sum(min_count=1)
    if selection.filters.ward or selection.filters.district:
        return in_wards
    return in_wards.fillna(selection.situation["project"]["recover_area"].reindex(in_wards.index))
