"""A name that the catalogue lacks counts as an exercise only where its words tell of one."""

from __future__ import annotations

import pytest

from agent.domain.plan import Dose
from agent.exercises.library import find, mentions
from agent.exercises.listed import movement_words
from agent.exercises.own_numbers import is_tested
from agent.exercises.what_counts import counts
from agent.exercises.wish import Wish

SETS = Dose(sets=3, reps=10)
MINUTES = Dose(minutes=8)


@pytest.mark.parametrize(
    ("spoken", "dose"),
    [
        ("into the balance", Dose()),
        ("half kneeling on the left", Dose()),
        ("pull the shoulder blades back", Dose()),
        ("vertical", SETS),
        ("side to side and up and down", Dose()),
        ("redness over the forearm", SETS),
        ("low complexity evaluation", MINUTES),
        ("portion", MINUTES),
        ("other patients", MINUTES),
        ("mirror", Dose()),
        ("lateral glide", Dose()),
        ("talocrural glides grade 3", Dose()),
        ("therapist teaching patient", MINUTES),
        ("lost it on the third rep", Dose()),
        ("stretch it", MINUTES),
    ],
)
def test_talk_places_cues_hands_and_directions_are_no_exercise(spoken: str, dose: Dose) -> None:
    assert not counts(Wish(spoken=spoken, name="", context=spoken, dose=dose), movement_words())


@pytest.mark.parametrize(
    ("spoken", "dose"),
    [
        ("frobnicator slides", SETS),
        ("thumb holds against my finger", SETS),
        ("boxing on the bag", MINUTES),
        ("towel wiggles", SETS),
        ("noodle push downs for the trunk", SETS),
        ("tall kneeling", Dose(sets=3, hold_s=30)),
        ("jar lids", Dose()),
        ("timing a squeeze before the cough", Dose()),
        ("median nerve glides", Dose()),
    ],
)
def test_a_movement_under_its_own_name_is_an_exercise(spoken: str, dose: Dose) -> None:
    assert counts(Wish(spoken=spoken, name="", context=spoken, dose=dose), movement_words())


def test_an_area_measured_two_ways_is_no_exercise() -> None:
    wish = Wish(
        spoken="scar left forearm", name="", context="scar left forearm about 8 x 5 centimeters", dose=SETS
    )
    assert not counts(wish, movement_words())


def test_a_pain_syndrome_is_no_repositioning() -> None:
    assert find("CRPS") is None
    assert not mentions("CRPS of the left foot, 40 minutes")


def test_a_catalogued_exercise_counts_however_it_is_said() -> None:
    assert counts(Wish(spoken="she had her do bridges", name="bridge"), movement_words())


@pytest.mark.parametrize(
    ("text", "name", "tested"),
    [
        ("Ankle inversion right 10; right ankle eversion 5.", "ankle eversion", True),
        ("Forearm supination 60; pronation is 70 degrees.", "pronation", True),
        ("Shoulder external rotation to 45", "external rotation", True),
        ("Cervical rotation left 62.", "rotation", True),
        ("Hip abduction 30", "hip abduction", True),
        ("Ankle eversion 20 with the band.", "ankle eversion", False),
        ("Therapeutic exercise: ankle eversion 20.", "ankle eversion", False),
        ("Ankle eversion 2 x 10.", "ankle eversion", False),
        ("Heel raises 20.", "heel raises", False),
    ],
)
def test_a_motion_with_one_bare_number_was_measured(text: str, name: str, tested: bool) -> None:
    start = text.lower().index(name)
    assert is_tested(text, start, start + len(name)) is tested
