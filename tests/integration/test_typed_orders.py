"""An order that a human types into the note binds the exercises of that version, through the real graph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.graph_clinic import Speech, encounter, people, seen, tone

from agent.bootstrap import App, build
from agent.domain.draft import DraftContent
from agent.domain.finding import Finding
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import PtscribeError
from agent.services.edits import StatementEdit
from agent.settings import Settings

WORDS = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
    "Right leg is weight bearing as tolerated. "
    "Therapeutic exercise fifteen minutes, mini squats two sets of ten and quad sets two sets of ten. "
    "Total treatment time fifteen minutes. Plan. Continue twice a week. "
    "Home exercise program: kneeling on foam two sets of ten daily."
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with build(Settings(_env_file=None, home=tmp_path / "home"), speech=lambda: Speech(WORDS)) as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


@pytest.fixture
def draft(app: App, who: dict[str, Actor]) -> str:
    visit = Encounter.model_validate(
        encounter().model_dump(mode="json")
        | {
            "episode": {
                "region": "knee",
                "side": "right",
                "diagnoses": [{"icd10": "M25.561", "label": "Pain in right knee"}],
                "onset": date(2026, 2, 1),
            }
        }
    )
    made = app.intake.submit(who["therapist"], audio=tone(), encounter=visit)
    assert app.worker.wait(100)
    return made


def content(app: App, draft: str) -> DraftContent:
    with app.store.read() as uow:
        return uow.drafts.content(draft)


def type_in(app: App, actor: Actor, draft: str, **fields: str) -> DraftContent:
    app.review.edit(actor, draft, **seen(app, draft), edits=[StatementEdit.model_validate(fields)])
    return content(app, draft)


def blocked(made: DraftContent, exercise: str) -> Finding:
    (found,) = [f for f in made.findings if f.rule_id == "CX-01" and exercise in f.detail]
    assert found.severity == "block"
    return found


def planned(made: DraftContent) -> str:
    return " | ".join(p.exercise for p in made.plan.exercises)


def test_before_anybody_types_both_exercises_stand(app: App, draft: str) -> None:
    made = content(app, draft)
    assert "mini squat" in planned(made)
    assert "kneeling" in planned(made)
    assert [f for f in made.findings if f.rule_id == "CX-01"] == []


@pytest.mark.parametrize("role", ["therapist", "specialist"])
def test_a_precaution_that_is_typed_keeps_its_exercise_out_and_blocks(
    app: App, who: dict[str, Actor], draft: str, role: str
) -> None:
    made = type_in(app, who[role], draft, action="add", section="P", text="No kneeling for two weeks.")
    assert "kneeling" not in planned(made)
    assert "mini squat" in planned(made)
    finding = blocked(made, "kneeling")
    assert "“No kneeling for two weeks.”" in finding.detail
    assert any("kneeling on foam" in span.quote for span in finding.evidence)
    assert "No kneeling for two weeks." in made.plan.precautions
    with pytest.raises(PtscribeError):
        app.review.decide(who["specialist"], draft, "approve", **seen(app, draft))


def test_a_weight_bearing_order_that_is_edited_in_counts_and_counts_no_more_when_taken_back(
    app: App, who: dict[str, Actor], draft: str
) -> None:
    ordered = next(s for s in content(app, draft).note.statements if "eight" in s.text and "bear" in s.text)
    made = type_in(app, who["specialist"], draft, statement_id=ordered.id, text="NWB right leg per surgeon.")
    assert "mini squat" not in planned(made)
    assert "quad set" in planned(made)
    assert "“NWB right leg per surgeon.”" in blocked(made, "mini squat").detail
    made = type_in(app, who["specialist"], draft, statement_id=ordered.id, text=ordered.text)
    assert "mini squat" in planned(made)
    assert [f for f in made.findings if f.rule_id == "CX-01"] == []


def test_a_finding_that_is_typed_forbids_nothing(app: App, who: dict[str, Actor], draft: str) -> None:
    made = type_in(app, who["specialist"], draft, action="add", section="O", text="No pain with kneeling.")
    assert "kneeling" in planned(made)
    assert [f for f in made.findings if f.rule_id == "CX-01"] == []
