"""Speech is found and cut at pauses; what is no speech gives no piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from support.transcription_sounds import RATE, gym, hum

from agent.transcription.pieces import CutOptions, cut


def blocks(samples: NDArray[np.float32], size: int = 7_001) -> list[NDArray[np.float32]]:
    return [samples[at : at + size] for at in range(0, len(samples), size)]


@pytest.mark.parametrize(
    "sound", [np.zeros(60 * RATE, np.float32), hum(60), gym(60)], ids=["silence", "hum", "gym"]
)
def test_no_voice_no_piece(sound: NDArray[np.float32]) -> None:
    assert list(cut(blocks(sound))) == []


def test_pieces_are_in_order_do_not_overlap_and_hold_the_sound_at_their_time(
    ankle: NDArray[np.float32],
) -> None:
    pieces = list(cut(blocks(ankle)))
    assert len(pieces) >= 2
    for piece in pieces:
        first = round(piece.start * RATE)
        whole = ankle[first : first + len(piece.samples)]
        assert np.array_equal(piece.samples[: len(whole)], whole)
    for before, after in pairwise(pieces):
        assert before.end <= after.start + 1e-6


def test_the_size_of_blocks_changes_nothing(ankle: NDArray[np.float32]) -> None:
    one = [(p.start, len(p.samples)) for p in cut([ankle])]
    many = [(p.start, len(p.samples)) for p in cut(blocks(ankle, 333))]
    assert one == many


def test_a_long_silence_lies_in_no_piece(ankle: NDArray[np.float32]) -> None:
    silence = np.zeros(20 * RATE, np.float32)
    pieces = list(cut(blocks(np.concatenate([ankle[: 8 * RATE], silence, ankle[: 8 * RATE]]))))
    assert not any(piece.start < 10 < piece.end or piece.start < 20 < piece.end for piece in pieces)


def test_speech_without_a_pause_is_cut_for_length(ankle: NDArray[np.float32]) -> None:
    options = CutOptions(pause=99, breath=99, apart=99, longest=5)
    pieces = list(cut(blocks(ankle), options))
    assert len(pieces) >= 3
    assert all(piece.end - piece.start < 6 for piece in pieces)


def test_halves_are_the_piece_parted_where_it_is_calm(ankle: NDArray[np.float32]) -> None:
    for piece in cut([ankle]):
        first, second = piece.halves()
        assert np.array_equal(np.concatenate([first.samples, second.samples]), piece.samples)
        assert np.array_equal(np.concatenate([first.speech, second.speech]), piece.speech)
        assert first.start == piece.start
        assert abs(first.end - second.start) < 1e-6
        assert abs(first.voiced + second.voiced - piece.voiced) < 1e-6
        assert min(len(first.samples), len(second.samples)) >= len(piece.samples) // 4
