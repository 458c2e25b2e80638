"""A tenth said without its point, where it is compared with a number that has one."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.understanding.clauses import clauses
from agent.understanding.decimals import tenths_written
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
