"""Red flags are known by everyday words and by what is found; denials and ordinary talk raise none."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.understanding.redflags import flags_in, flags_said, speaks_of_action

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
