"""The consequences of a decision. The database row decides; the graph only comes to hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.review import Decision
from agent.graph.events import event
from agent.graph.sources import CHANGED, WISH, ChangedTranscript, Wish

if TYPE_CHECKING:
    from agent.store.unit_of_work import UnitOfWork


def carry_out(uow: UnitOfWork, decision: Decision) -> bool:
    """Notes the decision as carried out and, for a change request, opens the next run. False: done before.

    The caller holds the lease of the draft's run, so that two cannot do it at once.
    """
    if decision.id not in {waiting.id for waiting in uow.decisions.unapplied()}:
        return False
    uow.decisions.mark_applied(decision.id)
    record = uow.drafts.get(decision.draft_id)
    details: dict[str, str | int] = {"decision_id": decision.id, "kind": decision.kind}
    if decision.kind == "request_changes":
        details["next_run"] = open_run(uow, decision.draft_id, _wish(uow, decision))
    uow.audit.append(event("decision.applied", record=record, details=details))
    return True


def _wish(uow: UnitOfWork, decision: Decision) -> Wish:
    """What the next run is to heed; a transcript set right is no wish about the note."""
    run = uow.drafts.run_of(decision.draft_id, decision.version)
    changed = uow.work.get(decision.draft_id, run, CHANGED, ChangedTranscript)
    only_words = changed is not None and changed.decision_id == decision.id
    return Wish(comment="" if only_words else decision.comment, version=decision.version)


def open_run(uow: UnitOfWork, draft_id: str, wish: Wish | None = None) -> int:
    """Counts the draft's run up and leaves the wish for it."""
    run = uow.drafts.next_run(draft_id)
    if wish:
        uow.work.put(draft_id, run, WISH, wish)
    return run
