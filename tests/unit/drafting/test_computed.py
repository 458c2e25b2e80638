"""What is computed: only from a measure taken today, and only where the record says which way is better."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import OutcomeFact, VisitFacts
from agent.domain.visit import Encounter
from agent.drafting.computed import written_statements
from agent.drafting.template_files import template_for

START = date(2026, 8, 3)


def record(note_type: str, goal: dict[str, Any], measures: list[dict[str, Any]]) -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": "Zelda Quorvath", "date_of_birth": "1980-01-01", "mrn": "MRN-000001"},
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-10-01", "number": 9, "note_type": note_type},
            "plan_of_care": {"start": START, "goals": [goal]},
            "history": {"last_measures": measures},
        }
    )


def scored(name: str, value: float, **changes: Any) -> VisitFacts:
    fact = OutcomeFact(id="f1", section="O", phrase=f"{name} {value:g}", name=name, value=value, **changes)
    return VisitFacts(facts=(fact,))


def computed(facts: VisitFacts, encounter: Encounter) -> list[str]:
    template = template_for(encounter.visit.note_type)
    return [s.text for s in written_statements(facts, encounter, template) if s.origin == "computed"]


@pytest.mark.parametrize(
    ("goal", "name", "today", "status"),
    [
        ("LEFS 60", "LEFS", 60, "met"),
        ("LEFS 60", "LEFS", 59, "not met yet"),
        ("ODI 20 percent", "ODI", 18, "met"),
        ("ODI 20 percent", "ODI", 22, "not met yet"),
        ("Grip test at least 30", "grip test", 31, "met"),
        ("Grip test under 30", "grip test", 29, "met"),
        ("Grip test under 30", "grip test", 31, "not met yet"),
    ],
)
def test_a_goal_is_judged_the_way_it_lies(goal: str, name: str, today: int, status: str) -> None:
    target = float("".join(c for c in goal if c.isdigit()))
    encounter = record("progress", {"text": goal, "measure": name, "target": target}, [])
    aim = goal[len(name) + 1 :]
    assert computed(scored(name, today), encounter) == [f"{name} {today} today, goal {aim}: {status}."]


def test_a_goal_in_other_words_gives_its_target() -> None:
    encounter = record("progress", {"text": "Right LEFS of 60", "measure": "LEFS", "target": 60}, [])
    assert computed(scored("LEFS", 59), encounter) == ["LEFS 59 today, goal 60: not met yet."]


@pytest.mark.parametrize(
    ("goal", "measures", "facts"),
    [
        # nothing tells which way is better
        ({"text": "Grip test 30", "measure": "grip test", "target": 30}, [], scored("grip test", 31)),
        # `under` leaves the value itself open
        ({"text": "TUG under 10", "measure": "TUG", "target": 10}, [], scored("TUG", 10)),
        # another time, another person, heard with doubt, another measure
        ({"text": "LEFS 60", "measure": "LEFS", "target": 60}, [], scored("LEFS", 62, time="goal")),
        ({"text": "LEFS 60", "measure": "LEFS", "target": 60}, [], scored("LEFS", 62, time="before")),
        ({"text": "LEFS 60", "measure": "LEFS", "target": 60}, [], scored("LEFS", 62, subject="relative")),
        ({"text": "LEFS 60", "measure": "LEFS", "target": 60}, [], scored("LEFS", 62, certainty="doubtful")),
        ({"text": "TUG dual task 12 s", "measure": "TUG dual task", "target": 12}, [], scored("TUG", 11)),
        ({"text": "LEFS of sixty", "measure": "LEFS", "target": "sixty"}, [], scored("LEFS", 62)),
    ],
)
def test_what_is_not_sure_is_not_computed(goal: dict[str, Any], measures: Any, facts: VisitFacts) -> None:
    assert computed(facts, record("progress", goal, measures)) == []


def test_two_scores_of_one_day_are_not_chosen_between() -> None:
    facts = VisitFacts(facts=(*scored("LEFS", 62).facts, *scored("LEFS", 44).facts))
    assert computed(facts, record("progress", {"text": "LEFS 60", "measure": "LEFS", "target": 60}, [])) == []


EARLIER = [
    {"name": "LEFS", "value": 31, "date": "2026-08-03"},
    {"name": "LEFS", "value": 44, "date": "2026-09-01"},
]


@pytest.mark.parametrize(
    ("note_type", "before"), [("daily", "44"), ("progress", "44"), ("evaluation", "44"), ("discharge", "31")]
)
def test_a_discharge_compares_with_the_start_others_with_the_last(note_type: str, before: str) -> None:
    made = computed(scored("LEFS", 50), record(note_type, {"text": "walk"}, EARLIER))
    assert made[0].startswith(f"LEFS increased from {before} (2026-")


def test_a_daily_note_is_silent_on_goals_and_on_what_did_not_change() -> None:
    goal = {"text": "LEFS 60", "measure": "LEFS", "target": 60}
    assert computed(scored("LEFS", 44), record("daily", goal, EARLIER)) == []
    assert computed(scored("LEFS", 44), record("progress", goal, EARLIER))[0] == (
        "LEFS unchanged since 2026-09-01: 44."
    )


VALUES = st.integers(0, 80)


@given(st.lists(VALUES, min_size=1, max_size=4), VALUES, st.sampled_from(["daily", "progress", "discharge"]))
def test_a_change_names_both_values_and_its_direction(earlier: list[int], now: int, note_type: str) -> None:
    measures = [
        {"name": "LEFS", "value": v, "date": START + timedelta(days=n)} for n, v in enumerate(earlier)
    ]
    made = computed(scored("LEFS", now), record(note_type, {"text": "walk"}, measures))
    before = earlier[0] if note_type == "discharge" else earlier[-1]
    if now == before:
        assert all("unchanged" in text for text in made)
        return
    (text,) = made
    way = "increased" if now > before else "decreased"
    assert text.startswith(f"LEFS {way} from {before} (")
    assert f" to {now}" in text
    assert (", beyond the MDC" in text) == (abs(now - before) > 9)
