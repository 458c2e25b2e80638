"""Emergency access ("break glass"): a patient's record for a while, for who would not be let in otherwise.

It opens looking and listening, nothing else. It is loud on purpose: an event, a line in the program's log,
a banner on every page of who holds it, and a place in every auditor's list and sample. It ends by itself, or
sooner by its holder or an administrator.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from agent.domain.audit import AuditEvent
from agent.domain.draft import DraftRecord
from agent.domain.emergency import ETREAT, EmergencyAccess
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, NotFound, Refused
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
                lasts = round(self._lasts.total_seconds() / 60)
                uow.audit.append(_told("emergency.opened", actor, access, at=now, minutes=lasts))
                uow.commit()
        if not patient_id:
            self._record_refusal(actor, "emergency", "", reason="no_such_record")
            raise NotFound("There is no such record.", mend="Check the record number or the draft's id.")
        structlog.get_logger().warning("emergency.opened", actor_id=actor.user_id, role=actor.roles[0])
        return access

    def end(self, actor: Actor, access_id: str) -> None:
        """Closes the record again before its time: by who holds the access, or by an administrator.

        `Refused` for anybody else, `NotFound` without such an access, `Conflict` when it is over already;
        each is recorded.
        """
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            access = uow.emergencies.get(access_id)
            mine = access is not None and access.user_id == actor.user_id
            if access is not None and access.open_at(now) and (mine or actor.may("manage_users")):
                role = access.role if mine else "admin"
                uow.emergencies.end(access.id, by=actor.user_id, role=role, at=now)
                uow.audit.append(_told("emergency.ended", actor, access, role=role, at=now, own=int(mine)))
                uow.commit()
                return
        if access is None:
            self._record_refusal(actor, "end_emergency", "", reason="no_such_access")
            raise NotFound(
                "There is no such emergency access.", mend="`ptscribe audit emergency` lists them all."
            )
        if not mine and not actor.may("manage_users"):
            self._record_refusal(actor, "end_emergency", "", reason="role")
            raise Refused("This emergency access is another's.", mend="Its holder or an admin ends it.")
        self._record_refusal(actor, "end_emergency", "", reason="not_open")
        raise Conflict("This emergency access is over already.", mend="Nothing is left to be done.")

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
                told = _told("queue.viewed", actor, access, count=len(ids), drafts=" ".join(ids))
                uow.audit.append(told)
                uow.commit()
                return found
        self._record_refusal(actor, "emergency_drafts", "", reason="not_open")
        raise Refused("This emergency access has ended.", mend="Open the record again, with the reason.")


def _told(
    action: str,
    actor: Actor,
    access: EmergencyAccess,
    *,
    role: str = "",
    at: datetime | None = None,
    **details: str | int,
) -> AuditEvent:
    """An event under an emergency access, about the patient whose record it opens."""
    made = event(
        action,
        actor,
        role=role or access.role,
        at=at,
        purpose=ETREAT,
        details={"emergency": access.id, **details},
    )
    return made.model_copy(update={"patient_ref": access.patient_id})


def _patient(uow: ReadUnit, mrn: str, draft_id: str) -> str:
    if draft_id.strip():
        try:
            return uow.drafts.get(draft_id.strip()).patient_id
        except NotFound:
            return ""
    return (uow.patients.find(mrn) if mrn.strip() else None) or ""
