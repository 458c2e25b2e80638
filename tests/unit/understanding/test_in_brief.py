"""What was said in a conversation, as a note puts it; what tells nothing is left out."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.note import Section
from agent.domain.transcript import Segment, Speaker, Transcript
from agent.domain.visit import Encounter
from agent.drafting.statements import statements
from agent.drafting.template_files import template_for
from agent.transcription.plain import is_ordinary
from agent.understanding import understand
from agent.understanding.in_brief import in_brief
from agent.understanding.talk_worth import WEIGHTS, least_worth, worth


@pytest.mark.parametrize(
    ("said", "section", "noted"),
    [
        (
            "I know that patient had the surgery in May, which is great.",
            "O",
            "Patient had the surgery in May.",
        ),
        ("It looks like patient is favoring the left leg, okay.", "A", "Patient is favoring the left leg."),
        ("On patient's knee exam, I do appreciate some swelling.", "O", "Knee exam: some swelling."),
        ("I do not see any redness.", "O", "No redness."),
        (
            "For patient's first problem, patient's back pain, continue the heat.",
            "P",
            "Back pain: continue the heat.",
        ),
        ("We will go on and see patient next week.", "P", "We will go on and see patient next week."),
        ("We will add step ups next visit.", "P", "Add step ups next visit."),
        ("There is a click on the right.", "O", "A click on the right."),
        ("Patient's sister has the same patient's boots.", "O", "Patient's sister has the same boots."),
        ("Patient may have a tear, I am not sure.", "A", "Patient may have a tear, I am not sure."),
        ("I think patient probably has a strain.", "A", "Patient probably has a strain."),
    ],
)
def test_a_therapists_words_lose_their_frames(said: str, section: Section, noted: str) -> None:
    assert in_brief(said, "THERAPIST", section) == noted


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("Patient hurt patient's back and it was.", "Patient hurt back."),
        ("Patient thinks it is the shoes.", "Patient thinks it is the shoes."),
        ("The arm has not gone cold on her.", "The arm has not gone cold on her."),
        ("Patient's wife drives.", "Patient's wife drives."),
    ],
)
def test_a_patients_words_keep_who_thinks_so(said: str, noted: str) -> None:
    assert in_brief(said, "PATIENT", "S") == noted


def test_a_dictation_stays_as_it_is() -> None:
    said = "I think it looks like patient's knee, which is good."
    assert in_brief(said, None, "A") == said


_WORDS = [
    "patient",
    "patient's",
    "I",
    "think",
    "that",
    "there",
    "is",
    "no",
    "not",
    "some",
    "pain",
    "left",
    "right",
]
_WORDS += ["4", ",", "and", "because", "it", "was", "okay", "the"]


@given(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14),
    st.sampled_from(["THERAPIST", "PATIENT"]),
    st.sampled_from(["S", "O", "A", "P"]),
)
def test_numbers_sides_and_negations_stay(said: list[str], speaker: Speaker, section: Section) -> None:
    def facts(text: str) -> list[str]:
        return sorted(re.findall(r"\d+|\bleft\b|\bright\b|\bnot?\b", text.casefold()))

    text = " ".join(said) + "."
    assert facts(in_brief(text, speaker, section)) == facts(text)


def _noted(talk: str) -> str:
    names = {"T": "THERAPIST", "P": "PATIENT"}
    lines = (line.split(": ", 1) for line in talk.strip().splitlines())
    transcript = Transcript(
        segments=tuple(Segment.model_validate({"speaker": names[who], "text": text}) for who, text in lines)
    )
    record = Encounter.model_validate(
        {
            "patient": {"name": "Nobody", "date_of_birth": date(1960, 1, 1), "mrn": "1"},
            "therapist": {"name": "Somebody", "credentials": "PT"},
            "visit": {"date": date(2026, 9, 3), "number": 1, "note_type": "daily"},
        }
    )
    return "\n".join(s.text for s in statements(understand(transcript, record), template_for("daily")))


_TALK = """
T: Hi, good to see you. The nurse told you about the recording?
P: Hi, nice to see you too. Yes, she did.
T: Great. So let's talk a little bit about your knee. I just love this weather.
P: The knee is stiff in the morning. Once with the brace, no, it did not go out.
T: Okay, let me take a quick look. There is some swelling on the left. It looks good.
T: I'll call your doctor about the swelling. Continue twice a week.
P: That sounds good. Thank you.
"""


@pytest.mark.parametrize(
    "told", ["stiff in the morning", "not go out", "swelling on the left", "doctor", "wice a week"]
)
def test_what_tells_of_the_patient_is_noted(told: str) -> None:
    assert told in _noted(_TALK)


@pytest.mark.parametrize("chat", ["see", "nurse", "recording", "weather", "look", "sound", "hank", "talk"])
def test_small_talk_and_what_comes_next_are_not(chat: str) -> None:
    assert chat not in _noted(_TALK)


def test_the_weights_know_a_finding_from_a_pleasantry() -> None:
    finding = worth("Patient denies fever and has pain with palpation of the left.", "S", named=True)
    assert finding > least_worth() > worth("You really know what you would like, okay.", "A", named=False)


def test_the_weights_hold_no_name_and_say_where_they_come_from() -> None:
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert fitted["made_by"].startswith("python -m evals.talk_fit")
    assert all(is_ordinary(sign[5:]) for sign in fitted["weights"] if sign.startswith("word "))
