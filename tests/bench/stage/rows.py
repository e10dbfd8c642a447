"""The rows that the other maps draw: cases with a place, as the reader's filters leave them."""

from __future__ import annotations

import pandas as pd

from gis.ui.here import Here


def located(here: Here, most: int) -> pd.DataFrame:
    """Answer at most so many of the chosen cases that have a place."""
    cases = here.selection["case"]
    return cases.loc[cases["lon"].notna(), ["lon", "lat", "open"]].head(most)
