"""Signed visits of many patients whose outcomes differ by one exercise; everybody in them is fictitious."""

from __future__ import annotations

from datetime import date

from support.graph_clinic import seen, tone

from agent.bootstrap import App
from agent.domain.facts import OutcomeFact, VisitFacts
from agent.domain.plan import Plan, Prescription
from agent.domain.transcript import Transcript
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.exercises.suggest import PlanOptions

EACH = 11
"""Patients with and without the exercise: one more than says something."""


def visit(patient: int, number: int, score: int) -> Encounter:
    """A visit whose number tells `understand` below the LEFS of the day."""
    return Encounter.model_validate(
        {
            "patient": {
                "name": f"Quilla Testmere {patient}",
                "date_of_birth": date(1960, 1, 1),
                "mrn": f"T{patient}",
            },
            "therapist": {"name": "Tessa Terranova", "credentials": "PT"},
            "visit": {"date": date(2026, 3, 1 + number * 7), "number": score},
            "episode": {"region": "knee", "side": "left" if patient % 2 else "right"},
        }
    )


def understand(transcript: Transcript, encounter: Encounter) -> VisitFacts:
    span = transcript.span(0, len(transcript.text))
    score = float(encounter.visit.number)
    fact = OutcomeFact(
        id="f1", section="O", phrase=f"LEFS {score:g}", name="LEFS", value=score, evidence=(span,)
    )
    return VisitFacts(facts=(fact,))


def plan(_facts: VisitFacts, encounter: Encounter, _options: PlanOptions) -> Plan:
    names = ["quad set", *(["wall squat"] if encounter.episode.side == "left" else [])]
    return Plan(
        exercises=tuple(Prescription(exercise=n) for n in names), protocol="knee_osteoarthritis@2026.1"
    )


def sign_outcomes(app: App, therapist: Actor, specialist: Actor) -> None:
    """Two signed visits of each patient; those with the wall squat got better. Needs the parts above."""
    for patient in range(2 * EACH):
        better = patient % 2 or patient == 0
        for number, score in ((0, 30), (1, 50 if better else 32)):
            draft = app.intake.submit(therapist, audio=tone(), encounter=visit(patient, number, score))
            assert app.worker.wait(100)
            app.review.decide(specialist, draft, "approve", **seen(app, draft))
            app.signing.sign(therapist, draft, **seen(app, draft))
