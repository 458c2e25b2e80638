"""The clinic's copies of protocols, and what a specialist said to suggested changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"

TABLES = {
    "protocol_copies": "protocol_id = NEW.protocol_id AND number = NEW.number",
    "template_answers": "id = NEW.id",
}
"""Nothing in these is ever updated or deleted; the condition finds a row that INSERT OR REPLACE would."""


def upgrade() -> None:
    op.create_table(
        "protocol_copies",
        sa.Column("protocol_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("protocol_id", "number"),
    )
    op.create_table(
        "template_answers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, same in TABLES.items():
        if op.get_bind().dialect.name == "postgresql":
            _postgresql_fence(table)
        else:
            _sqlite_fence(table, same)


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")


def _sqlite_fence(table: str, same: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # our own names above
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} "
        f"BEGIN SELECT RAISE(ABORT, '{table} holds this already'); END"
    )


def _postgresql_fence(table: str) -> None:
    for name, when, scope in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} FOR EACH {scope} "
            "EXECUTE FUNCTION ptscribe_refuse()"
        )
