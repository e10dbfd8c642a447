"""The first tables: batches, withdrawals, and one table per entity."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from gis.records.tables import Day, Moment, Shape

revision = "0001"
down_revision = None

_LONG: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TYPES: Final[dict[str, TypeEngine[Any]]] = {
    "text": sa.Text(),
    "real": sa.Double(),
    "whole": sa.Integer(),
    "flag": sa.Boolean(),
    "day": Day(),
    "shape": Shape(),
}

TABLES: Final = {
    "project": """
        code:text name:text kind:text purpose:text key_project:flag funding:text investor:text
        agency:text compensating_unit:text regime:text coefficient:real area:real recover_area:real
        announced_on:day planned_start:day planned_finish:day footprint:shape
    """,
    "project_ward": """
        project:text ward:text announced_on:day area:real recover_area:real
    """,
    "plan": """
        code:text project:text ward:text round:whole households:whole area:real notified_on:day
        inventoried_on:day drafted_on:day posted_on:day dialogue_on:day appraised_on:day approved_on:day
        effective_on:day decision_on:day approved_sum:real coefficient:real planned_payment:day
        planned_handover:day
    """,
    "household_file": """
        code:text project:text plan:text ward:text land_kind:text area:real notified_on:day
        inventoried_on:day origin_on:day approved_on:day effective_on:day paid_on:day deposited_on:day
        decision_on:day persuasion_on:day handed_over_on:day enforced_on:day approved_sum:real
        paid_sum:real obstacle_on:day obstacle:text cleared_on:day resettlement_need:flag
        lot_drawn_on:day resettled_on:day site:text
    """,
    "resettlement_site": """
        code:text name:text project:text ward:text capacity:whole allocated:whole started_on:day
        planned_infrastructure:day infrastructure_on:day location:shape
    """,
    "case": """
        code:text national_code:text case_class:text subject:text level:text project:text ward:text
        precision:text hamlet:text longitude:real latitude:real deciding_body:text preparing_unit:text
        within_competence:flag complex:flag remote:flag regime:text people:whole repeated:flag
        above_level:flag received_on:day accepted_on:day dialogue_on:day decided_on:day outcome:text
        effective_on:day executed_on:day suspended_on:day resumed_on:day ended_on:day end_reason:text
        court_on:day prolonged_on:day prolonged:flag prolonged_source:text
    """,
    "petition": """
        code:text case:text ward:text received_on:day channel:text
    """,
    "denunciation_count": """
        month_end:day received:whole
    """,
    "dialogue": """
        code:text kind:text ward:text project:text case:text announced_on:day planned_for:day
        held_on:day chair:text invited:whole present:whole absent_minuted:whole result:text
    """,
    "commitment": """
        code:text ward:text project:text case:text dialogue:text kind:text notice_number:text
        notice_on:day leading_body:text due:day extended_on:day extended_to:day kept_on:day proof:text
    """,
    "reception": """
        code:text ward:text held_on:day state:text role:text kind:text mode:text delegated:flag
        turns:whole people:whole first_cases:whole repeated_cases:whole crowds:whole crowd_people:whole
    """,
    "progress_report": """
        project:text ward:text round:whole reported_on:day step:text area:real households:whole
        organisations:whole graves:whole money:real
    """,
    "periodic_form": """
        ward:text form:text period_start:day period_end:day item:text value:real
    """,
    "submission": """
        ward:text kind:text period_start:day period_end:day sent_on:day state:text
    """,
}
"""Fields of each entity with their types, as they stood at this revision."""


def upgrade() -> None:
    """Make all tables."""
    _batches()
    for name, fields in TABLES.items():
        _entity(name, [field.partition(":")[::2] for field in fields.split()])


def _counting(name: str) -> sa.Column[int]:
    return sa.Column(name, _LONG, primary_key=True, autoincrement=True)


def _batches() -> None:
    op.create_table(
        "batch",
        _counting("id"),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "kind")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("historical", "demo")),
        sa.Column("note", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("rows", "new", "changed", "unchanged")),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("token", name="uq_batch_token"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "withdrawal",
        _counting("id"),
        sa.Column("batch", _LONG, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name="fk_withdrawal_batch"),
        sa.UniqueConstraint("batch", name="uq_withdrawal_batch"),
        sqlite_autoincrement=True,
    )


def _entity(name: str, fields: list[tuple[str, str]]) -> None:
    op.create_table(
        name,
        _counting("seq"),
        sa.Column("batch", _LONG, nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        *(sa.Column(field, TYPES[kind]) for field, kind in fields),
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name=f"fk_{name}_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_province_row_key", name, ["province", "row_key"])
    if op.get_bind().dialect.name == "postgresql":
        for field in (field for field, kind in fields if kind == "shape"):
            op.create_index(f"ix_{name}_{field}", name, [field], postgresql_using="gist")
