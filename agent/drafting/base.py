"""The one interface of all drafting engines: facts and the record in, a note with evidence out."""

from __future__ import annotations

from typing import Protocol

from agent.domain.base import Model
from agent.domain.draft import DraftingProvenance
from agent.domain.facts import VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import Note, Section
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter


class DraftRequest(Model):
    """What a drafter may see. `only` limits a redraft to one section, `comment` is a reviewer's wish."""

    transcript: Transcript
    facts: VisitFacts
    encounter: Encounter
    only: Section | None = None
    comment: str = ""


class DraftedNote(Model):
    note: Note
    questions: tuple[str, ...] = ()
    """What a good note needs and the dictation lacks, asked of the therapist."""
    findings: tuple[Finding, ...] = ()
    """What the engine itself has to report, e.g. that it fell back to the offline draft."""
    provenance: DraftingProvenance


class NoteDrafter(Protocol):
    """Writes a note from facts. Never invents: what is missing becomes a question."""

    name: str

    def draft(self, request: DraftRequest) -> DraftedNote: ...
