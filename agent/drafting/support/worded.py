"""Tokens of a statement or of its evidence, made once for all who read them."""

from __future__ import annotations

from agent.memory import kept_for_now
from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.wording import RECENT, clinical_tokens


@kept_for_now(RECENT)
def as_meant(text: str) -> tuple[Token, ...]:
    """In clinical wording, without what the speaker took back: `four, no, three` is three."""
    return tuple(repaired(clinical_tokens(text)))
