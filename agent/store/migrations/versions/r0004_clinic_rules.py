"""What a clinic's checks rest on: its profiles, the payer's edits, and marks by which drafts are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"

KEYS = {"profiles": ("name", "revision"), "edit_tables": ("kind", "quarter", "revision")}
"""Append-only tables and their keys."""


def upgrade() -> None:
    _tables()
    fence = _postgresql_fence if op.get_bind().dialect.name == "postgresql" else _sqlite_fence
    for table, keys in KEYS.items():
        fence(table, keys)


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")


def _sqlite_fence(table: str, keys: tuple[str, ...]) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    for act in ("UPDATE", "DELETE"):
        message = refuse.format(f"{table} is append-only")
        op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {message}")
    same = " AND ".join(f"{column} = NEW.{column}" for column in keys)
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # our own names above
    message = refuse.format(f"{table} holds this already")
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {message}")


def _postgresql_fence(table: str, keys: tuple[str, ...]) -> None:
    for name, when, scope in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION ptscribe_refuse()"
        )


def _tables() -> None:
    op.create_table(
        "draft_marks",
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.LargeBinary(), nullable=False),
        sa.Column("print", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"]),
        sa.PrimaryKeyConstraint("draft_id"),
    )
    op.create_index("draft_marks_day", "draft_marks", ["day"])
    op.create_index("draft_marks_patient", "draft_marks", ["patient_id"])
    op.create_table(
        "profiles",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("name", "revision"),
    )
    op.create_table(
        "edit_tables",
        sa.Column("kind", sa.String(length=3), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("kind", "quarter", "revision"),
    )
