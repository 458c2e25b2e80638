"""Spoken numbers and notation, on the words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.tokens import join, tokenise
from agent.understanding.wording import clinical_tokens


def written(text: str) -> str:
    return join(clinical_tokens(text))


@pytest.mark.parametrize(
    ("spoken", "clinical"),
    [
        ("one oh five", "105"),
        ("joint mobs grade two and three plus scar massage", "joint mobs grade 2 and 3 plus scar massage"),
        ("posterior glides grade three plus to the hip", "posterior glides grade 3+ to the hip"),
        ("quads four plus hamstrings four minus", "quads 4+ hamstrings 4-"),
        ("one thirty one", "131"),
        ("a hundred and one", "101"),
        ("two hundred and thirty-four meters", "234 meters"),
        ("one thousand fifty feet", "1050 feet"),
        ("one thousand and thirty feet", "1030 feet"),
        ("a thousand and six steps", "1006 steps"),
        ("one thousand and then forty", "1000 and then 40"),
        ("forty three point five centimeters", "43.5 cm"),
        ("zero point six two meters per second", "0.62 m/s"),
        ("point four eight", "0.48"),
        ("rows with the red band, three tens", "rows with the red band, 3 x 10"),
        ("bridges three sets of twelves", "bridges 3 x 12"),
        ("we have two tens units", "we have 2 TENS units"),
        ("tens for ten minutes", "TENS for 10 minutes"),
        ("was sixteen point eight five times sit to stand twelve", "was 16.8 5 times sit to stand 12"),
        ("berg forty thirty second chair stand nine", "berg 40 30 second chair stand 9"),
        ("thirteen and a half", "13.5"),
        ("zero to one thirty one", "0 to 131"),
        ("four out of ten", "4/10"),
        ("for out of ten", "4/10"),
        ("four minus out of five", "4-/5"),
        ("a 4-inch step, 3-5 reps", "a 4-inch step, 3-5 reps"),
        ("3 plus over 5", "3+/5"),
        ("two plus", "2+"),
        ("extension minus five", "extension -5"),
        ("one thirty-two over seventy-four", "132/74"),
        ("three sets of ten", "3 x 10"),
        ("three by ten at ninety pounds", "3 x 10 at 90 lb"),
        ("3x10", "3 x 10"),
        ("three times thirty seconds", "3 x 30 seconds"),
        ("three times a week", "3 times a week"),
        ("two thirty second holds", "2 x 30 second holds"),
        ("seventy four percent", "74%"),
        ("tender C five six", "tender C5-6"),
        ("June eighth", "June 8"),
        ("in nineteen fifty-six", "in 1956"),
        ("in twenty nineteen", "in 2019"),
        ("thirty nine minutes one on one", "39 minutes one on one"),
        ("one on one thirty nine minutes", "one on one 39 minutes"),
        ("the right one is fine", "the right one is fine"),
        ("goal forty five times sit to stand", "goal 40 5 times sit to stand"),
        ("neuro reed twelve minutes", "neuromuscular re-education 12 minutes"),
        ("lock man negative", "Lachman negative"),
    ],
)
def test_spoken_form_becomes_clinical_form(spoken: str, clinical: str) -> None:
    assert written(spoken) == clinical


_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@given(st.integers(min_value=20, max_value=99))
def test_every_number_of_two_words_is_read(number: int) -> None:
    tens, unit = divmod(number, 10)
    spoken = _TENS[tens - 2] + (f" {_WORDS[unit]}" if unit else "")
    assert written(f"flexion {spoken} degrees") == f"flexion {number} degrees"


@given(st.integers(min_value=20, max_value=99))
def test_every_run_on_hundred_is_read(number: int) -> None:
    tens, unit = divmod(number, 10)
    spoken = _TENS[tens - 2] + (f" {_WORDS[unit]}" if unit else "")
    assert written(f"flexion one {spoken} degrees") == f"flexion {100 + number} degrees"


@given(st.text(max_size=200))
def test_tokens_lie_in_the_text_they_came_from(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end
    for token in clinical_tokens(text):
        assert 0 <= token.start < token.end <= len(text)
