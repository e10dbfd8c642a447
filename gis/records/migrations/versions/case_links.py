"""What an officer found about two registered matters that may be one case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day

revision = "0003"
down_revision = "0002"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTS = ("case", "other_case", "petition", "ward", "decision")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "case_link",
        sa.Column("seq", _LONG, primary_key=True, autoincrement=True),
        sa.Column("batch", _LONG, nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in _TEXTS),
        sa.Column("decided_on", Day()),
        sa.Column("role", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name="pk_case_link"),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name="fk_case_link_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_link_province_row_key", "case_link", ["province", "row_key"])
