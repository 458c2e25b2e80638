"""The tables. Their rows never leave `agent.store`; migrations make them, this module reads and writes them.

`sealed` columns hold ciphertext of `agent.store.crypto`. What is in clear is opaque ids, states, hashes,
counts and times. Times are UTC text of fixed width, so both databases sort and compare them alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


class Stamp(TypeDecorator[datetime]):
    """An aware datetime as `2026-11-23T09:00:00.123456Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must know its time zone")
        return value.astimezone(UTC).strftime(_STAMP)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _draft(*, primary_key: bool = False) -> Column[str]:
    return Column("draft_id", String(64), ForeignKey("drafts.id"), primary_key=primary_key, nullable=False)


secrets = Table(
    "secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
"""Keys of the whole clinic, wrapped by the master key."""

patients = Table(
    "patients",
    metadata,
    _id(),
    Column("fingerprint", LargeBinary, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary),
    Column("created_at", Stamp, nullable=False),
    Column("shredded_at", Stamp),
)

recordings = Table(
    "recordings",
    metadata,
    _id(),
    Column("patient_id", String(64), ForeignKey("patients.id"), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("created_at", Stamp, nullable=False),
)
recording_chunks = Table(
    "recording_chunks",
    metadata,
    Column("recording_id", String(64), ForeignKey("recordings.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _id(),
    Column("patient_id", String(64), ForeignKey("patients.id"), nullable=False),
    Column("recording_id", String(64), ForeignKey("recordings.id")),
    Column("status", String(20), nullable=False),
    Column("note_type", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("displayed_hash", String(64), nullable=False),
    Column("run", Integer, nullable=False),
    Column("blocking", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Stamp, nullable=False),
    Column("updated_at", Stamp, nullable=False),
    Column("label_sealed", LargeBinary, nullable=False),
    Column("encounter_sealed", LargeBinary, nullable=False),
    Index("drafts_queue", "status", "created_at", "id"),
    Index("drafts_queue_by_type", "status", "note_type", "created_at", "id"),
    Index("drafts_patient", "patient_id", "created_at"),
)

draft_versions = Table(
    "draft_versions",
    metadata,
    _draft(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("run", Integer, nullable=False),
    Column("author", String(10), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("blocking", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
)

run_values = Table(
    "run_values",
    metadata,
    _draft(primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("name", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""What a run of the graph made on its way: transcript, facts, and the results of its nodes."""

run_log = Table(
    "run_log",
    metadata,
    _draft(primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("node", String(64), primary_key=True),
    Column("at", Stamp, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _id(),
    _draft(),
    Column("version", Integer, nullable=False),
    Column("displayed_hash", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("by", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("at", Stamp, nullable=False),
    Column("comment_sealed", LargeBinary, nullable=False),
    UniqueConstraint("draft_id", "version", name="decisions_once"),
)
decisions_applied = Table(
    "decisions_applied",
    metadata,
    Column("decision_id", String(64), ForeignKey("decisions.id"), primary_key=True),
    Column("at", Stamp, nullable=False),
)

signatures = Table(
    "signatures",
    metadata,
    _id(),
    Column("draft_id", String(64), ForeignKey("drafts.id"), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("by", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("credentials", Text, nullable=False),
    Column("at", Stamp, nullable=False),
    Column("attestation", Text, nullable=False),
)

addenda = Table(
    "addenda",
    metadata,
    _draft(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("based_on_hash", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("credentials", Text, nullable=False),
    Column("at", Stamp, nullable=False),
    Column("attestation", Text, nullable=False),
)
"""What therapists added to signed notes. Versions go on counting where the signed one ends."""

emergency_access = Table(
    "emergency_access",
    metadata,
    _id(),
    Column("patient_id", String(64), ForeignKey("patients.id"), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("at", Stamp, nullable=False),
    Column("until", Stamp, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Index("emergency_access_user", "user_id", "until"),
)

emergency_endings = Table(
    "emergency_endings",
    metadata,
    Column("access_id", String(64), ForeignKey("emergency_access.id"), primary_key=True),
    Column("by", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("at", Stamp, nullable=False),
)
"""Emergency accesses that were ended before their time."""

resolutions = Table(
    "resolutions",
    metadata,
    Column("n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _draft(),
    Column("version", Integer, nullable=False),
    Column("finding_id", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Index("resolutions_draft", "draft_id", "version"),
)

draft_marks = Table(
    "draft_marks",
    metadata,
    _draft(primary_key=True),
    Column("patient_id", String(64), ForeignKey("patients.id"), nullable=False),
    Column("day", LargeBinary, nullable=False),
    Column("print", LargeBinary),
    Index("draft_marks_day", "day"),
    Index("draft_marks_patient", "patient_id"),
)
"""What a draft is found again by without its text: keyed hashes of therapist and day, and of word runs."""

draft_bands = Table(
    "draft_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    _draft(primary_key=True),
    Index("draft_bands_draft", "draft_id"),
    sqlite_with_rowid=False,
)
"""Drafts by the bands of their `print`: an alike draft is looked up, not searched for."""

profiles = Table(
    "profiles",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
)
"""Profiles of the clinic and of its populations, as YAML; they hold no PHI."""

edit_tables = Table(
    "edit_tables",
    metadata,
    Column("kind", String(3), primary_key=True),
    Column("quarter", String(7), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("file_hash", String(64), nullable=False),
    Column("kept", Integer, nullable=False),
    Column("edits", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
)
"""The payer's quarterly edits, as loaded from its files."""

users = Table(
    "users",
    metadata,
    _id(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("credentials", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(128), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.id"), nullable=False),
    Column("started_at", Stamp, nullable=False),
    Column("seen_at", Stamp, nullable=False),
    Column("ended_at", Stamp),
    Index("sessions_user", "user_id"),
)

protocol_copies = Table(
    "protocol_copies",
    metadata,
    Column("protocol_id", String(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
    Column("comment", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
)
template_answers = Table(
    "template_answers",
    metadata,
    _id(),
    Column("suggestion", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("figures", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Stamp, nullable=False),
)
"""The clinic's own texts of protocols, and its answers to suggested changes of them; no PHI."""

audit_events = Table(
    "audit_events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("draft_id", Text, nullable=False),
    Column("patient_ref", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Index("audit_events_draft", "draft_id", "seq"),
    Index("audit_events_patient", "patient_ref", "seq"),
    Index("audit_events_actor", "actor_id", "seq"),
    Index("audit_events_action", "action", "seq"),
)
"""The log. `body` is the event; the other columns repeat it for searching and are verified against it."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)
"""One row: how long the log is, its Merkle root and frontier. Locked by whoever appends."""

APPEND_ONLY = (
    "audit_events",
    "draft_versions",
    "decisions",
    "decisions_applied",
    "signatures",
    "resolutions",
    "addenda",
    "emergency_access",
    "emergency_endings",
    "protocol_copies",
    "template_answers",
    "profiles",
    "edit_tables",
)
