"""Words that only announce are no statement; what answers them is led by them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Written = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Pain 3 out of 10. Gait. Posture. Endurance.", ["Pain 3/10."]),
        ("Pain 3 out of 10. Reflexes. Intact.", ["Pain 3/10.", "Reflexes: intact."]),
        ("Grip. Right. 48 pounds.", ["Grip right: 48 lb."]),
        ("Girth. Left 40, right 38.", ["Girth: left 40, right 38."]),
        ("Swelling. None today.", ["Swelling: none today."]),
        ("Swelling. She has no fever.", ["Swelling.", "She has no fever."]),
        ("Gait training. Quad sets, 2 sets of 10.", ["Gait training.", "Quad sets, 2 x 10."]),
    ],
)
def test_a_topic_alone_is_no_statement(written: Written, spoken: str, expected: list[str]) -> None:
    assert sorted(written(spoken)) == sorted(expected)


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Single leg balance, left nineteen. Right, a solid thirty.", "Right single leg stance 30."),
        ("Left knee flexion 130. Right, 110 with pain.", "Right knee flexion 110 with pain."),
    ],
)
def test_right_behind_the_left_is_the_other_side(written: Written, spoken: str, expected: str) -> None:
    assert expected in written(spoken)


def test_right_before_minutes_is_assent(written: Written) -> None:
    told = written("Left hip strength is four. Right, twelve minutes of gait training.")
    assert not any("right" in s.casefold() for s in told)
