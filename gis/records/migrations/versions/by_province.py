"""On a server that holds many provinces, the rows of one are found without looking at those of all others.

A process takes in what was recorded of its own province since it last asked: without this it looks in vain at
everything that was recorded of others meanwhile. In a file of SQLite, which one office has for itself, the rows lie in
their order and an index would only make reading slower.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0011"
down_revision = "0010"

_TABLES: Final = (
    "project", "project_ward", "plan", "household_file", "resettlement_site", "case", "petition", "denunciation_count",
    "case_link", "dialogue", "commitment", "reception", "progress_report", "periodic_form", "submission", "rule_check",
)  # fmt: skip


def upgrade() -> None:
    """Make the indexes."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.create_index(f"ix_{table}_province_seq", table, ["province", "seq"])
