"""What one count is called in each of the places that tell it.

The open cases of a place stand in its row of the ward table, at the head of a view, on its sheet and among the totals
on which all papers agree, each time by the name that suits there. Whoever looks at two of them together asks here which
counts are the same; a count that is told in one more place is named here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gis.briefing.ward_table import COUNTS


@dataclass(frozen=True)
class Count:
    """One count; a name is empty where it is not told.

    Parameters
    ----------
    total
        Among the totals of `gis.briefing.agreed`; of what is in `gis.briefing.ward_table.COUNTS` also its column there.
    sheet
        On the sheet of a place or project.
    figures
        In `gis.insight.overview.Figures` or its flow, which stand at the head of a view.
    progress
        In tables of clearance progress.
    """

    total: str
    sheet: str = ""
    figures: str = ""
    progress: str = ""

    @property
    def in_ward_table(self) -> bool:
        """Whether the ward table has a column of it."""
        return self.total in COUNTS


EVERY: Final = (
    Count("households", "households", "households", "households"),
    Count("approved_households", "approved", "households_approved", "approved"),
    Count("paid_households", "paid", "households_paid", "paid"),
    Count("unpaid_households", progress="unpaid"),
    Count("handed_over_households", "handed_over", "households_handed_over", "handed_over"),
    Count("late_households", progress="late"),
    Count("open_cases", "open", "cases_open"),
    Count("overdue_cases", "overdue", "cases_overdue"),
    Count("past_unverified", figures="cases_past_unverified"),
    Count("broken_commitments", "broken"),
    Count("to_resolve", "to_resolve", "to_resolve"),
    Count("resolved", "resolved", "resolved"),
)

OF_FIGURES: Final[Mapping[str, str]] = {one.figures: one.total for one in EVERY if one.figures}
"""Figure at the head → total."""
OF_SHEETS: Final[Mapping[str, str]] = {one.sheet: one.total for one in EVERY if one.sheet}
"""Count of a sheet → total."""
OF_PROGRESS: Final[Mapping[str, str]] = {one.progress: one.total for one in EVERY if one.progress}
"""Column of a table of progress → total."""
FIGURES_IN_TABLE: Final[Mapping[str, str]] = {
    one.figures: one.total for one in EVERY if one.figures and one.in_ward_table
}
"""Figure at the head → the column of the ward table whose total it is."""
SHEETS_IN_TABLE: Final[Mapping[str, str]] = {one.sheet: one.total for one in EVERY if one.sheet and one.in_ward_table}
"""Count of a sheet → the column of the ward table that tells the same of its ward, or in all."""
SHEETS_IN_FIGURES: Final[Mapping[str, str]] = {one.sheet: one.figures for one in EVERY if one.sheet and one.figures}
"""Count of a sheet → the figure at the head that it is."""
