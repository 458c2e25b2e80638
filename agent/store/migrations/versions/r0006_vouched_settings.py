"""Endings of emergency access; and the log vouches for the clinic's rules, users and sessions from here on.

What stands in those tables already was told of by events that do not name the rows. One event now names each
as it stands: it proves that a row was not changed since this migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from agent.domain.audit import AuditEvent, utc_stamp
from agent.store.appending import append
from agent.store.vouching import record_digest

revision = "r0006"
down_revision = "r0005"

ADOPTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "profiles": (("name", "revision"), ("text", "text_hash", "reason", "by", "at")),
    "edit_tables": (
        ("kind", "quarter", "revision"),
        ("source", "file_hash", "kept", "edits", "by", "at"),
    ),
    "protocol_copies": (("protocol_id", "number"), ("body", "by", "at", "comment", "content_hash")),
    "template_answers": (("id",), ("suggestion", "kind", "figures", "comment", "by", "at")),
    "users": (("id",), ("login", "name", "credentials", "roles", "active", "password_hash")),
    "sessions": (("token_hash",), ("user_id", "started_at")),
}
"""Tables with their keys and the other columns, as they are at this revision."""
_HIDDEN = ("login", "password_hash")
_FLAG = "active"


def upgrade() -> None:
    op.create_table(
        "emergency_endings",
        sa.Column("access_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["access_id"], ["emergency_access.id"]),
        sa.PrimaryKeyConstraint("access_id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_fence("emergency_endings")
    else:
        _sqlite_fence("emergency_endings", "access_id = NEW.access_id")
    _adopt(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("records are never taken back; restore a backup")


def _adopt(db: sa.Connection) -> None:
    named = {name: digest for table in ADOPTED for name, digest in _named(db, table)}
    if named:
        adopted = AuditEvent(
            at=utc_stamp(),
            action="records.adopted",
            actor_id="system",
            actor_role="system",
            client="system",
            purpose="HOPERAT",
            commitments=named,
            details={"revision": revision, "records": len(named)},
        )
        append(db, [adopted])


def _named(db: sa.Connection, table: str) -> list[tuple[str, str]]:
    """Each row's name in an event and its digest."""
    keys, others = ADOPTED[table]
    columns = ", ".join(f'"{name}"' for name in (*keys, *others))
    named = []
    for row in db.execute(sa.text(f"SELECT {columns} FROM {table}")).mappings():  # noqa: S608  # our names
        values = {**row, **{name: row[name].encode() for name in _HIDDEN if name in row}}
        if _FLAG in values:
            values[_FLAG] = int(values[_FLAG])
        key = ".".join(str(row[name]) for name in keys)
        named.append((f"{table}/{key[:16] if table == 'sessions' else key}", record_digest(table, values)))
    return named


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
    for name, when, scope in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION ptscribe_refuse()"
        )
