"""Answers that take long to work out, kept so that nobody waits for them twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day, Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("as_of", Day(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint("province", "name", "as_of", "scope", name="uq_result_province_name_as_of_scope"),
        sqlite_autoincrement=True,
    )
