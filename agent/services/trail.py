"""Reading and verifying the audit trail; both are recorded in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.user import Actor, Role
from agent.errors import IntegrityError, NotFound
from agent.graph.events import event
from agent.services.base import Service
from agent.services.witness import CHECKPOINTED, Witness

if TYPE_CHECKING:
    from agent.store.engine import Store
    from compliance.audit.verify import VerifyReport

PAGE = 1000


class Trail(Service):
    def __init__(self, store: Store, witness: Witness) -> None:
        super().__init__(store)
        self._witness = witness

    def events(
        self, actor: Actor, draft_id: str | None = None, *, after_seq: int = 0, limit: int | None = None
    ) -> tuple[RecordedEvent, ...]:
        """The events of one draft, or of the whole clinic from the one after `after_seq`, in order.

        They outlive the content: a draft whose patient's key was destroyed keeps its trail.
        """
        role = self._allow(actor, "read_trail", "read_trail", draft_id or "")
        with self._store.read() as uow:
            found = uow.audit.for_draft(draft_id) if draft_id else ()
            while not draft_id and (limit is None or len(found) < limit):
                page = uow.audit.all(after_seq, min(PAGE, limit - len(found)) if limit else PAGE)
                if not page:
                    break
                found, after_seq = found + page, page[-1].seq
        if draft_id and not found:
            raise NotFound(f"There is no draft {draft_id!r}.", mend="List drafts with `ptscribe queue`.")
        with self._store.unit() as unit:
            unit.audit.append(looked_at(actor, role, found if draft_id else (), events=len(found)))
            unit.commit()
        return found

    def verify(self, actor: Actor) -> VerifyReport:
        """Holds the whole log, and every record it vouches for, against themselves and the checkpoints."""
        role = self._allow(actor, "verify_trail", "verify_trail")
        report = self._verified()
        with self._store.unit() as unit:
            details: dict[str, str | int] = {
                "verdict": report.verdict,
                "events": report.checked,
                "problems": len(report.problems),
                "witnessed": report.witnessed,
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

    def _verified(self) -> VerifyReport:
        """Checkpoints are read before the log, so that one rolled back since is found, and once more
        within its snapshot, so that one made meanwhile is no false alarm."""
        from compliance.audit.verify import CannotVerify, Problem, VerifyReport, verify_rows

        told = 0

        def rows(table: str) -> Iterable[dict[str, Any]]:
            nonlocal told
            for row in uow.audit.rows(table):
                told += table == "audit_events" and row["action"] == CHECKPOINTED
                yield row

        try:
            last, checkpoints = self._witness.last(), self._witness.checkpoints()
            with self._store.read() as uow:
                size = uow.audit.head().size
                known = {one.text for one in checkpoints}
                later = (one for one in self._witness.checkpoints() if one.text not in known)
                checkpoints += [one for one in later if one.size <= size]
                report = verify_rows(rows, checkpoints=checkpoints, pinned=self._witness.pinned)
        except (CannotVerify, IntegrityError) as error:
            return VerifyReport("cannot_verify", 0, (Problem("checkpoints", str(error)),))
        if told and not checkpoints:
            missing = Problem("checkpoints", "the log tells of some, but there is none to hold it against")
            if report.ok:
                report = replace(report, verdict="cannot_verify")
            return replace(report, problems=(*report.problems, missing))
        if last is not None and last.text not in {one.text for one in checkpoints}:
            missing = Problem("checkpoints", f"the last one that was signed, of size {last.size}, is missing")
            return replace(report, verdict="tampered", problems=(*report.problems, missing))
        return report


def looked_at(actor: Actor, role: Role, found: tuple[RecordedEvent, ...], **details: str | int) -> AuditEvent:
    """The event of reading a trail: of the draft whose events are given, or of the whole clinic.

    It is made from those events alone, so that it can be written when the content is destroyed.
    """
    made = event("trail.viewed", actor, role=role, purpose="HOPERAT", details=dict(details))
    if not found:
        return made
    last = found[-1].event
    patient = next((one.event.patient_ref for one in found if one.event.patient_ref), "")
    about = {
        "draft_id": last.draft_id,
        "patient_ref": patient,
        "version": max(e.event.version for e in found),
    }
    return made.model_copy(update=about)
