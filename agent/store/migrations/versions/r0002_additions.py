"""Addenda to signed notes, and emergency access; both only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"

KEYS = {"addenda": ("draft_id", "version"), "emergency_access": ("id",)}
"""Tables and the columns by which SQLite's INSERT OR REPLACE would delete a row without a DELETE trigger."""


def upgrade() -> None:
    op.create_table(
        "addenda",
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("based_on_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("attestation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("draft_id", "version"),
    )
    op.create_table(
        "emergency_access",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("until", sa.String(27), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("emergency_access_user", "emergency_access", ["user_id", "until"])
    for table, keys in KEYS.items():
        if op.get_bind().dialect.name == "postgresql":
            _postgresql_fences(table)
        else:
            _sqlite_fences(table, keys)


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")


def _sqlite_fences(table: str, keys: tuple[str, ...]) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    same = " AND ".join(f"{column} = NEW.{column}" for column in keys)
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # our own names above
    op.execute(
        f"CREATE TRIGGER {table}_no_replace_0 BEFORE INSERT ON {table} WHEN {exists} "
        f"BEGIN SELECT RAISE(ABORT, '{table} holds this already'); END"
    )


def _postgresql_fences(table: str) -> None:
    for name, when, scope in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION ptscribe_refuse()"
        )
