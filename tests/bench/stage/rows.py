"""The rows that the other maps draw: cases with a place, as the reader's filters leave them."""

from __future__ import annotations

import pandas as pd

from gis.insight.situation import located_at
from gis.ui.here import Here


def located(here: Here, most: int) -> pd.DataFrame:
    """Answer at most so many of the chosen cases, open or not, that have a place."""
    now, filters = here.situation, here.view.filters
    cases = filters.keep(now.snapshot["case"], now.districts)
    places = pd.DataFrame(located_at(cases, now.areas), index=cases.index)
    is_open = cases["decided_on"].isna() & cases["ended_on"].isna()
    return places.assign(open=is_open).dropna(subset=["lon"]).head(most)
