"""Who is to chair a dialogue that was announced, and the minutes of one that was held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; what was recorded before knows nothing of them."""
    op.add_column("dialogue", sa.Column("planned_chair", sa.Text()))
    op.add_column("dialogue", sa.Column("minutes_on", Day()))
    op.add_column("dialogue", sa.Column("minutes_number", sa.Text()))
