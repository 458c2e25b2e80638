"""Word times that are spread: in order, inside the piece, and held to its pauses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.transcription.audio import RATE
from agent.transcription.pieces import Piece
from agent.transcription.timing import spread
from agent.transcription.vad import FRAME

SECOND = FRAME / RATE


def piece(*runs: tuple[int, bool], start: float = 10.0) -> Piece:
    """Frames of voice and of none, from second `start`."""
    speech = np.concatenate([np.full(count, float(voiced), np.float32) for count, voiced in runs])
    return Piece(start, np.zeros(len(speech) * FRAME, np.float32), speech)


def test_a_pause_falls_after_the_word_that_closes_a_phrase() -> None:
    times = spread(
        ["Extension", "is", "zero,", "flexion", "ninety."], piece((40, True), (20, False), (20, True))
    )
    assert times[2][1] == pytest.approx(10 + 40 * SECOND, abs=0.02)
    assert times[3][0] == pytest.approx(10 + 60 * SECOND, abs=0.02)


def test_a_short_gap_inside_speech_moves_nothing() -> None:
    words = ["flexion", "of", "the", "knee"]
    through = spread(words, piece((42, True)))
    broken = spread(words, piece((20, True), (2, False), (20, True)))
    assert [a for a, _ in broken] == pytest.approx([a for a, _ in through], abs=0.08)


def test_a_pause_far_from_every_word_moves_none() -> None:
    """One long word: nothing ends where the voice broke off."""
    (only,) = spread(["dorsiflexion"], piece((30, True), (10, False), (30, True)))
    assert only == pytest.approx((10, 10 + 70 * SECOND), abs=0.02)


def test_longer_words_take_longer() -> None:
    short, long = spread(["at", "supraspinatus"], piece((60, True)))
    assert long[1] - long[0] > 3 * (short[1] - short[0])


@given(
    st.lists(st.text("abeiou9.,-", min_size=1, max_size=12), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=9),
)
def test_times_are_in_order_and_inside_the_piece(words: list[str], runs: list[tuple[int, bool]]) -> None:
    given_piece = piece(*runs)
    times = spread(words, given_piece)
    assert len(times) == len(words)
    flat = [second for pair in times for second in pair]
    assert flat == sorted(flat)
    assert flat[0] >= given_piece.start
    assert flat[-1] <= round(given_piece.end, 2) + 0.01
