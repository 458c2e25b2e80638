"""Units that the therapist asks for aloud, by the service."""

from __future__ import annotations

import pytest

from agent.understanding.units_said import units_said


@pytest.mark.parametrize(
    ("said", "units"),
    [
        ("Charges three units of gait training and one manual.", {"97116": 3, "97140": 1}),
        ("put it through as one ther ex and two neuro re-ed", {"97110": 1, "97112": 2}),
        ("The charges are two therapeutic exercise.", {"97110": 2}),
        ("He charges his phone twice and put two plates through the wall.", {}),
    ],
)
def test_units_are_read_by_their_service(said: str, units: dict[str, int]) -> None:
    assert units_said(said) == units
