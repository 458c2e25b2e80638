"""The passages that a finding of copied wording rests on, beside each other.

Who may see the draft may see what stands in earlier notes of the same patient: that is an access to the
earlier record, and told as one. Of another patient's note nothing is given but the words that this note
has as well; to read it is to open that draft by itself.
"""

from __future__ import annotations

from typing import Final

from agent.domain.audit import AuditEvent
from agent.domain.comparison import Comparison
from agent.domain.draft import DraftContent, DraftRecord
from agent.domain.finding import Finding
from agent.domain.note import Section
from agent.domain.user import Actor
from agent.errors import InputError, NotFound
from agent.graph.events import event
from agent.services.base import Service, Sight

OF_THE_PATIENT: Final[tuple[Section, ...]] = ("S", "O", "A", "P")


class Comparing(Service):
    def passages(
        self, actor: Actor, draft_id: str, finding_id: str, *, version: int | None = None
    ) -> Comparison:
        """Alike passages of a draft and the one that a finding compares it with.

        Recorded as `draft.viewed` on the other draft. `InputError` for a finding that compares with none;
        `NotFound` for an unknown one, or when the other draft's content was destroyed; `Refused` as for
        opening the two drafts.
        """
        self._may_see(actor, "compare", draft_id)
        with self._store.read() as uow:
            record, content = uow.drafts.get(draft_id), uow.drafts.content(draft_id, version)
        finding = _finding(content, finding_id)
        if not finding.compared_with:
            raise InputError(
                f"Finding {finding_id!r} compares with no other note.",
                mend="Findings of copied wording do: CLN-01 and CLN-02.",
            )
        sight = self._may_see(actor, "compare", finding.compared_with)
        with self._store.read() as uow:
            other = uow.drafts.get(finding.compared_with)
            theirs = uow.drafts.content(other.id, other.version)
        made = _compared(record, content, finding, other, theirs)
        with self._store.unit() as unit:
            unit.audit.append(_told(actor, sight, other, made, draft_id))
            unit.commit()
        return made


def _finding(content: DraftContent, finding_id: str) -> Finding:
    found = next((f for f in content.findings if f.id == finding_id), None)
    if found is None:
        raise NotFound(f"There is no finding {finding_id!r} in this version.", mend="Reload the draft.")
    return found


def _compared(
    record: DraftRecord, content: DraftContent, finding: Finding, other: DraftRecord, theirs: DraftContent
) -> Comparison:
    from compliance.rules.clones import COMPARED
    from compliance.rules.side_by_side import alike_passages, without_foreign_words

    same = other.patient_id == record.patient_id
    pairs = alike_passages(content.note, theirs.note, OF_THE_PATIENT if same else COMPARED)
    return Comparison(
        finding_id=finding.id,
        draft_id=other.id,
        on=other.encounter.visit.date if same else None,
        withheld=not same,
        pairs=pairs if same else tuple(without_foreign_words(pair) for pair in pairs),
    )


def _told(actor: Actor, sight: Sight, other: DraftRecord, made: Comparison, draft_id: str) -> AuditEvent:
    form = "shared_words" if made.withheld else "passages"
    details: dict[str, str | int] = {"form": form, "compared_with": draft_id, "passages": len(made.pairs)}
    return event(
        "draft.viewed",
        actor,
        role=sight.role,
        record=other,
        purpose=sight.purpose,
        details={**details, **sight.details},
    )
