"""Doses as therapists say them; tempo and rest are no hold and no duration."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.exercises.spoken_dose import dose_after, pace_of


@pytest.mark.parametrize(
    ("said", "dose"),
    [
        (" 3 x 15 each, 2 second hold", {"sets": 3, "reps": 15, "hold_s": 2}),
        (" 3 sets, 15 each", {"sets": 3, "reps": 15}),
        (" 3 x 10 at 70% of 1 rep max", {"sets": 3, "reps": 10, "load": "70% 1RM"}),
        (", 10, 2 times.", {"sets": 2, "reps": 10}),
        (", 10, twice", {"sets": 2, "reps": 10}),
        (", 5, 3 times a day", {"reps": 5, "frequency": "3 times a day"}),
        (" 30 seconds each way, 3 times", {"sets": 3, "hold_s": 30}),
        (" 60 seconds, 3 of them", {"sets": 3, "hold_s": 60}),
        (", 2 times, 11 minutes", {"minutes": 11}),
        (" 2 times 5 minutes", {"sets": 2, "minutes": 5}),
        (", 10 times, 10 second hold", {"reps": 10, "hold_s": 10}),
        (
            " 4 x 6, 3 seconds up 3 seconds down, 2 minutes rest, RPE 8",
            {"sets": 4, "reps": 6, "load": "RPE 8"},
        ),
        (" 3 x 10 with 20 lb, 90 seconds between sets", {"sets": 3, "reps": 10, "load": "20 lb"}),
        (", 10.", {"reps": 10}),
        (" 90 degrees", {}),
    ],
)
def test_a_dose_is_read_as_it_was_said(said: str, dose: dict[str, Any]) -> None:
    assert dose_after(said).model_dump(exclude_defaults=True) == dose


def test_tempo_and_rest_are_kept_in_their_words() -> None:
    said = " 4 x 6, 3 seconds up 3 seconds down, 2 minutes rest"
    assert pace_of(said) == "3 seconds up 3 seconds down; 2 minutes rest"


@given(st.integers(1, 6), st.integers(1, 30), st.integers(1, 60))
def test_sets_and_repetitions_come_back_and_minutes_are_never_repetitions(
    sets: int, reps: int, minutes: int
) -> None:
    assert dose_after(f" {sets} x {reps}").model_dump(exclude_defaults=True) == {"sets": sets, "reps": reps}
    assert dose_after(f", {sets} times, {minutes} minutes").reps is None
    assert dose_after(f" {sets} times {minutes} minutes").reps is None
