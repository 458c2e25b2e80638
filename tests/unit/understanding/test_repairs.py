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
        (
            "external rotation thirty, no, scratch that, I read the line above, it's twenty-two on the right",
            "external rotation 22 on the right",
        ),
        (
            "Inversion twelve, sorry, that's eversion. Inversion twenty-two",
            "eversion 12. Inversion 22",
        ),
        (
            "Palm down, sixty. Sorry, that's palm up. Palm down forty-one",
            "palm up 60. Palm down 41",
        ),
        (
            "Hip abduction thirty. No wait, that was adduction. Abduction thirty-eight",
            "Hip adduction 30. Abduction 38",
        ),
        (
            "down to my little finger, no, what am I saying, to the thumb and the pointer",
            "down to the thumb and the pointer",
        ),
        (
            "Gait thirty minutes altogether with the skin check, not gait, the whole visit",
            "30 minutes altogether with the skin check, the whole visit",
        ),
        (
            "Gait for twenty minutes, no, we started late, seventeen. Bike five minutes",
            "Gait for 17 minutes. Bike 5 minutes",
        ),
        ("bridges eighteen minutes, no, my watch was fast, fifteen minutes", "bridges 15 minutes"),
        (
            "manual twelve minutes, no pain, she started late, ten squats",
            "manual 12 minutes, no pain, she started late, 10 squats",
        ),
        ("gait with the cane, not antalgic, thirty feet", "gait with the cane, not antalgic, 30 feet"),
        (
            "Navicular drop on the left is thirteen, no, that's your first day. Today the left is eleven",
            "Navicular drop, Today the left is 11",
        ),
        (
            "right grip is thirty-one pounds, no, sorry, that was at the eval. Now it's forty-four pounds",
            "right grip, Now it's 44 lb",
        ),
        ("flexion 104, no, that's the old number, today 112 degrees", "flexion, today 112 degrees"),
        (
            "flexion 104, no pain. That's your old number, today 112",
            "flexion 104, no pain. That's your old number, today 112",
        ),
        ("abduction ninety six, correction, ninety two, passive 100", "abduction 92, passive 100"),
        (
            "dorsiflexion six on the right and fifteen on the left. Scratch that, the left is fourteen",
            "dorsiflexion 6 on the right and 14 on the left.",
        ),
        ("tender to pinch, four… no, three out of ten", "tender to pinch, 3/10"),
        ("is a five, no wait, he corrected that, a three out of ten", "is a 3/10"),
        ("down to two days, no, let me look, three days this week", "down to 3 days this week"),
        (
            "ther ex ten minutes slider two by ten total 58 no 60 minutes",
            "therapeutic exercise 10 minutes slider 2 x 10 total 60 minutes",
        ),
        (
            "manual ten minutes there ex twenty, no, twenty-two minutes",
            "manual 10 minutes therapeutic exercise 22 minutes",
        ),
        (
            "did soft tissue and a manipulation no not the manipulation just the soft tissue for nine",
            "did soft tissue for 9",
        ),
        ("tender over the joint line and the patella, no, not the patella", "tender over the joint line"),
        ("stretches and clams, no, not clams, bridges three by ten", "stretches, bridges 3 x 10"),
        ("clams, bridges and squats, wait, not squats, and step ups", "clams, bridges and step ups"),
        ("swelling is down, no, not in the ankle", "swelling is down, no, not in the ankle"),
        ("is she driving and working no not yet", "is she driving and working no not yet"),
        ("the left one he rolled in May, no, April", "the left one he rolled in April"),
        ("she fell Tuesday no Wednesday by the gate", "she fell Wednesday by the gate"),
        ("bands once, no, twice a day", "bands twice a day"),
        ("worse on Monday, no fever since", "worse on Monday, no fever since"),
        ("pronation right 75, I misread that, it is 70", "pronation right 70"),
        (
            "pain is 1 out of 10 at rest 4 out of 10 no 3 out of 10 at night",
            "pain is 1/10 at rest 3/10 at night",
        ),
        (
            "squeezes two by ten chest lift no that is wrong decompression five by ten seconds",
            "squeezes 2 x 10 decompression 5 x 10 seconds",
        ),
        ("the left, I mean right knee", "the right knee"),
        ("Hawkins positive, sorry, negative", "Hawkins negative"),
        ("ther ex 15 minutes, make that 18 minutes", "therapeutic exercise 18 minutes"),
        ("pain is four no three out of ten", "pain is 3/10"),
        ("flexion is 110 degrees, not 100.", "flexion is 110 degrees."),
        ("grip 21 kg, sorry, I'm reading that wrong, 24 kg", "grip 24 kg"),
        ("abduction 88, no wait, I had it upside down, 80", "abduction 80"),
        ("see him three times a week, no, the bus only runs twice, so twice a week", "see him twice a week"),
        ("twice a week, well, her plan allows one, make it one time a week", "one time a week"),
        ("I have her twice a week, no I don't, once a week, five weeks", "I have her once a week, 5 weeks"),
        ("triceps four on the left, hmm, four minus, you let go", "triceps 4- on the left, you let go"),
        ("abduction is ninety-five, uh, ninety-two, you hiked", "abduction is 92, you hiked"),
        ("once a week, actually twice a week, she got approved", "twice a week, she got approved"),
        ("rows three by twelve, wait, fifteen", "rows 3 x 15"),
        ("bridges two by ten, sorry, twelve, two by twelve", "bridges 2 x 12"),
        (
            "that was five on the stairs at the evaluation. No, scratch that, the five was last visit",
            "that was 5 on the stairs last visit",
        ),
        (
            "grip is sixty, sorry, I misread, fifty-one pounds. Fifty-one. Left is eighty",
            "grip is 51 lb. Left is 80",
        ),
        ("that makes thirty, no, let me count, twenty-six minutes", "that makes 26 minutes"),
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
        (
            "rotation fifteen, no, let me line that up, eighteen degrees, was 12",
            "rotation 18 degrees, was 12",
        ),
        ("external rotation fifteen no let me line that up eighteen degrees", "external rotation 18 degrees"),
        ("extension ten. No, let me turn this round. Six.", "extension 6."),
        ("flexion 95, hold on, relax your shoulder, 102", "flexion 102"),
        ("grip 14 kg, no, let me zero the dial, 16 kg", "grip 16 kg"),
        ("dorsiflexion six, let me look again, nine degrees", "dorsiflexion 9 degrees"),
        ("TUG 14.2 seconds, no, I started that late, 13.8 seconds", "TUG 13.8 seconds"),
        ("girth 38, wait, the tape was crooked, 37.5", "girth 37.5"),
        ("heart rate 88, no, the sensor slid, 92", "heart rate 92"),
        ("flexion one twenty... no... stay down... one twenty-four", "flexion 124"),
        ("twelve repetitions, wait, you skipped one, eleven repetitions", "11 repetitions"),
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
        "Flexion 95, let me check extension, 10",
        "manual was 12, let me see, exercise, 14",
        "abduction 90, no, let me see your strength, 4/5",
        "pain is 4, no, it was worse at night, 6",
        "he does 10 reps, no, he rests, 3 times a day",
        "I count 10, no, you did it right, 12 next",
        "straight leg raise right 78 left 80 no leg symptoms hip rotation right 24",
        "once a week for 2 no collar he asked about 1",
        "flexion 110. No. Let me see you walk. 20 feet",
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


