"""Precautions in the words of surgeons, read into constraints and held against exercises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.exercises.candidates import candidate
from agent.exercises.constraints import conflict, pounds
from agent.exercises.precautions import joint_of, read_precaution


def forbidden(precaution: str, spoken: str, region: str, side: str = "none") -> bool:
    read = read_precaution(precaution, region=region, side="left")
    asked = candidate(spoken, region=region, side=side)  # type: ignore[arg-type]
    return any(conflict(asked, c) for c in read.constraints)


@pytest.mark.parametrize(
    ("precaution", "region", "breaks", "keeps"),
    [
        ("no hip flexion past 90", "hip", "piriformis stretch", "standing hip abduction"),
        ("no hip flexion past 90", "hip", "seated marching", "heel slides"),
        ("posterior precautions", "hip", "clamshells", "bridges"),
        ("posterior precautions", "hip", "figure four stretch", "glute sets"),
        ("no adduction past midline", "hip", "IT band stretch", "ball squeeze"),
        ("anterior hip precautions", "hip", "standing hip extension", "bridge"),
        (
            "no resisted abduction until week 6",
            "hip",
            "banded standing hip abduction",
            "standing hip abduction",
        ),
        ("no active hip abduction for 6 weeks", "hip", "side-lying hip abduction", "supine hip abduction"),
        ("no combined flexion, adduction and internal rotation", "hip", "piriformis stretch", "heel slides"),
        ("PROM only until week 6", "shoulder", "pulleys", "pendulums"),
        ("no active shoulder motion", "shoulder", "scaption", "table slides"),
        (
            "no active shoulder motion",
            "shoulder",
            "active abduction with a one pound weight",
            "grip squeezes",
        ),
        ("AAROM only", "shoulder", "active shoulder flexion", "wand flexion"),
        ("no resisted elbow flexion for 6 weeks", "shoulder", "biceps curls", "elbow range of motion"),
        ("no lifting with left arm", "shoulder", "biceps curl", "scapular squeezes"),
        (
            "no ER past 30 degrees",
            "shoulder",
            "doorway external rotation stretch",
            "passive external rotation",
        ),
        ("ER to neutral only", "shoulder", "wand external rotation", "pendulums"),
        ("no weight bearing through left arm", "shoulder", "wall push-ups", "band row"),
        ("no reaching behind the back", "shoulder", "towel internal rotation stretch", "sleeper stretch"),
        ("stay off overhead work", "shoulder", "overhead press", "side-lying external rotation"),
        ("no kneeling for 6 weeks", "knee", "kneeling on foam", "mini squats"),
        (
            "no open chain extension 0-45 with load until week 12",
            "knee",
            "leg extension machine",
            "leg press",
        ),
        ("no running before week 12 clearance", "knee", "walk-run", "stationary bike"),
        ("ROM 0-90 for 4 weeks", "knee", "stationary bike", "quad sets"),
        ("no isolated hamstring strengthening for 8 weeks", "knee", "hamstring curls", "step-ups"),
        ("no squatting past 90 degrees", "knee", "goblet squat", "mini squats"),
        ("NWB left leg", "knee", "mini squats", "straight leg raises"),
        ("toe touch weight bearing", "knee", "heel raises", "long arc quads"),
        ("partial weight bearing 50%", "knee", "single leg stance", "mini squats"),
        ("no dorsiflexion past neutral for 6 weeks", "ankle", "calf stretch", "towel curls"),
        ("no impact", "ankle", "hopping", "heel raises"),
        ("no bending, lifting or twisting", "spine", "deadlift", "abdominal bracing"),
        ("BLT precautions", "spine", "lower trunk rotation", "glute sets"),
        ("no sit-ups", "spine", "crunches", "dead bugs"),
        ("sternal precautions", "shoulder", "push-ups", "ankle pumps"),
        ("no deadlifts", "spine", "RDLs", "bird dogs"),
        ("osteoporosis precautions", "spine", "Russian twists", "bridges"),
    ],
)
def test_a_precaution_keeps_out_what_it_forbids_and_no_more(
    precaution: str, region: str, breaks: str, keeps: str
) -> None:
    assert forbidden(precaution, breaks, region)
    assert not forbidden(precaution, keeps, region)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("no kneeling for 6 weeks", 6),
        ("PROM only until week 6", 6),
        ("no running before week 12 clearance", 12),
        ("NWB x 4 weeks", 4),
        ("sling through week 5, no active motion", 6),
        ("ROM 0-90 first 4 weeks", 4),
        ("no kneeling until 6 weeks", 6),
        ("no kneeling until cleared", None),
        ("no jumping for 6 months", 26.1),
        ("no kneeling for six weeks", 6),
    ],
)
def test_the_week_a_precaution_ends(text: str, week: float | None) -> None:
    ends = {c.until_week and round(c.until_week, 1) for c in read_precaution(text, region="knee").constraints}
    assert ends == {week}


@pytest.mark.parametrize(
    "text", ["WBAT", "sling at all times except exercise", "fall precautions", "boot when walking"]
)
def test_what_concerns_no_exercise_is_understood_and_forbids_nothing(text: str) -> None:
    read = read_precaution(text, region="knee")
    assert read.understood
    assert read.constraints == ()


@pytest.mark.parametrize("text", ["per Dr's handout", "see op note", "keep the frobnicator dry"])
def test_what_is_not_understood_says_so(text: str) -> None:
    assert not read_precaution(text, region="knee").understood


def test_the_other_limb_is_free() -> None:
    assert not forbidden("no active shoulder motion", "active shoulder flexion", "shoulder", side="right")
    assert forbidden("no active shoulder motion", "active shoulder flexion", "shoulder", side="left")


def test_standing_on_the_forbidden_leg_is_weight_bearing() -> None:
    assert not forbidden("NWB", "standing hip abduction", "knee", side="left")
    assert forbidden("NWB", "standing hip abduction", "knee", side="right")


def test_a_said_limit_lowers_the_demand() -> None:
    assert forbidden("no ER past 30 degrees", "wand external rotation to 45 degrees", "shoulder")
    assert not forbidden("no ER past 30 degrees", "wand external rotation to 20 degrees", "shoulder")


def test_a_lifting_limit_is_a_number() -> None:
    assert forbidden("no lifting more than 10 pounds", "farmer carry with 25 pounds", "spine")
    assert not forbidden("no lifting more than 10 pounds", "farmer carry with 5 pounds", "spine")
    assert pounds("two pound weight, then 5 kg") == pytest.approx(11.02, abs=0.01)


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("lumbar spine", "spine"),
        ("cervical spine", "neck"),
        ("Left rotator cuff repair", "shoulder"),
        ("foot", "ankle"),
        ("", ""),
    ],
)
def test_regions_are_read(text: str, joint: str) -> None:
    assert joint_of(text) == joint


@given(st.text(max_size=200), st.sampled_from(["knee", "shoulder", "", "spine"]))
def test_any_text_is_read_without_failing(text: str, region: str) -> None:
    read = read_precaution(text, region=region)
    assert all(c.forbids_something for c in read.constraints)


@pytest.mark.parametrize(
    ("precaution", "modes"),
    [
        ("no passive or assisted shoulder flexion", ("passive", "assisted", "active", "resisted")),
        ("no passive shoulder flexion", ("passive",)),
        ("no active assisted shoulder flexion", ("assisted", "active", "resisted")),
        ("no active or resisted shoulder flexion", ("active", "resisted")),
        ("no passive or resisted shoulder flexion", ("passive", "resisted")),
    ],
)
def test_each_mode_named_is_forbidden(precaution: str, modes: tuple[str, ...]) -> None:
    read = read_precaution(precaution, region="shoulder", side="left")
    assert {c.modes for c in read.constraints} == {modes}


@pytest.mark.parametrize(
    ("precaution", "holding_breaks_it"),
    [
        ("no lifting more than a coffee cup", False),
        ("no lifting anything heavier than a plate", False),
        ("no lifting with the arm", True),
    ],
)
def test_a_limit_on_lifting_is_not_said_of_holding_still(precaution: str, holding_breaks_it: bool) -> None:
    assert forbidden(precaution, "deltoid isometrics", "shoulder", "left") is holding_breaks_it
    assert forbidden(precaution, "lateral raise", "shoulder", "left")
