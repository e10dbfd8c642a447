"""Days and marks that clocks of the law start at, end at or ask for."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day

revision = "0004"
down_revision = "0003"

_DAYS: Final = {
    "case": ("finding_on",),
    "plan": ("opinions_on",),
    "household_file": ("inventory_persuasion_on", "compulsory_inventory_on"),
}
_FLAGS: Final = {"case": "finding_differs", "plan": "disagreed"}


def upgrade() -> None:
    """Add the columns; what was recorded before knows nothing of them."""
    for table, names in _DAYS.items():
        for name in names:
            op.add_column(table, sa.Column(name, Day()))
    for table, name in _FLAGS.items():
        op.add_column(table, sa.Column(name, sa.Boolean()))
