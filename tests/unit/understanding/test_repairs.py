"""What a speaker takes back does not stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.repairs import repaired
from agent.understanding.tokens import join
from agent.understanding.wording import clinical_tokens


@pytest.mark.parametrize(
    ("spoken", "kept"),
    [
        ("abduction ninety six, correction, ninety two, passive 100", "abduction 92, passive 100"),
        ("tender to pinch, four… no, three out of ten", "tender to pinch, 3/10"),
        ("is a five, no wait, he corrected that, a three out of ten", "is a 3/10"),
        ("down to two days, no, let me look, three days this week", "down to 3 days this week"),
        ("the left, I mean right knee", "the right knee"),
        ("Hawkins positive, sorry, negative", "Hawkins negative"),
        ("ther ex 15 minutes, make that 18 minutes", "therapeutic exercise 18 minutes"),
        ("pain is four no three out of ten", "pain is 3/10"),
        ("flexion is 110 degrees, not 100.", "flexion is 110 degrees."),
        ("grip 21 kg, sorry, I'm reading that wrong, 24 kg", "grip 24 kg"),
        ("abduction 88, no wait, I had it upside down, 80", "abduction 80"),
        ("rotation right 58, no, hang on, 53", "rotation right 53"),
        ("tilt at T6, nine degrees... no, he'd moved, I redid it, seven degrees", "tilt at T6, 7 degrees"),
        ("back… thirty-eight, no, sorry, that slipped, thirty-six. Still up", "back… 36. Still up"),
        (
            "the gap is two and a half fingers at the navel, no, measure that, two",
            "the gap is 2 fingers at the navel",
        ),
        ("flexion one thirty-two, let me read that, one thirty-four", "flexion 134"),
        ("thirteen nine with the cane, scratch that, that was the trial run, twelve eight", "12 8"),
        ("Ashworth two... hmm, let go, again. No, one plus.", "Ashworth 1+."),
        ("flexion, 110. Hang on, you lifted your hip. 104.", "flexion, 104."),
        (
            "FABER is positive, well, no, that's just groin stretch, call FABER negative.",
            "FABER is negative.",
        ),
        ("Lachman positive, take that back, it was guarding, negative", "Lachman negative"),
    ],
)
def test_the_last_value_stays(spoken: str, kept: str) -> None:
    assert join(repaired(clinical_tokens(spoken))) == kept


@pytest.mark.parametrize(
    "spoken",
    [
        "Not behind the back. No neck pain and no arm numbness",
        "pain is 4 no falls since last visit",
        "No, no, nothing like that",
        "left 8, right 12",
        "right knee 120. No effusion",
        "pain is 4, sorry I was late for the visit at 3",
        "flexion 120, let me check the other side, 130",
        "pain is 4, no, last week it was 6",
        "flexion 110. Hang on to the rail. Step ups 3 x 10",
        "walked 5 minutes, no rest, 6 steps up",
        "Lachman positive, no swelling, drawer negative",
        "grip 20 kg. No, the goal is 30 kg",
    ],
)
def test_a_plain_no_takes_nothing_back(spoken: str) -> None:
    tokens = clinical_tokens(spoken)
    assert join(repaired(tokens)) == join(tokens)


def test_a_plain_no_reaches_back_to_the_same_unit() -> None:
    spoken = "heel raise left 5 reps with the heel staying out of the line, no, 6 reps with pain"
    assert join(repaired(clinical_tokens(spoken))) == "heel raise left 6 reps with pain"


def test_of_a_swapped_pair_what_is_not_said_again_stays() -> None:
    spoken = "grip right 60 lb, left 52, no I flipped those, right 52, left 60"
    assert join(repaired(clinical_tokens(spoken))) == "grip, right 52, left 60"


NUMBERS = st.integers(4, 190)
TAKEN_BACK = st.sampled_from(
    ["no, sorry,", "no wait,", "scratch that,", "correction,", "make that", "no, I mean", "strike that,"]
)
OF_THE_SLIP = st.sampled_from(
    ["", "that slipped,", "you lifted your hip, again,", "I was reading it wrong,", "that was the trial run,"]
)


@given(NUMBERS, TAKEN_BACK, OF_THE_SLIP, NUMBERS)
def test_whatever_is_said_between_only_the_last_number_stays(
    wrong: int, taken_back: str, of_the_slip: str, right: int
) -> None:
    spoken = f"flexion {wrong} degrees, {taken_back} {of_the_slip} {right} degrees"
    kept = [t.number for t in repaired(clinical_tokens(spoken)) if t.number is not None]
    assert kept == [right]
