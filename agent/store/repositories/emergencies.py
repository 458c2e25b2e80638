"""Emergency access: whose record was opened to whom, from when until when, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from agent.domain.emergency import EmergencyAccess
from agent.errors import NotFound
from agent.store import tables as t
from agent.store.crypto import place, seal, unseal
from agent.store.repositories.base import Repository

_ALL = select(
    t.emergency_access, t.emergency_endings.c.at.label("ended"), t.emergency_endings.c.by.label("ended_by")
).outerjoin(t.emergency_endings, t.emergency_endings.c.access_id == t.emergency_access.c.id)


class EmergencyRepository(Repository):
    def add(self, access: EmergencyAccess) -> None:
        """The reason is sealed under the patient's key. Raises `NotFound` when that was destroyed."""
        key = self._context.data_key(access.patient_id)
        values = access.model_dump(exclude={"reason", "ended", "ended_by"})
        values["reason_sealed"] = seal(key, access.reason.encode(), _place(access.id))
        self._insert_for_good(t.emergency_access, access.id, values)

    def end(self, access_id: str, *, by: str, role: str, at: datetime) -> None:
        """Once; the second time raises `Conflict`."""
        values = {"access_id": access_id, "by": by, "role": role, "at": at}
        self._insert_for_good(t.emergency_endings, access_id, values)

    def get(self, access_id: str) -> EmergencyAccess | None:
        """The access of this id, or None."""
        return next(iter(self._read(_ALL.where(t.emergency_access.c.id == access_id))), None)

    def open_for(self, user_id: str, now: datetime) -> tuple[EmergencyAccess, ...]:
        """What is open to this user at `now`."""
        c = t.emergency_access.c
        found = self._read(_ALL.where(c.user_id == user_id, c.until > now))
        return tuple(one for one in found if one.open_at(now))

    def covering(self, user_id: str, draft_id: str, now: datetime) -> EmergencyAccess | None:
        """The access under which this user may see this draft at `now`."""
        patient_id = self._db.scalar(select(t.drafts.c.patient_id).where(t.drafts.c.id == draft_id))
        return next((one for one in self.open_for(user_id, now) if one.patient_id == patient_id), None)

    def all(self) -> tuple[EmergencyAccess, ...]:
        """Every one there was, newest first."""
        return self._read(_ALL)

    def _read(self, query: Any) -> tuple[EmergencyAccess, ...]:
        ordered = query.order_by(t.emergency_access.c.at.desc(), t.emergency_access.c.id)
        return tuple(self._access(row) for row in self._db.execute(ordered))

    def _access(self, row: Row[Any]) -> EmergencyAccess:
        try:
            reason = unseal(self._context.data_key(row.patient_id), row.reason_sealed, _place(row.id))
        except NotFound:
            reason = b""
        return EmergencyAccess(
            id=row.id,
            patient_id=row.patient_id,
            user_id=row.user_id,
            role=row.role,
            at=row.at,
            until=row.until,
            reason=reason.decode(),
            ended=row.ended,
            ended_by=row.ended_by or "",
        )


def _place(access_id: str) -> bytes:
    return place("emergency_access", access_id, "reason")
