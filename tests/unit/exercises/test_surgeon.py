"""The surgeon's protocol in the record overrides the general one wherever it speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from agent.domain.facts import ExerciseFact, VisitFacts
from agent.domain.visit import Encounter, SurgeonProtocol
from agent.domain.visit_record import visit_from
from agent.errors import VisitError
from agent.exercises.planner import draft_plan

Make = Callable[..., Encounter]
Did = Callable[..., ExerciseFact]
Said = Callable[..., VisitFacts]
OWN: dict[str, Any] = {
    "surgeon": "Dr. Ilse Example",
    "dated": "2026-05-01",
    "phases": [
        {
            "name": "Protection",
            "from_week": 0,
            "to_week": 3,
            "exercises": ["pendulums"],
            "forbidden": ["no active shoulder motion"],
        },
        {
            "name": "Early motion",
            "from_week": 3,
            "exercises": ["wand flexion", "side-lying external rotation"],
            "forbidden": ["no kneeling"],
        },
        {"name": "Strength", "from_week": 8, "exercises": ["band rows", "shoulder hokey pokey"]},
    ],
}


def cuff(make: Make, weeks: float, own: dict[str, Any] | None = OWN) -> Encounter:
    visit = make(procedure="Right rotator cuff repair", weeks=weeks, region="shoulder")
    assert visit.episode.surgery
    protocol = SurgeonProtocol.model_validate(own) if own else None
    surgery = visit.episode.surgery.model_copy(update={"protocol": protocol})
    return visit.model_copy(update={"episode": visit.episode.model_copy(update={"surgery": surgery})})


def plan_of(
    make: Make, did: Did, said: Said, weeks: float, name: str, own: dict[str, Any] | None = OWN
) -> Any:
    facts = said(did(name, f"{name} 2 x 10.", sets=2, reps=10))
    return draft_plan(facts, cuff(make, weeks, own))


def test_what_the_surgeon_allows_now_the_general_weeks_do_not_forbid(
    encounter: Make, did: Did, said: Said
) -> None:
    name = "side-lying external rotation"
    general = plan_of(encounter, did, said, 4, name, None)
    ordered = plan_of(encounter, did, said, 4, name)
    assert [k.exercise for k in general.kept_out] == [name]
    assert name in [p.exercise for p in ordered.exercises]
    assert ordered.kept_out == ()
    assert ordered.protocol == "surgeon@2026-05-01"
    assert ordered.phase == "Early motion"


def test_what_the_surgeon_has_later_waits_with_the_order_quoted(
    encounter: Make, did: Did, said: Said
) -> None:
    plan = plan_of(encounter, did, said, 4, "band rows")
    (out,) = plan.kept_out
    assert out.exercise == "band row"
    assert "band rows from week 8" in out.why
    assert "2026-05-01" in out.why
    assert "band row" in [p.exercise for p in plan_of(encounter, did, said, 9, "band rows").exercises]


def test_what_the_surgeon_forbids_in_this_phase_is_out_and_only_then(
    encounter: Make, did: Did, said: Said
) -> None:
    (out,) = plan_of(encounter, did, said, 2, "wand flexion").kept_out
    assert "surgeon's protocol" in out.why
    assert plan_of(encounter, did, said, 4, "wand flexion").kept_out == ()


def test_where_the_surgeon_is_silent_the_general_weeks_stay(encounter: Make, did: Did, said: Said) -> None:
    (out,) = plan_of(encounter, did, said, 4, "overhead press").kept_out
    assert "procedure's time" in out.why


def test_only_the_surgeons_exercises_are_suggested(encounter: Make, said: Said) -> None:
    plan = draft_plan(said(), cuff(encounter, 4))
    assert {p.exercise for p in plan.exercises if p.origin == "protocol"} <= {
        "wand flexion",
        "side-lying external rotation",
    }
    assert any("hokey pokey" in q for q in plan.questions)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phases": []}, "protocol.phases"),
        ({"dated": "soon"}, "protocol.dated"),
        ({"phases": [{"name": "A", "from_week": 4, "to_week": 2}]}, "ends before it begins"),
        ({"phases": [{"name": "B", "from_week": 4}, {"name": "A", "from_week": 2}]}, "not in order"),
        ({"phases": [{"name": "A", "from_week": 0, "drills": []}]}, "drills is not a known field"),
    ],
)
def test_a_wrong_protocol_is_refused_by_field(encounter: Make, change: dict[str, Any], field: str) -> None:
    record = encounter(procedure="Cuff repair", region="shoulder").model_dump(mode="json")
    record["episode"]["surgery"]["protocol"] = OWN | change
    with pytest.raises(VisitError, match=field.replace(".", r"\.")):
        visit_from(record)


def test_visit_files_without_one_stay_valid(encounter: Make) -> None:
    record = encounter(procedure="Cuff repair", region="shoulder").model_dump(mode="json")
    del record["episode"]["surgery"]["protocol"]
    found = visit_from(record).episode.surgery
    assert found
    assert found.protocol is None
    assert found.date < date(2026, 6, 15)
