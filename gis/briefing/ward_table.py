"""What of the ward table leaves the building: its columns in reading order, and what must be hidden with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

COLUMNS: Final = (
    "open_cases",
    "overdue_cases",
    "overdue_share",
    "oldest_age",
    "broken_commitments",
    "last_contact",
    "projects",
    "recover_area",
    "households",
    "approved_households",
    "paid_households",
    "handed_over_households",
    "approved_sum",
    "paid_sum",
)
"""Columns after the ward's name, in reading order."""

COUNTS: Final = (
    "households",
    "approved_households",
    "paid_households",
    "unpaid_households",
    "late_households",
    "handed_over_households",
    "open_cases",
    "overdue_cases",
    "broken_commitments",
    "missed_dialogues",
)
"""Columns of the ward table that count households, cases or promises; projects and the
reception days of a head are public."""

DERIVED: Final[Mapping[str, Sequence[str]]] = {
    "paid_share": ("paid_households", "approved_households"),
    "handed_over_share": ("handed_over_households", "households"),
    "overdue_share": ("overdue_cases", "open_cases"),
    "approved_sum": ("approved_households",),
    "paid_sum": ("paid_households",),
    "oldest_age": ("open_cases",),
}
"""Column → the counts it would reveal."""

PARTS: Final = (
    ("approved_households", "households"),
    ("handed_over_households", "households"),
    ("paid_households", "approved_households"),
    ("unpaid_households", "approved_households"),
    ("late_households", "unpaid_households"),
    ("overdue_cases", "open_cases"),
)
"""(part, whole): what is left of the whole is a count too."""
