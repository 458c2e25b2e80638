"""Reading and verifying the audit trail; both are recorded in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.audit import RecordedEvent
from agent.domain.user import Actor
from agent.graph.events import event
from agent.services.base import Service

if TYPE_CHECKING:
    from compliance.audit.verify import VerifyReport

PAGE = 1000


class Trail(Service):
    def events(
        self, actor: Actor, draft_id: str | None = None, *, after_seq: int = 0, limit: int | None = None
    ) -> tuple[RecordedEvent, ...]:
        """The events of one draft, or of the whole clinic from the one after `after_seq`, in order."""
        role = self._allow(actor, "read_trail", "read_trail", draft_id or "")
        with self._store.read() as uow:
            record = uow.drafts.get(draft_id) if draft_id else None
            found = uow.audit.for_draft(draft_id) if draft_id else ()
            while not draft_id and (limit is None or len(found) < limit):
                page = uow.audit.all(after_seq, min(PAGE, limit - len(found)) if limit else PAGE)
                if not page:
                    break
                found, after_seq = found + page, page[-1].seq
        with self._store.unit() as unit:
            details: dict[str, str | int] = {"events": len(found)}
            unit.audit.append(
                event("trail.viewed", actor, role=role, record=record, purpose="HOPERAT", details=details)
            )
            unit.commit()
        return found

    def verify(self, actor: Actor) -> VerifyReport:
        """Holds the whole log, and every record it vouches for, against themselves."""
        from compliance.audit.verify import verify_rows

        role = self._allow(actor, "verify_trail", "verify_trail")
        with self._store.read() as uow:
            report = verify_rows(uow.audit.rows)
        with self._store.unit() as unit:
            details: dict[str, str | int] = {
                "verdict": report.verdict,
                "events": report.checked,
                "problems": len(report.problems),
            }
            unit.audit.append(
                event(
                    "trail.verified",
                    actor,
                    role=role,
                    outcome="success" if report.ok else "failed",
                    purpose="HOPERAT",
                    details=details,
                )
            )
            unit.commit()
        return report
