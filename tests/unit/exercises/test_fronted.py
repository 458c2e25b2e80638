"""An exercise named before the verb that leaves it out is in no plan of today."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.library import mentions
from agent.exercises.planner import draft_plan
from agent.exercises.scope import all_negated
from agent.understanding import understand

Make = Callable[..., Encounter]


def _left_out(text: str) -> list[str]:
    named = mentions(text)
    refused = all_negated(text, [(m.start, m.end) for m in named])
    return [m.exercise.name for m, no in zip(named, refused, strict=True) if no]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sleeper stretch I left out today, it pinched.", ["sleeper stretch"]),
        ("Table slides 2 x 10, sleeper stretch I skipped.", ["sleeper stretch"]),
        ("Bridges I dropped, clamshells 3 x 10", ["bridge"]),
        ("Heel slides we didn't do today", ["heel slide"]),
        ("Heel slides, I took those out", ["heel slide"]),
        ("Leg press we jettisoned today", ["leg press"]),
        ("The plank and the bird dogs we parked", ["front plank", "bird dog"]),
        ("We stopped the bridges, clamshells 3 x 10", ["bridge"]),
        ("We left out the bridges and did clamshells", ["bridge"]),
        ("No heel slides today because the wound wept", ["heel slide"]),
        ("Left the bridges out, did clamshells 3 x 10", ["bridge"]),
        ("Took the heel slides out today", ["heel slide"]),
        ("Heel slides were left out", ["heel slide"]),
    ],
)
def test_who_leaves_it_out_may_stand_behind_it(text: str, names: list[str]) -> None:
    assert _left_out(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The plank we held for 30 seconds, bridges 2 x 10",
        "Bridges I dropped to 2 x 8",
        "Heel slides we did twice",
        "Bridges I added today",
        "Leg press we bumped to 70 pounds",
        "Step-ups she tolerated",
        "Step ups off the four inch step",
        "Took heel slides off the mat",
    ],
)
def test_what_was_done_or_changed_is_not_left_out(text: str) -> None:
    assert _left_out(text) == []


def test_a_movement_left_out_of_an_exercise_leaves_the_exercise(encounter: Make) -> None:
    visit = encounter(icd10=("S83.412D",), region="knee", side="left")
    told = "Therapeutic exercise 15 minutes, heel slides 3 x 10, leg raises with adduction left out."
    plan = draft_plan(understand(Transcript(segments=(Segment(text=told),)), visit), visit)
    said = [p.text for p in plan.exercises if p.origin == "dictated"]
    assert any("leg raise" in line for line in said)
    assert not any("adduction" in line for line in said)


def test_an_exercise_left_out_is_neither_planned_nor_suggested(encounter: Make) -> None:
    visit = encounter(icd10=("M75.02",), region="shoulder", side="left")
    told = "Therapeutic exercise 15 minutes, table slides 2 x 10. Sleeper stretch I ditched, it pinched."
    plan = draft_plan(understand(Transcript(segments=(Segment(text=told),)), visit), visit)
    assert not any("sleeper" in p.text for p in plan.exercises)
    assert any("table slide" in p.text for p in plan.exercises)
