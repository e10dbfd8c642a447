"""That somebody held a rule of law against its original text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day

revision = "0005"
down_revision = "0004"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TYPES = {
    "rule": sa.Text(),
    "valid_from": Day(),
    "substance": sa.Text(),
    "state": sa.Text(),
    "document": sa.Text(),
    "checked_on": Day(),
    "role": sa.Text(),
}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "rule_check",
        sa.Column("seq", _LONG, primary_key=True, autoincrement=True),
        sa.Column("batch", _LONG, nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        *(sa.Column(name, kind) for name, kind in _TYPES.items()),
        sa.PrimaryKeyConstraint("seq", name="pk_rule_check"),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name="fk_rule_check_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_check_province_row_key", "rule_check", ["province", "row_key"])
