"""The CQ vectors of the fact base."""

from __future__ import annotations

import pytest

from compliance.billing.assistant import assistant_units


@pytest.mark.parametrize(
    ("units", "therapist", "assistant", "with_modifier"),
    [
        (1, 5, 10, 1),
        (2, 13, 23, 1),
        (2, 30, 0, 0),
        (3, 22, 23, 2),
        (2, 12, 14, 1),
        (1, 8, 14, 0),
        (1, 7, 7, 1),
        (1, 0, 12, 1),
        (1, 15, 1, 0),
        (2, 20, 3, 1),
        (1, 14, 1, 0),
        (2, 15, 8, 1),
        (2, 8, 15, 1),
        (0, 3, 4, 0),
        (3, 45, 0, 0),
        (3, 0, 45, 3),
        (2, 14, 9, 1),
        (1, 15, 15, 0),
        (2, 7, 15, 1),
    ],
)
def test_vector(units: int, therapist: int, assistant: int, with_modifier: int) -> None:
    assert assistant_units(units, therapist, assistant) == with_modifier


def test_de_minimis_is_strictly_more_than_ten_percent() -> None:
    assert assistant_units(1, 7, 1, de_minimis=0.125) == 0
    assert assistant_units(1, 7, 1, de_minimis=0.12) == 1
