"""A side belongs to an exercise only where it is said of that exercise."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.planner import draft_plan
from agent.exercises.spoken_side import spoken_side
from agent.understanding import understand

Make = Callable[..., Encounter]


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("left leg bridge 2 x 10", "bridge", "left"),
        ("the right single leg bridge", "bridge", "right"),
        ("clams on the left, bridges", "clams", "left"),
        ("clams on the left, bridges", "bridges", "none"),
        ("clams 3 x 12 with a green band on the left", "clams", "left"),
        ("clams left, bridges right", "bridges", "right"),
        ("heel slides left 2 x 10 quad sets left 3 x 10", "quad sets", "left"),
        ("single leg stance right, 30 seconds", "single leg stance", "right"),
        ("weight shift onto the left leg in stance", "weight shift", "left"),
        ("self snag with the towel to the right", "self snag", "right"),
        ("side plank 4 x 15 seconds each side, hip hikes 2 x 10", "side plank", "bilateral"),
        ("side plank 4 x 15 seconds each side, hip hikes 2 x 10", "hip hikes", "none"),
        ("stepping to the right and left", "stepping", "bilateral"),
        ("right side: bridges 2 x 10, clams 3 x 8", "clams", "right"),
        ("left leg, bridges, then right leg: clams", "clams", "right"),
        ("On the right we did bridges and clams", "clams", "right"),
        ("therapeutic exercise for the left shoulder, 20 minutes, wand flexion", "wand flexion", "left"),
        ("bridges 2 x 10, clams, all on the left", "bridges", "left"),
    ],
)
def test_a_side_that_qualifies_the_exercise_is_its_side(text: str, name: str, side: str) -> None:
    start = text.lower().index(name)
    assert spoken_side(text, start, start + len(name)) == side


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("table slides with the left arm doing the work, pendulums", "table slides"),
        ("table slides with the left arm doing the work, pendulums", "pendulums"),
        ("table slides with the left arm doing the work", "table slides with the left arm doing the work"),
        ("wand flexion while the left hand pushes", "wand flexion"),
        ("pulleys, the right arm helping, wall slides", "wall slides"),
        ("sit to stand with the left foot forward", "sit to stand"),
        ("step ups, left leading, 2 x 10", "step ups"),
        ("rows using the right arm to steady", "rows"),
        ("cane in the left hand, step ups 2 x 10", "step ups"),
        ("she felt it on the left, clams 2 x 10", "clams"),
        ("straight leg raises 3 x 10 on the left quad sets", "quad sets"),
    ],
)
def test_a_side_of_something_beside_the_exercise_is_not_its_side(text: str, name: str) -> None:
    start = text.lower().index(name)
    assert spoken_side(text, start, start + len(name)) == "none"


def _dictated(encounter: Encounter, said: str) -> dict[str, str]:
    facts = understand(Transcript(segments=(Segment(text=said),)), encounter)
    plan = draft_plan(facts, encounter)
    return {p.exercise.split(" (")[0]: p.side for p in plan.exercises if p.origin == "dictated"}


def test_the_helping_arm_of_one_exercise_is_the_side_of_none(encounter: Make) -> None:
    sides = _dictated(
        encounter(icd10=("M75.01",), region="shoulder", side="right"),
        "Therapeutic exercise 12 minutes, wand flexion with the left arm pushing 2 x 10, pendulums, "
        "scapular squeezes 2 x 15 and wall slides.",
    )
    assert len(sides) >= 3
    assert set(sides.values()) == {"none"}


def test_each_exercise_of_a_list_has_its_own_side(encounter: Make) -> None:
    sides = _dictated(
        encounter(icd10=("M25.552",), region="hip", side="left"),
        "Therapeutic exercise 15 minutes, clamshells 3 x 12 on the left, side-lying hip abduction on the "
        "right 2 x 10, and prone hip extension 2 x 10.",
    )
    assert sides == {"clamshell": "left", "side-lying hip abduction": "right", "prone hip extension": "none"}


def test_differing_counts_of_the_two_sides_are_a_test_and_no_exercise(encounter: Make) -> None:
    sides = _dictated(
        encounter(icd10=("M76.891",), region="thigh", side="right"),
        "Single leg bridge, right 19 reps, left 26. Therapeutic exercise 10 minutes, bridges 3 x 10.",
    )
    assert sides == {"bridge": "none"}


def test_a_name_means_the_same_exercise_in_every_process() -> None:
    code = (
        "from agent.exercises.library import find\n"
        "print([find(n, 'ankle').name for n in ('seated band inversion and eversion with the yellow',"
        " 'big steps over floor lines')])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4", "5", "6")
    }
    assert len(seen) == 1
