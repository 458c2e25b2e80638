"""The first tables, and the fences that keep what was done from being changed."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "audit_events",
    "draft_versions",
    "decisions",
    "decisions_applied",
    "signatures",
    "resolutions",
)
"""Nothing in these is ever updated or deleted."""
UNIQUE = {
    "audit_events": ("seq",),
    "draft_versions": ("draft_id, version",),
    "decisions": ("id", "draft_id, version"),
    "signatures": ("id", "draft_id"),
    "resolutions": ("n",),
}
"""Columns by which SQLite's INSERT OR REPLACE would delete a row without firing a DELETE trigger."""
FINAL = "OLD.status IN ('signed', 'rejected') AND NEW.status <> OLD.status"
NOT_NEXT = "NEW.seq <> COALESCE((SELECT max(seq) FROM audit_events), 0) + 1"


def upgrade() -> None:
    _tables()
    op.bulk_insert(
        sa.table(
            "audit_head",
            sa.column("id", sa.Integer),
            sa.column("size", sa.BigInteger),
            sa.column("root", sa.LargeBinary),
            sa.column("frontier", sa.LargeBinary),
        ),
        [{"id": 1, "size": 0, "root": hashlib.sha256(b"").digest(), "frontier": b""}],
    )
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_fences()
    else:
        _sqlite_fences()


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")


def _sqlite_fences() -> None:
    def fence(name: str, when: str, table: str, condition: str, message: str) -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition and f'WHEN {condition}'} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )

    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            fence(f"{table}_no_{act.lower()}", act, table, "", f"{table} is append-only")
    for table, keys in UNIQUE.items():
        for n, key in enumerate(keys):
            same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
            exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # our own names above
            fence(f"{table}_no_replace_{n}", "INSERT", table, exists, f"{table} holds this already")
    fence("audit_events_no_gap", "INSERT", "audit_events", NOT_NEXT, "audit_events takes only the next seq")
    fence("audit_head_grows", "UPDATE", "audit_head", "NEW.size <= OLD.size", "audit_head is append-only")
    fence("audit_head_no_delete", "DELETE", "audit_head", "", "audit_head is append-only")
    fence("audit_head_is_one", "INSERT", "audit_head", "", "audit_head holds its one row already")
    fence("drafts_no_delete", "DELETE", "drafts", "", "drafts is append-only")
    fence("drafts_final", "UPDATE", "drafts", FINAL, "a signed or rejected draft is append-only")


def _postgresql_fences() -> None:
    op.execute(
        "CREATE FUNCTION ptscribe_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE FUNCTION ptscribe_next_seq() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {NOT_NEXT} THEN RAISE EXCEPTION 'audit_events takes only the next seq' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )

    def fence(name: str, when: str, table: str, condition: str = "") -> None:
        scope = "STATEMENT" if when == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {scope} "
            f"{condition and f'WHEN ({condition})'} EXECUTE FUNCTION ptscribe_refuse()"
        )

    for table in APPEND_ONLY:
        fence(f"{table}_no_change", "UPDATE OR DELETE", table)
        fence(f"{table}_no_truncate", "TRUNCATE", table)
    op.execute(
        "CREATE TRIGGER audit_events_no_gap BEFORE INSERT ON audit_events "
        "FOR EACH ROW EXECUTE FUNCTION ptscribe_next_seq()"
    )
    fence("audit_head_grows", "UPDATE", "audit_head", "NEW.size <= OLD.size")
    fence("audit_head_no_delete", "DELETE", "audit_head")
    fence("audit_head_no_truncate", "TRUNCATE", "audit_head")
    fence("audit_head_is_one", "INSERT", "audit_head")
    fence("drafts_no_delete", "DELETE", "drafts")
    fence("drafts_no_truncate", "TRUNCATE", "drafts")
    fence("drafts_final", "UPDATE", "drafts", FINAL)


def _tables() -> None:
    op.create_table(
        "audit_events",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("patient_ref", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("audit_events_action", "audit_events", ["action", "seq"])
    op.create_index("audit_events_actor", "audit_events", ["actor_id", "seq"])
    op.create_index("audit_events_draft", "audit_events", ["draft_id", "seq"])
    op.create_index("audit_events_patient", "audit_events", ["patient_ref", "seq"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "patients",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("shredded_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("sessions_user", "sessions", ["user_id"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("recording_id", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note_type", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("displayed_hash", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("label_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("encounter_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"]),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("drafts_patient", "drafts", ["patient_id", "created_at"])
    op.create_index("drafts_queue", "drafts", ["status", "created_at", "id"])
    op.create_index("drafts_queue_by_type", "drafts", ["status", "note_type", "created_at", "id"])
    op.create_table(
        "recording_chunks",
        sa.Column("recording_id", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"]),
        sa.PrimaryKeyConstraint("recording_id", "n"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("displayed_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id", "version", name="decisions_once"),
    )
    op.create_table(
        "draft_versions",
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("draft_id", "version"),
    )
    op.create_table(
        "resolutions",
        sa.Column("n", BIG, autoincrement=True, nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("resolutions_draft", "resolutions", ["draft_id", "version"])
    op.create_table(
        "run_log",
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("draft_id", "run", "node"),
    )
    op.create_table(
        "run_values",
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("draft_id", "run", "name"),
    )
    op.create_table(
        "signatures",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("attestation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id"),
    )
    op.create_table(
        "decisions_applied",
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"]),
        sa.PrimaryKeyConstraint("decision_id"),
    )
