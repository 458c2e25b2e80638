"""A value taken back as one of an earlier visit: `drop is 13, no, that's your first day. Today 11`.

Only where today's own value follows; the name of what was measured then goes with that value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
from agent.understanding.tokens import Token

_TAKES_BACK: Final = frozenset(["no", "nope", "wait", "sorry", "oops", "actually", "correction"])
_POINTS: Final = frozenset(["that's", "that", "it's", "this", "those"])
_SIGNS: Final = frozenset([",", ".", ";", "…", "...", ".."])
_EARLIER: Final = Rare(
    r"^(?:is |was |are |were )?(?:from |at |on |in )?(?:(?:your|the|her|his|their) )?"
    r"(?:(?:first|last|old|older|initial|previous|prior|earlier|former) (?:\w+ )?"
    r"(?:day|visit|week|time|month|number|value|one|score|reading|note|sheet|evaluation|eval)|"
    r"initial|baseline|start|evaluation|eval)(?:'s)?(?: (?:number|value|one|score|reading))?$",
    flags=0,
)
_TODAY: Final = frozenset(["today", "today's", "now"])
_COPULA: Final = frozenset(["is", "was", "'s", "at", "a", "about", "measures", "comes", "to", ",", ":", "…"])
_LONGEST: Final = 8
"""Tokens that tell when the value was, and tokens between it and the taking back, at most."""


def old_value(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """Take the earlier value out of `out`; how many of tokens[at:] that used up, 0 when none."""
    said = at
    while (
        said < len(tokens) and said < at + 4 and (tokens[said].low in _TAKES_BACK or tokens[said].text == ",")
    ):
        said += 1
    if said == at or said >= len(tokens) or tokens[said].low not in _POINTS:
        return 0
    end = said + 1
    while end < len(tokens) and end - said < _LONGEST and tokens[end].text not in _SIGNS:
        end += 1
    when = " ".join(t.low for t in tokens[said + 1 : end])
    today = end + 1
    if today >= len(tokens) or tokens[today].low not in _TODAY or _EARLIER.match(when) is None:
        return 0
    place = len(out) - 1
    while place > 0 and len(out) - place < _LONGEST and out[place].number is None:
        place -= 1
    if place <= 0 or out[place].number is None or any(t.text == "." for t in out[place:]):
        return 0
    sided = any(t.low in ("left", "right") for t in tokens[today : today + 4])
    while place > 1 and _goes_with_it(out[place - 1], sided=sided):
        place -= 1
    sign = out[place]
    out[place:] = [Token(",", sign.start, sign.start, glued=True, low=",")]
    return today - at


def _goes_with_it(token: Token, *, sided: bool) -> bool:
    """Whether the word led up to the earlier value: `is`; and `on the left` where a side is said again."""
    return token.low in _COPULA or (sided and token.low in ("on", "the", "left", "right"))
