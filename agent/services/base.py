"""What services share: the role check that every call begins with, and reading what was displayed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from agent.domain.draft import DraftRecord
from agent.domain.emergency import ETREAT
from agent.domain.user import PERMISSIONS, Actor, Permission, Role
from agent.errors import Conflict, NotFound, Refused
from agent.graph.events import event

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit


class Sight(NamedTuple):
    """Under what somebody may see a record: role, purpose of use, and what the event has to tell besides."""

    role: str
    purpose: str
    details: dict[str, str | int]


class Service:
    def __init__(self, store: Store) -> None:
        self._store = store

    def _allow(self, actor: Actor, permission: Permission, act: str, draft_id: str = "") -> Role:
        """The actor's role that grants `permission`; else `Refused`, which is recorded."""
        role = actor.role_for(permission)
        if role is not None:
            return role
        self._record_refusal(actor, act, draft_id, reason="role")
        roles = " or ".join(role for role, granted in PERMISSIONS.items() if permission in granted)
        raise Refused(f"Your role does not allow this ({act}).", mend=f"It takes a {roles}.")

    def _may_see(self, actor: Actor, act: str, draft_id: str) -> Sight:
        """By role, or by an emergency access that is open now; else `Refused`, which is recorded."""
        if not actor.may("view"):
            with self._store.read() as uow:
                access = uow.emergencies.covering(actor.user_id, draft_id, datetime.now(UTC))
            if access is not None:
                return Sight(access.role, ETREAT, {"emergency": access.id})
        return Sight(self._allow(actor, "view", act, draft_id), "", {})

    def _record_refusal(self, actor: Actor, act: str, draft_id: str, *, reason: str) -> None:
        with self._store.unit() as uow:
            try:
                record = uow.drafts.get(draft_id) if draft_id else None
            except NotFound:
                record = None  # whatever was typed as an id stays out of the trail
            uow.audit.append(
                event(
                    "act.refused",
                    actor,
                    role=actor.roles[0] if actor.roles else "",
                    record=record,
                    outcome="refused",
                    details={"act": act, "reason": reason},
                )
            )
            uow.commit()


def as_seen(uow: ReadUnit, draft_id: str, seen_version: int, seen_hash: str) -> DraftRecord:
    """The draft's row if it still is what was displayed; else `Conflict`."""
    record = uow.drafts.get(draft_id)
    if (record.version, record.displayed_hash) != (seen_version, seen_hash):
        raise Conflict(
            f"Draft {draft_id!r} changed while it was on screen: it is at version {record.version} now.",
            mend="Reload it and look again.",
        )
    return record


def days_after_service(record: DraftRecord, at: datetime) -> int:
    """Whole days from the date of service to the time of entry; under zero for a date in the future."""
    return (at.date() - record.encounter.visit.date).days


def in_review(record: DraftRecord) -> DraftRecord:
    """The row if its draft may be edited and decided; else `Conflict`."""
    if record.status != "in_review":
        raise Conflict(
            f"Draft {record.id!r} is {record.status.replace('_', ' ')}, not in review.", mend="Reload it."
        )
    return record
