"""What a check may know of the clinic beyond the visit: earlier notes, the day, profiles, edit tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent, DraftRecord, DraftStatus
from agent.domain.note import Note
from agent.domain.visit import Encounter
from agent.errors import NotFound
from compliance.billing.codes import is_evaluation
from compliance.billing.edits import Edits, quarter_of, shipped_mue, shipped_ptp
from compliance.profiles import Overlay, read_overlay
from compliance.rules.clones import COMPARED, ClinicNotes, Likeness, likeness, word_runs
from compliance.rules.context import DayVisit, EarlierNote

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit, UnitOfWork

EARLIER_NOTES = 10
"""Signed notes of the same patient, newest last, that a draft is compared with."""
OPENED = 5
"""Other patients' notes that are opened and compared word by word, of those with the most alike sketches."""
MARGIN = 0.15
"""More than three standard errors of a sketch's estimate."""
_GROUP = "97150"


@dataclass(frozen=True)
class Clinic:
    """Nothing, and the shipped samples, where a draft is checked by itself."""

    earlier_notes: tuple[EarlierNote, ...] = ()
    clinic_notes: ClinicNotes | None = None
    therapist_day: tuple[DayVisit, ...] = ()
    pairs: Edits = field(default_factory=shipped_ptp)
    unlikely: Edits = field(default_factory=shipped_mue)
    overlays: tuple[Overlay, ...] = ()


def clinic_of(uow: ReadUnit, record: DraftRecord) -> Clinic:
    """What the clinic's database holds for the check of this draft."""
    return Clinic(
        earlier_notes=_earlier(uow, record),
        clinic_notes=StoredNotes(uow, record.patient_id),
        therapist_day=_day(uow, record),
        pairs=_edits(uow, "ptp", record.encounter) or shipped_ptp(),
        unlikely=_edits(uow, "mue", record.encounter) or shipped_mue(),
        overlays=tuple(read_overlay(p.text, p.name, p.revision) for p in uow.profiles.current()),
    )


def mark(uow: UnitOfWork, record: DraftRecord, content: DraftContent) -> None:
    """Lets later drafts find this one: by therapist and day, and by alike wording."""
    therapist, on = record.encounter.therapist.name, record.encounter.visit.date
    uow.marks.put(record.id, therapist, on, word_runs(content.note))


class StoredNotes:
    """The clinic's notes of other patients, searched by sketch; only the most alike are opened."""

    def __init__(self, uow: ReadUnit, patient_id: str) -> None:
        self._uow = uow
        self._patient_id = patient_id

    def nearest(self, note: Note, *, at_least: float, limit: int = 3) -> tuple[Likeness, ...]:
        candidates = self._uow.marks.alike(
            word_runs(note),
            not_of_patient=self._patient_id,
            at_least=at_least - MARGIN,
            limit=OPENED,
        )
        found = []
        for candidate in candidates:
            try:
                other = self._uow.drafts.content(candidate.draft_id).note
            except NotFound:
                continue  # Its patient's content was destroyed meanwhile.
            found.append(replace(likeness(note, other, COMPARED), ref=candidate.draft_id))
        found = sorted((f for f in found if f.score >= at_least), key=lambda f: -f.score)
        return tuple(found[:limit])


def _earlier(uow: ReadUnit, record: DraftRecord) -> tuple[EarlierNote, ...]:
    status: DraftStatus = "signed"
    signed = uow.drafts.of_patient(record.patient_id, statuses=(status,))[-EARLIER_NOTES:]
    return tuple(
        EarlierNote(ref=id, on=uow.drafts.get(id).encounter.visit.date, note=uow.drafts.content(id).note)
        for id in signed
        if id != record.id
    )


def _day(uow: ReadUnit, record: DraftRecord) -> tuple[DayVisit, ...]:
    encounter = record.encounter
    if encounter.visit.time_in is None or encounter.visit.time_out is None:
        return ()
    made = []
    for draft_id in uow.marks.same_day(encounter.therapist.name, encounter.visit.date, but=record.id):
        other = uow.drafts.get(draft_id).encounter.visit
        if other.time_in is None or other.time_out is None:
            continue
        claim = uow.drafts.content(draft_id).claim
        own = [(s.code, s.minutes) for s in claim.services if s.by == "PT" and s.minutes]
        own += [(x.code, x.minutes) for x in claim.lines if is_evaluation(x.code) and x.minutes]
        made.append(
            DayVisit(
                ref=draft_id,
                start=other.time_in,
                end=other.time_out,
                timed_codes=tuple(dict.fromkeys(code for code, _ in own)),
                timed_minutes=sum(minutes for _, minutes in own),
                group=_GROUP in claim.untimed,
            )
        )
    return tuple(made)


def _edits(uow: ReadUnit, kind: str, encounter: Encounter) -> Edits | None:
    loaded = uow.edit_tables.for_quarter(kind, quarter_of(encounter.visit.date))
    return None if loaded is None else Edits.model_validate_json(loaded.edits)
