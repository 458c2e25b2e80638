"""The plan leaves the clinic only when approved, marked as unchecked until signed, and each time recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.graph_clinic import SECRET_NAME, clinic, people, queued, seen

from agent.bootstrap import App
from agent.domain.facts import VisitFacts
from agent.domain.plan import Dose, Plan, Prescription
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import Conflict, InputError
from agent.exercises.suggest import PlanOptions


def plan(_facts: VisitFacts, _visit: Encounter, _options: PlanOptions) -> Plan:
    return Plan(
        exercises=(
            Prescription(exercise="heel slide", where="home", dose=Dose(sets=2, reps=10, frequency="daily")),
            Prescription(exercise="leg press", dose=Dose(sets=3, reps=10)),
        )
    )


@pytest.fixture
def planning(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "planning", draft_plan=plan) as made:
        yield made


@pytest.fixture
def team(planning: App) -> dict[str, Actor]:
    return people(planning)


def approved(app: App, team: dict[str, Actor]) -> str:
    draft_id = queued(app, team)
    app.review.decide(team["specialist"], draft_id, "approve", **seen(app, draft_id))
    return draft_id


def signed(app: App, team: dict[str, Actor]) -> str:
    draft_id = approved(app, team)
    app.signing.sign(team["therapist"], draft_id, **seen(app, draft_id))
    return draft_id


def exports(app: App, draft_id: str) -> list[tuple[str | int, str | int]]:
    with app.store.read() as uow:
        events = [e.event for e in uow.audit.for_draft(draft_id) if e.event.action == "draft.exported"]
    return [(e.details["form"], e.details["signed"]) for e in events]


def test_a_draft_in_review_hands_nothing_out(planning: App, team: dict[str, Actor]) -> None:
    draft_id = queued(planning, team)
    for call in (planning.plan_export.home, planning.plan_export.fhir):
        with pytest.raises(Conflict, match="in review"):
            call(team["therapist"], draft_id)
    assert exports(planning, draft_id) == []


def test_an_approved_sheet_says_that_nobody_checked_it(planning: App, team: dict[str, Actor]) -> None:
    draft_id = approved(planning, team)
    page = planning.plan_export.home(team["therapist"], draft_id, form="html").decode()
    assert "DRAFT" in page
    assert "has not checked" in page
    assert "heel slide" in page.lower()
    assert "leg press" not in page.lower()
    assert exports(planning, draft_id) == [("home-html-en", 0)]


def test_a_signed_sheet_names_who_checked_it(planning: App, team: dict[str, Actor]) -> None:
    draft_id = signed(planning, team)
    page = planning.plan_export.home(team["specialist"], draft_id, form="html", language="es").decode()
    assert "BORRADOR" not in page
    assert "Therapist Terranova" in page
    assert planning.plan_export.home(team["therapist"], draft_id).startswith(b"%PDF")
    assert exports(planning, draft_id) == [("home-html-es", 1), ("home-pdf-en", 1)]


def test_the_plan_as_fhir_is_active_once_signed_and_names_nobody(
    planning: App, team: dict[str, Actor]
) -> None:
    draft_id = approved(planning, team)
    before = json.loads(planning.plan_export.fhir(team["therapist"], draft_id))
    planning.signing.sign(team["therapist"], draft_id, **seen(planning, draft_id))
    raw = planning.plan_export.fhir(team["therapist"], draft_id)
    after = json.loads(raw)
    assert before["entry"][0]["resource"]["status"] == "draft"
    assert after["entry"][0]["resource"]["status"] == "active"
    assert SECRET_NAME not in raw.decode()
    assert exports(planning, draft_id) == [("fhir-plan", 0), ("fhir-plan", 1)]


def test_a_plan_without_home_exercises_is_told(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    with pytest.raises(InputError, match="no home exercise"):
        app.plan_export.home(who["therapist"], draft_id)
    assert exports(app, draft_id) == []
