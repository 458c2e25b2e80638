"""One draft = one visit's packet: the note, the plan, the claim lines and the findings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from agent.domain.base import Model
from agent.domain.billing import Claim
from agent.domain.finding import Finding
from agent.domain.note import Note
from agent.domain.plan import Plan, PlanDecision, PlanPhrasing
from agent.domain.visit import Encounter, NoteType

DraftStatus = Literal[
    "recorded",
    "processing",
    "failed",
    "in_review",
    "changes_requested",
    "approved",
    "rejected",
    "signed",
]

TRANSITIONS: dict[DraftStatus, frozenset[DraftStatus]] = {
    "recorded": frozenset({"processing"}),
    "processing": frozenset({"in_review", "failed"}),
    "failed": frozenset({"processing"}),
    "in_review": frozenset({"approved", "rejected", "changes_requested"}),
    "changes_requested": frozenset({"processing", "in_review"}),
    "approved": frozenset({"signed", "changes_requested"}),
    "rejected": frozenset(),
    "signed": frozenset(),
}
"""Every status a draft may move to; a signed note only ever gets addenda, as new versions."""


class DraftingProvenance(Model):
    """Which engine wrote the draft, with what, and what it cost."""

    engine: Literal["offline", "llm", "human"]
    model: str = ""
    prompt_id: str = ""
    prompt_hash: str = ""
    parameters: dict[str, str | int | float | bool] = {}
    input_tokens: int = 0
    output_tokens: int = 0
    ruleset: str = ""
    code_version: str = ""
    fell_back: bool = False


class DraftContent(Model):
    """What a reviewer is shown and a therapist signs; its `digest()` is the displayed hash."""

    note: Note
    plan: Plan = Plan()
    claim: Claim = Claim()
    findings: tuple[Finding, ...] = ()
    questions: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    """Ids of facts whose statements a human took out of the note."""
    plan_decisions: tuple[PlanDecision, ...] = ()
    """What humans decided on lines of the plan; `plan` already follows them."""
    plan_phrasing: PlanPhrasing | None = None
    """A language model's order and words, where one was asked; `plan` already follows them."""
    provenance: DraftingProvenance

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Drafts without a decision on the plan or a phrasing keep the bytes, and so the hash, they had."""
        value: dict[str, Any] = handler(self)
        if not self.plan_decisions:
            value.pop("plan_decisions", None)
        if self.plan_phrasing is None:
            value.pop("plan_phrasing", None)
        return value


class DraftRecord(Model):
    """A draft's row: where it stands, without the content of its versions."""

    id: str
    patient_id: str
    status: DraftStatus
    version: int = 0
    """The current version; 0 before the first."""
    displayed_hash: str = ""
    """`DraftContent.digest()` of the current version."""
    run: int = 1
    """Which run of the graph; a change request or a retry starts the next. Thread id: `<id>.<run>`."""
    recording_id: str = ""
    created_by: str
    created_at: datetime
    updated_at: datetime
    failure: str = ""
    """Why processing failed, in the words of a `PtscribeError`; no PHI."""
    encounter: Encounter


class VersionInfo(Model):
    version: int
    author: Literal["engine", "human"]
    by: str
    at: datetime
    content_hash: str
    based_on: int = 0


class QueueItem(Model):
    """One line of the review queue."""

    id: str
    status: DraftStatus
    version: int
    patient_name: str
    therapist_name: str
    note_type: NoteType
    date_of_service: date
    created_at: datetime
    updated_at: datetime
    blocking: int = 0
    warnings: int = 0
    failure: str = ""
