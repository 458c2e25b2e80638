"""Word times for engines that give none: spread over the voiced frames by spoken length, held to pauses.

A pause lies between two words, most likely after one that closes a phrase. Which pause follows which word is
chosen for all pauses of a piece together; between two pauses the words share the time by their length.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.audio import RATE
from agent.transcription.pieces import Piece
from agent.transcription.plain import tail
from agent.transcription.vad import FRAME

_VOWELS: Final = re.compile(r"[aeiouy]+", re.IGNORECASE)
_DIGIT, _SYLLABLE, _LETTER, _SHORTEST = 1.6, 0.5, 0.2, 0.8
_SECONDS: Final = FRAME / RATE
_VOICED: Final = 0.5
_PAUSE: Final = 3
"""Frames without voice that make a pause."""
_SLACK: Final = 0.35
"""Seconds of speech by which a spread word lies off its place, as a matter of course."""
_INSIDE: Final = 1.5
"""What a pause after a word costs that closes no phrase; in the same measure, one that no word ends at:"""
_UNUSED, _UNUSED_SECOND = 0.3, 6.0

Floats = NDArray[np.float64]
_Way = tuple[float, tuple[tuple[int, float], ...]]
"""The cost of a choice of ends, and the choice."""


def spoken_length(word: str) -> float:
    """How long `word` takes beside others, by its syllables and letters; a digit is read as a word."""
    digits = sum(c.isdigit() for c in word)
    letters = sum(c.isalpha() for c in word)
    syllables = len(_VOWELS.findall(word))
    return max(_SHORTEST, digits * _DIGIT + syllables * _SYLLABLE + letters * _LETTER)


def spread(words: list[str], piece: Piece) -> list[tuple[float, float]]:
    """Start and end second of each word in the recording."""
    lengths = np.array([spoken_length(word) for word in words])
    voiced = piece.speech >= _VOICED
    if not voiced.any():
        voiced = np.ones(len(piece.speech), bool)
    clock = np.concatenate([[0.0], np.cumsum(voiced)]) * _SECONDS
    edges = _share(lengths, clock[-1])
    known = [(0, 0.0), *_ends(edges, words, _pauses(voiced, clock)), (len(words), float(clock[-1]))]
    for (first, start), (last, end) in pairwise(known):
        edges[first : last + 1] = start + _share(lengths[first:last], end - start)
    starts = [_when(edge, clock, piece, first=True) for edge in edges[:-1]]
    ends = [_when(edge, clock, piece, first=False) for edge in edges[1:]]
    return list(zip(starts, ends, strict=True))


def _share(lengths: Floats, seconds: float) -> Floats:
    """Edges of words that share `seconds` by their lengths."""
    return np.asarray(np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum() * seconds, np.float64)


def _pauses(voiced: NDArray[np.bool_], clock: Floats) -> list[tuple[float, float]]:
    """Each pause between voices: seconds of speech before it, and how long it lasts."""
    heard = np.flatnonzero(voiced)
    gaps = np.diff(heard) - 1
    return [
        (float(clock[at + 1]), float(gap) * _SECONDS)
        for at, gap in zip(heard[:-1], gaps, strict=True)
        if gap >= _PAUSE
    ]


def _ends(edges: Floats, words: list[str], pauses: list[tuple[float, float]]) -> list[tuple[int, float]]:
    """The number of words spoken before a pause and its place in speech, for the pauses that words end at."""
    dear = [0.0 if tail(word) else _INSIDE for word in words]
    ways: dict[int, _Way] = {0: (0.0, ())}
    for at, seconds in pauses:
        further: dict[int, _Way] = {}
        for last, (cost, chosen) in ways.items():
            unused = _UNUSED + _UNUSED_SECOND * seconds
            found = [(last, (cost + unused, chosen))]
            for count in range(last + 1, len(words)):
                off = abs(float(edges[count]) - at) / _SLACK + dear[count - 1]
                if off < unused:
                    found.append((count, (cost + off, (*chosen, (count, at)))))
            for count, way in found:
                further[count] = min(way, further.get(count, way))
        ways = further
    return list(min(ways.values())[1])


def _when(speech: float, clock: Floats, piece: Piece, *, first: bool) -> float:
    """The second by which so much was spoken: a start lies after a pause, an end before."""
    at = speech + (1e-6 if first else -1e-6)
    index = int(np.searchsorted(clock, at, side="right" if first else "left")) - 1
    index = min(max(index, 0), len(clock) - 2)
    inside = min(1.0, max(0.0, (speech - float(clock[index])) / _SECONDS))
    return round(min(piece.end, piece.start + (index + inside) * _SECONDS), 2)
