"""Periods that were closed: a name for what was known at one moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "closing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("as_of", Day(), nullable=False),
        sa.Column("known_on", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closing"),
        sa.UniqueConstraint("province", "name", name="uq_closing_province_name"),
        sqlite_autoincrement=True,
    )
