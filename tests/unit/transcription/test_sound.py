"""How like two rows of sounds are, and the short way to tell that they cannot be."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from agent.transcription.sound import is_like, likeness, sounds, weight


@pytest.mark.parametrize("least", [0.5, 0.75, 0.93, 1.0])
def test_the_short_way_tells_what_comparing_does(least: float) -> None:
    chance = random.Random(11)
    rows = ["".join(chance.choices("aiotdskmnrlwhfpSCJT", k=chance.randint(1, 9))) for _ in range(400)]
    rows += [row + chance.choice("aihrk") for row in rows]
    pairs = [*pairwise(sorted(rows, key=weight)), *pairwise(sorted(rows))]
    told = [is_like(one, other, least) for one, other in pairs]
    assert told == [likeness(one, other) >= least for one, other in pairs]
    assert least == 1.0 or len(set(told)) == 2


def test_a_weak_sound_more_is_alike_and_a_strong_one_is_not() -> None:
    assert is_like(sounds("ibuprofen"), sounds("hibuprofen"), 0.85)
    assert not is_like(sounds("ibuprofen"), sounds("ibuprofen tabs"), 0.85)


def test_rows_of_nothing_are_not_alike() -> None:
    assert not is_like("", "", 0.5)
