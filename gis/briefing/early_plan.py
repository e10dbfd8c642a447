"""The month's plan of dialogues, for page and paper: the places in it, and a suggested day for each.

The plan is what somebody put into the address of the page. Its days are suggestions, to be settled with the places;
nothing counts as announced by them.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.briefing import early_words
from gis.briefing.reading import Reading
from gis.briefing.tables import ColumnKind
from gis.insight import dialogue_plan

KINDS: Final[dict[str, ColumnKind]] = {
    "suggested": "day",
    "class": "lines",
    "reasons": "lines",
    "next_day": "day",
    "last_dialogue": "day",
    "body": "lines",
}
"""Columns after the ward's name, in reading order, and how they are written."""


def planned(table: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Answer the rows of the list that are planned for, in the plan's order, with a ``suggested`` day each.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`, or the same in words.
    reading
        Whose plan.
    """
    rows = table.loc[[code for code in reading.view.outlook.plan if code in table.index]]
    month = dialogue_plan.month_after(reading.view.day)
    return rows.assign(suggested=dialogue_plan.suggested(rows["next_day"], month))


def month(reading: Reading) -> str:
    """Write the month that is planned for: ``10/2026``."""
    return f"{dialogue_plan.month_after(reading.view.day):%m/%Y}"


def heading(name: str, reading: Reading) -> str:
    """Answer what stands above a column of `KINDS`."""
    return reading.say("hotspots.plan.suggested") if name == "suggested" else early_words.headings(reading)[name]
