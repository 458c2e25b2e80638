"""Words a reviewer should listen to: numbers, sides and negations that were likely misheard.

A mark costs the reviewer a second, a wrong side or number unmarked may cost a patient. So these words
are held to a higher standard than the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from agent.transcription.plain import is_negation, is_number, is_ordinary, is_side, plain, words
from agent.transcription.revision import Revision
from agent.transcription.vocabulary import vocabulary


@dataclass(frozen=True)
class DoubtOptions:
    """Confidence below which a word is doubted."""

    number: float = 0.90
    side: float = 0.90
    negation: float = 0.50
    other: float = 0.35
    beside: float = 0.65
    """For the word before or after a number or side: a lost digit shows in its neighbour."""


_LIKE_NUMBERS: Final = words("for to too won ate tree free sex fife nein tin tan well")
"""Everyday words that digits are taken for."""
_LIKE_SIDES: Final = words("lift write ride bright rite light loft rightly")

_SMALL: Final = words("for to too free tree")
_AFTER_NUMBER: Final = words("out plus minus by or over way a")
_BEFORE_NUMBER: Final = words(
    """was is of type grade pain maybe about rotation flexion extension extensors flexors abduction
    abductors dorsiflexion left right l c"""
)
_BEFORE_SIDE: Final = words("on the at")


def mark_doubts(revision: Revision, options: DoubtOptions | None = None) -> None:
    """Mark words that are less sure than their kind needs, and what stands for a lost digit or side."""
    o = options or DoubtOptions()
    said = revision.words
    for at, chunk in enumerate(revision.chunks):
        word, sure = said[at], chunk.confidence
        if not word:
            continue
        if _stands_for_critical(said, at):
            revision.doubt(at, at + 1)
        if sure is not None and sure < _needed(said, at, o):
            revision.doubt(at, at + 1)


def _needed(words: list[str], at: int, o: DoubtOptions) -> float:
    word = words[at]
    if is_number(word):
        return o.number
    if is_side(word) or any(part in vocabulary().opposites for part in plain(word).split("-")):
        return o.side
    if is_negation(word):
        return o.negation
    near = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
    if any(is_number(w) or is_side(w) for w in near if w):
        return o.beside
    return o.other if is_ordinary(word) else o.beside


def _stands_for_critical(said: list[str], at: int) -> bool:
    """`for degrees`, `pain was to at the end`, `lift knee`: another word where a digit or a side belongs."""
    word = plain(said[at])
    before = plain(said[at - 1]) if at else ""
    after = plain(said[at + 1]) if at + 1 < len(said) else ""
    if word in _LIKE_NUMBERS:
        counted = after in vocabulary().units - {"out of"} or after in _AFTER_NUMBER
        return counted or (word in _SMALL and before in _BEFORE_NUMBER and not after.endswith("ing"))
    if word in _LIKE_SIDES:
        return after in _parts() or before in _BEFORE_SIDE
    return False


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    return frozenset(t.key for t in vocabulary().terms if t.kind in {"body", "muscle"} and " " not in t.key)
