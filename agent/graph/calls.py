"""What is kept and told of a call of the drafting engine: all of what went in and came out, under commitment.

The trail names both by hashes under a key of the patient's. Whoever can open the record puts the request
together again (transcript, facts, encounter and `Asked`) and finds the answer beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agent.domain.base import Model
from agent.domain.canonical import canonical_bytes
from agent.domain.note import Section
from agent.domain.plan import Plan
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.plan_writer import PhrasedPlan
from agent.graph.events import event
from agent.graph.sources import PHRASED

if TYPE_CHECKING:
    from agent.domain.audit import AuditEvent
    from agent.domain.draft import DraftRecord
    from agent.store.unit_of_work import UnitOfWork


class Asked(Model):
    """What a request said besides transcript, facts and encounter, which are the run's."""

    only: Section | None
    comment: str


class DraftingCall(NamedTuple):
    """One call of the drafting engine."""

    request: DraftRequest
    drafted: DraftedNote


def asked_name(name: str) -> str:
    """Under which name the question lies whose answer lies under `name`."""
    return f"asked.{name}"


def keep_call(
    unit: UnitOfWork, record: DraftRecord, run: int, name: str, call: DraftingCall, *, revision: int = 0
) -> None:
    """Keeps the answer under `name` and what was asked beside it, and tells the trail of the call."""
    request, drafted = call
    unit.work.put(record.id, run, name, drafted)
    unit.work.put(record.id, run, asked_name(name), Asked(only=request.only, comment=request.comment))
    commitments = {
        "input_commitment": unit.work.commitment(record.id, request.canonical()),
        "output_commitment": unit.work.commitment(record.id, drafted.canonical()),
    }
    unit.audit.append(_called(record, run, name, drafted, revision, commitments))


def _called(
    record: DraftRecord, run: int, name: str, drafted: DraftedNote, revision: int, commitments: dict[str, str]
) -> AuditEvent:
    """Who wrote a draft of the note: engine, model, prompt, tokens."""
    made = drafted.provenance
    return event(
        "model.called",
        record=record,
        details={
            "task": "draft_note",
            "run": run,
            "revision": revision,
            "kept_as": name,
            "engine": made.engine,
            "model": made.model,
            "prompt_id": made.prompt_id,
            "prompt_hash": made.prompt_hash,
            "parameters": canonical_bytes(made.parameters).decode(),
            "ruleset": made.ruleset,
            "input_tokens": made.input_tokens,
            "output_tokens": made.output_tokens,
            "code_version": made.code_version,
            "fell_back": int(made.fell_back),
            "statements": len(drafted.note.statements),
            **commitments,
        },
    )


def keep_phrasing(unit: UnitOfWork, record: DraftRecord, run: int, plan: Plan, phrased: PhrasedPlan) -> None:
    """Keeps what a language model made of `plan`, and tells the trail of the call where one was made."""
    made = phrased.provenance
    if made is None:
        return
    unit.work.put(record.id, run, PHRASED, phrased)
    unit.audit.append(
        event(
            "model.called",
            record=record,
            details={
                "task": "phrase_plan",
                "run": run,
                "kept_as": PHRASED,
                "engine": made.engine,
                "model": made.model,
                "prompt_id": made.prompt_id,
                "prompt_hash": made.prompt_hash,
                "parameters": canonical_bytes(made.parameters).decode(),
                "input_tokens": made.input_tokens,
                "output_tokens": made.output_tokens,
                "fell_back": int(made.fell_back),
                "input_commitment": unit.work.commitment(record.id, plan.canonical()),
                "output_commitment": unit.work.commitment(record.id, phrased.canonical()),
            },
        )
    )
