"""What a reviewer decides on exercises: new versions, judged anew, kept through later edits and runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import actions, clinic, encounter, people, record, seen, tone

from agent.bootstrap import App, _check
from agent.domain.facts import PrecautionFact, VisitFacts
from agent.domain.plan import Dose, Plan, PlanDecision, Prescription
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import Conflict, InputError, Refused
from agent.exercises.decisions import with_decisions
from agent.exercises.suggest import AWAITING, PlanOptions
from agent.services.edits import StatementEdit
from agent.services.plan_edits import PlanEdit

REASON = f"suggested by the protocol{AWAITING}"


def suggested(exercise: str, **fields: Any) -> Prescription:
    return Prescription.model_validate(
        {"exercise": exercise, "origin": "protocol", "side": "right", "reason": REASON, **fields}
    )


def plan(_facts: VisitFacts, _visit: Encounter, _options: PlanOptions) -> Plan:
    return Plan(
        exercises=(
            Prescription(exercise="scapular squeeze", dose=Dose(sets=2, reps=10)),
            suggested("table slide", where="home", dose=Dose(sets=2, reps=10, frequency="daily")),
            suggested("shoulder flexion active", dose=Dose(sets=2, reps=10)),
        )
    )


def visit() -> Encounter:
    return Encounter.model_validate(
        encounter().model_dump(mode="json")
        | {
            "episode": {
                "region": "shoulder",
                "side": "right",
                "surgery": {
                    "procedure": "rotator cuff repair",
                    "date": date(2026, 2, 1),
                    "precautions": ["no active shoulder flexion until week 6"],
                },
            }
        }
    )


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "home", draft_plan=plan, check=_check) as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


@pytest.fixture
def draft(app: App, who: dict[str, Actor]) -> str:
    draft_id = app.intake.submit(who["therapist"], audio=tone(), encounter=visit())
    assert app.worker.wait(100)
    return draft_id


def edit(app: App, actor: Actor, draft: str, **fields: Any) -> int:
    wanted = PlanEdit.model_validate(fields)
    return app.review.edit(actor, draft, **seen(app, draft), edits=[wanted])


def planned(app: App, draft: str) -> Plan:
    with app.store.read() as uow:
        return uow.drafts.content(draft).plan


def line(app: App, draft: str, exercise: str) -> Prescription | None:
    return next((p for p in planned(app, draft).exercises if p.exercise == exercise), None)


@pytest.mark.parametrize("role", ["therapist", "specialist"])
def test_an_accepted_suggestion_is_a_version_of_its_own_and_human(
    app: App, who: dict[str, Actor], draft: str, role: str
) -> None:
    before = seen(app, draft)
    assert edit(app, who[role], draft, action="accept", exercise="table slide") == before["seen_version"] + 1
    kept = line(app, draft, "table slide")
    assert kept
    assert (kept.origin, kept.dose.reps) == ("human", 10)
    assert "must accept" not in kept.reason
    assert seen(app, draft)["seen_hash"] != before["seen_hash"]
    assert actions(app, draft)[-1] == "draft.edited"
    with app.store.read() as uow:
        details = [e.event.details for e in uow.audit.for_draft(draft)][-1]
    assert details["exercise_accept"] == 1
    stale = PlanEdit(action="remove", exercise="table slide")
    with pytest.raises(Conflict, match="changed while"):
        app.review.edit(who[role], draft, **before, edits=[stale])


def test_a_contraindicated_acceptance_is_refused_with_its_reason(
    app: App, who: dict[str, Actor], draft: str
) -> None:
    before = seen(app, draft)
    with pytest.raises(Refused, match="no active shoulder flexion until week 6"):
        edit(app, who["specialist"], draft, action="accept", exercise="shoulder flexion active")
    assert seen(app, draft) == before
    assert actions(app, draft)[-1] == "act.refused"


def test_a_dose_changes_only_inside_its_range(app: App, who: dict[str, Actor], draft: str) -> None:
    squeeze = {"action": "change", "exercise": "scapular squeeze"}
    for dose in ({"sets": 2, "reps": 500}, {"sets": -1, "reps": 10}, {"load": "heavy"}):
        with pytest.raises(InputError):
            edit(app, who["therapist"], draft, **squeeze, dose=dose)
    edit(app, who["therapist"], draft, **squeeze, dose={"sets": 3, "reps": 12})
    kept = line(app, draft, "scapular squeeze")
    assert kept
    assert (kept.origin, kept.dose_text) == ("human", "3 x 12")
    assert "was 2 x 10" in kept.reason
    same = edit(app, who["therapist"], draft, **squeeze, dose={"sets": 3, "reps": 12})
    assert same == record(app, draft).version, "no change makes no version"


def test_decisions_survive_later_edits_of_statements_and_a_new_run(
    app: App, who: dict[str, Actor], draft: str
) -> None:
    edit(app, who["specialist"], draft, action="accept", exercise="table slide", dose={"sets": 1, "reps": 10})
    edit(app, who["specialist"], draft, action="remove", exercise="shoulder flexion active")
    added = StatementEdit(action="add", section="S", text="Slept well.")
    app.review.edit(who["specialist"], draft, **seen(app, draft), edits=[added])
    for _ in range(2):
        kept = line(app, draft, "table slide")
        assert kept
        assert (kept.origin, kept.dose.sets) == ("human", 1)
        assert line(app, draft, "shoulder flexion active") is None
        app.review.decide(
            who["specialist"], draft, "request_changes", **seen(app, draft), comment="Say more."
        )
        assert app.worker.wait(100)


def test_a_precaution_that_comes_later_takes_an_accepted_exercise_out_again() -> None:
    stands = suggested("table slide", origin="human", dose=Dose(sets=2, reps=10))
    decisions = (PlanDecision(action="accept", line=stands),)
    order = PrecautionFact(
        id="f9",
        section="P",
        phrase="no shoulder flexion",
        polarity="present",
        evidence=(),
    )
    free = with_decisions(Plan(), decisions, VisitFacts(), visit())
    assert [p.exercise for p in free.exercises] == ["table slide"], "accepted, and not suggested again"
    bound = with_decisions(Plan(), decisions, VisitFacts(facts=(order,)), visit())
    assert bound.exercises == ()
    assert "no shoulder flexion" in bound.kept_out[0].why
    assert with_decisions(bound, decisions, VisitFacts(facts=(order,)), visit()) == bound


def test_a_removed_dictation_comes_back_only_with_other_words() -> None:
    said = Prescription(exercise="scapular squeeze", dose=Dose(sets=2, reps=10))
    out = (PlanDecision(action="remove", line=said, before=said.dose),)
    assert with_decisions(Plan(exercises=(said,)), out, VisitFacts(), visit()).exercises == ()
    anew = said.model_copy(update={"dose": Dose(sets=3, reps=12)})
    assert with_decisions(Plan(exercises=(anew,)), out, VisitFacts(), visit()).exercises == (anew,)


def test_what_was_accepted_stands_in_the_home_programme_and_the_signed_plan(
    app: App, who: dict[str, Actor], draft: str
) -> None:
    edit(app, who["specialist"], draft, action="accept", exercise="table slide")
    with app.store.read() as uow:
        blocking = [f.id for f in uow.drafts.content(draft).findings if f.severity == "block"]
    for finding in blocking:
        app.review.resolve(who["specialist"], draft, finding, "accepted", "Checked.")
    app.review.decide(who["specialist"], draft, "approve", **seen(app, draft))
    app.signing.sign(who["therapist"], draft, **seen(app, draft))
    assert "Table slide" in app.plan_export.home(who["therapist"], draft, form="html").decode()
    bundle = json.loads(app.plan_export.fhir(who["therapist"], draft))
    intents = {
        r["resource"]["code"]["text"]: r["resource"]["intent"]
        for r in bundle["entry"]
        if r["resource"]["resourceType"] == "ServiceRequest"
    }
    assert intents["table slide"] == "order"
    assert intents["shoulder flexion active"] == "proposal"


def test_only_who_edits_decides_and_only_on_lines_of_the_plan(
    app: App, who: dict[str, Actor], draft: str
) -> None:
    with pytest.raises(Refused):
        edit(app, who["auditor"], draft, action="accept", exercise="table slide")
    with pytest.raises(InputError, match="no such exercise"):
        edit(app, who["specialist"], draft, action="accept", exercise="leg press")
    with pytest.raises(InputError, match="not a suggestion"):
        edit(app, who["specialist"], draft, action="accept", exercise="scapular squeeze")
