"""The next step from the patient's earlier visits: one variable, its rule, never a forbidden one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from agent.domain.facts import AdherenceFact, ExerciseFact, PainFact, PalpationFact, RomFact, VisitFacts
from agent.domain.plan import Dose, NextStep, Plan, Prescription
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter
from agent.exercises.earlier import EarlierVisit
from agent.exercises.planner import draft_plan
from agent.exercises.progression import observe
from agent.exercises.suggest import PlanOptions

Make = Callable[..., Encounter]
Did = Callable[..., ExerciseFact]
Said = Callable[..., VisitFacts]
ON = date(2026, 6, 15)


def fact(kind: type, phrase: str, **fields: Any) -> Any:
    own = {
        "id": phrase[:20],
        "section": "O",
        "phrase": phrase,
        "clause": phrase,
        "evidence": (EvidenceSpan(start=0, end=len(phrase), quote=phrase),),
    }
    return kind(**(own | fields))


def pain(value: float) -> PainFact:
    found: PainFact = fact(PainFact, f"pain {value:g}/10", value=value)
    return found


def before(days: int, reps: int, *facts: Any, name: str = "heel slide") -> EarlierVisit:
    item = Prescription(exercise=name, side="right", dose=Dose(sets=2, reps=reps))
    return EarlierVisit(
        on=ON - timedelta(days=days), facts=VisitFacts(facts=facts), plan=Plan(exercises=(item,))
    )


def steps(
    make: Make,
    did: Did,
    said: Said,
    earlier: tuple[EarlierVisit, ...],
    *today: Any,
    reps: int = 15,
    name: str = "heel slides",
    **visit: Any,
) -> tuple[NextStep, ...]:
    facts = said(did(name, f"{name} on the right 2 x {reps}.", sets=2, reps=reps, side="right"), *today)
    encounter = make(**({"procedure": "Right total knee arthroplasty", "weeks": 3} | visit))
    return draft_plan(facts, encounter, PlanOptions(earlier=earlier)).next_steps


def test_two_sessions_at_the_top_with_little_pain_progress_one_variable(
    encounter: Make, did: Did, said: Said
) -> None:
    (step,) = steps(encounter, did, said, (before(4, 15, pain(2)),), pain(2))
    assert (step.action, step.rule, step.change) == ("progress", "top-of-range", "15 → 17 repetitions")
    assert step.visits == (ON - timedelta(days=4), ON)
    assert step.side == "right"


@pytest.mark.parametrize(
    ("earlier", "today", "action", "rule"),
    [
        ((15, pain(2)), (pain(7),), "regress", "pain-high"),
        ((10, pain(2)), (pain(2),), "hold", "not-yet-at-top"),
        ((15, pain(2)), (pain(4),), "hold", "pain-moderate"),
        (
            (15, pain(2), fact(PalpationFact, "1+ effusion")),
            (pain(2), fact(PalpationFact, "2+ effusion")),
            "regress",
            "effusion-up",
        ),
        (
            (15, pain(2)),
            (pain(2), fact(AdherenceFact, "home program 2 of 7 days")),
            "hold",
            "adherence",
        ),
        (
            (15, pain(2), fact(RomFact, "knee flexion 110", joint="knee", motion="flexion", to_value=110)),
            (pain(2), fact(RomFact, "knee flexion 95", joint="knee", motion="flexion", to_value=95)),
            "regress",
            "range-lost",
        ),
    ],
)
def test_the_rule_that_fired_is_named(
    encounter: Make,
    did: Did,
    said: Said,
    earlier: tuple[Any, ...],
    today: tuple[Any, ...],
    action: str,
    rule: str,
) -> None:
    reps, *facts = earlier
    (step,) = steps(encounter, did, said, (before(4, reps, *facts),), *today)
    assert (step.action, step.rule) == (action, rule)


def test_without_earlier_visits_or_a_pain_score_nothing_is_stepped(
    encounter: Make, did: Did, said: Said
) -> None:
    assert steps(encounter, did, said, (), pain(2)) == ()
    assert steps(encounter, did, said, (before(4, 15),)) == ()
    assert steps(encounter, did, said, (before(4, 15, pain(2), name="quad set"),), pain(2)) == ()


def test_a_harder_exercise_that_must_not_come_yet_is_a_hold_with_its_reason(
    encounter: Make, did: Did, said: Said
) -> None:
    earlier = (before(4, 20, pain(1), name="quad set"),)
    (step,) = steps(
        encounter,
        did,
        said,
        earlier,
        pain(1),
        reps=20,
        name="quad sets",
        precautions=("no straight leg raise",),
    )
    assert (step.action, step.rule, step.change) == ("hold", "next-step-not-allowed", "")
    assert "straight leg raise" in step.why


def test_a_plan_without_steps_keeps_the_bytes_it_had() -> None:
    assert b"next_steps" not in Plan().canonical()
    one = Plan(next_steps=(NextStep(exercise="heel slide", action="hold", rule="r", why="w"),))
    assert Plan.model_validate_json(one.model_dump_json()) == one


@pytest.mark.parametrize(
    ("phrase", "grade"),
    [
        ("1+ effusion", 1),
        ("trace effusion", 0),
        ("no effusion", 0),
        ("effusion 2+", 2),
        ("swelling 2 cm", None),
    ],
)
def test_effusion_is_read_as_a_grade(phrase: str, grade: int | None) -> None:
    assert observe(VisitFacts(facts=(fact(PalpationFact, phrase),)), ON).effusion == grade
