"""Calls of the drafting engine as the trail tells of them, computed again from what the record keeps."""

from __future__ import annotations

from typing import Any

from agent.drafting.base import DraftedNote, DraftRequest
from agent.graph.calls import Asked, asked_name
from agent.store.engine import Store


def drafting_calls(store: Store, draft_id: str) -> list[dict[str, Any]]:
    """Details of each `model.called` of the drafting engine, in order."""
    with store.read() as uow:
        told = [one.event for one in uow.audit.for_draft(draft_id) if one.event.action == "model.called"]
    return [dict(event.details) for event in told if event.details["task"] == "draft_note"]


def computed_again(store: Store, draft_id: str, call: dict[str, Any]) -> dict[str, str]:
    """The two commitments, from the stored transcript, facts, encounter, question and answer."""
    with store.read() as uow:
        run, name = call["run"], call["kept_as"]
        asked = uow.work.get(draft_id, run, asked_name(name), Asked)
        drafted = uow.work.get(draft_id, run, name, DraftedNote)
        transcript, facts = uow.transcripts.get(draft_id, run), uow.facts.get(draft_id, run)
        assert asked is not None
        assert drafted is not None
        assert transcript is not None
        assert facts is not None
        request = DraftRequest(
            transcript=transcript,
            facts=facts,
            encounter=uow.drafts.get(draft_id).encounter,
            only=asked.only,
            comment=asked.comment,
        )
        return {
            "input_commitment": uow.work.commitment(draft_id, request.canonical()),
            "output_commitment": uow.work.commitment(draft_id, drafted.canonical()),
        }
