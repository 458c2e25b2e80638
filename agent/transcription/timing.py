"""Word times for engines that give none: spread over the voiced frames by spoken length."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.audio import RATE
from agent.transcription.pieces import Piece
from agent.transcription.vad import FRAME

_VOWELS: Final = re.compile(r"[aeiouy]+", re.IGNORECASE)
_DIGIT_WEIGHT: Final = 1.6
_VOICED: Final = 0.5


def spoken_weight(word: str) -> float:
    """Roughly the syllables of `word`; a digit counts as the word it is read as."""
    digits = sum(c.isdigit() for c in word)
    letters = len(_VOWELS.findall(word))
    return max(1.0, digits * _DIGIT_WEIGHT + letters)


def spread(words: list[str], piece: Piece) -> list[tuple[float, float]]:
    """Start and end second of each word in the recording. A mark that ends a phrase moves to a near pause."""
    weights = np.array([spoken_weight(word) for word in words])
    voiced = piece.speech >= _VOICED
    if not voiced.any():
        voiced = np.ones(len(piece.speech), bool)
    clock = np.concatenate([[0.0], np.cumsum(voiced)]) * 1.0
    edges = np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum() * clock[-1]
    starts = [_when(edge, clock, piece, first=True) for edge in edges[:-1]]
    ends = [_when(edge, clock, piece, first=False) for edge in edges[1:]]
    return list(zip(starts, ends, strict=True))


def _when(voiced_frames: float, clock: NDArray[np.float64], piece: Piece, *, first: bool) -> float:
    """The second at which so many frames of voice have passed: a start lies after a pause, an end before."""
    at = voiced_frames + (1e-6 if first else -1e-6)
    index = int(np.searchsorted(clock, at, side="right" if first else "left")) - 1
    index = min(max(index, 0), len(clock) - 2)
    inside = min(1.0, max(0.0, voiced_frames - float(clock[index])))
    return round(min(piece.end, piece.start + (index + inside) * FRAME / RATE), 2)
