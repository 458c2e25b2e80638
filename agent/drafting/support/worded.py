"""Tokens of a statement or of its evidence, made once for all who read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.domain.transcript import Transcript
from agent.memory import kept_for_now
from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.utterances import stretches
from agent.understanding.wording import RECENT, clinical_tokens


@kept_for_now(RECENT)
def as_meant(text: str) -> tuple[Token, ...]:
    """In clinical wording, without what the speaker took back: `four, no, three` is three."""
    return tuple(_sides_apart(repaired(clinical_tokens(text))))


def all_as_meant(transcript: Transcript) -> tuple[Token, ...]:
    """All that was said, in the stretches in which facts are read from it, with places in the transcript."""
    return tuple(
        token
        for _, start, end in stretches(transcript)
        for token in _sides_apart(repaired(clinical_tokens(transcript.text[start:end], start)))
    )


def _sides_apart(tokens: Sequence[Token]) -> Iterator[Token]:
    """`the left's straight` tells of the left as `the left is straight` does."""
    for token in tokens:
        side = token.low.removesuffix("'s")
        if side != token.low and side in ("left", "right"):
            yield replace(token, text=token.text[: len(side)], low=side)
            yield Token("is", token.end, token.end, low="is")
        else:
            yield token
