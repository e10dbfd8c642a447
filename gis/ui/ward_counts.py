"""The ward table as the reader may see it on the map: small counts and what would tell them hidden, as in its file."""

from __future__ import annotations

import pandas as pd

from gis import settings
from gis.access.suppression import Shown
from gis.briefing import tables
from gis.briefing.ward_table import COUNTS, DERIVED, PARTS
from gis.ui import process, seen
from gis.ui.here import Here


def hidden(table: pd.DataFrame, here: Here) -> Shown | None:
    """Answer the ward table with its small counts hidden; None for whoever reads exact counts.

    Parameters
    ----------
    table
        What `gis.insight.wards.table` answered for the selection and period of the view.
    here
        Who reads.
    """
    if not seen.hides():
        return None
    asked = ("ward counts", here.period)  # half a second for all wards of a province
    if asked not in here.selection.answers:
        limit = settings.current().suppress_below
        here.selection.answers[asked] = tables.suppressed(
            table, scope=process.reader(), threshold=limit, counts=COUNTS, derived=DERIVED, parts=PARTS
        )
    found: Shown = here.selection.answers[asked]
    return found
