"""Red flags are known by everyday words and by what is found; denials and ordinary talk raise none."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.understanding.context import subject
from agent.understanding.redflags import flags_in, flags_said, of_the_condition, speaks_of_action
from tests.unit.understanding.conftest import Read, talk  # type: ignore[import-not-found]

HERE = Path(__file__).parent
SAID = [line.split(" | ") for line in (HERE / "red_flags_said.txt").read_text("utf-8").splitlines()]
JUDGED = [line.split(" | ") for line in (HERE / "red_flags_judged.txt").read_text("utf-8").splitlines()]
ORDINARY = (HERE / "no_red_flags.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("flag", "said"), SAID, ids=[said[:50] for _, said in SAID])
def test_everyday_words_of_a_red_flag(flag: str, said: str) -> None:
    assert flag in flags_in(said)


@pytest.mark.parametrize("said", ORDINARY)
def test_ordinary_talk_is_no_red_flag(said: str) -> None:
    assert flags_in(said) == []


@pytest.mark.parametrize(("flag", "there", "said"), JUDGED, ids=[said[:60] for *_, said in JUDGED])
def test_a_sign_is_there_or_denied(flag: str, there: str, said: str) -> None:
    assert dict(flags_said(said)).get(flag) is {"there": True, "denied": False, "unsaid": None}[there]


@pytest.mark.parametrize(
    ("said", "acted"),
    [
        ("Called the surgeon's office at ten", True),
        ("Referred to urgent care today", True),
        ("Referral sent to her physician", True),
        ("Referring him back to the doctor", True),
        ("The arm felt lighter, she called it a three", False),
        ("Referred pain into the arm", False),
        ("Called off the stretching", False),
    ],
)
def test_naming_a_feeling_or_a_pattern_of_pain_tells_nobody(said: str, acted: bool) -> None:
    assert speaks_of_action(said) is acted


@pytest.mark.parametrize(
    ("flag", "said", "code", "known"),
    [
        ("dvt_pe", "Short of breath 3 out of 10 walking to the mailbox", "J44.9", True),
        ("dvt_pe", "Short of breath walking to the mailbox", "M17.11", False),
        ("dvt_pe", "Short of breath at rest since Monday", "J44.9", False),
        ("myelopathy", "Clonus at the right ankle, 3 beats as in June", "G35", True),
        ("myelopathy", "Clonus that is new since Sunday", "G35", False),
        ("cauda_equina", "Three leaks of urine with sneezing", "N39.3", True),
        ("cauda_equina", "The bladder leaks and the saddle is numb", "N39.3", False),
    ],
)
def test_a_sign_of_the_treated_condition_is_no_news(flag: str, said: str, code: str, known: bool) -> None:
    assert of_the_condition(flag, said, [code]) is known


def test_of_a_list_that_was_asked_the_answer_names_what_is_there(read: Read) -> None:
    facts = read(
        talk(
            ("T", "Any headache, double vision, trouble swallowing?"), ("P", "A headache, three days a week.")
        )
    )
    flagged = [f for f in facts.facts if f.kind == "red_flag" and f.polarity == "present"]
    assert not [f for f in flagged if "swallow" in f.phrase]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("That was my sister, she fainted twice", "relative"),
        ("It was her mother who had the stroke", "relative"),
        ("That is his brother, not patient", "relative"),
        ("I had a hip fracture in room nine who couldn't feel her saddle", "relative"),
        ("I have a knee that gives way", "patient"),
        ("No, that was my son, he fell and hit his head", "relative"),
        ("That was my aunt, the aunt lost weight and had cancer", "relative"),
        ("It was my wife, she says I passed out", "patient"),
        ("That was my husband's idea", "patient"),
        ("That was her daughter, she saw her faint", "patient"),
        ("That was Tuesday, he fell and hit his head", "patient"),
    ],
)
def test_a_sign_is_of_the_relative_that_an_answer_names(said: str, whose: str) -> None:
    assert subject(said) == whose
