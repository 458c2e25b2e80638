"""How a decision comes to stand: row, status and event in one transaction; then the graph is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent, DraftRecord, DraftStatus
from agent.domain.finding import Resolution
from agent.domain.review import Decision, DecisionKind
from agent.domain.user import Actor
from agent.graph.events import event

if TYPE_CHECKING:
    from agent.domain.audit import AuditEvent
    from agent.graph.runner import GraphRunner
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork

DECIDED: dict[DecisionKind, DraftStatus] = {
    "approve": "approved",
    "request_changes": "changes_requested",
    "reject": "rejected",
}


class Deciding:
    def __init__(self, store: Store, runner: GraphRunner, submit: Callable[[str], None]) -> None:
        self._store = store
        self._runner = runner
        self._submit = submit

    def stand(
        self,
        actor: Actor,
        record: DraftRecord,
        decision: Decision,
        content: DraftContent,
        answers: dict[str, Resolution],
        *,
        also: Callable[[UnitOfWork], None] | None = None,
    ) -> None:
        """Stores the decision on exactly what was displayed, and whatever `also` writes, or nothing.

        Raises `Conflict` when the draft changed or was decided meanwhile. Should this process end after
        the commit, `reconcile` carries the decision out.
        """
        draft_id = decision.draft_id
        with self._store.unit() as unit:
            unit.drafts.decide(
                draft_id,
                seen_version=decision.version,
                seen_hash=decision.displayed_hash,
                to=DECIDED[decision.kind],
                at=decision.at,
            )
            unit.decisions.add(decision)
            unit.audit.append(_decided(actor, record, decision, content, answers))
            if also:
                also(unit)
            unit.commit()
        self._runner.resume(decision.id)
        if decision.kind == "request_changes":
            self._submit(draft_id)


def _decided(
    actor: Actor,
    record: DraftRecord,
    decision: Decision,
    content: DraftContent,
    answers: dict[str, Resolution],
) -> AuditEvent:
    """The event of a decision, with the warnings that were on display and how many were answered."""
    return event(
        f"draft.{DECIDED[decision.kind]}",
        actor,
        role=decision.role,
        record=record,
        at=decision.at,
        details={
            "decision_id": decision.id,
            "content_hash": decision.displayed_hash,
            "blocking": sum(f.severity == "block" for f in content.findings),
            "warnings": sum(f.severity == "warn" for f in content.findings),
            "resolved": sum(f.id in answers for f in content.findings),
            "same_person": int(actor.user_id == record.created_by),
        },
    )
