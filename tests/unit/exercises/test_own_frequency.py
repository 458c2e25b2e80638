"""Each frequency and each load belongs to the exercise it is said of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.planner import draft_plan
from agent.exercises.spoken_dose import frequency_of
from agent.understanding import understand

Make = Callable[..., Encounter]
TOLD = "Therapeutic exercise 13 minutes, chin tucks 2 x 10 and median nerve sliders 10 reps. "


def _home(encounter: Make, said: str) -> dict[str, str]:
    visit = encounter(icd10=("M54.12",), region="cervical spine", side="right")
    plan = draft_plan(understand(Transcript(segments=(Segment(text=TOLD + said),)), visit), visit)
    return {
        p.exercise.split(" (")[0]: p.dose.frequency
        for p in plan.exercises
        if p.origin == "dictated" and p.where == "home"
    }


@pytest.mark.parametrize(
    "said",
    [
        "At home chin tucks every 3 hours and the sliders twice a day.",
        "At home chin tucks every 3 hours, median nerve sliders twice a day.",
    ],
)
def test_two_frequencies_are_each_of_their_own_exercise(encounter: Make, said: str) -> None:
    assert _home(encounter, said) == {"chin tuck": "every 3 hours", "median nerve glide": "twice a day"}


def test_one_frequency_is_of_all_that_is_listed(encounter: Make) -> None:
    home = _home(encounter, "At home chin tucks and the sliders twice a day.")
    assert home == {"chin tuck": "twice a day", "median nerve glide": "twice a day"}


def test_a_frequency_that_leads_among_several_is_left_open() -> None:
    text = "twice a day the bridges, and walks daily"
    assert frequency_of(text, text.index("bridges") + len("bridges")) == ""


def test_the_load_of_the_next_exercise_is_not_that_of_this_one(encounter: Make) -> None:
    visit = encounter(icd10=("M16.11",), region="hip", side="right")
    said = (
        "Therapeutic exercise 17 minutes, single leg bridges, 3 x 8, side steps with the green band, 2 x 15."
    )
    plan = draft_plan(understand(Transcript(segments=(Segment(text=said),)), visit), visit)
    loads = {p.exercise.split(" (")[0]: p.dose.load for p in plan.exercises if p.origin == "dictated"}
    assert loads["single leg bridge"] == ""
