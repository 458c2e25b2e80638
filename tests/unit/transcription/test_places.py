"""How a word fits its place: numbers where none belongs, and words where one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.transcription.places import explained_by_number, oddness


def at(text: str, word: str) -> tuple[list[str], int]:
    said = text.split()
    return said, said.index(word)


@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        (("goes into the 4 pain right now", "4"), ("she walked for 4 minutes", "4")),
        (("ask the 10 of it", "10"), ("pain is 10 out of ten", "10")),
    ],
)
def test_a_number_is_odd_where_dictation_has_none(odd: tuple[str, str], usual: tuple[str, str]) -> None:
    assert oddness(*at(*odd)) > oddness(*at(*usual)) == 0


def test_a_number_is_as_odd_as_any_other() -> None:
    assert oddness(*at("goes into the 4 pain", "4")) == oddness(*at("goes into the ninety pain", "ninety"))


@pytest.mark.parametrize(
    "text", ["knee flexion the degrees today", "hold it the seconds", "squats sets of the reps"]
)
def test_a_word_before_what_is_counted_is_explained_by_a_number(text: str) -> None:
    assert explained_by_number(*at(text, "the")) > 1


@pytest.mark.parametrize(
    "text", ["she has pain at the end of the day", "tender over the joint line", "on the. Degrees"]
)
def test_a_word_whose_neighbours_go_together_is_explained_by_none(text: str) -> None:
    assert explained_by_number(*at(text, text.split()[-3] if "." not in text else "the.")) < 0.5


@given(
    st.lists(st.sampled_from(["knee", "left", "4", "", "ther ex", "ninety-five", "is.", "…"]), max_size=12)
)
def test_every_place_has_figures_within_bounds(said: list[str]) -> None:
    for place in range(len(said) + 1):
        assert 0 <= oddness(said, place) <= 3
        if place < len(said):
            assert 0 <= explained_by_number(said, place) <= 3
