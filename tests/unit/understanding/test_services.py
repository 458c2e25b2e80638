"""The trade's name and the minutes of a service beside what was said of it."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import draft_alone, unrecorded_visit
from agent.drafting.offline import OfflineDrafter


def _treatment(spoken: str) -> list[str]:
    said = Transcript(segments=(Segment(text=f"Right knee, visit three. Knee flexion 110. {spoken}"),))
    content = draft_alone(said, unrecorded_visit(), OfflineDrafter())
    return [s.text for s in content.note.statements if "minutes" in s.text]


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        (
            "Hands on, patellar glides grade three, twelve minutes.",
            "Manual therapy: hands on, patellar glides grade 3, 12 minutes.",
        ),
        ("Manual therapy twelve minutes, patellar glides.", "Manual therapy 12 minutes, patellar glides."),
        (
            "Therapeutic exercise from 9:05 to 9:22, leg press and step-ups.",
            "Therapeutic exercise from 9:05 to 9:22, leg press and step-ups "
            "(therapeutic exercise 17 minutes).",
        ),
        ("MT nine minutes.", "MT 9 minutes."),
    ],
)
def test_a_treatment_is_named_and_timed_once(spoken: str, written: str) -> None:
    assert written in _treatment(spoken)


def test_minutes_that_are_what_is_left_stand_with_what_they_were_spent_on() -> None:
    told = _treatment(
        "Fifteen minutes of exercise, leg press and bridges. The rest of the twenty-five was balance, foam "
        "and tandem."
    )
    assert any(t.endswith("(neuromuscular re-education 10 minutes).") for t in told), told
