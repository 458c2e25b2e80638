"""What a plan rests on beside its visit: the clinic's protocols, and the patient's earlier signed visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.exercises.clinic_protocols import with_copies
from agent.exercises.earlier import EarlierVisit
from agent.exercises.protocols import Protocol
from agent.exercises.suggest import PlanOptions

if TYPE_CHECKING:
    from agent.domain.draft import DraftRecord, DraftStatus
    from agent.store.unit_of_work import ReadUnit

_SIGNED: tuple[DraftStatus, ...] = ("signed",)
MOST_EARLIER = 6
"""Earlier visits that decide on a next step; older ones tell nothing of today."""


def plan_options(uow: ReadUnit, record: DraftRecord) -> PlanOptions:
    """The options of this draft's plan."""
    return PlanOptions(protocols=protocols_in_use(uow), earlier=earlier_visits(uow, record))


def protocols_in_use(uow: ReadUnit) -> tuple[Protocol, ...]:
    """What the planner works with: the shipped protocols with the clinic's copies in their place."""
    return with_copies((c.protocol_id, c.number, c.body) for c in uow.protocols.current().values())


def earlier_visits(uow: ReadUnit, record: DraftRecord) -> tuple[EarlierVisit, ...]:
    """The patient's signed visits before this one, of the same region, oldest first."""
    here = record.encounter
    found: list[EarlierVisit] = []
    for draft_id in uow.drafts.of_patient(record.patient_id, statuses=_SIGNED):
        before = uow.drafts.get(draft_id)
        same = before.encounter.episode.region == here.episode.region
        facts = uow.facts.get(draft_id, before.run)
        if draft_id == record.id or facts is None or not same:
            continue
        if before.encounter.visit.date < here.visit.date:
            plan = uow.drafts.content(draft_id).plan
            found.append(EarlierVisit(on=before.encounter.visit.date, facts=facts, plan=plan))
    return tuple(sorted(found, key=lambda v: v.on)[-MOST_EARLIER:])
