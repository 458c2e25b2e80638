"""Emergency access ("break glass"): a patient's record for a while, for who would not be let in otherwise.

It opens looking and listening, nothing else. It is loud on purpose: an event, a line in the program's log,
a banner on every page of who holds it, and a place in every auditor's list and sample.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from agent.domain.draft import DraftRecord
from agent.domain.emergency import ETREAT, EmergencyAccess
from agent.domain.user import Actor
from agent.errors import InputError, NotFound, Refused
from agent.graph.events import event
from agent.services.base import Service

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit

MIN_REASON = 10
"""Characters; less than a word or two explains nothing to an auditor."""
MAX_REASON = 2000


class Emergency(Service):
    def __init__(self, store: Store, *, minutes: float = 30) -> None:
        super().__init__(store)
        self._lasts = timedelta(minutes=minutes)

    def open(self, actor: Actor, *, reason: str, mrn: str = "", draft_id: str = "") -> EmergencyAccess:
        """Opens the record of the patient with this record number, or of this draft, from now on.

        `InputError` without a real reason, or when the role allows the record anyway; `NotFound` when there
        is no such record. Both attempts are recorded, without what was typed.
        """
        if not actor.roles:
            self._record_refusal(actor, "emergency", draft_id, reason="role")
            raise Refused("Emergency access takes a user of this clinic.", mend="Log in.")
        if actor.may("view"):
            raise InputError("Your role allows the record already.", mend="Open it as usual.")
        why = " ".join(reason.split())
        if len(why) < MIN_REASON or len(why) > MAX_REASON:
            self._record_refusal(actor, "emergency", draft_id, reason="no_reason")
            raise InputError(
                "Emergency access needs a reason.",
                mend=f"Say why, in {MIN_REASON} to {MAX_REASON} characters.",
            )
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            patient_id = _patient(uow, mrn, draft_id)
            if patient_id:
                access = EmergencyAccess(
                    id=secrets.token_hex(8),
                    patient_id=patient_id,
                    user_id=actor.user_id,
                    role=actor.roles[0],
                    at=now,
                    until=now + self._lasts,
                    reason=why,
                )
                uow.emergencies.add(access)
                details: dict[str, str | int] = {
                    "emergency": access.id,
                    "minutes": round(self._lasts.total_seconds() / 60),
                }
                opened = event(
                    "emergency.opened",
                    actor,
                    role=actor.roles[0],
                    at=now,
                    purpose=ETREAT,
                    details=details,
                )
                uow.audit.append(opened.model_copy(update={"patient_ref": patient_id}))
                uow.commit()
        if not patient_id:
            self._record_refusal(actor, "emergency", "", reason="no_such_record")
            raise NotFound("There is no such record.", mend="Check the record number or the draft's id.")
        structlog.get_logger().warning("emergency.opened", actor_id=actor.user_id, role=actor.roles[0])
        return access

    def mine(self, actor: Actor) -> tuple[EmergencyAccess, ...]:
        """What is open to this user now, newest first."""
        with self._store.read() as uow:
            return uow.emergencies.open_for(actor.user_id, datetime.now(UTC))

    def drafts(self, actor: Actor, access_id: str) -> tuple[DraftRecord, ...]:
        """The patient's drafts, newest first; recorded. `Refused` when the access ended or is another's."""
        with self._store.unit() as uow:
            open_now = uow.emergencies.open_for(actor.user_id, datetime.now(UTC))
            access = next((one for one in open_now if one.id == access_id), None)
            if access is not None:
                ids = uow.drafts.of_patient(access.patient_id)[::-1]
                found = tuple(uow.drafts.get(draft_id) for draft_id in ids)
                details: dict[str, str | int] = {
                    "emergency": access.id,
                    "count": len(ids),
                    "drafts": " ".join(ids),
                }
                listed = event(
                    "queue.viewed", actor, role=access.role, purpose=ETREAT, details=details
                ).model_copy(update={"patient_ref": access.patient_id})
                uow.audit.append(listed)
                uow.commit()
                return found
        self._record_refusal(actor, "emergency_drafts", "", reason="not_open")
        raise Refused("This emergency access has ended.", mend="Open the record again, with the reason.")


def _patient(uow: ReadUnit, mrn: str, draft_id: str) -> str:
    if draft_id.strip():
        try:
            return uow.drafts.get(draft_id.strip()).patient_id
        except NotFound:
            return ""
    return (uow.patients.find(mrn) if mrn.strip() else None) or ""
