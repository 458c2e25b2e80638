"""Spelled-out abbreviations and recogniser homophones, brought to the words a note uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agent.memory import kept_for_now
from agent.understanding.homophones import mended
from agent.understanding.imaging import imaging
from agent.understanding.initials import initials
from agent.understanding.notation import notation
from agent.understanding.numbers import spoken_numbers
from agent.understanding.phrases import Phrases, by_variant, lexicon
from agent.understanding.tokens import Token, tokenise
from agent.understanding.typed import typed


@cache
def _wording() -> Phrases[str]:
    tables = lexicon("wording")
    pairs = [pair for name in ("spelled", "misheard") for pair in by_variant(tables[name])]
    return Phrases(pairs, exact=True)


RECENT = 64
"""Texts kept: a whole dictation, a statement, its evidence, and those just before."""


def clinical_tokens(text: str, offset: int = 0) -> list[Token]:
    """Tokens of `text` in clinical wording and notation, with their places in the transcript."""
    return list(_clinical_tokens(text, offset))


@kept_for_now(RECENT)
def _clinical_tokens(text: str, offset: int) -> list[Token]:
    return notation(spoken_numbers(initials(imaging(_reworded(mended(typed(tokenise(text, offset))))))))


def _inside_a_word(tokens: Sequence[Token], end: int) -> bool:
    """Whether a phrase would end inside of a word: `were there X-rays` speaks of no `there x`."""
    behind = tokens[end : end + 2]
    if behind and behind[0].low in ("ray", "rays"):
        return True
    return len(behind) == 2 and behind[0].text == "-" and all(t.glued for t in behind) and behind[1].is_word


def _reworded(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    for hit in _wording().all(tokens):
        if _inside_a_word(tokens, hit.end):
            continue
        out += tokens[at : hit.start]
        written = tokenise(hit.value)
        first, last = tokens[hit.start], tokens[hit.end - 1]
        for k, token in enumerate(written):
            glued = first.glued if k == 0 else token.glued
            out.append(replace(token, start=first.start, end=last.end, glued=glued))
        at = hit.end
    return out + list(tokens[at:])
