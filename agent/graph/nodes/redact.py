"""The de-identified run log: what analytics, evaluations and support may read of a run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent
from agent.domain.transcript import Transcript
from agent.graph.events import event
from agent.graph.sources import CONTENT, result_of, transcript_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def redact(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """A text that cannot be redacted is not logged: the run fails instead."""
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.store.read() as uow:
        record = uow.drafts.get(draft_id)
        texts = {
            "transcribe": _heard(transcript_of(uow, draft_id, run)),
            "check": _written(result_of(uow, draft_id, run, CONTENT, DraftContent)),
        }
    redacted = {node: context.parts.redact(record.encounter, text) for node, text in texts.items()}
    with context.unit(state) as unit:
        for node, (text, _) in redacted.items():
            unit.runlog.add(draft_id, run, node, text, datetime.now(UTC))
        spans = sum(count for _, count in redacted.values())
        unit.audit.append(event("text.redacted", record=record, details={"run": run, "spans": spans}))
    return {}


def _heard(transcript: Transcript) -> str:
    return "\n".join(f"{s.speaker or '-'}{' ?' if s.doubtful else ''}: {s.text}" for s in transcript.segments)


def _written(content: DraftContent) -> str:
    lines = [
        f"{s.section} {s.origin} {s.support.verdict if s.support else '-'}: {s.text}"
        for s in content.note.statements
    ]
    lines += [f"plan: {p.text}" for p in content.plan.lines]
    lines += [f"claim: {line.code} x {line.units}" for line in content.claim.lines]
    lines += [f"finding {f.severity} {f.rule_id}: {f.detail}" for f in content.findings]
    return "\n".join((*lines, *(f"question: {q}" for q in content.questions)))
