"""Transcript to typed facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.graph.sources import transcript_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def understand(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.store.read() as uow:
        if uow.facts.get(draft_id, run) is not None:
            return {}
        transcript, encounter = transcript_of(uow, draft_id, run), uow.drafts.get(draft_id).encounter
    facts = context.parts.understand(transcript, encounter)
    with context.unit(state) as unit:
        unit.facts.put(draft_id, run, facts)
    return {}
