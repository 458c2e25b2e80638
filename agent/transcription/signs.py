"""Signs that a word was misheard in a way that matters: what doubt.py weighs.

A number or side can be wrong, lost, or written as another word ("bright twelve" for "right twelve"), so
every word is looked at, with its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agent.memory import kept_for_now
from agent.transcription.places import explained_by_number, oddness
from agent.transcription.plain import (
    ends_sentence,
    is_negation,
    is_number,
    is_ordinary,
    is_side,
    plain,
    words,
)
from agent.transcription.revision import Chunk
from agent.transcription.sound import likeness, sounds
from agent.transcription.term_index import term_index
from agent.transcription.vocabulary import vocabulary

NAMES: Final = (
    "always",
    "number",
    "side",
    "contrary",
    "negation",
    "no known word",
    "term",
    "unsure",
    "unsure, number",
    "unsure, side",
    "unsure, contrary",
    "unsure in one hearing",
    "unsure in one hearing, number or side",
    "number beside",
    "side beside",
    "unsure beside",
    "unsure number or side beside",
    "stands for a digit or side",
    "sounds like a number or side",
    "sounds like one, unsure",
    "heard as a number or side elsewhere",
    "the same beside",
    "before what is counted",
    "counted without a number",
    "after a measure, no number",
    "number beside a number",
    "changed",
    "short",
    "odd as a number",
    "number before an odd word",
    "a number explains what follows",
)
_MOST_UNSURE: Final = 5.0
_LIKE_NUMBERS: Final = words("for to too won ate tree free sex fife nein tin tan well")
"""Everyday words that digits are taken for."""
_LIKE_SIDES: Final = words("lift write ride bright rite light loft rightly laugh lest last")
_SMALL: Final = words("for to too free tree")
_AFTER_NUMBER: Final = words("out plus minus by or over way a")
_BEFORE_NUMBER: Final = words(
    """was is of type grade pain maybe about rotation flexion extension extensors flexors abduction
    abductors dorsiflexion left right l c"""
)
_BEFORE_SIDE: Final = words("on the at")
_SPOKEN: Final = words(
    """one two three four five six seven eight nine ten eleven twelve thirteen fifteen eighteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred left right both bilateral"""
)


def signs(said: Sequence[str], chunks: Sequence[Chunk], at: int) -> tuple[float, ...]:
    """The figure of each of `NAMES` for word `at` of a stretch; mostly 0 to 1, unsureness in nats to 5."""
    word = plain(said[at])
    number, side = is_number(word), is_side(word)
    critical, contrary = number or side, has_contrary(word)
    unsure, alone = _unsure(chunks[at]), _unsure_alone(chunks[at])
    beside = [i for i in (at - 1, at + 1) if 0 <= i < len(said)]
    numbers = [i for i in beside if is_number(said[i])]
    sides = [i for i in beside if is_side(said[i])]
    before = plain(said[at - 1]) if at else ""
    after = plain(said[at + 1]) if at + 1 < len(said) else ""
    like = 0.0 if critical else sounds_critical(word)
    counted = vocabulary().units - {"out of"}
    known = not critical and all(part in term_index().clinical for part in word.split("-"))
    measure = bool(term_index().kinds.get(before, frozenset()) & {"motion", "measure"})
    return (
        1.0,
        float(number),
        float(side),
        float(contrary),
        float(is_negation(word)),
        float(not critical and not is_ordinary(word)),
        float(known),
        unsure * (not critical and not contrary),
        unsure * number,
        unsure * side,
        unsure * contrary,
        alone * (not critical),
        alone * critical,
        float(bool(numbers)),
        float(bool(sides)),
        max((_unsure(chunks[i]) for i in beside), default=0.0),
        max((_unsure_alone(chunks[i]) for i in (*numbers, *sides)), default=0.0),
        float(stands_for_critical(said, at)),
        like,
        like * unsure,
        0.0 if critical else _leaning(chunks[at]),
        max(
            (
                _leaning(chunks[i])
                for i in beside
                if i > at and not is_number(said[i]) and not is_side(said[i])
            ),
            default=0.0,
        ),
        float(not critical and (after in counted or after in {"out", "plus", "minus"})),
        float(word in counted and not is_number(before)),
        float(measure and not critical and not known),
        float(number and bool(numbers)),
        float(bool(chunks[at].reason)),
        float(not critical and len(word) <= 3),
        oddness(said, at) * number,
        oddness(said, at + 1) * (number and not ends_sentence(said[at])),
        explained_by_number(said, at) * (not number),
    )


def stands_for_critical(said: Sequence[str], at: int) -> bool:
    """`for degrees`, `pain was to at the end`, `lift knee`: another word where a digit or a side belongs."""
    word = plain(said[at])
    before = plain(said[at - 1]) if at else ""
    after = plain(said[at + 1]) if at + 1 < len(said) else ""
    if word in _LIKE_NUMBERS:
        counted = after in vocabulary().units - {"out of"} or after in _AFTER_NUMBER
        return counted or (word in _SMALL and before in _BEFORE_NUMBER and not after.endswith("ing"))
    if word in _LIKE_SIDES:
        return after in _parts() or (before in _BEFORE_SIDE and word != "last")
    return False


@kept_for_now(50_000)
def sounds_critical(word: str) -> float:
    """How much `word` sounds like a spoken number or side: 0 below half alike, 1 for the same sound."""
    row = sounds(word)
    best = max((likeness(row, sounds(known)) for known in _SPOKEN), default=0.0) if row else 0.0
    return max(0.0, best - 0.5) * 2


def has_contrary(word: str) -> bool:
    """Whether another word sounds nearly the same and means the opposite."""
    return any(part in vocabulary().opposites for part in plain(word).split("-"))


def _unsure(chunk: Chunk) -> float:
    return _nats(chunk.confidence)


def _unsure_alone(chunk: Chunk) -> float:
    """Of the hearing that is least sure of the chunk."""
    return _nats(min((min(word.hearings) for word in chunk.heard if word.hearings), default=chunk.confidence))


def _leaning(chunk: Chunk) -> float:
    """0 to 5: how far a number or side was from standing where the chunk's words begin (5: it was likely)."""
    known = [word.critical for word in chunk.heard if word.critical is not None]
    return _MOST_UNSURE - _nats(max(known)) if known else 0.0


def _nats(confidence: float | None) -> float:
    return 0.0 if confidence is None else min(_MOST_UNSURE, -math.log(max(1e-3, confidence)))


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    return frozenset(t.key for t in vocabulary().terms if t.kind in {"body", "muscle"} and " " not in t.key)
