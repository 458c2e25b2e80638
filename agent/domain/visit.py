"""The encounter record that comes with a recording: who, which visit, which episode, what was before.

The shape is the `encounter` object of the public documentation cases (see `evals/datasets`).
"""

from __future__ import annotations

from datetime import date, time
from typing import Any, Literal

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from agent.domain.base import Model, Side

NoteType = Literal["daily", "evaluation", "progress", "discharge"]
Day = date
Payer = str
"""Name of a payer profile in `compliance/profiles`, e.g. `medicare_b` or `commercial`."""


class Patient(Model):
    name: str = Field(min_length=1)
    date_of_birth: date
    mrn: str = Field(min_length=1)
    sex: Literal["F", "M", "X", "U"] = "U"
    phone: str = ""
    payer: Payer = "medicare_b"
    member_id: str = ""


class Therapist(Model):
    name: str = Field(min_length=1)
    credentials: str = Field(min_length=1)


class VisitInfo(Model):
    date: date
    number: int = Field(ge=1)
    note_type: NoteType = "daily"
    time_in: time | None = None
    time_out: time | None = None
    """Local clock times of the session, where the clinic keeps them."""
    dictated_on: Day | None = None
    """The day the note was dictated; None: the date of service."""
    amends: str = ""
    """What kind of later entry this is, and why: `late entry: power failure`; empty for none."""


class Diagnosis(Model):
    icd10: str = Field(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")
    label: str = ""


class SurgeonPhase(Model):
    """One phase of the surgeon's own protocol; weeks count from surgery."""

    name: str = Field(min_length=1)
    from_week: float = Field(ge=0)
    to_week: float | None = Field(default=None, gt=0)
    exercises: tuple[str, ...] = ()
    """Allowed from this phase on, in the surgeon's words."""
    forbidden: tuple[str, ...] = ()
    """Precautions that hold in this phase, in the surgeon's words."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> SurgeonPhase:
        if self.to_week is not None and self.to_week <= self.from_week:
            raise ValueError(f"phase {self.name!r} ends before it begins")
        return self


class SurgeonProtocol(Model):
    """The protocol that the surgeon ordered. Wherever it speaks it overrides the general one."""

    surgeon: str = Field(min_length=1)
    dated: date
    phases: tuple[SurgeonPhase, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _phases_in_order(self) -> SurgeonProtocol:
        starts = [p.from_week for p in self.phases]
        if starts != sorted(starts):
            raise ValueError("the phases of the surgeon's protocol are not in order of weeks")
        return self


class Surgery(Model):
    procedure: str
    date: date
    precautions: tuple[str, ...] = ()
    protocol: SurgeonProtocol | None = None
    """The surgeon's own protocol, where the record has one."""


class Episode(Model):
    diagnoses: tuple[Diagnosis, ...] = ()
    region: str = ""
    side: Side = "none"
    intent: Literal["rehabilitation", "maintenance"] = "rehabilitation"
    onset: date | None = None
    surgery: Surgery | None = None


class PlanGoal(Model):
    text: str
    measure: str = ""
    target: float | str | None = None
    id: str = ""
    first_text: str = ""
    """The goal's wording when it was set; it may not be re-worded during the episode."""


class PlanOfCare(Model):
    start: date
    certified_on: date | None = None
    frequency_per_week: float | None = Field(default=None, gt=0)
    duration_weeks: float | None = Field(default=None, gt=0)
    goals: tuple[PlanGoal, ...] = ()
    certified_by: str = ""
    """Profession or credential of who certified: `MD`, `NP`, `DPM` …"""
    verbal_order_on: date | None = None
    order_signed_on: date | None = None
    """Signed and dated order or referral that names physical therapy, from a physician or NPP."""
    transmitted_on: date | None = None
    """When the plan of care was sent to the physician or NPP."""
    delay_reason: str = ""


class Measure(Model):
    """One earlier measurement, as the record carries it."""

    name: str
    value: float | str
    date: date
    unit: str = ""


class History(Model):
    visits_since_progress_report: int = Field(default=0, ge=0)
    last_measures: tuple[Measure, ...] = ()
    therapy_charges_ytd: float | None = Field(default=None, ge=0)
    """US dollars of PT + SLP allowed this calendar year, where the record knows."""
    visits_since_therapist: int | None = Field(default=None, ge=0)
    """Treatment days since a therapist last took part, where the record knows."""


class Resources(Model):
    """What there is room for, where the record knows it; None: not known."""

    session_minutes: float | None = Field(default=None, gt=0)
    home_minutes: float | None = Field(default=None, gt=0)
    """Minutes a day for the home programme."""
    home_equipment: tuple[str, ...] | None = None
    """What the patient has at home, in everyday words: `band`, `chair`, `step`; empty: nothing."""


class Encounter(Model):
    """One visit's record. Dates are local dates of service."""

    patient: Patient
    therapist: Therapist
    visit: VisitInfo
    episode: Episode = Episode()
    plan_of_care: PlanOfCare | None = None
    history: History = History()
    resources: Resources | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Records without it keep the bytes, and so the commitments, they always had."""
        value: dict[str, Any] = handler(self)
        if self.resources is None:
            value.pop("resources", None)
        return value

    @model_validator(mode="after")
    def _born_before_the_visit(self) -> Encounter:
        if self.patient.date_of_birth > self.visit.date:
            raise ValueError("visit.date lies before patient.date_of_birth")
        return self

    @field_validator("history", mode="before")
    @classmethod
    def _no_history_is_empty_history(cls, value: object) -> object:
        return {} if value is None else value
