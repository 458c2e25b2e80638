"""Tokens of a statement or of its evidence in clinical wording, made once for all who read them."""

from __future__ import annotations

from functools import lru_cache

from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

RECENT = 64
"""Texts kept: one statement's, its evidence's, and those just before."""


@lru_cache(maxsize=RECENT)
def worded(text: str) -> tuple[Token, ...]:
    """As written: a note corrects nothing in passing."""
    return tuple(clinical_tokens(text))


@lru_cache(maxsize=RECENT)
def as_meant(text: str) -> tuple[Token, ...]:
    """Without what the speaker took back: `four, no, three` is three."""
    return tuple(repaired(list(worded(text))))
