"""What a speaker takes back does not stay."""

from __future__ import annotations

import pytest

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
    ],
)
def test_a_plain_no_takes_nothing_back(spoken: str) -> None:
    tokens = clinical_tokens(spoken)
    assert join(repaired(tokens)) == join(tokens)
