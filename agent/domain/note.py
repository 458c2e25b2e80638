"""A SOAP note as statements, each standing on its own and pointing at what it came from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent.domain.base import Model
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import NoteType

Section = Literal["S", "O", "A", "P"]
SECTION_NAMES: dict[Section, str] = {
    "S": "Subjective",
    "O": "Objective",
    "A": "Assessment",
    "P": "Plan",
}
Origin = Literal["dictated", "record", "computed", "suggested", "human"]
Verdict = Literal["supported", "partly", "unsupported"]


class SupportVerdict(Model):
    """Whether the recording and the record carry a statement, and if not, why not."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Among: number, unit, side, negation, time, subject, term."""
    evidence: tuple[EvidenceSpan, ...] = ()


class Statement(Model):
    """One sentence of a note.

    `dictated` statements carry at least one evidence span; `record` and `computed` ones say in
    `basis` which record fields or facts they rest on; `suggested` ones never stand in a signed note
    unless a human accepted them (then `human`).
    """

    id: str
    section: Section
    text: str = Field(min_length=1)
    origin: Origin = "dictated"
    evidence: tuple[EvidenceSpan, ...] = ()
    fact_ids: tuple[str, ...] = ()
    basis: str = ""
    group: str = ""
    """Heading within the section, e.g. `ROM` or `Treatment`; empty for none."""
    support: SupportVerdict | None = None


class Note(Model):
    note_type: NoteType = "daily"
    statements: tuple[Statement, ...] = ()

    def section(self, section: Section) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if s.section == section)

    def statement(self, statement_id: str) -> Statement | None:
        return next((s for s in self.statements if s.id == statement_id), None)
