"""The audit trail, and what keeps it from being changed: the database itself refuses."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from gis.records.tables import Moment

revision = "0009"
down_revision = "0008"

_SQLITE: Final = """CREATE TRIGGER audit_keeps_{name} BEFORE {event} ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"""
_REFUSES: Final = """
CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'insufficient_privilege'; END $$
"""
_POSTGRESQL: Final = (
    "CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keeps()",
    "CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps()",
)


def upgrade() -> None:
    """Make the table and what guards it."""
    op.create_table(
        "audit",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("extent", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_REFUSES, *_POSTGRESQL):
            op.execute(statement)
    else:
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(name=event.lower(), event=event))
