"""Why a dialogue was held: because the law asks for it, because of an early-dialogue area, or for another reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; of what was recorded before nothing is known."""
    op.add_column("dialogue", sa.Column("prompted_by", sa.Text()))
