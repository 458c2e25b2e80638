"""Facts to the note of the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.note import Note
from agent.drafting.assemble import carry_over
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.moved import moved
from agent.graph.calls import DraftingCall, keep_call
from agent.graph.sources import WISH, Wish, facts_of, note_name, transcript_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext
    from agent.store.unit_of_work import ReadUnit


def draft_note(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """A run that was asked for keeps what humans wrote in the version it is about, and heeds their wish."""
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.store.read() as uow:
        if uow.work.get(draft_id, run, note_name(0), DraftedNote) is not None:
            return {}
        record = uow.drafts.get(draft_id)
        wish = uow.work.get(draft_id, run, WISH, Wish)
        previous = previous_note(uow, draft_id, run, wish)
        request = DraftRequest(
            transcript=transcript_of(uow, draft_id, run),
            facts=facts_of(uow, draft_id, run),
            encounter=record.encounter,
            comment=wish.comment if wish else "",
        )
    drafted = context.parts.drafter().draft(request)
    if wish and previous:
        drafted = heeding(drafted, previous, wish)
    with context.unit(state) as unit:
        keep_call(unit, record, run, note_name(0), DraftingCall(request, drafted))
    return {}


def previous_note(uow: ReadUnit, draft_id: str, run: int, wish: Wish | None) -> Note | None:
    """The note that the wish is about, its evidence led into this run's transcript. Its statements name facts
    of their own run: where this run's facts are others (a newer release reads the recording anew, or its
    words were set right), they name none."""
    if wish is None:
        return None
    note, earlier = uow.drafts.content(draft_id, wish.version).note, uow.drafts.run_of(draft_id, wish.version)
    note = moved(note, transcript_of(uow, draft_id, earlier), transcript_of(uow, draft_id, run))
    if uow.facts.get(draft_id, earlier) == facts_of(uow, draft_id, run):
        return note
    freed = tuple(s.model_copy(update={"fact_ids": ()}) for s in note.statements)
    return note.model_copy(update={"statements": freed})


def heeding(drafted: DraftedNote, previous: Note, wish: Wish) -> DraftedNote:
    """The draft with what humans wrote before, and the wish as a question: only they can say if it is met."""
    asked = (f"Changes were requested: {wish.comment}",) if wish.comment else ()
    return drafted.model_copy(
        update={
            "note": carry_over(previous, drafted.note),
            "questions": (*asked, *drafted.questions),
        }
    )
