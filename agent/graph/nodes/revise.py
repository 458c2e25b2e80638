"""One more try at a note in which a language model says what the recording contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.revise import objection, withdraw
from agent.graph.calls import DraftingCall, keep_call
from agent.graph.nodes.draft_note import heeding, previous_note
from agent.graph.routing import MAX_REVISIONS
from agent.graph.sources import CONTENT, WISH, Wish, facts_of, note_name, result_of, transcript_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def revise(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """The model is told what was wrong and asked once more. What is still wrong in the last round is
    withdrawn from the note and asked of the therapist."""
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    revision = state.get("revision", 0) + 1
    with context.store.read() as uow:
        if uow.work.get(draft_id, run, note_name(revision), DraftedNote) is not None:
            return {"revision": revision}
        record = uow.drafts.get(draft_id)
        drafted = result_of(uow, draft_id, run, note_name(revision - 1), DraftedNote)
        checked = result_of(uow, draft_id, run, CONTENT, DraftContent)
        wish = uow.work.get(draft_id, run, WISH, Wish)
        previous = previous_note(uow, draft_id, run, wish)
        request = DraftRequest(
            transcript=transcript_of(uow, draft_id, run),
            facts=facts_of(uow, draft_id, run),
            encounter=record.encounter,
            comment="\n".join(filter(None, (wish.comment if wish else "", objection(checked)))),
        )
    if revision >= MAX_REVISIONS:
        with context.unit(state) as unit:
            unit.work.put(draft_id, run, note_name(revision), withdraw(drafted, checked))
        return {"revision": revision}
    revised = context.parts.drafter().draft(request)
    if wish and previous:
        revised = heeding(revised, previous, wish)
    with context.unit(state) as unit:
        call = DraftingCall(request, revised)
        keep_call(unit, record, run, note_name(revision), call, revision=revision)
    return {"revision": revision}
