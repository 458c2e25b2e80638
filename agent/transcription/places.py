"""How well a heard word, or a number in its stead, fits between its neighbours in dictation.

What follows tells most: "degrees" behind "on the" speaks for a number that was heard as "the".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.transcription.plain import ends_sentence
from agent.transcription.word_sequences import (
    NOWHERE,
    NUMBER,
    START,
    Before,
    classes,
    go_on,
    word_sequences,
)

_REACH: Final = 8
"""Words back that surely hold two classes."""
_MOST: Final = 3.0
"""Nats: beyond that a place is as odd as it gets."""


def oddness(said: Sequence[str], at: int) -> float:
    """Nats, 0 to 3, by which word `at` is less likely after the words before it than anywhere; 0 where none
    is there, and within a number."""
    return _held(-_nats(_before(said, at), _first_class(said, at)))


def explained_by_number(said: Sequence[str], at: int) -> float:
    """Nats, 0 to 3, by which the next word would be likelier if word `at` were a number."""
    following = _first_class(said, at + 1)
    if not following or following == NUMBER or ends_sentence(said[at]):
        return 0.0
    as_it_is = _nats(_before(said, at + 1), following)
    with_number = _nats((_before(said, at)[1], NUMBER), following)
    return _held(with_number - max(0.0, as_it_is))


def _held(nats: float) -> float:
    return min(_MOST, max(0.0, nats))


def _nats(before: Before, word: str) -> float:
    return 0.0 if not word or word == before[1] == NUMBER else word_sequences().nats(before, word)


def _first_class(said: Sequence[str], at: int) -> str:
    return next((each for part in said[at].split() for each in classes(part)), "") if at < len(said) else ""


def _before(said: Sequence[str], at: int) -> Before:
    first = max(0, at - _REACH)
    before = NOWHERE if first else ("", START)
    for chunk in said[first:at]:
        for word in chunk.split():
            for each in classes(word):
                before = go_on(before, each)
            if ends_sentence(word):
                before = ("", START)
    return before
