"""Words a reviewer should listen to: numbers and sides that were likely misheard, lost or written as others.

A mark costs the reviewer a second, a wrong side or number unmarked may cost a patient. How likely that is
is weighed from the word's signs (signs.py); the weights are fitted on synthetic dictations, never by hand
(`doubt_weights.json` says on what; `python -m evals.doubt_fit` writes it).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from agent.transcription.plain import is_negation, is_side
from agent.transcription.revision import Chunk, Revision
from agent.transcription.signs import NAMES, has_contrary, signs, stands_for_critical

WEIGHTS: Final = Path(__file__).with_name("doubt_weights.json")
_SIDE: Final = 0.8
_CONTRARY: Final = 0.65
_NEGATION: Final = 0.5
"""Confidence below which a side, a word with a contrary (abduction) or a negation is doubted anyhow: no
weighing of chances may pass over a side."""


@dataclass(frozen=True)
class Weights:
    """Log-odds: a weight for each sign, and the sum from which a word is marked."""

    signs: tuple[float, ...]
    threshold: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(tuple(float(data["weights"][name]) for name in NAMES), float(data["threshold"]))


def mark_doubts(revision: Revision, known: Weights | None = None) -> None:
    """Mark the words of `revision` that are likely misheard and matter, and what stands for a lost digit."""
    fitted = known or weights()
    said = revision.words
    for at, chunk in enumerate(revision.chunks):
        if not said[at]:
            continue
        if certainly_doubted(said, chunk, at) or _likely(revision, said, at, fitted):
            revision.doubt(at, at + 1)


def certainly_doubted(said: Sequence[str], chunk: Chunk, at: int) -> bool:
    """Whether word `at` is marked whatever else speaks for it."""
    sure, word = chunk.confidence, said[at]
    least = (
        _SIDE
        if is_side(word)
        else _NEGATION
        if is_negation(word)
        else _CONTRARY
        if has_contrary(word)
        else 0.0
    )
    return stands_for_critical(said, at) or (sure is not None and sure < least)


def _likely(revision: Revision, said: list[str], at: int, fitted: Weights) -> bool:
    if revision.chunks[at].confidence is None:
        return False
    found = signs(said, revision.chunks, at)
    return sum(w * f for w, f in zip(fitted.signs, found, strict=True)) >= fitted.threshold
