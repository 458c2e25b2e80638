"""Template suggestions: counted rightly, honest about few patients, answered in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people
from support.outcome_visits import EACH, plan, sign_outcomes, understand

from agent.bootstrap import App
from agent.domain.template_answer import TemplateAnswer
from agent.domain.user import Actor
from agent.errors import InputError, NotFound
from agent.exercises.goals import measure_named


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home: Path = tmp_path_factory.mktemp("insight")
    with clinic(home / "home", understand=understand, draft_plan=plan) as app:
        team = people(app)
        sign_outcomes(app, team["therapist"], team["specialist"])
        yield app


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


def test_an_answer_outlives_the_renaming_of_its_measure(filled: App, specialist: Actor) -> None:
    old = TemplateAnswer(
        id="00112233aabbccdd",
        suggestion="knee_osteoarthritis/wall squat/lefs",
        kind="accepted",
        figures="As they stood.",
        comment="Kept from before.",
        by=specialist.user_id,
        at=datetime.now(UTC) + timedelta(days=1),
    )
    with filled.store.unit() as unit:
        unit.template_answers.add(old)
        unit.commit()
    report = filled.insight.report(specialist)
    squat = next(s for s in report.suggestions if s.id == "knee_osteoarthritis/wall squat/LEFS")
    assert squat.answer == old
    assert measure_named("nprs") == "NPRS"
    assert measure_named("30 s chair stand") == "30-second chair stand"
    assert measure_named("a scale of our own") == "a scale of our own"


def test_destroyed_content_is_left_out(filled: App, specialist: Actor) -> None:
    with filled.store.unit() as uow:
        draft = uow.drafts.in_status("signed")[0]
        uow.patients.shred(uow.drafts.get(draft).patient_id)
        uow.commit()
    assert filled.insight.report(specialist).episodes == 2 * EACH - 1
