"""Note, plan and claim lines together, held against the recording, the record and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.audit import AuditEvent
from agent.domain.draft import DraftContent, DraftRecord
from agent.domain.plan import Plan, PlanDecision
from agent.drafting.base import DraftedNote
from agent.drafting.plan_writer import PhrasedPlan
from agent.drafting.revise import contradicted, revisable
from agent.graph.events import event
from agent.graph.sources import (
    CONTENT,
    PHRASED,
    PLAN,
    WISH,
    Wish,
    facts_of,
    note_name,
    result_of,
    transcript_of,
)
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def check(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    revision = state.get("revision", 0)
    with context.store.read() as uow:
        record = uow.drafts.get(draft_id)
        transcript, facts = transcript_of(uow, draft_id, run), facts_of(uow, draft_id, run)
        drafted = result_of(uow, draft_id, run, note_name(revision), DraftedNote)
        plan = result_of(uow, draft_id, run, PLAN, Plan)
        unchecked = context.parts.assemble(drafted, plan, transcript, facts, record.encounter)
        if wish := uow.work.get(draft_id, run, WISH, Wish):
            decided = uow.drafts.content(draft_id, wish.version).plan_decisions
            unchecked = unchecked.model_copy(update={"plan_decisions": _carried(decided)})
        if phrased := uow.work.get(draft_id, run, PHRASED, PhrasedPlan):
            said = {"plan_phrasing": phrased.phrasing, "findings": (*unchecked.findings, *phrased.findings)}
            unchecked = unchecked.model_copy(update=said)
        content = context.parts.check(uow, record, unchecked, transcript, facts)
    unsupported = len(contradicted(content.note)) if revisable(drafted) else 0
    with context.unit(state) as unit:
        unit.work.put(draft_id, run, CONTENT, content)
        unit.audit.append(rules_event(record, content, run=run, revision=revision))
    return {"unsupported": unsupported}


def rules_event(record: DraftRecord, content: DraftContent, **which: int) -> AuditEvent:
    """Which rules the content was held against, and what came of it; `which` says of what it is the check."""
    return event(
        "rules.run",
        record=record,
        details={
            **which,
            "ruleset": content.provenance.ruleset,
            "blocking": sum(f.severity == "block" for f in content.findings),
            "warnings": sum(f.severity == "warn" for f in content.findings),
            "contradicted": len(contradicted(content.note)),
        },
    )


def _carried(decisions: tuple[PlanDecision, ...]) -> tuple[PlanDecision, ...]:
    """What humans decided on the plan of an earlier run. What they accepted points at words of that run's
    transcript, so it takes the new plan's evidence where it is suggested again, else none."""
    return tuple(
        d.model_copy(update={"line": d.line.model_copy(update={"evidence": ()})})
        if d.action == "accept"
        else d
        for d in decisions
    )
