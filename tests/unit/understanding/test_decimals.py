"""A tenth said without its point, where it is compared with a number that has one."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.understanding.clauses import clauses
from agent.understanding.decimals import tenths_written, two_numbers_told
from agent.understanding.utterances import turns


@pytest.mark.parametrize(
    ("dictated", "written"),
    [
        ("TUG thirteen point one, it was fifteen three, and next 17.", "it was 15.3, and"),
        ("Gait speed point nine four, goal fifteen two.", "goal 15.2"),
        ("tug fourteen point two was sixteen eight five times sit to stand twelve point one", "was 16.8"),
        (
            "Calf girth thirty four point five, it was thirty six last week and thirty eight one before.",
            "and 38.1",
        ),
        ("calf girth left thirty one point two right thirty three eight ankle girth left", "right 33.8"),
        (
            "Elbow girth right thirty point five left thirty three fingers below the crease.",
            "left 33 fingers",
        ),
        ("Elbow girth right thirty point five left twenty two fingers below the crease.", "left 22 fingers"),
        ("TUG thirteen point two and twelve five times sit to stand fourteen.", "12 5 times"),
        ("TUG thirteen, it was fifteen three times.", "it was 15 3"),
        ("Bridges at thirteen point one pounds, sets were fifteen three times.", "were 15 3"),
    ],
)
def test_a_dictated_tenth_needs_a_point_to_be_compared_with(dictated: str, written: str) -> None:
    said = clauses(turns(Transcript(segments=(Segment(text=dictated),))))
    tenths_written(said)
    assert written in " | ".join(c.text for c in said)


@pytest.mark.parametrize(
    ("dictated", "written", "asked"),
    [
        ("TUG twelve four.", "TUG 12.4", False),
        ("timed up and go sixteen three was nineteen five", "16.3 was 19.5", False),
        ("Girth at the calf 33 6, last week 34 1.", "33.6, last week 34.1", False),
        (
            "no falls since last week and the cane stays in the car tandem stance right "
            "nineteen left twenty two one tug eleven three berg forty four",
            "left 22.1 | TUG 11.3 | berg",
            False,
        ),
        ("TUG nine eight.", "TUG 9 8", True),
        ("Single leg stance nine five.", "stance 9 5", True),
        ("Pinch left eleven five pounds.", "left 11 5 lb", True),
        ("TUG twelve, four trials.", "12, 4 trials", False),
        ("TUG twelve four times.", "TUG 12 4 times", False),
        ("Berg forty four one.", "Berg 44 one", False),
        ("Knee flexion ninety five.", "flexion 95", False),
    ],
)
def test_a_dictated_tenth_is_written_where_it_can_be_no_other_trial(
    dictated: str, written: str, asked: bool
) -> None:
    said = clauses(turns(Transcript(segments=(Segment(text=dictated),))))
    tenths_written(said)
    assert written in " | ".join(c.text for c in said)
    assert any(two_numbers_told(c) for c in said) is asked