@pytest.mark.parametrize(
    ("spoken", "kept"),
    [
        (
            "His wife Maeve takes the carbidopa, no, I mean she sets it out, he takes it at noon",
            "His wife Maeve sets the carbidopa out, he takes it at noon",
        ),
        ("Her husband drives the car, no, she drives it herself", "she drives the car herself"),
        ("She takes the oxycodone at night, no, she stopped it Friday", "She stopped the oxycodone Friday"),
        ("He wears the brace all day, sorry, he wears it only outside", "He wears the brace only outside"),
        ("Patient uses a walker, no, she uses a cane", "Patient uses a cane"),
        ("His mother had the knee surgery, no, he had it", "he had the knee surgery"),
        ("They stopped the lisinopril, no, they halved it", "They halved the lisinopril"),
    ],
)
def test_of_a_sentence_begun_anew_the_last_form_stands(spoken: str, kept: str) -> None:
    assert join(repaired(clinical_tokens(spoken))) == kept


@pytest.mark.parametrize(
    "spoken",
    [
        "Her daughter fills the pill box, no, she fills it herself",
        "His son carries the laundry, no wait, he carries it himself now",
        "She walks outside, no, she hasn't fallen",
        "Any falls, no, she uses the rail",
        "He sleeps in the recliner, no, he moved to the bed",
    ],
)
def test_where_it_is_not_plain_who_does_what_both_forms_stay(spoken: str) -> None:
    assert join(repaired(clinical_tokens(spoken))) == spoken


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


@pytest.mark.parametrize(
    "said",
    [
        "flexion 98 denies fever his order is no bending no twisting no lifting blood pressure 136/72",
        "flexion 98 no guarding reflexes 2+",
        "papers 45 minutes plan 2 times a week no thrust no collar keep moving walk 20 minutes a day",
        "tender at the joint line 3/10 no swelling no twisting allowed grade 3 strain",
    ],
)
def test_a_no_that_denies_or_forbids_takes_nothing_back(said: str) -> None:
    assert join(repaired(clinical_tokens(said))) == join(clinical_tokens(said))


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Left ankle plantarflexion 38, correction, that's the right ankle.",
            "Right ankle plantarflexion 38.",
        ),
        (
            "Right knee flexion is 110. I'm sorry, left knee, extension 0.",
            "Left knee flexion is 110, extension 0.",
        ),
        (
            "Grip is 50, no, hold on, that's the right, the left is 42.",
            "Grip is 50 on the right, the left is 42.",
        ),
        ("Neer positive on the right, no, on the left.", "Neer positive on the left."),
        ("left flexion 100, no, that's the right, left is 90", "right flexion 100, left is 90"),
        (
            "Single leg stance left 12 seconds. Oops, that's the right leg.",
            "Single leg stance right 12 seconds.",
        ),
        ("Flexion right 110, left 130, wait, other way around.", "Flexion left 110, right 130."),
        ("Right knee flexion 110, no, left knee flexion 112.", "Left knee flexion 112."),
        ("Hamstrings 4+ on the right, no, hamstrings 4 on the right.", "Hamstrings 4 on the right."),
        ("Grip 50. No, I take that back, grip 48.", "Grip 48."),
        ("Pain 4, no pain 3 days ago.", "Pain 4, no pain 3 days ago."),
        ("Flexion 112 wait that's the right left is 99", "Flexion 112 on the right left is 99"),
        ("Right knee flexion 110, extension 0.", "Right knee flexion 110, extension 0."),
        (
            "Right flexion 110, left 130, no, that's the right.",
            "Right flexion 110, left 130, no, that's the right.",
        ),
        ("Flexion 110, no pain on the left.", "Flexion 110, no pain on the left."),
    ],
)
def test_a_side_taken_back_leaves_the_value(spoken: str, expected: str) -> None:
    assert join(repaired(clinical_tokens(spoken))).casefold() == expected.casefold()
