"""Which findings still wait for an answer, and which answers still hold after an edit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent
from agent.domain.finding import Finding, Resolution

if TYPE_CHECKING:
    from agent.store.unit_of_work import UnitOfWork


def unresolved(content: DraftContent, answers: dict[str, Resolution]) -> tuple[Finding, ...]:
    """Findings without an answer. `fixed` is none for a finding that still stands."""
    return tuple(f for f in content.findings if f.id not in answers or answers[f.id].kind == "fixed")


def carry_resolutions(
    uow: UnitOfWork,
    draft_id: str,
    before: DraftContent,
    old: int,
    after: DraftContent,
    new: int,
    at: datetime,
) -> None:
    """Answers to findings that the new version has word for word, about the same words, hold on."""
    answers = uow.resolutions.for_draft(draft_id, old)
    if not answers:
        return
    said = {identity(before, f): answers[f.id] for f in before.findings if f.id in answers}
    for finding in after.findings:
        answer = said.get(identity(after, finding))
        if answer is not None and answer.kind != "fixed":
            again = answer.model_copy(update={"finding_id": finding.id})
            uow.resolutions.add(draft_id, new, again, "system", at)


def identity(content: DraftContent, finding: Finding) -> tuple[str, ...]:
    about = content.note.statement(finding.where)
    return (
        finding.rule_id,
        finding.severity,
        finding.title,
        finding.detail,
        about.text if about else finding.where,
    )
