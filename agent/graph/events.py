"""Audit events, filled in the same way everywhere."""

from __future__ import annotations

from datetime import datetime

from agent.domain.audit import AuditEvent, Outcome, utc_stamp
from agent.domain.draft import DraftRecord
from agent.domain.user import SYSTEM, Actor


def event(
    action: str,
    actor: Actor = SYSTEM,
    *,
    role: str = "",
    record: DraftRecord | None = None,
    version: int | None = None,
    outcome: Outcome = "success",
    purpose: str = "",
    at: datetime | None = None,
    commitments: dict[str, str] | None = None,
    details: dict[str, str | int] | None = None,
) -> AuditEvent:
    """The event of `actor` doing `action`, on the draft of `record` where there is one.

    Purpose of use, where none is given: treatment, or operations for auditors and administrators.
    """
    return AuditEvent(
        at=utc_stamp(at),
        action=action,
        actor_id=actor.user_id,
        actor_role=role or ("system" if actor is SYSTEM else ""),
        client=actor.client,
        request_id=actor.request_id,
        purpose=purpose or ("HOPERAT" if role in ("auditor", "admin") else "TREAT"),
        outcome=outcome,
        draft_id=record.id if record else "",
        patient_ref=record.patient_id if record else "",
        version=version if version is not None else (record.version if record else 0),
        commitments=commitments or {},
        details=details or {},
    )
