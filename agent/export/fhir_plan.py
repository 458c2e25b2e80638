"""A plan as FHIR R4B: CarePlan, Goals and one ServiceRequest per exercise, in a collection Bundle.

Shapes follow HL7 FHIR 4.3.0. Dictated exercises are orders the therapist made; suggestions have the
intent `proposal` and carry the label AIAST (asserted by software) until a human accepts them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from agent.domain.plan import Dose, Plan, Prescription, SmartGoal
from agent.domain.visit import Encounter

_SPACE = UUID("6f2b9b3e-0c53-5b4e-9a54-3b1b8f3f2a10")
"""Name space of the version-5 ids: the same plan of the same draft gives the same ids."""
_SNOMED = "http://snomed.info/sct"
_UNITS = "http://unitsofmeasure.org"
_OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"


class _Fhir(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Coding(_Fhir):
    system: str
    code: str
    display: str = ""


class Concept(_Fhir):
    coding: list[Coding] = []
    text: str = ""


class Reference(_Fhir):
    reference: str


class Quantity(_Fhir):
    value: float
    unit: str = ""
    system: str = ""
    code: str = ""


class Meta(_Fhir):
    security: list[Coding] = []


class Repeat(_Fhir):
    count: int | None = None
    duration: float | None = None
    duration_unit: Literal["s", "min"] | None = None


class Timing(_Fhir):
    repeat: Repeat | None = None
    code: Concept | None = None


class Target(_Fhir):
    measure: Concept
    detail_quantity: Quantity | None = None
    due_date: date | None = None


class GoalResource(_Fhir):
    resource_type: Literal["Goal"] = "Goal"
    id: str
    meta: Meta | None = None
    lifecycle_status: Literal["proposed", "planned", "accepted", "active"]
    description: Concept
    subject: Reference
    start_date: date | None = None
    target: list[Target] = []


class ServiceRequest(_Fhir):
    resource_type: Literal["ServiceRequest"] = "ServiceRequest"
    id: str
    meta: Meta | None = None
    status: Literal["draft", "active", "on-hold", "completed", "revoked"]
    intent: Literal["proposal", "plan", "order"]
    code: Concept
    subject: Reference
    occurrence_timing: Timing | None = None
    body_site: list[Concept] = []
    patient_instruction: str = ""
    note: list[dict[str, str]] = []


class Activity(_Fhir):
    reference: Reference


class CarePlan(_Fhir):
    resource_type: Literal["CarePlan"] = "CarePlan"
    id: str
    status: Literal["draft", "active", "completed", "revoked"]
    intent: Literal["proposal", "plan", "order"] = "plan"
    category: list[Concept]
    title: str
    description: str = ""
    subject: Reference
    period: dict[str, date] = {}
    goal: list[Reference] = []
    activity: list[Activity] = []
    note: list[dict[str, str]] = []


class Entry(_Fhir):
    full_url: str
    resource: CarePlan | GoalResource | ServiceRequest = Field(discriminator="resource_type")


class Bundle(_Fhir):
    resource_type: Literal["Bundle"] = "Bundle"
    type: Literal["collection"] = "collection"
    entry: list[Entry]


_SIDES = {
    "left": Coding(system=_SNOMED, code="7771000", display="Left"),
    "right": Coding(system=_SNOMED, code="24028007", display="Right"),
    "bilateral": Coding(system=_SNOMED, code="51440002", display="Right and left"),
}
_ASSERTED = Meta(
    security=[Coding(system=_OBSERVATION_VALUE, code="AIAST", display="Artificial Intelligence asserted")]
)
_UCUM = {"deg": "deg", "s": "s", "m": "m", "%": "%", "m/s": "m/s", "cm": "cm"}


def plan_bundle(
    plan: Plan, encounter: Encounter, *, draft_id: str, patient_id: str, signed: bool
) -> dict[str, Any]:
    """The Bundle as JSON-ready data. `patient_id` is our own opaque id, never a name or record number.

    Unsigned plans have the status `draft`.
    """
    subject = Reference(reference=f"Patient/{patient_id}")
    goals = [_goal(g, n, draft_id, subject, encounter, signed) for n, g in enumerate(plan.goals, 1)]
    requests = [_request(p, n, draft_id, subject, signed) for n, p in enumerate(plan.lines, 1)]
    care = CarePlan(
        id=_id(draft_id, "care-plan"),
        status="active" if signed else "draft",
        category=[
            Concept(coding=[Coding(system=_SNOMED, code="91251008", display="Physical therapy procedure")])
        ],
        title="Physical therapy plan of care",
        description="; ".join(t for t in (_schedule(plan), plan.phase) if t),
        subject=subject,
        period={"start": encounter.visit.date},
        goal=[Reference(reference=_url(g.id)) for g in goals],
        activity=[Activity(reference=Reference(reference=_url(r.id))) for r in requests],
        note=[{"text": f"Precaution: {p}"} for p in plan.precautions]
        + [{"text": f"Kept out: {k.exercise}: {k.why}"} for k in plan.kept_out],
    )
    resources: list[CarePlan | GoalResource | ServiceRequest] = [care, *goals, *requests]
    entries = [Entry(full_url=_url(r.id), resource=r) for r in resources]
    dumped: dict[str, Any] = Bundle(entry=entries).model_dump(mode="json", by_alias=True, exclude_none=True)
    return {key: _pruned(value) for key, value in dumped.items()}


def _pruned(value: Any) -> Any:
    """Without empty strings, lists and objects, which FHIR forbids."""
    if isinstance(value, dict):
        kept = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in ("", [], {})}
    return [_pruned(part) for part in value] if isinstance(value, list) else value


def _id(draft_id: str, part: str) -> str:
    return str(uuid5(_SPACE, f"{draft_id}/{part}"))


def _url(identifier: str) -> str:
    return f"urn:uuid:{identifier}"


def _schedule(plan: Plan) -> str:
    parts = []
    if plan.frequency_per_week:
        parts.append(f"{plan.frequency_per_week:g} times a week")
    if plan.duration_weeks:
        parts.append(f"for {plan.duration_weeks:g} weeks")
    return " ".join(parts)


def _goal(
    goal: SmartGoal, number: int, draft_id: str, subject: Reference, encounter: Encounter, signed: bool
) -> GoalResource:
    suggested = goal.origin == "protocol"
    quantity = None
    if goal.target is not None:
        code = _UCUM.get(goal.unit, "")
        quantity = Quantity(value=goal.target, unit=goal.unit, system=_UNITS if code else "", code=code)
    target = Target(
        measure=Concept(text=goal.measure or goal.text), detail_quantity=quantity, due_date=goal.by
    )
    return GoalResource(
        id=_id(draft_id, f"goal-{number}"),
        meta=_ASSERTED if suggested else None,
        lifecycle_status="proposed" if suggested else "active" if signed else "planned",
        description=Concept(text=goal.text),
        subject=subject,
        start_date=encounter.visit.date,
        target=[target] if goal.measure or quantity else [],
    )


def _request(
    item: Prescription, number: int, draft_id: str, subject: Reference, signed: bool
) -> ServiceRequest:
    """One exercise; what is for a later visit is on hold: no order, and nothing that the patient is told."""
    suggested, later = item.origin == "protocol", item.where == "next_visit"
    place = {"clinic": "In the clinic", "home": "At home", "next_visit": ""}[item.where]
    status: Literal["draft", "active", "on-hold"] = "active" if signed and not suggested else "draft"
    intent: Literal["proposal", "plan", "order"] = "proposal" if suggested else "order" if signed else "plan"
    notes = (item.reason, item.cue if item.origin == "dictated" else "")
    return ServiceRequest(
        id=_id(draft_id, f"exercise-{number}"),
        meta=_ASSERTED if suggested else None,
        status="on-hold" if later and status == "active" else status,
        intent="plan" if later and intent == "order" else intent,
        code=Concept(text=item.exercise),
        subject=subject,
        occurrence_timing=_timing(item.dose),
        body_site=[Concept(coding=[_SIDES[item.side]])] if item.side in _SIDES else [],
        patient_instruction=f"{place}: {item.text}" if place else "",
        note=[{"text": text} for text in notes if text],
    )


def _timing(dose: Dose) -> Timing | None:
    repeat = None
    if dose.minutes:
        repeat = Repeat(duration=dose.minutes, duration_unit="min")
    elif dose.hold_s:
        repeat = Repeat(duration=dose.hold_s, duration_unit="s", count=dose.reps or dose.sets)
    elif dose.reps:
        repeat = Repeat(count=dose.reps * (dose.sets or 1))
    code = Concept(text=dose.frequency) if dose.frequency else None
    return Timing(repeat=repeat, code=code) if repeat or code else None
