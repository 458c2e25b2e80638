"""Short forms of a typed note that minutes explain: `US 8 min` is ultrasound, `x15 min` fifteen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.understanding.tokens import Token

_MINUTES: Final = frozenset(["min", "mins", "minutes", "minute"])
_SIGNS: Final = frozenset(["x", "for", "-", ":", ",", "to", "the"])
_TIMES: Final = re.compile(r"^[xX](\d{1,3})$")
_REACH: Final = 6
"""Words between `US` and its minutes: `US to the elbow x 8 min`."""


def typed(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with such short forms written out."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        if token.text == "US" and _timed(tokens, at + 1):
            out.append(token.written("ultrasound"))
            continue
        in_minutes = at + 1 < len(tokens) and tokens[at + 1].low in _MINUTES
        if in_minutes and (times := _TIMES.match(token.text)) is not None:
            out.append(replace(token, text="x", low="x", end=token.start + 1))
            number = times.group(1)
            out.append(
                Token(number, token.start + 1, token.end, glued=True, number=float(number), low=number)
            )
            continue
        out.append(token)
    return out


def _timed(tokens: Sequence[Token], at: int) -> bool:
    """Whether minutes follow before the next number or sentence."""
    for i in range(at, min(at + _REACH, len(tokens) - 1)):
        if tokens[i].number is not None or _TIMES.match(tokens[i].text):
            return tokens[i + 1].low in _MINUTES or i == at
        if not tokens[i].is_word and tokens[i].text not in _SIGNS:
            return False
    return False
