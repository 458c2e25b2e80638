"""The event of the audit trail: one for each act and each access, with no PHI in it.

Bytes are canonical JSON (RFC 8785) of strings and integers only, so that any verifier in any
language rebuilds the same leaf. Content is referred to by salted commitments, never quoted.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field, field_validator

from agent.domain.base import Model
from agent.domain.canonical import canonical_bytes

Outcome = Literal["success", "refused", "failed"]


class AuditEvent(Model):
    """Who did what to which record, when, as whom, with which outcome (fields after IHE BALP)."""

    at: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$")
    """UTC, `2026-11-23T09:00:00.123456Z`."""
    action: str = Field(pattern=r"^[a-z]+(\.[a-z_]+)+$")
    """`draft.viewed`, `draft.approved`, `login.failed`, `model.called` …"""
    actor_id: str
    actor_role: str = ""
    client: str = ""
    request_id: str = ""
    purpose: str = "TREAT"
    """HL7 purpose of use: TREAT, HPAYMT, HOPERAT, PATADMIN, ETREAT."""
    outcome: Outcome = "success"
    draft_id: str = ""
    patient_ref: str = ""
    """Our own opaque patient id, never a name or a record number."""
    version: int = 0
    commitments: dict[str, str] = {}
    """Name to salted SHA-256 (hex) of content."""
    details: dict[str, str | int] = {}
    """Ids, counts, kinds, versions and hashes only."""

    @field_validator("at")
    @classmethod
    def _is_utc(cls, value: str) -> str:
        datetime.fromisoformat(value)
        return value

    def canonical(self) -> bytes:
        """Text and integers stand as they are: its fields need no conversion."""
        return canonical_bytes(dict(self))


def utc_stamp(at: datetime | None = None) -> str:
    """`at` (default: now) as the trail writes times."""
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class RecordedEvent(Model):
    """An event as stored: its place in the one log, and the exact bytes that were written."""

    seq: int
    event: AuditEvent
    body: bytes
