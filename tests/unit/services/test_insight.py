"""Template suggestions: counted rightly, honest about few patients, answered in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people, seen, tone

from agent.bootstrap import App
from agent.domain.facts import OutcomeFact, VisitFacts
from agent.domain.plan import Plan, Prescription
from agent.domain.transcript import Transcript
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import InputError, NotFound
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


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home: Path = tmp_path_factory.mktemp("insight")
    with clinic(home / "home", understand=understand, draft_plan=plan) as app:
        team = people(app)
        for patient in range(2 * EACH):
            better = patient % 2 or patient == 0
            for number, score in ((0, 30), (1, 50 if better else 32)):
                _signed(app, team, visit(patient, number, score))
        yield app


def _signed(app: App, team: dict[str, Actor], encounter: Encounter) -> None:
    draft = app.intake.submit(team["therapist"], audio=tone(), encounter=encounter)
    assert app.worker.wait(30)
    app.review.decide(team["specialist"], draft, "approve", **seen(app, draft))
    app.signing.sign(team["therapist"], draft, **seen(app, draft))


@pytest.fixture
def specialist(filled: App) -> Actor:
    with filled.store.read() as uow:
        user = next(u for u in uow.users.all() if "specialist" in u.roles and "therapist" not in u.roles)
    return Actor(user_id=user.id, name=user.name, roles=user.roles)


def test_what_went_with_better_outcomes_is_suggested_with_its_numbers(filled: App, specialist: Actor) -> None:
    report = filled.insight.report(specialist)
    assert (report.drafts, report.episodes) == (4 * EACH, 2 * EACH)
    squat = next(s for s in report.suggestions if s.figures.exercise == "wall squat")
    figures = squat.figures
    assert (figures.with_n, figures.with_responders, figures.without_n, figures.without_responders) == (
        EACH,
        EACH,
        EACH,
        1,
    )
    assert (squat.change, squat.id) == ("add", "knee_osteoarthritis/wall squat/LEFS")
    assert "not a cause" in figures.text
    common = next(s for s in report.suggestions if s.figures.exercise == "quad set")
    assert (common.figures.verdict, common.change) == ("too few patients", "")


def test_an_answer_is_kept_and_said_in_the_trail(filled: App, specialist: Actor) -> None:
    id = "knee_osteoarthritis/wall squat/LEFS"
    with pytest.raises(InputError, match="comment"):
        filled.insight.answer(specialist, id, "accepted", " ")
    with pytest.raises(NotFound):
        filled.insight.answer(specialist, "knee_osteoarthritis/quad set/LEFS", "accepted", "Why.")
    filled.insight.answer(specialist, id, "dismissed", "Confounded by age.")
    report = filled.insight.report(specialist)
    answer = next(s.answer for s in report.suggestions if s.id == id)
    assert answer is not None
    assert (answer.kind, answer.comment) == ("dismissed", "Confounded by age.")
    with filled.store.read() as uow:
        told = [e.event for e in uow.audit.all() if e.event.action == "template.answered"]
    assert [(e.details["kind"], e.details["with"], e.details["without"]) for e in told] == [
        ("dismissed", EACH, EACH)
    ]


def test_destroyed_content_is_left_out(filled: App, specialist: Actor) -> None:
    with filled.store.unit() as uow:
        draft = uow.drafts.in_status("signed")[0]
        uow.patients.shred(uow.drafts.get(draft).patient_id)
        uow.commit()
    assert filled.insight.report(specialist).episodes == 2 * EACH - 1
