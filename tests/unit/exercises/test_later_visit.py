"""What is dictated for a later visit is kept apart from the exercises of today and of home."""

from __future__ import annotations

import json
from collections.abc import Callable

from agent.domain.plan import Plan, PlanDecision
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.decisions import with_decisions
from agent.exercises.planner import draft_plan
from agent.understanding import understand

Make = Callable[..., Encounter]
TOLD = (
    "Therapeutic exercise 15 minutes, bridges 3 x 10 and clamshells 2 x 12. Next visit add step-ups. "
    "At home bridges daily."
)


def test_a_later_exercise_stands_in_a_list_of_its_own(encounter: Make) -> None:
    visit = encounter(icd10=("M16.11",), region="hip", side="right")
    plan = draft_plan(understand(Transcript(segments=(Segment(text=TOLD),)), visit), visit)
    assert [p.exercise.split(" (")[0] for p in plan.later] == ["step-up"]
    assert plan.later[0].evidence, "its words can be shown"
    assert not any("step" in p.exercise for p in plan.exercises if p.origin == "dictated")
    assert {p.where for p in plan.exercises} <= {"clinic", "home"}


def test_a_reviewer_decides_on_a_later_exercise_too(encounter: Make) -> None:
    visit = encounter(icd10=("M16.11",), region="hip", side="right")
    facts = understand(Transcript(segments=(Segment(text=TOLD),)), visit)
    plan = draft_plan(facts, visit)
    out = [PlanDecision(action="remove", line=plan.later[0], before=plan.later[0].dose)]
    decided = with_decisions(plan, out, facts, visit)
    assert decided.later == ()
    assert decided.exercises == plan.exercises


def test_a_plan_without_later_exercises_keeps_its_bytes() -> None:
    assert "later" not in json.loads(Plan().model_dump_json())
