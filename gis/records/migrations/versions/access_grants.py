"""Who may see what: grants of a role in an area, and their taking back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Day, Moment

revision = "0010"
down_revision = "0009"


_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _counting() -> sa.Column[int]:
    return sa.Column("id", _NUMBER, primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "access_grant",
        _counting(),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("valid_to", Day(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access_grant"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "access_revocation",
        _counting(),
        sa.Column(
            "grant", _NUMBER, sa.ForeignKey("access_grant.id", name="fk_access_revocation_grant"), nullable=False
        ),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access_revocation"),
        sa.UniqueConstraint("grant", name="uq_access_revocation_grant"),
        sqlite_autoincrement=True,
    )
